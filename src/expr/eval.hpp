#pragma once

#include <itsmflow/expr.hpp>

#include "expr/ast.hpp"
#include "expr/operators.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow::expr {

/// A variable that an expression reads.
struct Variable {
  std::string path;  ///< "rfc.risk"
  std::uint32_t slot = 0;
};

/// What a node evaluates to. Scalars are held or pointed to; only joined texts and lists that are not constant take memory.
class Item {
 public:
  enum class State : std::uint8_t { value, error, unfilled };

  static Item of(Value value) {
    Item item;
    item.own_ = std::move(value);
    return item;
  }
  static Item at(const Value& value) {
    Item item;
    item.ref_ = &value;
    return item;
  }
  static Item error(Fault fault, NodeId node) {
    Item item;
    item.state = State::error;
    item.fault = fault;
    item.node = node;
    return item;
  }
  static Item unfilled(NodeId node) {
    Item item;
    item.state = State::unfilled;
    item.node = node;
    return item;
  }

  bool is_borrowed() const noexcept { return ref_ != nullptr; }
  bool is_value() const noexcept { return state == State::value; }
  const Value& get() const noexcept { return ref_ != nullptr ? *ref_ : own_; }
  Value take() && {
    if (ref_ != nullptr) return *ref_;
    return std::move(own_);
  }

  State state = State::value;
  Fault fault = Fault::none;
  NodeId node = 0;  ///< where the error came up, or what was not filled

 private:
  const Value* ref_ = nullptr;
  Value own_;
};

/// Evaluates a checked tree. Everything that the result points to belongs to the tree or the activation.
Item evaluate(const Ast& ast, const std::vector<Variable>& variables, const ExprActivation& activation);

/// Evaluates lists and maps of literals once and for all; those that fail are left to fail at run time.
void fold_constants(Ast& ast);

/// The sentence for an error: "division by zero".
std::string describe(Fault fault, const Node& node);

}  // namespace itsmflow::expr
