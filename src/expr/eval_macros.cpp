#include "expr/evaluator.hpp"

#include <utility>

namespace itsmflow::expr {
namespace {

std::size_t count_of(const Value& range) {
  return range.if_list() != nullptr ? range.if_list()->size() : range.if_map()->size();
}

/// An element of a list, a key of a map.
const Value& element_at(const Value& range, std::size_t index) {
  return range.if_list() != nullptr ? (*range.if_list())[index] : (*range.if_map())[index].first;
}

}  // namespace

Item Evaluator::macro(NodeId id, const Node& node) {
  Item range = run(node.children[0]);
  if (!range.is_value()) return range;
  if (range.get().if_list() == nullptr && range.get().if_map() == nullptr) return Item::error(Fault::no_overload, id);
  locals_.push_back(nullptr);
  Item result = loop(id, node, range.get());
  locals_.pop_back();
  return budget_.spent() ? Item::error(Fault::too_long, id) : std::move(result);
}

Item Evaluator::loop(NodeId id, const Node& node, const Value& range) {
  switch (node.macro) {
    case Macro::all:
      return quantified(id, node, range, false);
    case Macro::exists:
      return quantified(id, node, range, true);
    case Macro::exists_one:
      return exists_one(id, node, range);
    case Macro::filter:
      return filtered(id, node, range);
    case Macro::map:
      return mapped(id, node, range);
    case Macro::none:
      break;
  }
  return Item::error(Fault::no_overload, id);
}

const bool* Evaluator::truth(NodeId id, const Item& condition, Item& trouble) const {
  const bool* holds = condition.is_value() ? condition.get().if_bool() : nullptr;
  if (holds == nullptr) trouble = condition.is_value() ? Item::error(Fault::no_overload, id) : condition;
  return holds;
}

/// all and exists: as && and || over the elements.
Item Evaluator::quantified(NodeId id, const Node& node, const Value& range, bool decisive) {
  Item trouble;
  bool troubled = false;
  const std::size_t count = count_of(range);
  for (std::size_t i = 0; i < count && !budget_.spent(); ++i) {
    locals_.back() = &element_at(range, i);
    Item why;
    const Item condition = run(node.children[2]);
    const bool* holds = truth(id, condition, why);
    if (holds != nullptr && *holds == decisive) return Item::of(decisive);
    if (holds == nullptr && !troubled) {
      troubled = true;
      trouble = std::move(why);
    }
  }
  return troubled ? std::move(trouble) : Item::of(!decisive);
}

/// Looks at all elements, so that an error is never a matter of their order.
Item Evaluator::exists_one(NodeId id, const Node& node, const Value& range) {
  std::size_t found = 0;
  const std::size_t count = count_of(range);
  for (std::size_t i = 0; i < count && !budget_.spent(); ++i) {
    locals_.back() = &element_at(range, i);
    Item trouble;
    const Item condition = run(node.children[2]);
    const bool* holds = truth(id, condition, trouble);
    if (holds == nullptr) return trouble;
    if (*holds) ++found;
  }
  return Item::of(found == 1);
}

Item Evaluator::filtered(NodeId id, const Node& node, const Value& range) {
  Value::List kept;
  const std::size_t count = count_of(range);
  for (std::size_t i = 0; i < count && !budget_.spent(); ++i) {
    const Value& element = element_at(range, i);
    locals_.back() = &element;
    Item trouble;
    const Item condition = run(node.children[2]);
    const bool* holds = truth(id, condition, trouble);
    if (holds == nullptr) return trouble;
    if (!*holds) continue;
    if (const Fault fault = weigh(element); fault != Fault::none) return Item::error(fault, id);
    kept.push_back(element);
  }
  return Item::of(std::move(kept));
}

Item Evaluator::mapped(NodeId id, const Node& node, const Value& range) {
  Value::List results;
  const bool conditional = node.children.size() == 4;
  const std::size_t count = count_of(range);
  for (std::size_t i = 0; i < count && !budget_.spent(); ++i) {
    locals_.back() = &element_at(range, i);
    if (conditional) {
      Item trouble;
      const Item condition = run(node.children[2]);
      const bool* holds = truth(id, condition, trouble);
      if (holds == nullptr) return trouble;
      if (!*holds) continue;
    }
    Item result = run(node.children.back());
    if (!result.is_value()) return result;
    if (const Fault fault = weigh(result.get()); fault != Fault::none) return Item::error(fault, id);
    results.push_back(std::move(result).take());
  }
  return Item::of(std::move(results));
}

}  // namespace itsmflow::expr
