#pragma once

#include <itsmflow/expr.hpp>

#include "expr/ast.hpp"
#include "expr/operators.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow::expr {

/// What an expression reads from outside: the value of a slot, or a part of the record in it.
struct Variable {
  std::string path;  ///< "rfc.risk", "rfc.address.street"
  std::uint32_t slot = 0;
  std::vector<std::string> steps;  ///< the members within the slot's value: {"street"}
  bool nullable = false;           ///< null is a value of it, and nothing is ever "not filled"
};

/// What the steps lead to, by keys that are strings; null where there is nothing.
const Value* find_part(const Value& whole, const std::vector<std::string>& steps);

/// What a node evaluates to. Scalars are held or pointed to; only texts, lists and maps that are made on the way take memory.
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
  /// `culprit`: the value that cannot be used, where the sentence names it.
  static Item error(Fault fault, NodeId node, Value culprit = {}) {
    Item item;
    item.state = State::error;
    item.fault = fault;
    item.node = node;
    item.own_ = std::move(culprit);
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

/// Evaluates once and for all what is the same each time: lists and maps of literals, conversions of them. Gives the conversions that
/// fail; they and whatever else fails are left to fail when the tree is evaluated.
std::vector<Item> fold_constants(Ast& ast);

/// The sentence for an error: "division by zero".
std::string describe(const Item& error, const Node& node);

}  // namespace itsmflow::expr
