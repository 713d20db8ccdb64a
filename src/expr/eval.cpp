#include "expr/eval.hpp"

#include "expr/strings.hpp"

#include <compare>
#include <utility>

namespace itsmflow::expr {
namespace {

class Evaluator {
 public:
  Evaluator(const Ast& ast, const std::vector<Variable>& variables, const ExprActivation* activation)
      : ast_(ast), variables_(variables), activation_(activation) {}

  Item run(NodeId id) const {
    const Node& node = ast_[id];
    if (node.kind == Node::Kind::has) return has(id, node);
    if (node.variable != Node::kNoVariable) return variable(id, node);
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
        return node.constant ? Item::at(node.value) : list(node);
      case Node::Kind::map:
        return node.constant ? Item::at(node.value) : map(id, node);
      default:
        return Item::error(Fault::no_overload, id);  // the checker lets none of these through
    }
  }

 private:
  Item variable(NodeId id, const Node& node) const {
    const Value& value = activation_->slot(variables_[node.variable].slot);
    return value.is_null() ? Item::unfilled(id) : Item::at(value);
  }

  Item has(NodeId id, const Node& node) const {
    if (node.variable != Node::kNoVariable) {
      return Item::of(!activation_->slot(variables_[node.variable].slot).is_null());
    }
    Item operand = run(node.children[0]);
    if (!operand.is_value()) return operand;
    const auto* map = operand.get().if_map();
    if (map == nullptr) return Item::error(Fault::no_overload, id);
    return Item::of(find_field(*map, node.name) != nullptr);
  }

  static const Value* find_field(const Value::Entries& map, const std::string& name) {
    for (const auto& [key, value] : map) {
      if (key.if_string() != nullptr && *key.if_string() == name) return &value;
    }
    return nullptr;
  }

  /// A part of a value that the operand may own: then it is copied out.
  static Item part(const Item& whole, const Value& found) { return whole.is_borrowed() ? Item::at(found) : Item::of(found); }

  Item select(NodeId id, const Node& node) const {
    Item operand = run(node.children[0]);
    if (!operand.is_value()) return operand;
    const auto* map = operand.get().if_map();
    if (map == nullptr) return Item::error(Fault::no_overload, id);
    const Value* found = find_field(*map, node.name);
    return found != nullptr ? part(operand, *found) : Item::error(Fault::no_such_key, id);
  }

  Item operation(NodeId id, const Node& node) const {
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
  Item chain(NodeId id, const Node& node, bool decisive) const {
    Item trouble;
    bool troubled = false;
    for (const NodeId child : node.children) {
      Item operand = run(child);
      const bool* truth = operand.is_value() ? operand.get().if_bool() : nullptr;
      if (truth != nullptr && *truth == decisive) return Item::of(decisive);
      if (truth != nullptr || troubled) continue;
      troubled = true;
      trouble = operand.is_value() ? Item::error(Fault::no_overload, id) : std::move(operand);
    }
    return troubled ? std::move(trouble) : Item::of(!decisive);
  }

  Item logical_not(NodeId id, const Node& node) const {
    Item operand = run(node.children[0]);
    if (!operand.is_value()) return operand;
    const bool* truth = operand.get().if_bool();
    return truth != nullptr ? Item::of(!*truth) : Item::error(Fault::no_overload, id);
  }

  Item conditional(NodeId id, const Node& node) const {
    Item condition = run(node.children[0]);
    if (!condition.is_value()) return condition;
    const bool* truth = condition.get().if_bool();
    if (truth == nullptr) return Item::error(Fault::no_overload, id);
    return run(node.children[*truth ? 1 : 2]);
  }

  Item binary(NodeId id, const Node& node) const {
    Item left = run(node.children[0]);
    if (!left.is_value()) return left;
    Item right = run(node.children[1]);
    if (!right.is_value()) return right;
    switch (node.op) {
      case Op::equal:
        return Item::of(equals(left.get(), right.get()));
      case Op::not_equal:
        return Item::of(!equals(left.get(), right.get()));
      case Op::index: {
        const Element found = element(left.get(), right.get());
        return found.found != nullptr ? part(left, *found.found) : Item::error(found.fault, id);
      }
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
        return ordered(id, node.op, left.get(), right.get());
      default:
        return computed(id, arithmetic(node.op, left.get(), right.get()));
    }
  }

  static Item ordered(NodeId id, Op op, const Value& left, const Value& right) {
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

  Item in(NodeId id, const Node& node) const {
    Item wanted = run(node.children[0]);
    if (!wanted.is_value()) return wanted;
    const Node& range = ast_[node.children[1]];
    if (range.kind == Node::Kind::list && !range.constant) return in_elements(wanted.get(), range);
    Item container = run(node.children[1]);
    if (!container.is_value()) return container;
    if (const auto* map = container.get().if_map()) return Item::of(find_key(*map, wanted.get()) != nullptr);
    const auto* list = container.get().if_list();
    if (list == nullptr) return Item::error(Fault::no_overload, id);
    for (const Value& item : *list) {
      if (equals(item, wanted.get())) return Item::of(true);
    }
    return Item::of(false);
  }

  /// The elements of a list that is written out, without making the list.
  Item in_elements(const Value& wanted, const Node& range) const {
    bool found = false;
    for (const NodeId child : range.children) {
      Item item = run(child);
      if (!item.is_value()) return item;
      found = found || equals(item.get(), wanted);
    }
    return Item::of(found);
  }

  Item call(NodeId id, const Node& node) const {
    Item first = run(node.children[0]);
    if (!first.is_value() || node.function == Function::dyn) return first;
    if (node.function == Function::size) return size(id, first.get());
    Item second = run(node.children[1]);
    if (!second.is_value()) return second;
    const std::string* text = first.get().if_string();
    const std::string* part = second.get().if_string();
    if (text == nullptr || part == nullptr) return Item::error(Fault::no_overload, id);
    switch (node.function) {
      case Function::contains:
        return Item::of(text->find(*part) != std::string::npos);
      case Function::starts_with:
        return Item::of(text->starts_with(*part));
      case Function::ends_with:
        return Item::of(text->ends_with(*part));
      default:
        return Item::error(Fault::no_overload, id);
    }
  }

  static Item size(NodeId id, const Value& value) {
    const auto count = [](std::size_t number) { return Item::of(static_cast<std::int64_t>(number)); };
    switch (value.kind()) {
      case Value::Kind::string:
        return count(code_points(*value.if_string()));
      case Value::Kind::bytes:
        return count(value.if_bytes()->data.size());
      case Value::Kind::list:
        return count(value.if_list()->size());
      case Value::Kind::map:
        return count(value.if_map()->size());
      default:
        return Item::error(Fault::no_overload, id);
    }
  }

  Item list(const Node& node) const {
    Value::List items;
    items.reserve(node.children.size());
    for (const NodeId child : node.children) {
      Item item = run(child);
      if (!item.is_value()) return item;
      items.push_back(std::move(item).take());
    }
    return Item::of(std::move(items));
  }

  Item map(NodeId id, const Node& node) const {
    Value::Entries entries;
    entries.reserve(node.children.size() / 2);
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      Item key = run(node.children[i]);
      if (!key.is_value()) return key;
      Item value = run(node.children[i + 1]);
      if (!value.is_value()) return value;
      if (!is_key(key.get())) return Item::error(Fault::bad_key, id);
      if (find_key(entries, key.get()) != nullptr) return Item::error(Fault::duplicate_key, id);
      entries.emplace_back(std::move(key).take(), std::move(value).take());
    }
    return Item::of(std::move(entries));
  }

  static Item computed(NodeId id, Computed&& result) {
    return result.fault == Fault::none ? Item::of(std::move(result.value)) : Item::error(result.fault, id);
  }

  const Ast& ast_;
  const std::vector<Variable>& variables_;
  const ExprActivation* activation_;
};

}  // namespace

Item evaluate(const Ast& ast, const std::vector<Variable>& variables, const ExprActivation& activation) {
  return Evaluator(ast, variables, &activation).run(ast.root);
}

void fold_constants(Ast& ast) {
  const std::vector<Variable> none;
  // Children come before their parents in the array, so one pass is enough.
  for (NodeId id = 0; id < ast.nodes.size(); ++id) {
    Node& node = ast[id];
    if (node.kind != Node::Kind::list && node.kind != Node::Kind::map) continue;
    bool constant = true;
    for (const NodeId child : node.children) constant = constant && (ast[child].kind == Node::Kind::literal || ast[child].constant);
    if (!constant) continue;
    Item item = Evaluator(ast, none, nullptr).run(id);
    if (!item.is_value()) continue;
    node.value = std::move(item).take();
    node.constant = true;
  }
}

std::string describe(Fault fault, const Node& node) {
  const std::string name = node.kind == Node::Kind::op ? std::string(symbol(node.op)) : node.name;
  switch (fault) {
    case Fault::none:
      break;
    case Fault::no_overload:
      return "no matching overload: '" + name + "' cannot be applied to these values";
    case Fault::overflow:
      return "integer overflow in '" + name + "'";
    case Fault::division_by_zero:
      return "division by zero";
    case Fault::modulus_by_zero:
      return "modulus by zero";
    case Fault::no_such_key:
      return node.kind == Node::Kind::select ? "no such key: '" + name + "'" : "no such key";
    case Fault::index_out_of_range:
      return "index out of range";
    case Fault::duplicate_key:
      return "a map has the same key twice";
    case Fault::bad_key:
      return "the key of a map must be a bool, int, uint or string";
    case Fault::out_of_range:
      return "the time is out of range in '" + name + "'";
  }
  return {};
}

}  // namespace itsmflow::expr
