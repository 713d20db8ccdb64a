#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace itsmflow::expr {

/// Digits of base 10 or 16 without a sign; none if the number is above the largest uint.
std::optional<std::uint64_t> parse_uint(std::string_view digits, int base);

/// A decimal literal of CEL, never in the locale's form; none if it is too large. What is too small is 0.
std::optional<double> parse_double(std::string_view digits);

// Numbers of different kinds are compared as the numbers they are, without rounding one to the kind of the other.
std::partial_ordering compare_numbers(std::int64_t left, std::uint64_t right);
std::partial_ordering compare_numbers(std::int64_t left, double right);
std::partial_ordering compare_numbers(std::uint64_t left, double right);

}  // namespace itsmflow::expr
