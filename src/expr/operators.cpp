#include "expr/operators.hpp"

#include "expr/numbers.hpp"

#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

namespace itsmflow::expr {
namespace {

bool is_number(const Value& value) {
  return value.kind() == Value::Kind::int_ || value.kind() == Value::Kind::uint || value.kind() == Value::Kind::double_;
}

std::partial_ordering reversed(std::partial_ordering order) {
  if (std::is_lt(order)) return std::partial_ordering::greater;
  return std::is_gt(order) ? std::partial_ordering::less : order;
}

std::partial_ordering number_order(const Value& left, const Value& right) {
  if (const auto* a = left.if_int()) {
    if (const auto* b = right.if_int()) return *a <=> *b;
    if (const auto* b = right.if_uint()) return compare_numbers(*a, *b);
    return compare_numbers(*a, *right.if_double());
  }
  if (const auto* a = left.if_uint()) {
    if (const auto* b = right.if_int()) return reversed(compare_numbers(*b, *a));
    if (const auto* b = right.if_uint()) return *a <=> *b;
    return compare_numbers(*a, *right.if_double());
  }
  const double a = *left.if_double();
  if (const auto* b = right.if_int()) return reversed(compare_numbers(*b, a));
  if (const auto* b = right.if_uint()) return reversed(compare_numbers(*b, a));
  return a <=> *right.if_double();
}

bool equal_maps(const Value::Entries& left, const Value::Entries& right, Budget& budget) {
  if (left.size() != right.size()) return false;
  for (const auto& [key, value] : left) {
    const Value* other = find_key(right, key, budget);
    if (other == nullptr || !equals(value, *other, budget)) return false;
  }
  return true;
}

bool equal_lists(const Value::List& left, const Value::List& right, Budget& budget) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!equals(left[i], right[i], budget)) return false;
  }
  return true;
}

/// A double finds a whole number as key if it is exactly that number.
bool is_exactly(const Value& key, double wanted) {
  constexpr double kLimit = 0x1p63;
  if (std::trunc(wanted) != wanted || wanted < -kLimit || wanted >= 2 * kLimit) return false;
  if (const auto* number = key.if_int()) return wanted < kLimit && static_cast<std::int64_t>(wanted) == *number;
  const auto* number = key.if_uint();
  return number != nullptr && wanted >= 0 && static_cast<std::uint64_t>(wanted) == *number;
}

/// Keys are no lists or maps, so they are compared at once.
bool same_key(const Value& left, const Value& right) {
  if (const auto* wanted = right.if_double()) return is_exactly(left, *wanted);
  if (is_number(left) && is_number(right)) return std::is_eq(number_order(left, right));
  return left.kind() == right.kind() && left == right;
}

/// Works for int64 and uint64: the builtins know their limits.
template <class Int>
Computed integer_arithmetic(Op op, Int a, Int b) {
  Int result = 0;
  switch (op) {
    case Op::add:
      if (__builtin_add_overflow(a, b, &result)) return Fault::overflow;
      return result;
    case Op::subtract:
      if (__builtin_sub_overflow(a, b, &result)) return Fault::overflow;
      return result;
    case Op::multiply:
      if (__builtin_mul_overflow(a, b, &result)) return Fault::overflow;
      return result;
    default:
      break;
  }
  if (b == 0) return op == Op::divide ? Fault::division_by_zero : Fault::modulus_by_zero;
  if constexpr (std::is_signed_v<Int>) {
    if (a == std::numeric_limits<Int>::min() && b == -1) return Fault::overflow;
  }
  return op == Op::divide ? static_cast<Int>(a / b) : static_cast<Int>(a % b);
}

Computed double_arithmetic(Op op, double a, double b) {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    case Op::divide:
      return a / b;
    default:
      return Fault::no_overload;
  }
}

constexpr std::int32_t kNanosASecond = 1'000'000'000;

/// A sum of seconds and nanoseconds with nanoseconds in [0, 999,999,999]; none where the seconds overflow.
std::optional<Timestamp> sum(std::int64_t seconds_a, std::int32_t nanos_a, std::int64_t seconds_b, std::int32_t nanos_b,
                             bool minus) {
  Timestamp result;
  std::int32_t nanos = minus ? nanos_a - nanos_b : nanos_a + nanos_b;
  const bool overflow = minus ? __builtin_sub_overflow(seconds_a, seconds_b, &result.seconds)
                              : __builtin_add_overflow(seconds_a, seconds_b, &result.seconds);
  if (overflow) return std::nullopt;
  while (nanos < 0) {
    nanos += kNanosASecond;
    if (__builtin_sub_overflow(result.seconds, 1, &result.seconds)) return std::nullopt;
  }
  while (nanos >= kNanosASecond) {
    nanos -= kNanosASecond;
    if (__builtin_add_overflow(result.seconds, 1, &result.seconds)) return std::nullopt;
  }
  result.nanos = nanos;
  return result;
}

Computed moment_of(const std::optional<Timestamp>& total) {
  return total ? as_timestamp(total->seconds, total->nanos) : Computed(Fault::out_of_range);
}

Computed as_duration(const std::optional<Timestamp>& total) {
  constexpr std::int64_t kLongest = 315'576'000'000;  // seconds; as in parse_duration
  if (!total || total->seconds < -kLongest || total->seconds > kLongest) return Fault::out_of_range;
  Duration result{total->seconds, total->nanos};
  if (result.seconds < 0 && result.nanos > 0) {
    ++result.seconds;
    result.nanos -= kNanosASecond;
  }
  return result;
}

/// The time between two moments: the nanoseconds must fit in an int, which is some 292 years.
Computed difference(Timestamp left, Timestamp right) {
  constexpr std::int64_t kLongest = 9'223'372'036;
  Computed length = as_duration(sum(left.seconds, left.nanos, right.seconds, right.nanos, true));
  const Duration* between = length.value.if_duration();
  if (between != nullptr && (between->seconds < -kLongest || between->seconds > kLongest)) return Fault::out_of_range;
  return length;
}

Computed time_arithmetic(Op op, const Value& left, const Value& right) {
  const bool minus = op == Op::subtract;
  if (!minus && op != Op::add) return Fault::no_overload;
  const Timestamp* moment = left.if_timestamp();
  const Duration* length = left.if_duration();
  const Timestamp* other_moment = right.if_timestamp();
  const Duration* other_length = right.if_duration();
  if (moment != nullptr && other_length != nullptr) {
    return moment_of(sum(moment->seconds, moment->nanos, other_length->seconds, other_length->nanos, minus));
  }
  if (moment != nullptr && other_moment != nullptr && minus) {
    return difference(*moment, *other_moment);
  }
  if (length != nullptr && other_length != nullptr) {
    return as_duration(sum(length->seconds, length->nanos, other_length->seconds, other_length->nanos, minus));
  }
  if (length != nullptr && other_moment != nullptr && !minus) return time_arithmetic(op, right, left);
  return Fault::no_overload;
}

Computed concatenated(const Value::List& left, const Value::List& right) {
  Value::List joined = left;
  joined.insert(joined.end(), right.begin(), right.end());
  return joined;
}

/// The position in a list that an index stands for; also 1u and 1.0, as numbers of one number line.
std::optional<std::uint64_t> position(const Value& index) {
  if (const auto* number = index.if_int())
    return *number < 0 ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(*number);
  if (const auto* number = index.if_uint()) return *number;
  const double* number = index.if_double();
  constexpr double kLimit = 0x1p63;
  if (number == nullptr || *number != std::trunc(*number) || std::isinf(*number)) return std::nullopt;
  if (*number < 0 || *number >= kLimit) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(*number);
}

}  // namespace

bool equals(const Value& left, const Value& right, Budget& budget) {
  if (!budget.spend(1)) return false;
  if (is_number(left) && is_number(right)) return std::is_eq(number_order(left, right));
  if (left.kind() != right.kind()) return false;
  if (left.kind() == Value::Kind::list) return equal_lists(*left.if_list(), *right.if_list(), budget);
  if (left.kind() == Value::Kind::map) return equal_maps(*left.if_map(), *right.if_map(), budget);
  return left == right;
}

Computed as_timestamp(std::int64_t seconds, std::int32_t nanos) {
  constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
  constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
  if (seconds < kFirstSecond || seconds > kLastSecond) return Fault::out_of_range;
  return Timestamp{seconds, nanos};
}

std::optional<std::partial_ordering> compare(const Value& left, const Value& right) {
  if (is_number(left) && is_number(right)) return number_order(left, right);
  if (left.kind() != right.kind()) return std::nullopt;
  switch (left.kind()) {
    case Value::Kind::boolean:
      return *left.if_bool() <=> *right.if_bool();
    case Value::Kind::string:
      return *left.if_string() <=> *right.if_string();  // bytes of UTF-8 sort as code points do
    case Value::Kind::bytes:
      return *left.if_bytes() <=> *right.if_bytes();
    case Value::Kind::timestamp:
      return *left.if_timestamp() <=> *right.if_timestamp();
    case Value::Kind::duration:
      return *left.if_duration() <=> *right.if_duration();
    default:
      return std::nullopt;
  }
}

Computed arithmetic(Op op, const Value& left, const Value& right) {
  using Kind = Value::Kind;
  const bool adds = op == Op::add;
  if (left.kind() == Kind::timestamp || left.kind() == Kind::duration) return time_arithmetic(op, left, right);
  if (left.kind() != right.kind()) return Fault::no_overload;
  switch (left.kind()) {
    case Kind::int_:
      return integer_arithmetic(op, *left.if_int(), *right.if_int());
    case Kind::uint:
      return integer_arithmetic(op, *left.if_uint(), *right.if_uint());
    case Kind::double_:
      return double_arithmetic(op, *left.if_double(), *right.if_double());
    case Kind::string:
      return adds ? Computed(*left.if_string() + *right.if_string()) : Computed(Fault::no_overload);
    case Kind::bytes:
      return adds ? Computed(Value::Bytes{left.if_bytes()->data + right.if_bytes()->data}) : Computed(Fault::no_overload);
    case Kind::list:
      return adds ? concatenated(*left.if_list(), *right.if_list()) : Computed(Fault::no_overload);
    default:
      return Fault::no_overload;
  }
}

Computed negate(const Value& operand) {
  if (const auto* number = operand.if_double()) return -*number;
  const auto* number = operand.if_int();
  if (number == nullptr) return Fault::no_overload;
  return integer_arithmetic<std::int64_t>(Op::subtract, 0, *number);
}

Element element(const Value& container, const Value& index, Budget& budget) {
  if (const auto* map = container.if_map()) {
    const Value* found = find_key(*map, index, budget);
    return {found, found != nullptr ? Fault::none : Fault::no_such_key};
  }
  const auto* list = container.if_list();
  if (list == nullptr) return {nullptr, Fault::no_overload};
  const auto at = position(index);
  if (!at) return {nullptr, Fault::no_overload};
  if (*at >= list->size()) return {nullptr, Fault::index_out_of_range};
  return {&(*list)[*at], Fault::none};
}

const Value* find_key(const Value::Entries& map, const Value& key, Budget& budget) {
  constexpr std::size_t kKeysAStep = 8;
  if (!budget.spend(1 + map.size() / kKeysAStep)) return nullptr;
  for (const auto& [known, value] : map) {
    if (same_key(known, key)) return &value;
  }
  return nullptr;
}

bool is_key(const Value& value) noexcept {
  switch (value.kind()) {
    case Value::Kind::boolean:
    case Value::Kind::int_:
    case Value::Kind::uint:
    case Value::Kind::string:
      return true;
    default:
      return false;
  }
}

}  // namespace itsmflow::expr
