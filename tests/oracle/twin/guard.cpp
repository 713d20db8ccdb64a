#include "guard.hpp"

#include <algorithm>
#include <limits>

namespace itsmflow::oracle {

namespace {

using Op = Expr::Op;
using Maybe = std::optional<Value>;

/// `&&` and `||`: one side that decides is enough, whatever the other is.
Maybe combine(const Expr& expr, const Sight& sight, bool deciding) {
  bool unknown = false;
  for (const Expr& arg : expr.args) {
    const Maybe value = evaluate(arg, sight);
    if (!value && !sight.absorbs) return std::nullopt;
    if (!value)
      unknown = true;
    else if (*value == Value(deciding))
      return Value(deciding);
  }
  if (unknown) return std::nullopt;
  return Value(!deciding);
}

/// `case.OBJECT.exists` and `case.OBJECT.all`: one element that decides is enough, whatever the others are.
Maybe of_elements(const Expr& expr, const Sight& sight, bool deciding) {
  bool unknown = false;
  Sight seen = sight;
  for (const ElementSeen& each : sight.elements) {
    seen.looked_at = &each;
    const Maybe value = evaluate(expr.args[0], seen);
    if (!value)
      unknown = true;
    else if (*value == Value(deciding))
      return Value(deciding);
  }
  if (unknown) return std::nullopt;
  return Value(!deciding);
}

bool is_of_elements(const Expr& expr) {
  return expr.op == Op::some_element || expr.op == Op::every_element;
}

Maybe compute(Op op, std::int64_t left, std::int64_t right) {
  if (op == Op::divide) {
    if (right == 0 || (left == std::numeric_limits<std::int64_t>::min() && right == -1)) return std::nullopt;
    return Value(left / right);
  }
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) return std::nullopt;
  return Value(sum);
}

Maybe binary(const Expr& expr, const Sight& sight) {
  const Maybe left = evaluate(expr.args[0], sight);
  const Maybe right = evaluate(expr.args[1], sight);
  if (!left || !right) return std::nullopt;
  const bool numbers = left->if_int() && right->if_int();  // of a message, anything may come
  if (!numbers && expr.op != Op::equal && expr.op != Op::unequal) return std::nullopt;
  switch (expr.op) {
    case Op::equal:
      return Value(*left == *right);
    case Op::unequal:
      return Value(!(*left == *right));
    case Op::less:
      return Value(*left->if_int() < *right->if_int());
    case Op::at_most:
      return Value(*left->if_int() <= *right->if_int());
    default:
      return compute(expr.op, *left->if_int(), *right->if_int());
  }
}

/// The first argument is in the list of the others, which are literals.
Maybe among(const Expr& expr, const Sight& sight) {
  const Maybe value = evaluate(expr.args[0], sight);
  if (!value) return std::nullopt;
  for (std::size_t i = 1; i < expr.args.size(); ++i)
    if (*value == expr.args[i].literal) return Value(true);
  return Value(false);
}

}  // namespace

std::optional<Value> evaluate(const Expr& expr, const Sight& sight) {
  switch (expr.op) {
    case Op::literal:
      return expr.literal;
    case Op::field: {
      const Value value = sight.read(expr.name);
      if (value.is_null()) return std::nullopt;
      return value;
    }
    case Op::state:
      return Value(expr.name == "t" ? sight.looked_at->state : sight.states.at(expr.name));
    case Op::number:
      return Value(expr.name == "t" ? sight.looked_at->number : sight.number);
    case Op::some_element:
      return of_elements(expr, sight, true);
    case Op::every_element:
      return of_elements(expr, sight, false);
    case Op::count_elements:
      return Value(static_cast<std::int64_t>(sight.elements.size()));
    case Op::actor:
      return Value(sight.actor);
    case Op::message: {
      if (!sight.message || !sight.message->count(expr.name)) return std::nullopt;
      return sight.message->at(expr.name);
    }
    case Op::has:
      return Value(!sight.read(expr.name).is_null());
    case Op::negation: {
      const Maybe value = evaluate(expr.args[0], sight);
      if (!value) return std::nullopt;
      return Value(*value == Value(false));
    }
    case Op::conjunction:
      return combine(expr, sight, false);
    case Op::disjunction:
      return combine(expr, sight, true);
    case Op::in:
      return among(expr, sight);
    case Op::some_item:
      return Value(std::any_of(sight.items.begin(), sight.items.end(),
                               [&](const ItemSeen& each) { return Value(each.answer) == expr.literal; }));
    case Op::every_item:
      return Value(std::all_of(sight.items.begin(), sight.items.end(),
                               [&](const ItemSeen& each) { return Value(each.answer) == expr.literal; }));
    case Op::choose: {
      const Maybe condition = evaluate(expr.args[0], sight);
      if (!condition) return std::nullopt;
      return evaluate(*condition == Value(true) ? expr.args[1] : expr.args[2], sight);
    }
    default:
      return binary(expr, sight);
  }
}

bool holds(const std::optional<Expr>& guard, const Sight& sight) {
  return !guard || evaluate(*guard, sight) == Value(true);
}

std::set<std::string> fields_of(const Expr& expr) {
  std::set<std::string> found;
  if ((expr.op == Op::field || expr.op == Op::has) && object_of(expr.name) != "t") found.insert(expr.name);
  for (const Expr& arg : expr.args) found.merge(fields_of(arg));
  return found;
}

bool reads_elements(const Expr& expr) {
  return is_of_elements(expr) || expr.op == Op::count_elements || std::any_of(expr.args.begin(), expr.args.end(), reads_elements);
}

bool reads_unfilled(const Expr& expr, const Sight& sight) {
  if (expr.op == Op::message && !sight.message) return true;  // 5.3
  if (is_of_elements(expr)) {
    Sight seen = sight;
    return std::any_of(sight.elements.begin(), sight.elements.end(), [&](const ElementSeen& each) {
      seen.looked_at = &each;
      return reads_unfilled(expr.args[0], seen);
    });
  }
  if (std::any_of(expr.args.begin(), expr.args.end(), [&](const Expr& each) { return reads_unfilled(each, sight); })) return true;
  if (expr.op != Op::field && expr.op != Op::has) return false;
  return sight.read(expr.name).is_null();
}

/// What a field can keep (3.13).
bool keeps(const Field& field, const Value& value) {
  if (value.is_null()) return true;
  switch (field.type) {
    case Type::integer:
      return value.if_int() != nullptr;
    case Type::boolean:
      return value.if_bool() != nullptr;
    case Type::list:
      return value.if_list() != nullptr;
    case Type::reference:
      return value.if_int() && *value.if_int() > 0;
    case Type::enumeration:
      return value.if_string() && std::count(field.choices.begin(), field.choices.end(), *value.if_string()) > 0;
    default:
      return value.if_string() && !value.if_string()->empty();
  }
}

}  // namespace itsmflow::oracle
