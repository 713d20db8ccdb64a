#include "expr/conversions.hpp"
#include "expr/evaluator.hpp"
#include "expr/functions.hpp"
#include "expr/strings.hpp"
#include "expr/time_parts.hpp"

#include <utility>

namespace itsmflow::expr {

Item Evaluator::call(NodeId id, const Node& node) {
  Item first = run(node.children[0]);
  if (!first.is_value() || node.function == Function::dyn) return first;
  if (node.function == Function::size) return size(id, first.get());
  if (node.function == Function::type) return Item::of(Value::Type{std::string(type_name(first.get()))});
  if (is_conversion(node.function)) return conversion(id, node, std::move(first));
  if (is_time_part(node.function)) return time_part(id, node, first.get());
  return of_texts(id, node, first.get());
}

Item Evaluator::size(NodeId id, const Value& value) {
  const auto count = [](std::size_t number) { return Item::of(static_cast<std::int64_t>(number)); };
  switch (value.kind()) {
    case Value::Kind::string:
      pay_for_bytes(value.if_string()->size());
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

Item Evaluator::conversion(NodeId id, const Node& node, Item first) {
  if (const std::string* text = first.get().if_string()) pay_for_bytes(text->size());
  Computed result = convert(node.function, first.get());
  if (result.fault != Fault::none) return Item::error(result.fault, id, std::move(first).take());
  return Item::of(std::move(result.value));
}

Item Evaluator::time_part(NodeId id, const Node& node, const Value& of) {
  if (node.children.size() == 1) return computed(id, expr::time_part(node.function, of, nullptr));
  Item zone = run(node.children[1]);
  if (!zone.is_value()) return zone;
  const std::string* name = zone.get().if_string();
  if (name == nullptr) return Item::error(Fault::no_overload, id);
  Computed result = expr::time_part(node.function, of, name);
  if (result.fault == Fault::no_zone) return Item::error(Fault::no_zone, id, std::move(zone).take());
  return computed(id, std::move(result));
}

Item Evaluator::of_texts(NodeId id, const Node& node, const Value& of) {
  Item second = run(node.children[1]);
  if (!second.is_value()) return second;
  const std::string* text = of.if_string();
  const std::string* part = second.get().if_string();
  if (text == nullptr || part == nullptr) return Item::error(Fault::no_overload, id);
  constexpr std::size_t kPairsAStep = 4'096;
  switch (node.function) {
    case Function::contains:
      // At worst every byte of one is compared with every byte of the other.
      if (!budget_.spend((text->size() / kBytesAStep) + text->size() * part->size() / kPairsAStep)) break;
      return Item::of(text->find(*part) != std::string::npos);
    case Function::starts_with:
      return Item::of(text->starts_with(*part));
    case Function::ends_with:
      return Item::of(text->ends_with(*part));
    case Function::matches:
      return matches(id, node, *text, *part);
    default:
      return Item::error(Fault::no_overload, id);
  }
  return Item::error(Fault::too_long, id);
}

Item Evaluator::matches(NodeId id, const Node& node, const std::string& text, const std::string& pattern) {
  constexpr std::size_t kStepsAPattern = 2'000;
  constexpr std::size_t kBytesMatchedAStep = 4;
  if (!budget_.spend(text.size() / kBytesMatchedAStep)) return Item::error(Fault::too_long, id);
  if (node.pattern != nullptr) return Item::of(node.pattern->matches(text));
  if (last_pattern_ == nullptr || last_pattern_text_ != pattern) {
    if (!budget_.spend(kStepsAPattern + pattern.size())) return Item::error(Fault::too_long, id);
    Pattern::Problem problem;
    last_pattern_ = Pattern::compile(pattern, problem);
    last_pattern_text_ = pattern;
    if (last_pattern_ == nullptr) return Item::error(Fault::bad_pattern, id, pattern);
  }
  return Item::of(last_pattern_->matches(text));
}

}  // namespace itsmflow::expr
