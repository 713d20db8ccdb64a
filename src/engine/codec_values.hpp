#pragma once

#include "engine/json_writer.hpp"
#include "engine/people.hpp"

#include <itsmflow/model.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <functional>
#include <string>

namespace itsmflow {

/// What stands for a free text in what is stored, or the text for which something stands.
using TextFate = std::function<std::string(const std::string& text)>;

/// A value as it is stored: free text as `keep` has it (as it is, if there is none), persons by their key, records in the order of their fields.
void write_value(JsonWriter& json, const Field& field, const Value& value, PersonBook& people, const TextFate& keep = {});

/// The reverse; throws nlohmann's exceptions where the JSON is of another kind.
Value read_value(const nlohmann::ordered_json& json, const Field& field, PersonBook& people, const TextFate& find = {});

/// What a message says may nest so deep: whoever reads it recurses, and people nest no deeper than ten. As for expressions.
inline constexpr std::size_t kDeepestMessage = 200;

/// A value of no field: what a message says. Null, booleans, whole and other numbers, texts, lists and maps of texts to these.
void write_any(JsonWriter& json, const Value& value);
/// Throws std::out_of_range for what is nested too deeply or has too large a number. `depth`: of what it is in.
Value read_any(const nlohmann::ordered_json& json, std::size_t depth = 0);

}  // namespace itsmflow
