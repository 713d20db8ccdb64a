#include "story/values.hpp"

#include <itsmflow/value.hpp>

#include <algorithm>
#include <optional>

namespace itsmflow::story {
namespace {

const Value* member(const Value& value, std::string_view name) {
  const Value::Entries* entries = value.if_map();
  if (entries == nullptr) return nullptr;
  const auto found = std::find_if(entries->begin(), entries->end(), [&](const auto& entry) {
    const std::string* key = entry.first.if_string();
    return key != nullptr && *key == name;
  });
  return found == entries->end() ? nullptr : &found->second;
}

std::string text_of(const Value* value) {
  const std::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : *text;
}

GivenDocument document(const Value& value) {
  if (const std::string* place = value.if_string()) return {*place, ""};
  return {text_of(member(value, "place")), text_of(member(value, "digest"))};
}

std::optional<Timestamp> moment_of(const Field& field, const Value& value) {
  if (const Timestamp* at = value.if_timestamp()) return *at;
  const std::string* text = field.type == FieldType::datetime ? value.if_string() : nullptr;
  return text == nullptr ? std::nullopt : parse_timestamp(*text);
}

}  // namespace

std::string in_words(const Field& field, const Value& value, const Names& names, const Moments& moments) {
  if (value.is_null()) return "";
  if (field.sensitive) return std::string(kWithheld);
  if (field.type == FieldType::document) return document(value).place;
  if (const auto at = moment_of(field, value)) return moments.moment(*at);
  const std::string* text = value.if_string();
  if (text != nullptr) return field.type == FieldType::person ? names.person(*text) : *text;
  return itsmflow::in_words(value);
}

std::vector<GivenDocument> documents_in(const Field& field, const Value& value) {
  std::vector<GivenDocument> found;
  const auto add = [&](const Field& part, const Value& piece) {
    std::vector<GivenDocument> more = documents_in(part, piece);
    found.insert(found.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  if (value.is_null() || field.sensitive) return found;
  if (field.type == FieldType::document) found.push_back(document(value));
  if (field.element && value.if_list() != nullptr) {
    for (const Value& item : *value.if_list()) add(*field.element, item);
  }
  for (const Field& part : field.fields) {
    if (const Value* piece = member(value, part.id)) add(part, *piece);
  }
  return found;
}

}  // namespace itsmflow::story
