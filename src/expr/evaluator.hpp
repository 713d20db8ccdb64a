#pragma once

#include "expr/budget.hpp"
#include "expr/eval.hpp"
#include "expr/patterns.hpp"

#include <memory>
#include <string>
#include <vector>

namespace itsmflow::expr {

/// One evaluation. eval.cpp has variables, operators and literals, eval_calls.cpp functions, eval_macros.cpp the loops.
class Evaluator {
 public:
  Evaluator(const Ast& ast, const std::vector<Variable>& variables, const ExprActivation* activation)
      : ast_(ast), variables_(variables), activation_(activation) {}

  Item run(NodeId id);
  bool spent() const noexcept { return budget_.spent(); }

 private:
  // eval.cpp
  Item variable(NodeId id, const Node& node) const;
  Item has(NodeId id, const Node& node);
  Item select(NodeId id, const Node& node);
  Item operation(NodeId id, const Node& node);
  Item chain(NodeId id, const Node& node, bool decisive);
  Item logical_not(NodeId id, const Node& node);
  Item conditional(NodeId id, const Node& node);
  Item binary(NodeId id, const Node& node);
  Item computed_binary(NodeId id, Op op, const Value& left, const Value& right);
  Item in(NodeId id, const Node& node);
  Item in_elements(const Value& wanted, const Node& range);
  Item list(NodeId id, const Node& node);
  Item map(NodeId id, const Node& node);

  // eval_calls.cpp
  Item call(NodeId id, const Node& node);
  Item size(NodeId id, const Value& value);
  Item conversion(NodeId id, const Node& node, Item first);
  Item time_part(NodeId id, const Node& node, const Value& of);
  Item of_texts(NodeId id, const Node& node, const Value& of);
  Item matches(NodeId id, const Node& node, const std::string& text, const std::string& pattern);

  // eval_macros.cpp
  Item macro(NodeId id, const Node& node);
  Item loop(NodeId id, const Node& node, const Value& range);
  Item quantified(NodeId id, const Node& node, const Value& range, bool decisive);
  Item exists_one(NodeId id, const Node& node, const Value& range);
  Item filtered(NodeId id, const Node& node, const Value& range);
  Item mapped(NodeId id, const Node& node, const Value& range);

  /// Whether a condition holds; none where it has no such value, which `trouble` then says.
  const bool* truth(NodeId id, const Item& condition, Item& trouble) const;

  /// Pays for a value that goes into a list or map, with all that is in it; Fault::none, or why it may not go there.
  Fault weigh(const Value& value, std::uint32_t depth = 1);
  Item computed(NodeId id, Computed&& result);
  void pay_for_bytes(std::size_t bytes) { budget_.spend(bytes / kBytesAStep); }

  static constexpr std::size_t kBytesAStep = 16;

  const Ast& ast_;
  const std::vector<Variable>& variables_;
  const ExprActivation* activation_;
  Budget budget_;
  std::vector<const Value*> locals_;  ///< what the loops around stand at, from outside in
  std::shared_ptr<const Pattern> last_pattern_;
  std::string last_pattern_text_;
};

}  // namespace itsmflow::expr
