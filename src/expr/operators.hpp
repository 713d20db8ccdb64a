#pragma once

#include <itsmflow/value.hpp>

#include "expr/ast.hpp"
#include "expr/budget.hpp"

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
  out_of_range,   ///< a moment or a duration
  out_of_type,    ///< of a conversion: the type cannot hold it
  no_conversion,  ///< of a conversion: the text does not say one
  not_utf8,
  no_zone,
  bad_pattern,
  trap,      ///< a node that says itself what is wrong
  too_deep,  ///< lists in lists in lists
  too_long,  ///< the budget is spent
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
/// Where the budget is spent on the way, the answer means nothing.
bool equals(const Value& left, const Value& right, Budget& budget);

/// CEL's order; none where the kinds have no order among them.
std::optional<std::partial_ordering> compare(const Value& left, const Value& right);

/// + - * / % on values of the same kind, and on moments and durations.
Computed arithmetic(Op op, const Value& left, const Value& right);

/// A moment of so many seconds since 1970; an error where it is not in the years 1 to 9999.
Computed as_timestamp(std::int64_t seconds, std::int32_t nanos);

/// -x of an int or a double.
Computed negate(const Value& operand);

/// The element of a list or the value of a key of a map; `found` lives as long as `container`.
struct Element {
  const Value* found = nullptr;
  Fault fault = Fault::none;
};
Element element(const Value& container, const Value& index, Budget& budget);

/// The value of a key; null where there is none.
const Value* find_key(const Value::Entries& map, const Value& key, Budget& budget);

/// Whether a value may be a key of a map: bool, int, uint, string.
bool is_key(const Value& value) noexcept;

}  // namespace itsmflow::expr
