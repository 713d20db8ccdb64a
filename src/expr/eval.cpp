#include "expr/eval.hpp"

#include "expr/evaluator.hpp"
#include "expr/functions.hpp"

#include <compare>
#include <utility>

namespace itsmflow::expr {
namespace {

const Value* find_field(const Value::Entries& map, const std::string& name) {
  for (const auto& [key, value] : map) {
    if (key.if_string() != nullptr && *key.if_string() == name) return &value;
  }
  return nullptr;
}

/// A part of a value that the operand may own: then it is copied out.
Item part(const Item& whole, const Value& found) {
  return whole.is_borrowed() ? Item::at(found) : Item::of(found);
}

Item ordered(NodeId id, Op op, const Value& left, const Value& right) {
  const auto order = compare(left, right);
  if (!order) return Item::error(Fault::no_overload, id);
  switch (op) {
    case Op::less:
      return Item::of(std::is_lt(*order));
    case Op::less_equal:
      return Item::of(std::is_lteq(*order));
    case Op::greater:
      return Item::of(std::is_gt(*order));
    default:
      return Item::of(std::is_gteq(*order));
  }
}

std::size_t bytes_of(const Value& value) {
  if (const std::string* text = value.if_string()) return text->size();
  const Value::Bytes* bytes = value.if_bytes();
  return bytes != nullptr ? bytes->data.size() : 0;
}

}  // namespace

const Value* find_part(const Value& whole, const std::vector<std::string>& steps) {
  const Value* at = &whole;
  for (const std::string& step : steps) {
    const auto* map = at->if_map();
    at = map != nullptr ? find_field(*map, step) : nullptr;
    if (at == nullptr) return nullptr;
  }
  return at;
}

Item Evaluator::run(NodeId id) {
  if (!budget_.spend(1)) return Item::error(Fault::too_long, id);
  const Node& node = ast_[id];
  if (node.constant) return Item::at(node.value);
  if (node.kind == Node::Kind::has) return has(id, node);
  if (node.variable != Node::kNoVariable) return variable(id, node);
  if (node.local != Node::kNoVariable) return Item::at(*locals_[node.local]);
  switch (node.kind) {
    case Node::Kind::literal:
      return Item::at(node.value);
    case Node::Kind::select:
      return select(id, node);
    case Node::Kind::op:
      return operation(id, node);
    case Node::Kind::call:
      return call(id, node);
    case Node::Kind::list:
      return list(id, node);
    case Node::Kind::map:
      return map(id, node);
    case Node::Kind::macro:
      return macro(id, node);
    case Node::Kind::trap:
      return Item::error(Fault::trap, id);
    default:
      return Item::error(Fault::no_overload, id);  // the checker lets none of these through
  }
}

Item Evaluator::variable(NodeId id, const Node& node) const {
  const Variable& variable = variables_[node.variable];
  const Value* value = find_part(activation_->slot(variable.slot), variable.steps);
  const bool filled = value != nullptr && (variable.nullable || !value->is_null());
  return filled ? Item::at(*value) : Item::unfilled(id);
}

Item Evaluator::has(NodeId id, const Node& node) {
  if (node.variable != Node::kNoVariable) {
    const Variable& variable = variables_[node.variable];
    const Value* value = find_part(activation_->slot(variable.slot), variable.steps);
    return Item::of(value != nullptr && (variable.nullable || !value->is_null()));
  }
  Item operand = run(node.children[0]);
  if (!operand.is_value()) return operand;
  const auto* map = operand.get().if_map();
  if (map == nullptr) return Item::error(Fault::no_overload, id);
  const Value* found = find_field(*map, node.name);
  return Item::of(found != nullptr && !(node.member && found->is_null()));
}

Item Evaluator::select(NodeId id, const Node& node) {
  Item operand = run(node.children[0]);
  if (!operand.is_value()) return operand;
  const auto* map = operand.get().if_map();
  if (map == nullptr) return Item::error(Fault::no_overload, id);
  const Value* found = find_field(*map, node.name);
  if (node.member && (found == nullptr || found->is_null())) return Item::unfilled(id);
  return found != nullptr ? part(operand, *found) : Item::error(Fault::no_such_key, id);
}

Item Evaluator::operation(NodeId id, const Node& node) {
  switch (node.op) {
    case Op::logical_and:
      return chain(id, node, false);
    case Op::logical_or:
      return chain(id, node, true);
    case Op::logical_not:
      return logical_not(id, node);
    case Op::conditional:
      return conditional(id, node);
    case Op::in:
      return in(id, node);
    case Op::negate: {
      Item operand = run(node.children[0]);
      return operand.is_value() ? computed(id, negate(operand.get())) : operand;
    }
    default:
      return binary(id, node);
  }
}

/// && and ||: the value `decisive` of one operand decides, whatever the others come to; errors and unfilled fields count only if none does.
Item Evaluator::chain(NodeId id, const Node& node, bool decisive) {
  Item trouble;
  bool troubled = false;
  for (const NodeId child : node.children) {
    Item operand = run(child);
    const bool* holds = operand.is_value() ? operand.get().if_bool() : nullptr;
    if (holds != nullptr && *holds == decisive) return Item::of(decisive);
    if (holds != nullptr || troubled) continue;
    troubled = true;
    trouble = operand.is_value() ? Item::error(Fault::no_overload, id) : std::move(operand);
  }
  return troubled ? std::move(trouble) : Item::of(!decisive);
}

Item Evaluator::logical_not(NodeId id, const Node& node) {
  Item operand = run(node.children[0]);
  if (!operand.is_value()) return operand;
  const bool* holds = operand.get().if_bool();
  return holds != nullptr ? Item::of(!*holds) : Item::error(Fault::no_overload, id);
}

Item Evaluator::conditional(NodeId id, const Node& node) {
  Item condition = run(node.children[0]);
  if (!condition.is_value()) return condition;
  const bool* holds = condition.get().if_bool();
  if (holds == nullptr) return Item::error(Fault::no_overload, id);
  return run(node.children[*holds ? 1 : 2]);
}

Item Evaluator::binary(NodeId id, const Node& node) {
  Item left = run(node.children[0]);
  if (!left.is_value()) return left;
  Item right = run(node.children[1]);
  if (!right.is_value()) return right;
  if (node.op != Op::index) return computed_binary(id, node.op, left.get(), right.get());
  const Element found = element(left.get(), right.get(), budget_);
  return found.found != nullptr ? part(left, *found.found) : Item::error(found.fault, id);
}

Item Evaluator::computed_binary(NodeId id, Op op, const Value& left, const Value& right) {
  pay_for_bytes(bytes_of(left) + bytes_of(right));
  switch (op) {
    case Op::equal:
      return Item::of(equals(left, right, budget_));
    case Op::not_equal:
      return Item::of(!equals(left, right, budget_));
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return ordered(id, op, left, right);
    default:
      break;
  }
  if (budget_.spent()) return Item::error(Fault::too_long, id);
  if (op == Op::add && left.if_list() != nullptr && right.if_list() != nullptr) {
    // Paid for before it is made.
    for (const Value* half : {&left, &right}) {
      if (const Fault fault = weigh(*half); fault != Fault::none) return Item::error(fault, id);
    }
  }
  return computed(id, arithmetic(op, left, right));
}

Item Evaluator::in(NodeId id, const Node& node) {
  Item wanted = run(node.children[0]);
  if (!wanted.is_value()) return wanted;
  const Node& range = ast_[node.children[1]];
  if (range.kind == Node::Kind::list && !range.constant) return in_elements(wanted.get(), range);
  Item container = run(node.children[1]);
  if (!container.is_value()) return container;
  if (const auto* map = container.get().if_map()) return Item::of(find_key(*map, wanted.get(), budget_) != nullptr);
  const auto* list = container.get().if_list();
  if (list == nullptr) return Item::error(Fault::no_overload, id);
  for (const Value& item : *list) {
    if (equals(item, wanted.get(), budget_)) return Item::of(true);
    if (budget_.spent()) return Item::error(Fault::too_long, id);
  }
  return Item::of(false);
}

/// The elements of a list that is written out, without making the list.
Item Evaluator::in_elements(const Value& wanted, const Node& range) {
  bool found = false;
  for (const NodeId child : range.children) {
    Item item = run(child);
    if (!item.is_value()) return item;
    found = found || equals(item.get(), wanted, budget_);
  }
  return Item::of(found);
}

Item Evaluator::list(NodeId id, const Node& node) {
  Value::List items;
  items.reserve(node.children.size());
  for (const NodeId child : node.children) {
    Item item = run(child);
    if (!item.is_value()) return item;
    if (const Fault fault = weigh(item.get()); fault != Fault::none) return Item::error(fault, id);
    items.push_back(std::move(item).take());
  }
  return Item::of(std::move(items));
}

Item Evaluator::map(NodeId id, const Node& node) {
  Value::Entries entries;
  entries.reserve(node.children.size() / 2);
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    Item key = run(node.children[i]);
    if (!key.is_value()) return key;
    Item value = run(node.children[i + 1]);
    if (!value.is_value()) return value;
    if (!is_key(key.get())) return Item::error(Fault::bad_key, id);
    if (find_key(entries, key.get(), budget_) != nullptr) return Item::error(Fault::duplicate_key, id);
    if (const Fault fault = weigh(value.get()); fault != Fault::none) return Item::error(fault, id);
    entries.emplace_back(std::move(key).take(), std::move(value).take());
  }
  return Item::of(std::move(entries));
}

Fault Evaluator::weigh(const Value& value, std::uint32_t depth) {
  if (depth > kMaxValueDepth) return Fault::too_deep;
  if (!budget_.spend(1 + bytes_of(value) / kBytesAStep)) return Fault::too_long;
  Fault fault = Fault::none;
  if (const auto* list = value.if_list()) {
    for (auto item = list->begin(); item != list->end() && fault == Fault::none; ++item) fault = weigh(*item, depth + 1);
  } else if (const auto* map = value.if_map()) {
    for (auto entry = map->begin(); entry != map->end() && fault == Fault::none; ++entry) fault = weigh(entry->second, depth + 1);
  }
  return fault;
}

Item Evaluator::computed(NodeId id, Computed&& result) {
  return result.fault == Fault::none ? Item::of(std::move(result.value)) : Item::error(result.fault, id);
}

Item evaluate(const Ast& ast, const std::vector<Variable>& variables, const ExprActivation& activation) {
  Evaluator evaluator(ast, variables, &activation);
  Item item = evaluator.run(ast.root);
  if (evaluator.spent()) return Item::error(Fault::too_long, ast.root);
  return item;
}

std::vector<Item> fold_constants(Ast& ast) {
  const std::vector<Variable> none;
  std::vector<Item> faults;
  // Children come before their parents in the array, so one pass is enough.
  for (NodeId id = 0; id < ast.nodes.size(); ++id) {
    Node& node = ast[id];
    const bool conversion = node.kind == Node::Kind::call && is_conversion(node.function);
    if (node.kind != Node::Kind::list && node.kind != Node::Kind::map && !conversion) continue;
    bool constant = true;
    for (const NodeId child : node.children) constant = constant && (ast[child].kind == Node::Kind::literal || ast[child].constant);
    if (!constant) continue;
    Item item = Evaluator(ast, none, nullptr).run(id);
    if (!item.is_value()) {
      if (conversion) faults.push_back(std::move(item));
      continue;
    }
    node.value = std::move(item).take();
    node.constant = true;
  }
  return faults;
}

}  // namespace itsmflow::expr
