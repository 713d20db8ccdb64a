#include "expr/conversions.hpp"

#include "base/utf8.hpp"
#include "expr/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace itsmflow::expr {
namespace {

using Kind = Value::Kind;

template <class Int>
Computed read_integer(std::string_view text) {
  Int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc::result_out_of_range) return Fault::out_of_type;
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return Fault::no_conversion;
  return value;
}

/// A double whose whole part is one of `Int`, within the limits that are exact in a double.
template <class Int>
Computed truncated(double value, double above, double below) {
  if (!(value > above && value < below)) return Fault::out_of_type;
  return static_cast<Int>(value);
}

Computed to_int(const Value& value) {
  constexpr double kLimit = 0x1p63;
  switch (value.kind()) {
    case Kind::int_:
      return value;
    case Kind::uint:
      if (*value.if_uint() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return Fault::out_of_type;
      return static_cast<std::int64_t>(*value.if_uint());
    case Kind::double_:
      return truncated<std::int64_t>(*value.if_double(), -kLimit, kLimit);
    case Kind::string: {
      std::string_view text = *value.if_string();
      if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
      return read_integer<std::int64_t>(text);
    }
    case Kind::timestamp:
      return value.if_timestamp()->seconds;
    default:
      return Fault::no_overload;
  }
}

Computed to_uint(const Value& value) {
  switch (value.kind()) {
    case Kind::int_:
      if (*value.if_int() < 0) return Fault::out_of_type;
      return static_cast<std::uint64_t>(*value.if_int());
    case Kind::uint:
      return value;
    case Kind::double_:
      if (*value.if_double() == 0) return std::uint64_t{0};
      return truncated<std::uint64_t>(*value.if_double(), 0, 0x1p64);
    case Kind::string:
      if (value.if_string()->starts_with('-')) return Fault::out_of_type;
      return read_integer<std::uint64_t>(*value.if_string());
    default:
      return Fault::no_overload;
  }
}

bool same_word(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

/// "1", "1.5", ".5", "1.", "1e-3": digits, a point, digits, an exponent.
bool is_decimal(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t at = 0;
  const auto skip = [&] {
    const std::size_t from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - from;
  };
  std::size_t count = skip();
  if (at < text.size() && text[at] == '.') {
    ++at;
    count += skip();
  }
  if (count == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (skip() == 0) return false;
  }
  return at == text.size();
}

Computed read_double(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto signed_value = [&](double value) { return Computed(negative ? -value : value); };
  if (same_word(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  if (same_word(text, "inf") || same_word(text, "infinity")) return signed_value(std::numeric_limits<double>::infinity());
  if (!is_decimal(text)) return Fault::no_conversion;
  const auto value = parse_double(text);
  return value ? signed_value(*value) : Computed(Fault::out_of_type);
}

Computed to_double(const Value& value) {
  switch (value.kind()) {
    case Kind::int_:
      return static_cast<double>(*value.if_int());
    case Kind::uint:
      return static_cast<double>(*value.if_uint());
    case Kind::double_:
      return value;
    case Kind::string:
      return read_double(*value.if_string());
    default:
      return Fault::no_overload;
  }
}

/// The shortest digits that read back as the same number; with an exponent only where the number is below 0.0001 or has over 21 digits.
std::string double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  const double size = std::fabs(value);
  const bool plain = size == 0 || (size >= 1e-4 && size < 1e21);
  std::array<char, 64> buffer{};
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
  return {buffer.data(), end};
}

Computed to_text(const Value& value) {
  switch (value.kind()) {
    case Kind::boolean:
      return *value.if_bool() ? "true" : "false";
    case Kind::int_:
      return std::to_string(*value.if_int());
    case Kind::uint:
      return std::to_string(*value.if_uint());
    case Kind::double_:
      return double_text(*value.if_double());
    case Kind::string:
      return value;
    case Kind::bytes:
      if (!is_utf8(value.if_bytes()->data)) return Fault::not_utf8;
      return value.if_bytes()->data;
    case Kind::timestamp:
      return to_string(*value.if_timestamp());
    case Kind::duration:
      return to_string(*value.if_duration());
    default:
      return Fault::no_overload;
  }
}

Computed to_bytes(const Value& value) {
  if (value.if_bytes() != nullptr) return value;
  const std::string* text = value.if_string();
  return text != nullptr ? Computed(Value::Bytes{*text}) : Computed(Fault::no_overload);
}

Computed to_bool(const Value& value) {
  if (value.if_bool() != nullptr) return value;
  const std::string* text = value.if_string();
  if (text == nullptr) return Fault::no_overload;
  static constexpr std::array<std::string_view, 5> kTrue{"1", "t", "true", "TRUE", "True"};
  static constexpr std::array<std::string_view, 5> kFalse{"0", "f", "false", "FALSE", "False"};
  if (std::find(kTrue.begin(), kTrue.end(), *text) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), *text) != kFalse.end()) return false;
  return Fault::no_conversion;
}

Computed to_timestamp(const Value& value) {
  if (value.if_timestamp() != nullptr) return value;
  if (const auto* seconds = value.if_int()) return as_timestamp(*seconds, 0);
  const std::string* text = value.if_string();
  if (text == nullptr) return Fault::no_overload;
  constexpr std::size_t kBeforeSeconds = 16;  // RFC 3339 has them, where fields of a model need none: "2014-03-03T08:00:00Z"
  if (text->size() <= kBeforeSeconds || (*text)[kBeforeSeconds] != ':') return Fault::no_conversion;
  const auto moment = parse_timestamp(*text);
  return moment ? Computed(*moment) : Computed(Fault::no_conversion);
}

/// "1h30m", "-1.5s": a number and a unit of CEL, as often as wanted; without the blanks and words that fields of a model may have.
bool is_duration(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kUnits{"h", "m", "s", "ms", "us", "\u00b5s", "\u03bcs", "ns"};
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return true;
  if (text.empty()) return false;
  while (!text.empty()) {
    const std::size_t unit = text.find_first_not_of("0123456789.");
    if (unit == std::string_view::npos) return false;
    const std::string_view number = text.substr(0, unit);
    const std::size_t points = static_cast<std::size_t>(std::count(number.begin(), number.end(), '.'));
    if (points > 1 || number.size() == points) return false;
    text.remove_prefix(unit);
    const std::size_t next = std::min(text.find_first_of("0123456789."), text.size());
    if (std::find(kUnits.begin(), kUnits.end(), text.substr(0, next)) == kUnits.end()) return false;
    text.remove_prefix(next);
  }
  return true;
}

Computed to_duration(const Value& value) {
  if (value.if_duration() != nullptr) return value;
  const std::string* text = value.if_string();
  if (text == nullptr) return Fault::no_overload;
  if (!is_duration(*text)) return Fault::no_conversion;
  const auto length = parse_duration(*text);
  return length ? Computed(*length) : Computed(Fault::out_of_type);  // it has the form, so it can only be too long
}

}  // namespace

Computed convert(Function to, const Value& value) {
  switch (to) {
    case Function::int_:
      return to_int(value);
    case Function::uint:
      return to_uint(value);
    case Function::double_:
      return to_double(value);
    case Function::string:
      return to_text(value);
    case Function::bytes:
      return to_bytes(value);
    case Function::bool_:
      return to_bool(value);
    case Function::timestamp:
      return to_timestamp(value);
    case Function::duration:
      return to_duration(value);
    default:
      return Fault::no_overload;
  }
}

std::string_view type_name(const Value& value) noexcept {
  switch (value.kind()) {
    case Kind::null:
      return "null_type";
    case Kind::boolean:
      return "bool";
    case Kind::int_:
      return "int";
    case Kind::uint:
      return "uint";
    case Kind::double_:
      return "double";
    case Kind::string:
      return "string";
    case Kind::bytes:
      return "bytes";
    case Kind::timestamp:
      return "google.protobuf.Timestamp";
    case Kind::duration:
      return "google.protobuf.Duration";
    case Kind::list:
      return "list";
    case Kind::map:
      return "map";
    case Kind::type:
      return "type";
  }
  return {};
}

}  // namespace itsmflow::expr
