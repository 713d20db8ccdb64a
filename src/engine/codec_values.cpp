#include "engine/codec_values.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace itsmflow {

bool is_free_text(FieldType type) noexcept {
  return type == FieldType::string || type == FieldType::text || type == FieldType::uri || type == FieldType::document;
}

void write_value(JsonWriter& json, const Field& field, const Value& value, PersonBook& people) {
  if (value.is_null()) return json.null();
  if (field.type == FieldType::person) return json.integer(people.key(*value.if_string()));
  if (const auto* whole = value.if_int()) return json.integer(*whole);
  if (const auto* real = value.if_double()) return json.real(*real);
  if (const auto* truth = value.if_bool()) return json.boolean(*truth);
  if (const auto* time = value.if_timestamp()) return json.text(to_string(*time));
  if (const auto* length = value.if_duration()) return json.text(to_string(*length));
  json.text(*value.if_string());
}

Value read_value(const nlohmann::ordered_json& json, const Field& field, PersonBook& people) {
  if (json.is_null()) return {};
  switch (field.type) {
    case FieldType::person:
      return people.name(json.get<PersonKey>());
    case FieldType::integer:
      return json.get<std::int64_t>();
    case FieldType::number:
      return json.get<double>();
    case FieldType::boolean:
      return json.get<bool>();
    case FieldType::datetime:
      return parse_timestamp(json.get_ref<const std::string&>()).value();
    case FieldType::duration:
      return parse_duration(json.get_ref<const std::string&>()).value();
    default:
      return json.get<std::string>();
  }
}

}  // namespace itsmflow
