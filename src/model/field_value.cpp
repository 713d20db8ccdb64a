#include <itsmflow/model.hpp>

#include "base/text_distance.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace itsmflow {
namespace {

/// What a whole number converts to without loss; beyond it doubles skip numbers.
constexpr double kLargestExact = 9007199254740992.0;

bool is_digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(at + count),
                     [](char c) { return c >= '0' && c <= '9'; });
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_timestamp(std::string(text) + "T00:00:00Z").has_value();
}

/// HH:MM or HH:MM:SS.
bool is_time(std::string_view text) {
  if (text.size() != 5 && text.size() != 8) return false;
  if (!is_digits(text, 0, 2) || text[2] != ':' || !is_digits(text, 3, 2)) return false;
  if (text.size() == 8 && (text[5] != ':' || !is_digits(text, 6, 2) || text.substr(6) > "59")) return false;
  return text.substr(0, 2) <= "23" && text.substr(3, 2) <= "59";
}

std::string type_words(FieldType type) {
  switch (type) {
    case FieldType::integer:
      return "a whole number";
    case FieldType::number:
      return "a number";
    case FieldType::boolean:
      return "true or false";
    case FieldType::date:
      return "a date such as 2014-03-31";
    case FieldType::time:
      return "a time of day such as 09:30";
    case FieldType::datetime:
      return "a date and time such as 2014-03-31T09:30:00+01:00";
    case FieldType::duration:
      return "a length of time such as \"2 days\"";
    case FieldType::person:
      return "the id of a person";
    case FieldType::uri:
      return "an address";
    case FieldType::document:
      return "the place of a document";
    default:
      return "text";
  }
}

FieldValue refuse(const Field& field, const Value& value) {
  return {std::nullopt, "takes " + describe_type(field) + ", not " + to_string(value)};
}

/// As the field keeps it, so that it reads back the same, before its range is looked at; none: another type.
std::optional<Value> convert(const Field& field, const Value& value) {
  const std::string* text = value.if_string();
  switch (field.type) {
    case FieldType::integer:
      if (value.if_int()) return value;
      if (const auto* whole = value.if_uint(); whole && *whole <= static_cast<std::uint64_t>(INT64_MAX))
        return Value(static_cast<std::int64_t>(*whole));
      if (const auto* real = value.if_double(); real && std::nearbyint(*real) == *real && std::abs(*real) <= kLargestExact)
        return Value(static_cast<std::int64_t>(*real));
      return std::nullopt;
    case FieldType::number:
      if (const auto* real = value.if_double())
        return std::isfinite(*real) ? std::optional(Value(*real + 0.0)) : std::nullopt;  // no -0
      if (const auto* whole = value.if_int()) return Value(static_cast<double>(*whole));
      if (const auto* whole = value.if_uint()) return Value(static_cast<double>(*whole));
      return std::nullopt;
    case FieldType::boolean:
      return value.if_bool() ? std::optional(value) : std::nullopt;
    case FieldType::datetime:
      if (const auto* time = value.if_timestamp())
        return parse_timestamp(to_string(*time)) == *time ? std::optional(value) : std::nullopt;
      if (text)
        if (const auto time = parse_timestamp(*text)) return Value(*time);
      return std::nullopt;
    case FieldType::duration:
      if (const auto* length = value.if_duration())
        return parse_duration(to_string(*length)) == *length ? std::optional(value) : std::nullopt;
      if (text)
        if (const auto length = parse_duration(*text)) return Value(*length);
      return std::nullopt;
    case FieldType::date:
      return text && is_date(*text) ? std::optional(value) : std::nullopt;
    case FieldType::time:
      return text && is_time(*text) ? std::optional(value) : std::nullopt;
    case FieldType::enumeration:
      return text && std::find(field.choices.begin(), field.choices.end(), *text) != field.choices.end() ? std::optional(value)
                                                                                                         : std::nullopt;
    case FieldType::person:
    case FieldType::uri:
    case FieldType::document:
    case FieldType::string:
    case FieldType::text:
      return text && !text->empty() ? std::optional(value) : std::nullopt;  // an empty text would count as given
  }
  return std::nullopt;
}

/// Values of one field have one kind, so that only these orders are needed.
bool less(const Value& left, const Value& right) {
  if (left.if_int() && right.if_int()) return *left.if_int() < *right.if_int();
  if (left.if_double() && right.if_double()) return *left.if_double() < *right.if_double();
  if (left.if_string() && right.if_string()) return *left.if_string() < *right.if_string();
  if (left.if_timestamp() && right.if_timestamp()) return *left.if_timestamp() < *right.if_timestamp();
  if (left.if_duration() && right.if_duration()) return *left.if_duration() < *right.if_duration();
  return false;
}

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

Value read_text(const Field& field, std::string_view text) {
  if (field.type == FieldType::integer)
    if (const auto number = read_number<std::int64_t>(text)) return *number;
  if (field.type == FieldType::number)
    if (const auto number = read_number<double>(text)) return *number;
  if (field.type == FieldType::boolean && (text == "true" || text == "false")) return text == "true";
  return text;
}

}  // namespace

std::string describe_type(const Field& field) {
  if (field.type == FieldType::enumeration) return enumerate(field.choices, "or");
  std::string words = type_words(field.type);
  if (field.min) words += " from " + to_string(*field.min);
  if (field.max) words += std::string(field.min ? " to " : " up to ") + to_string(*field.max);
  return words;
}

FieldValue accept_value(const Field& field, const Value& value) {
  if (value.is_null()) return {value, {}};
  const std::optional<Value> converted = convert(field, value);
  if (!converted) return refuse(field, value);
  if (field.min && less(*converted, *field.min)) return refuse(field, value);
  if (field.max && less(*field.max, *converted)) return refuse(field, value);
  return {converted, {}};
}

FieldValue parse_value(const Field& field, std::string_view text) {
  return accept_value(field, read_text(field, text));
}

}  // namespace itsmflow
