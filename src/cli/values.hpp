#pragma once

#include <itsmflow/model.hpp>
#include <itsmflow/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::cli {

/// What a person typed for a field. Throws a Failure that names the field and what it takes.
Value typed(std::string_view path, const Field& field, std::string_view text);

/// The field of a path. Throws a Failure that names near ones.
const Field& field_at(const Model& model, std::string_view path);

/// `path=value` words.
Data parse_assignments(const Model& model, const std::vector<std::string>& words);

/// A JSON file (`-`: the standard input): {"rfc.summary": "…"} or {"rfc": {"summary": "…"}}.
Data read_data_json(const Model& model, const std::string& file);

/// What was given in both ways; a field given twice is a Failure.
Data collect_data(const Model& model, const std::vector<std::string>& words, const std::string& json_file);

/// `name=value` words of a message, which has no types: what reads as JSON (a number, true, a list, a map) is that, the rest is text.
Data parse_message_values(const std::vector<std::string>& words);

/// The whole of a file, or of the standard input (`-`).
std::string read_file(const std::string& path);

}  // namespace itsmflow::cli
