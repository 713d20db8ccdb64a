#include "expr/check.hpp"

#include "expr/checker.hpp"
#include "expr/types.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::expr {

using Kind = ExprType::Kind;
using IssueKind = ExprIssue::Kind;

Checked check(Ast& ast, std::string_view text, const ExprScope& scope, const ExprType& expected, ExprTyping typing) {
  return Checker(ast, text, scope, typing).run(expected);
}

Checker::Checker(Ast& ast, std::string_view text, const ExprScope& scope, ExprTyping typing)
    : ast_(ast), text_(text), scope_(scope), typing_(typing) {
  const auto& variables = scope.variables;
  dotted_names_ = std::any_of(variables.begin(), variables.end(),
                              [](const auto& variable) { return variable.name.find('.') != std::string::npos; });
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
      return macro(node);
    case Node::Kind::trap:
      break;
  }
  return {};
}

ExprType Checker::refuse(IssueKind kind, Node& node, std::string message, std::string help) {
  if (is_strict()) {
    issue(kind, node.at_begin, node.at_end, std::move(message), std::move(help));
    return {};
  }
  node.kind = Node::Kind::trap;
  node.name = std::move(message);
  if (!help.empty()) node.name += "; " + help;
  return {};
}

std::string Checker::path_of(const Node& node) const {
  if (node.variable != Node::kNoVariable) return checked_.variables[node.variable].path;
  return node.member ? source(node) : std::string{};
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
