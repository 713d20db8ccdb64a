#include "expr/check.hpp"

#include "base/text_distance.hpp"
#include "expr/checker.hpp"
#include "expr/types.hpp"
#include "expr/words.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::expr {

using Kind = ExprType::Kind;
using IssueKind = ExprIssue::Kind;

namespace {

const ExprScope::Variable* find_variable(const ExprScope& scope, std::string_view name) {
  for (const auto& variable : scope.variables) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

/// "rfc.risk" for every group that has a member of that name.
std::vector<std::string> paths_to(const ExprScope& scope, const std::string& member) {
  std::vector<std::string> paths;
  for (const auto& variable : scope.variables) {
    for (const auto& known : variable.members) {
      if (known.name == member) paths.push_back(variable.name + "." + member);
    }
  }
  return paths;
}

}  // namespace

Checked check(Ast& ast, std::string_view text, const ExprScope& scope, const ExprType& expected) {
  return Checker(ast, text, scope).run(expected);
}

Checked Checker::run(const ExprType& expected) {
  checked_.type = type_of(ast_.root);
  check_expected(checked_.type, expected);
  return std::move(checked_);
}

void Checker::check_expected(const ExprType& type, const ExprType& expected) {
  const Node& root = ast_[ast_.root];
  if (!assignable(type, expected)) {
    if (expected.kind == Kind::boolean) {
      mismatch(root, "a guard must be true or false; this is " + with_article(type),
               type.kind == Kind::string && !type.choices.empty()
                   ? "compare it with a value: " + source(root) + " == '" + type.choices.front() + "'"
                   : "");
    } else {
      const bool whole = expected.kind == Kind::double_ && type.kind == Kind::int_ && root.kind == Node::Kind::literal;
      mismatch(root, "this must be " + with_article(expected) + "; it is " + with_article(type),
               whole ? "write " + source(root) + ".0" : "");
    }
    return;
  }
  if (expected.choices.empty()) return;
  check_choices(expected.choices, ast_.root, ast_.root);
  check_fits(root, type, expected);
}

ExprType Checker::type_of(NodeId id) {
  Node& node = ast_[id];
  switch (node.kind) {
    case Node::Kind::literal:
      switch (node.value.kind()) {
        case Value::Kind::null:
          return make_type(Kind::null);
        case Value::Kind::boolean:
          return make_type(Kind::boolean);
        case Value::Kind::int_:
          return make_type(Kind::int_);
        case Value::Kind::uint:
          return make_type(Kind::uint);
        case Value::Kind::double_:
          return make_type(Kind::double_);
        case Value::Kind::string:
          return make_type(Kind::string);
        case Value::Kind::bytes:
          return make_type(Kind::bytes);
        default:
          return {};
      }
    case Node::Kind::ident:
      return ident(node);
    case Node::Kind::select:
      return select(node);
    case Node::Kind::has:
      return has(node);
    case Node::Kind::op:
      return operation(node);
    case Node::Kind::call:
      return call(node);
    case Node::Kind::list:
      return list(node);
    case Node::Kind::map:
      return map(node);
    case Node::Kind::message:
      return not_supported(node, "messages ('" + node.name + "{\u2026}') are not supported");
    case Node::Kind::macro:
      // The loop's own variable is not known to the scope: only the range can be looked at.
      type_of(node.children[0]);
      return not_supported(node, "the macro '" + node.name + "' is not supported yet");
  }
  return {};
}

ExprType Checker::read(Node& node, std::string path, const ExprType& type, std::uint32_t slot, bool asked) {
  auto& known = checked_.variables;
  auto found = std::find_if(known.begin(), known.end(), [&](const Variable& variable) { return variable.path == path; });
  if (found == known.end()) found = known.insert(known.end(), Variable{path, slot});
  node.variable = static_cast<std::uint32_t>(found - known.begin());
  if (type.kind == Kind::opaque && !asked) {
    return mismatch(node, "'" + path + "' is a document, whose content a guard cannot read",
                    "has(" + path + ") asks whether it is there");
  }
  return type;
}

ExprType Checker::ident(Node& node) {
  const ExprScope::Variable* variable = find_variable(scope_, node.name);
  if (variable == nullptr) return unknown_name(node);
  if (variable->members.empty()) return read(node, variable->name, variable->type, variable->slot, false);
  issue(IssueKind::type_mismatch, node.begin, node.end, "'" + node.name + "' is not a value; it has fields",
        "write one of them, such as " + node.name + "." + variable->members.front().name);
  return {};
}

ExprType Checker::unknown_name(const Node& node) {
  const auto report = [&](std::string help) {
    issue(IssueKind::unknown_name, node.at_begin, node.at_end, "there is nothing named '" + node.name + "'", std::move(help));
    return ExprType{};
  };
  if (is_reserved(node.name)) return {};  // the parser has said so
  if (is_type_word(node.name)) return not_supported(node, "types as values ('" + node.name + "') are not supported yet");
  if (const std::string_view help = foreign_word_help(node.name); !help.empty()) return report(std::string(help));
  const auto paths = paths_to(scope_, node.name);
  if (!paths.empty()) return report("write " + enumerate(paths, "or"));
  const auto choices = all_choices();
  if (std::find(choices.begin(), choices.end(), node.name) != choices.end())
    return report("texts stand in quotes: '" + node.name + "'");
  std::vector<std::string> names;
  names.reserve(scope_.variables.size());
  for (const auto& variable : scope_.variables) names.push_back(variable.name);
  if (const auto near = closest(node.name, names)) return report("did you mean '" + *near + "'?");
  std::vector<std::string> members;
  for (const auto& variable : scope_.variables) {
    for (const auto& member : variable.members) members.push_back(member.name);
  }
  if (const auto near = closest(node.name, members)) return report("did you mean '" + paths_to(scope_, *near).front() + "'?");
  return report(names.empty() ? "" : "there is " + enumerate(names, "and"));
}

/// The group of fields that a node names, as `rfc` in rfc.risk.
const ExprScope::Variable* Checker::find_group(NodeId id) const {
  const Node& node = ast_[id];
  if (node.kind != Node::Kind::ident) return nullptr;
  const ExprScope::Variable* variable = find_variable(scope_, node.name);
  return variable != nullptr && !variable->members.empty() ? variable : nullptr;
}

const ExprScope::Member* Checker::find_member(const Node& node, const ExprScope::Variable& group) {
  std::vector<std::string> names;
  for (const auto& member : group.members) {
    if (member.name == node.name) return &member;
    names.push_back(member.name);
  }
  const auto near = closest(node.name, names);
  issue(IssueKind::unknown_name, node.at_begin, node.at_end, "there is no field '" + group.name + "." + node.name + "'",
        near ? "did you mean '" + *near + "'?" : "'" + group.name + "' has " + enumerate(names));
  return nullptr;
}

ExprType Checker::select(Node& node) {
  if (const auto* group = find_group(node.children[0])) {
    const auto* member = find_member(node, *group);
    if (member == nullptr) return {};
    return read(node, group->name + "." + member->name, member->type, member->slot, false);
  }
  const ExprType operand = type_of(node.children[0]);
  if (operand.kind == Kind::dyn) return {};
  if (operand.kind == Kind::map) return element_of(operand);
  issue(IssueKind::type_mismatch, node.at_begin, node.at_end,
        with_article(operand) + " has no fields, so there is no '" + node.name + "' in it");
  return {};
}

ExprType Checker::has(Node& node) {
  ExprType answer = make_type(Kind::boolean);
  if (const auto* group = find_group(node.children[0])) {
    const auto* member = find_member(node, *group);
    if (member != nullptr) read(node, group->name + "." + member->name, member->type, member->slot, true);
    return answer;
  }
  const ExprType operand = type_of(node.children[0]);
  if (operand.kind != Kind::dyn && operand.kind != Kind::map) {
    issue(IssueKind::type_mismatch, node.at_begin, node.at_end,
          with_article(operand) + " has no fields, so there is no '" + node.name + "' in it");
  }
  return answer;
}

ExprType Checker::list(const Node& node) {
  ExprType element;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    ExprType type = type_of(node.children[i]);
    element = i == 0 ? std::move(type) : joined(element, type);
  }
  return list_of(std::move(element));
}

ExprType Checker::map(const Node& node) {
  ExprType key;
  ExprType value;
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    ExprType key_type = type_of(node.children[i]);
    ExprType value_type = type_of(node.children[i + 1]);
    const bool allowed = key_type.kind == Kind::dyn || key_type.kind == Kind::boolean || key_type.kind == Kind::int_ ||
                         key_type.kind == Kind::uint || key_type.kind == Kind::string;
    if (!allowed) {
      key_type = mismatch(ast_[node.children[i]],
                          "the key of a map must be a bool, int, uint or string; this is " + with_article(key_type));
    }
    key = i == 0 ? std::move(key_type) : joined(key, key_type);
    value = i == 0 ? std::move(value_type) : joined(value, value_type);
  }
  return map_of(std::move(key), std::move(value));
}

}  // namespace itsmflow::expr
