#include "engine/codec_values.hpp"

#include "engine/codec_numbers.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <stdexcept>
#include <utility>

namespace itsmflow {
namespace {

using json = nlohmann::ordered_json;

constexpr const char* kPlace = "place";
constexpr const char* kDigest = "digest";

bool is_free_text(FieldType type) noexcept {
  return type == FieldType::string || type == FieldType::text || type == FieldType::uri || type == FieldType::document;
}

const Value* find_entry(const Value::Entries& entries, std::string_view name) {
  for (const auto& [key, value] : entries)
    if (key.if_string() && *key.if_string() == name) return &value;
  return nullptr;
}

std::string kept(const TextFate& keep, const std::string& text) {
  return keep ? keep(text) : text;
}

/// The place of a document is free text; its digest says nothing of what is in it, and stays.
void write_document(JsonWriter& out, const Value::Entries& document, const TextFate& keep) {
  out.begin_object();
  out.text(kPlace, kept(keep, *find_entry(document, kPlace)->if_string()));
  out.text(kDigest, *find_entry(document, kDigest)->if_string());
  out.end_object();
}

void write_record(JsonWriter& out, const Field& field, const Value::Entries& record, PersonBook& people, const TextFate& keep) {
  out.begin_object();
  for (const Field& member : field.fields) {
    const Value* value = find_entry(record, member.id);
    if (!value) continue;
    out.key(member.id);
    write_value(out, member, *value, people, keep);
  }
  out.end_object();
}

Value read_record(const json& stored, const Field& field, PersonBook& people, const TextFate& find) {
  Value::Entries members;
  for (const Field& member : field.fields)
    if (const auto at = stored.find(member.id); at != stored.end())
      members.emplace_back(member.id, read_value(*at, member, people, find));
  return members;
}

Value read_document(const json& stored, const TextFate& find) {
  if (stored.is_string()) return kept(find, stored.get_ref<const std::string&>());
  return Value::Entries{{kPlace, kept(find, stored.at(kPlace).get_ref<const std::string&>())},
                        {kDigest, stored.at(kDigest).get<std::string>()}};
}

}  // namespace

void write_value(JsonWriter& out, const Field& field, const Value& value, PersonBook& people, const TextFate& keep) {
  if (value.is_null()) return out.null();
  if (field.type == FieldType::person) return out.integer(people.key(*value.if_string()));
  if (const auto* whole = value.if_int()) return out.integer(*whole);
  if (const auto* real = value.if_double()) return out.real(*real);
  if (const auto* truth = value.if_bool()) return out.boolean(*truth);
  if (const auto* time = value.if_timestamp()) return out.text(to_string(*time));
  if (const auto* length = value.if_duration()) return out.text(to_string(*length));
  if (const auto* items = value.if_list()) {
    out.begin_array();
    for (const Value& item : *items) write_value(out, *field.element, item, people, keep);
    return out.end_array();
  }
  if (const auto* entries = value.if_map())
    return field.type == FieldType::document ? write_document(out, *entries, keep)
                                             : write_record(out, field, *entries, people, keep);
  out.text(is_free_text(field.type) ? kept(keep, *value.if_string()) : *value.if_string());
}

Value read_value(const json& stored, const Field& field, PersonBook& people, const TextFate& find) {
  if (stored.is_null()) return {};
  switch (field.type) {
    case FieldType::person:
      return people.name(read_whole(stored));
    case FieldType::integer:
    case FieldType::reference:
      return read_whole(stored);
    case FieldType::number:
      return stored.get<double>();
    case FieldType::boolean:
      return stored.get<bool>();
    case FieldType::datetime:
      return parse_timestamp(stored.get_ref<const std::string&>()).value();
    case FieldType::duration:
      return parse_duration(stored.get_ref<const std::string&>()).value();
    case FieldType::document:
      return read_document(stored, find);
    case FieldType::record:
      return read_record(stored, field, people, find);
    case FieldType::list: {
      Value::List items;
      for (const json& item : stored) items.push_back(read_value(item, *field.element, people, find));
      return items;
    }
    default: {
      const auto& text = stored.get_ref<const std::string&>();
      return is_free_text(field.type) ? kept(find, text) : text;
    }
  }
}

void write_any(JsonWriter& out, const Value& value) {
  if (value.is_null()) return out.null();
  if (const auto* truth = value.if_bool()) return out.boolean(*truth);
  if (const auto* whole = value.if_int()) return out.integer(*whole);
  if (const auto* real = value.if_double()) return out.decimal(*real);
  if (const auto* text = value.if_string()) return out.text(*text);
  if (const auto* items = value.if_list()) {
    out.begin_array();
    for (const Value& item : *items) write_any(out, item);
    return out.end_array();
  }
  out.begin_object();
  for (const auto& [key, entry] : *value.if_map()) {
    out.key(*key.if_string());
    write_any(out, entry);
  }
  out.end_object();
}

Value read_any(const json& stored, std::size_t depth) {
  if (depth > kDeepestMessage) throw std::out_of_range(fmt::format("a message nests deeper than {} levels", kDeepestMessage));
  if (stored.is_null()) return {};
  if (stored.is_boolean()) return stored.get<bool>();
  if (stored.is_number_integer()) return read_whole(stored);
  if (stored.is_number()) return stored.get<double>();
  if (stored.is_string()) return stored.get<std::string>();
  if (stored.is_array()) {
    Value::List items;
    for (const json& item : stored) items.push_back(read_any(item, depth + 1));
    return items;
  }
  Value::Entries entries;
  for (const auto& [key, entry] : stored.items()) entries.emplace_back(key, read_any(entry, depth + 1));
  return entries;
}

}  // namespace itsmflow
