#include "base/text_distance.hpp"
#include "expr/checker.hpp"
#include "expr/functions.hpp"
#include "expr/patterns.hpp"
#include "expr/types.hpp"
#include "expr/words.hpp"

#include <itsmflow/time_zone.hpp>

#include <algorithm>
#include <utility>

namespace itsmflow::expr {

using Kind = ExprType::Kind;
using IssueKind = ExprIssue::Kind;

namespace {

Kind result_kind(Function conversion) {
  switch (conversion) {
    case Function::bool_:
      return Kind::boolean;
    case Function::bytes:
      return Kind::bytes;
    case Function::double_:
      return Kind::double_;
    case Function::duration:
      return Kind::duration;
    case Function::int_:
      return Kind::int_;
    case Function::timestamp:
      return Kind::timestamp;
    case Function::uint:
      return Kind::uint;
    default:
      return Kind::string;
  }
}

/// What may be converted, beside what is of the type already.
std::vector<Kind> sources_of(Function conversion) {
  switch (conversion) {
    case Function::bool_:
    case Function::bytes:
    case Function::duration:
      return {Kind::string};
    case Function::double_:
      return {Kind::int_, Kind::uint, Kind::string};
    case Function::int_:
      return {Kind::uint, Kind::double_, Kind::string, Kind::timestamp};
    case Function::timestamp:
      return {Kind::string, Kind::int_};
    case Function::uint:
      return {Kind::int_, Kind::double_, Kind::string};
    default:
      return {Kind::boolean, Kind::int_, Kind::uint, Kind::double_, Kind::bytes, Kind::timestamp, Kind::duration};
  }
}

bool may_be(const ExprType& type, Kind kind) {
  return type.kind == kind || type.kind == Kind::dyn;
}

}  // namespace

ExprType Checker::call(Node& node) {
  std::vector<ExprType> types;
  types.reserve(node.children.size());
  for (const NodeId child : node.children) types.push_back(type_of(child));
  const FunctionInfo* function = find_function(node.name);
  if (function == nullptr || node.absolute) return unknown_function(node);
  if (!function->fits(node.receiver, types.size())) {
    const std::string message = "'" + node.name + "' is not called like this";
    if (is_strict()) return mismatch(node, message, "write " + std::string(function->usage));
    return refuse(IssueKind::type_mismatch, node, message, "write " + std::string(function->usage));
  }
  node.function = function->function;
  switch (node.function) {
    case Function::dyn:
      return {};
    case Function::type:
      return make_type(Kind::type);
    case Function::size:
      return size_call(node, types[0]);
    default:
      break;
  }
  if (is_conversion(node.function)) return conversion_call(node, types[0]);
  return is_time_part(node.function) ? time_part_call(node, types) : text_call(node, types);
}

ExprType Checker::size_call(const Node& node, const ExprType& operand) {
  switch (operand.kind) {
    case Kind::dyn:
    case Kind::string:
    case Kind::bytes:
    case Kind::list:
    case Kind::map:
      break;
    default:
      mismatch(ast_[node.children[0]], with_article(operand) + " has no size");
  }
  return make_type(Kind::int_);
}

ExprType Checker::conversion_call(const Node& node, const ExprType& operand) {
  ExprType result = make_type(result_kind(node.function));
  const auto sources = sources_of(node.function);
  const bool possible = may_be(operand, result.kind) || std::find(sources.begin(), sources.end(), operand.kind) != sources.end();
  if (!possible) mismatch(ast_[node.children[0]], with_article(operand) + " cannot be made " + with_article(result));
  return result;
}

ExprType Checker::time_part_call(const Node& node, const std::vector<ExprType>& types) {
  ExprType answer = make_type(Kind::int_);
  const Node& of = ast_[node.children[0]];
  const bool length = node.function == Function::get_hours || node.function == Function::get_minutes ||
                      node.function == Function::get_seconds || node.function == Function::get_milliseconds;
  if (types[0].kind == Kind::duration) {
    if (!length) mismatch(of, "'" + node.name + "' is for timestamps; this is a duration");
    if (types.size() == 2) mismatch(ast_[node.children[1]], "a duration has no time zone");
    return answer;
  }
  if (!may_be(types[0], Kind::timestamp)) {
    const std::string what = length ? "timestamps and durations" : "timestamps";
    mismatch(
        of, "'" + node.name + "' is for " + what + "; this is " + with_article(types[0]),
        types[0].kind == Kind::string ? "a date in a text is compared as a text; timestamp(\u2026) reads one with a time" : "");
  }
  if (types.size() < 2) return answer;
  const Node& zone = ast_[node.children[1]];
  if (!may_be(types[1], Kind::string)) {
    mismatch(zone, "a time zone is a string, such as 'Europe/Paris' or '+01:00'; this is " + with_article(types[1]));
  }
  check_zone(zone);
  return answer;
}

void Checker::check_zone(const Node& zone) {
  const std::string* name = zone.kind == Node::Kind::literal ? zone.value.if_string() : nullptr;
  if (name == nullptr || !is_strict() || utc_offset(*name, Timestamp{})) return;
  const auto names = time_zone_names();
  const auto near = closest(*name, names);
  std::string help = near ? "did you mean '" + *near + "'?" : "write a name such as 'Europe/Paris', 'UTC' or '+01:00'";
  if (names.empty()) help = "no time zones are installed on this system; 'UTC' and '+01:00' need none";
  mismatch(zone, "there is no time zone '" + *name + "'", std::move(help));
}

ExprType Checker::text_call(Node& node, const std::vector<ExprType>& types) {
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (may_be(types[i], Kind::string)) continue;
    const Node& operand = ast_[node.children[i]];
    const bool looks_in_list = types[i].kind == Kind::list && node.function == Function::contains && i == 0;
    mismatch(operand, "'" + node.name + "' is for strings; this is " + with_article(types[i]),
             looks_in_list ? "write x in " + source(operand) : "");
  }
  if (node.function == Function::matches) compile_pattern(node);
  return make_type(Kind::boolean);
}

/// A pattern that is written out is read once; what is wrong with it is told at its own words.
void Checker::compile_pattern(Node& node) {
  const Node& written = ast_[node.children[1]];
  const std::string* text = written.kind == Node::Kind::literal ? written.value.if_string() : nullptr;
  if (text == nullptr) return;
  Pattern::Problem problem;
  node.pattern = Pattern::compile(*text, problem);
  if (node.pattern != nullptr || !is_strict()) return;
  std::uint32_t begin = written.begin;
  std::uint32_t end = written.end;
  const std::string literal = source(written);
  const std::size_t found = problem.part.empty() || problem.part == *text ? std::string::npos : literal.find(problem.part);
  if (found != std::string::npos && literal.find(problem.part, found + 1) == std::string::npos) {
    begin += static_cast<std::uint32_t>(found);
    end = begin + static_cast<std::uint32_t>(problem.part.size());
  }
  issue(IssueKind::syntax, begin, end, "this is not a regular expression: " + problem.message);
}

ExprType Checker::unknown_function(Node& node) {
  std::string help(foreign_word_help(node.name));
  if (const auto near = closest(node.name, function_names()); near && help.empty()) help = "did you mean '" + *near + "'?";
  return refuse(IssueKind::unknown_function, node, "there is no function '" + node.name + "'", std::move(help));
}

}  // namespace itsmflow::expr
