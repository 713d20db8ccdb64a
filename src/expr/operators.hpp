#pragma once

#include <itsmflow/value.hpp>

#include "expr/ast.hpp"

#include <compare>
#include <cstdint>
#include <optional>

namespace itsmflow::expr {

/// Why an operation has no value.
enum class Fault : std::uint8_t {
  none,
  no_overload,
  overflow,
  division_by_zero,
  modulus_by_zero,
  no_such_key,
  index_out_of_range,
  duplicate_key,
  bad_key,
  out_of_range,
};

/// A value, or why there is none.
struct Computed {
  Value value;
  Fault fault = Fault::none;

  Computed(Fault why) : fault(why) {}
  template <class T>
  Computed(T content) : value(std::move(content)) {}
};

/// CEL's equality: numbers by their place on the number line, NaN is not equal to anything, values of other different kinds are unequal.
bool equals(const Value& left, const Value& right);

/// CEL's order; none where the kinds have no order among them.
std::optional<std::partial_ordering> compare(const Value& left, const Value& right);

/// + - * / % on values of the same kind, and on moments and durations.
Computed arithmetic(Op op, const Value& left, const Value& right);

/// -x of an int or a double.
Computed negate(const Value& operand);

/// The element of a list or the value of a key of a map; `found` lives as long as `container`.
struct Element {
  const Value* found = nullptr;
  Fault fault = Fault::none;
};
Element element(const Value& container, const Value& index);

/// The value of a key; null where there is none.
const Value* find_key(const Value::Entries& map, const Value& key);

/// Whether a value may be a key of a map: bool, int, uint, string.
bool is_key(const Value& value) noexcept;

}  // namespace itsmflow::expr
