#pragma once

#include "expr/check.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::expr {

/// One run of the checker. Where something is wrong there is an issue and the type goes on as `dyn`, so that one mistake is said once.
/// check.cpp has literals, lists and what the whole must be, check_names.cpp resolves names, check_operators.cpp types operators,
/// check_calls.cpp functions, check_macros.cpp loops; check_choices.cpp compares texts with what a field can be.
class Checker {
 public:
  Checker(Ast& ast, std::string_view text, const ExprScope& scope, ExprTyping typing);

  Checked run(const ExprType& expected);

 private:
  /// The variable of a loop.
  struct Local {
    std::string name;
    ExprType type;
  };

  ExprType type_of(NodeId id);
  ExprType list(const Node& node);
  ExprType map(const Node& node);
  void check_expected(const ExprType& type, const ExprType& expected);

  // Names: check_names.cpp
  ExprType ident(Node& node);
  ExprType local(Node& node, std::size_t index);
  ExprType select(Node& node);
  ExprType has(Node& node);
  ExprType member(Node& node, bool asked);
  ExprType group_member(Node& node, const ExprScope::Variable& group, bool asked);
  ExprType record_member(Node& node, const ExprType& record, bool asked);
  ExprType no_fields(Node& node, const ExprType& operand);
  ExprType unknown_name(Node& node);
  std::string help_for_name(const std::string& name) const;
  const ExprScope::Variable* find_group(NodeId id) const;
  const ExprScope::Variable* find_dotted(const Node& node) const;
  std::string dotted_name(const Node& node) const;
  bool is_local(const Node& node) const;
  ExprType read(Node& node, const Variable& variable, const ExprType& type, bool asked);

  // Loops: check_macros.cpp
  ExprType macro(Node& node);
  ExprType loop_variable(const Node& node, const ExprType& range);
  void condition(const Node& node, NodeId id);

  // Operators: check_operators.cpp
  ExprType operation(const Node& node);
  ExprType logical(const Node& node);
  ExprType conditional(const Node& node);
  ExprType equality(const Node& node);
  ExprType ordering(const Node& node);
  ExprType membership(const Node& node);
  ExprType arithmetic(const Node& node);
  ExprType negation(const Node& node);
  ExprType index(const Node& node);
  void null_comparison(const Node& node, const ExprType& left, const ExprType& right);
  std::string quotes_help(const Node& node, const ExprType& left, const ExprType& right) const;
  void unordered(const Node& node, const ExprType& left, const ExprType& right);
  void ordered_choices(const Node& node, const ExprType& left, const ExprType& right);

  // Functions: check_calls.cpp
  ExprType call(Node& node);
  ExprType unknown_function(Node& node);
  ExprType size_call(const Node& node, const ExprType& operand);
  ExprType conversion_call(const Node& node, const ExprType& operand);
  ExprType time_part_call(const Node& node, const std::vector<ExprType>& types);
  ExprType text_call(Node& node, const std::vector<ExprType>& types);
  void check_zone(const Node& zone);
  void compile_pattern(Node& node);

  // Choices: check_choices.cpp
  void check_choices(const std::vector<std::string>& choices, NodeId described, NodeId other);
  void check_disjoint(const Node& node, const ExprType& left, const ExprType& right);
  void check_fits(const Node& node, const ExprType& type, const ExprType& expected);
  static std::string choices_beside(const std::vector<std::string>& choices, const std::string* word, bool after, bool same);
  std::vector<std::string> all_choices() const;

  void issue(ExprIssue::Kind kind, std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {}) {
    checked_.issues.push_back({kind, begin, end, std::move(message), std::move(help)});
  }
  /// A type that does not fit, at a part of the text; gives `dyn`.
  ExprType mismatch(std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {}) {
    if (is_strict()) issue(ExprIssue::Kind::type_mismatch, begin, end, std::move(message), std::move(help));
    return {};
  }
  ExprType mismatch(const Node& node, std::string message, std::string help = {}) {
    return mismatch(node.begin, node.end, std::move(message), std::move(help));
  }
  /// What has no meaning at all, at the name of a node: an issue, or with dynamic typing an error as soon as the node is evaluated.
  ExprType refuse(ExprIssue::Kind kind, Node& node, std::string message, std::string help = {});
  ExprType not_supported(const Node& node, std::string message) {
    issue(ExprIssue::Kind::not_supported, node.at_begin, node.at_end, std::move(message));
    return {};
  }
  bool is_strict() const noexcept { return typing_ == ExprTyping::strict; }
  std::string source(const Node& node) const { return std::string(text_.substr(node.begin, node.end - node.begin)); }
  /// The path of a field that a node reads, "rfc.risk" or "task.done"; empty for any other node.
  std::string path_of(const Node& node) const;

  Ast& ast_;
  std::string_view text_;
  const ExprScope& scope_;
  ExprTyping typing_;
  bool dotted_names_ = false;  ///< the scope has variables such as "a.b"
  std::vector<Local> locals_;  ///< of the loops around, from outside in
  Checked checked_;
};

}  // namespace itsmflow::expr
