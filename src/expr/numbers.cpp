#include "expr/numbers.hpp"

#include <charconv>
#include <cmath>

namespace itsmflow::expr {
namespace {

/// Where the first digit that is not zero stands: 0 just before the point, -1 just behind it, and so on; none if all are zero.
std::optional<long> leading_place(std::string_view mantissa) {
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::size_t first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) return std::nullopt;
  const long distance = static_cast<long>(point) - static_cast<long>(first);
  return first < point ? distance - 1 : distance;
}

/// Whether a literal that does not fit in a double is too small, not too large.
bool underflows(std::string_view digits) {
  const std::size_t e = digits.find_first_of("eE");
  const auto place = leading_place(digits.substr(0, e));
  if (!place) return true;
  if (e == std::string_view::npos) return *place < 0;
  std::string_view exponent = digits.substr(e + 1);
  const bool negative = exponent.front() == '-';
  if (exponent.front() == '-' || exponent.front() == '+') exponent.remove_prefix(1);
  long value = 0;
  const auto read = std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
  constexpr long kHuge = 1'000'000'000;  // far beyond what the mantissa, limited by the text's length, could make up for
  if (read.ec == std::errc::result_out_of_range || value > kHuge) value = kHuge;
  return (negative ? -value : value) + *place < 0;
}

}  // namespace

std::optional<std::uint64_t> parse_uint(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (read.ec != std::errc{}) return std::nullopt;
  return value;
}

std::optional<double> parse_double(std::string_view digits) {
  double value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec == std::errc{}) return value;
  if (underflows(digits)) return 0.0;
  return std::nullopt;
}

std::partial_ordering compare_numbers(std::int64_t left, std::uint64_t right) {
  if (left < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(left) <=> right;
}

// An integer is compared with a double as the nearest double, as the conformance suite of CEL has it: what is beyond the range of its
// kind is larger or smaller all the same.

std::partial_ordering compare_numbers(std::int64_t left, double right) {
  constexpr double kLimit = 0x1p63;
  if (right > kLimit) return std::partial_ordering::less;
  if (right < -kLimit) return std::partial_ordering::greater;
  return static_cast<double>(left) <=> right;
}

std::partial_ordering compare_numbers(std::uint64_t left, double right) {
  constexpr double kLimit = 0x1p64;
  if (right > kLimit) return std::partial_ordering::less;
  if (right < 0) return std::partial_ordering::greater;
  return static_cast<double>(left) <=> right;
}

}  // namespace itsmflow::expr
