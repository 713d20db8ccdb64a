#pragma once

#include "engine/json_writer.hpp"
#include "engine/people.hpp"

#include <itsmflow/model.hpp>

#include <nlohmann/json_fwd.hpp>

namespace itsmflow {

bool is_free_text(FieldType type) noexcept;

/// A value that isn't free text, or free text in a snapshot.
void write_value(JsonWriter& json, const Field& field, const Value& value, PersonBook& people);

/// The reverse; throws nlohmann's exceptions where the JSON is of another kind.
Value read_value(const nlohmann::ordered_json& json, const Field& field, PersonBook& people);

}  // namespace itsmflow
