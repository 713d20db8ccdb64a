#include <itsmflow/model.hpp>

#include "base/text_distance.hpp"
#include "model/meant_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

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
    case FieldType::list:
      return "a list";
    case FieldType::record:
      return "a record";
    default:
      return "text";
  }
}

bool is_hex(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// "sha256:9f86…": a name of an algorithm, and hex in small letters.
bool is_digest(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  const bool named = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
  const std::string_view hex = text.substr(colon + 1);
  return named && is_hex(hex) && hex.size() % 2 == 0;
}

const Value* find_entry(const Value::Entries& entries, std::string_view name) {
  for (const auto& [key, value] : entries)
    if (key.if_string() != nullptr && *key.if_string() == name) return &value;
  return nullptr;
}

/// {place, digest}; a place alone is kept as a text.
std::optional<Value> convert_document(const Value& value) {
  const Value::Entries* entries = value.if_map();
  if (!entries) return std::nullopt;
  const Value* place = find_entry(*entries, "place");
  const Value* digest = find_entry(*entries, "digest");
  const bool has_digest = digest && !digest->is_null();
  if (!place || !place->if_string() || place->if_string()->empty() || entries->size() != (digest ? 2U : 1U)) return std::nullopt;
  if (!has_digest) return *place;
  if (!digest->if_string() || !is_digest(*digest->if_string())) return std::nullopt;
  return Value(Value::Entries{{"place", *place}, {"digest", *digest}});
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
    case FieldType::reference:
      if (const auto* whole = value.if_int()) return *whole > 0 ? std::optional(value) : std::nullopt;
      if (const auto* whole = value.if_uint(); whole && *whole > 0 && *whole <= static_cast<std::uint64_t>(INT64_MAX))
        return Value(static_cast<std::int64_t>(*whole));
      return std::nullopt;
    case FieldType::document:
      if (!text) return convert_document(value);
      return text->empty() ? std::nullopt : std::optional(value);
    case FieldType::list:
    case FieldType::record:
      return std::nullopt;  // accepted piece by piece
    case FieldType::person:
    case FieldType::uri:
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

/// Accepts a value piece by piece; `path` leads from the field to the piece: empty, "address.no", "tasks[0].title".
class Acceptor {
 public:
  /// `sensitive`: words don't say what was given.
  explicit Acceptor(bool sensitive) : sensitive_(sensitive) {}

  FieldValue accept(const Field& field, const Value& value, const std::string& path) const {
    if (value.is_null()) return {value, {}};
    if (field.type == FieldType::list) return accept_list(field, value, path);
    if (field.type == FieldType::record) return accept_record(field, value, path);
    const std::optional<Value> converted = convert(field, value);
    const bool fits = converted && !(field.min && less(*converted, *field.min)) && !(field.max && less(*field.max, *converted));
    return fits ? FieldValue{converted, {}} : refuse(field, value, path);
  }

 private:
  FieldValue refuse(const Field& field, const Value& value, const std::string& path) const {
    const std::string at = path.empty() ? "" : "for '" + path + "' ";
    if (sensitive_) return {std::nullopt, "takes " + at + describe_type(field) + ", not what was given"};
    const std::string* text = value.if_string();
    if (text && text->empty()) return {std::nullopt, "takes " + at + describe_type(field) + ", not an empty text"};
    const std::string hint = text ? how_to_write(field, *text) : std::string();
    return {std::nullopt, "takes " + at + describe_type(field) + ", not " + in_words(value) + (hint.empty() ? "" : "; " + hint)};
  }

  FieldValue accept_list(const Field& field, const Value& value, const std::string& path) const {
    const Value::List* given = value.if_list();
    if (!given) return refuse(field, value, path);
    Value::List items;
    items.reserve(given->size());
    for (std::size_t i = 0; i < given->size(); ++i) {
      const std::string at = (path.empty() ? field.id : path) + "[" + std::to_string(i) + "]";
      if ((*given)[i].is_null()) return refuse(*field.element, (*given)[i], at);
      FieldValue item = accept(*field.element, (*given)[i], at);
      if (!item.value) return item;
      items.push_back(*std::move(item.value));
    }
    return {Value(std::move(items)), {}};
  }

  FieldValue accept_record(const Field& field, const Value& value, const std::string& path) const {
    const Value::Entries* given = value.if_map();
    if (!given) return refuse(field, value, path);
    const std::string& whole = path.empty() ? field.id : path;
    if (std::string problem = unknown_member(field, *given, whole); !problem.empty()) return {std::nullopt, std::move(problem)};
    Value::Entries members;
    members.reserve(field.fields.size());
    for (const Field& member : field.fields) {
      const std::string at = whole + "." + member.id;
      const Value* found = find_entry(*given, member.id);
      const bool left_out = !found || found->is_null();
      if (left_out && member.initial.is_null()) {
        if (member.optional) continue;
        return {std::nullopt, "lacks '" + at + "', " + describe_type(member)};
      }
      FieldValue accepted = accept(member, left_out ? member.initial : *found, at);
      if (!accepted.value) return accepted;
      members.emplace_back(member.id, *std::move(accepted.value));
    }
    return {Value(std::move(members)), {}};
  }

  /// A name that the record doesn't have, or has twice; empty: none.
  static std::string unknown_member(const Field& field, const Value::Entries& given, const std::string& whole) {
    std::vector<std::string> known;
    for (const Field& member : field.fields) known.push_back(member.id);
    for (const auto& [key, value] : given) {
      const std::string name = key.if_string() ? *key.if_string() : to_string(key);
      const auto same = [&](const auto& other) { return other.first == key; };
      if (std::count_if(given.begin(), given.end(), same) > 1) return fmt::format("takes '{}.{}' once, not twice", whole, name);
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      return fmt::format("has no '{}.{}'; {}", whole, name, instead_of(name, known));
    }
    return {};
  }

  bool sensitive_;
};

}  // namespace

std::string describe_type(const Field& field) {
  if (field.type == FieldType::enumeration) return enumerate(field.choices, "or");
  if (field.type == FieldType::reference) return "the number of a case of '" + field.process + "'";
  std::string words = type_words(field.type);
  if (field.type == FieldType::list) {
    const bool plain = field.element->type == FieldType::string || field.element->type == FieldType::text;
    return words + (plain ? " of texts" : ", each item " + describe_type(*field.element));
  }
  if (field.type == FieldType::record) {
    std::vector<std::string> names;
    for (const Field& member : field.fields) names.push_back(member.id);
    return names.empty() ? words : words + " of " + enumerate(names);
  }
  if (field.min) words += " from " + in_words(*field.min);
  if (field.max) words += std::string(field.min ? " to " : " up to ") + in_words(*field.max);
  return words;
}

FieldValue accept_value(const Field& field, const Value& value) {
  return Acceptor(field.sensitive).accept(field, value, {});
}

}  // namespace itsmflow
