#pragma once

#include "expr/check.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::expr {

/// One run of the checker. Where something is wrong there is an issue and the type goes on as `dyn`, so that one mistake is said once.
/// check.cpp resolves names, check_operators.cpp types operators and functions, check_choices.cpp compares texts with what a field can be.
class Checker {
 public:
  Checker(Ast& ast, std::string_view text, const ExprScope& scope) : ast_(ast), text_(text), scope_(scope) {}

  Checked run(const ExprType& expected);

 private:
  // Names: check.cpp
  ExprType type_of(NodeId id);
  ExprType ident(Node& node);
  ExprType select(Node& node);
  ExprType has(Node& node);
  ExprType list(const Node& node);
  ExprType map(const Node& node);
  ExprType unknown_name(const Node& node);
  const ExprScope::Variable* find_group(NodeId id) const;
  const ExprScope::Member* find_member(const Node& node, const ExprScope::Variable& group);
  ExprType read(Node& node, std::string path, const ExprType& type, std::uint32_t slot, bool asked);
  void check_expected(const ExprType& type, const ExprType& expected);

  // Operators and functions: check_operators.cpp
  ExprType operation(const Node& node);
  ExprType logical(const Node& node);
  ExprType conditional(const Node& node);
  ExprType equality(const Node& node);
  ExprType ordering(const Node& node);
  ExprType membership(const Node& node);
  ExprType arithmetic(const Node& node);
  ExprType negation(const Node& node);
  ExprType index(const Node& node);
  ExprType call(Node& node);
  ExprType unknown_function(const Node& node);
  ExprType size_call(const Node& node, const ExprType& operand);
  void text_operands(const Node& node);
  void null_comparison(const Node& node, const ExprType& left, const ExprType& right);
  std::string quotes_help(const Node& node, const ExprType& left, const ExprType& right) const;
  void unordered(const Node& node, const ExprType& left, const ExprType& right);
  void ordered_choices(const Node& node, const ExprType& left, const ExprType& right);

  // Choices: check_choices.cpp
  void check_choices(const std::vector<std::string>& choices, NodeId described, NodeId other);
  void check_disjoint(const Node& node, const ExprType& left, const ExprType& right);
  void check_fits(const Node& node, const ExprType& type, const ExprType& expected);
  static std::string choices_beside(const std::vector<std::string>& choices, const std::string* word, bool after, bool same);
  std::vector<std::string> all_choices() const;

  void issue(ExprIssue::Kind kind, std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {}) {
    checked_.issues.push_back({kind, begin, end, std::move(message), std::move(help)});
  }
  /// A type that does not fit, at all of a node; gives `dyn`.
  ExprType mismatch(const Node& node, std::string message, std::string help = {}) {
    issue(ExprIssue::Kind::type_mismatch, node.begin, node.end, std::move(message), std::move(help));
    return {};
  }
  ExprType not_supported(const Node& node, std::string message) {
    issue(ExprIssue::Kind::not_supported, node.at_begin, node.at_end, std::move(message));
    return {};
  }
  std::string source(const Node& node) const { return std::string(text_.substr(node.begin, node.end - node.begin)); }

  Ast& ast_;
  std::string_view text_;
  const ExprScope& scope_;
  Checked checked_;
};

}  // namespace itsmflow::expr
