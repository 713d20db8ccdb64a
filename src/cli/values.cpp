#include "cli/values.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "cli/errors.hpp"
#include "cli/words.hpp"
#include "json/read.hpp"

namespace itsmflow::cli {
namespace {

std::vector<std::string> all_fields(const Model& model) {
  std::vector<std::string> paths;
  for (const ObjectType& object : model.objects) {
    for (const Field& field : object.fields) paths.push_back(object.id + "." + field.id);
  }
  return paths;
}

/// The field somebody meant who left the object out, or mistyped it.
std::string meant(const Model& model, std::string_view path) {
  const std::vector<std::string> paths = all_fields(model);
  for (const std::string& candidate : paths) {
    if (candidate.substr(candidate.find('.') + 1) == path) return fmt::format("; did you mean '{}'?", candidate);
  }
  return instead(path, paths);
}

Value from_json(std::string_view path, const Field& field, const Json& json) {
  const bool has_parts = field.type == FieldType::list || field.type == FieldType::record || field.type == FieldType::document;
  if (json.is_structured() && !has_parts)
    throw usage(fmt::format("{} takes {}, not a list or an object", path, describe_type(field)));
  FieldValue accepted = accept_value(field, read_value(json, path));
  if (!accepted.value) throw usage(fmt::format("{} {}", path, accepted.problem));
  return *std::move(accepted.value);
}

/// A document that lies here: its place and the digest of what is in it now. None: there is no such file.
std::optional<Value> document_at(const std::string& place) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(place, error)) return std::nullopt;
  return document_value(place, read_file(place));
}

void put(Data& data, const std::string& path, Value value) {
  if (!data.emplace(path, std::move(value)).second) throw usage(fmt::format("{} is given twice; keep one of the two", path));
}

void add_member(Data& data, const Model& model, const std::string& path, const Json& json) {
  if (json.is_object() && path.find('.') == std::string::npos) {
    for (const auto& [name, member] : json.items()) add_member(data, model, fmt::format("{}.{}", path, name), member);
    return;
  }
  put(data, path, from_json(path, field_at(model, path), json));
}

}  // namespace

Value typed(std::string_view path, const Field& field, std::string_view text) {
  if (field.type == FieldType::document) {
    if (auto document = document_at(std::string(text))) return *std::move(document);
  }
  FieldValue accepted = parse_value(field, text);
  if (accepted.value) return *std::move(accepted.value);
  const auto close = field.type == FieldType::enumeration ? nearest(text, field.choices) : std::nullopt;
  throw usage(fmt::format("{} {}{}", path, accepted.problem, close ? fmt::format("; did you mean '{}'?", *close) : ""));
}

const Field& field_at(const Model& model, std::string_view path) {
  if (const auto ref = model.find_field(path)) return model.field(*ref);
  throw Failure(Exit::usage, "not_found", fmt::format("{} has no field '{}'{}", model.process, path, meant(model, path)));
}

Data parse_assignments(const Model& model, const std::vector<std::string>& words) {
  Data data;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) throw usage(fmt::format("'{}' is not a field and its value; write FIELD=VALUE", word));
    const std::string path = word.substr(0, equals);
    const Field& field = field_at(model, path);
    if (equals + 1 == word.size() && (field.type == FieldType::string || field.type == FieldType::text)) {
      throw usage(fmt::format(
          "{} is given with nothing in it; say what it holds, or leave it out (what is filled can't be emptied)", path));
    }
    put(data, path, typed(path, field, std::string_view(word).substr(equals + 1)));
  }
  return data;
}

std::string read_file(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw Failure(Exit::trouble, "file", fmt::format("{} is a folder; name a file", path));
  }
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream) throw Failure(Exit::trouble, "file", fmt::format("cannot read {}: {}", path, std::strerror(errno)));
  return text;
}

Data read_data_json(const Model& model, const std::string& file) {
  const std::string text = read_file(file);
  const std::string name = file == "-" ? "the standard input" : file;
  Data data;
  const Json json = parse_json(text);
  if (json.is_discarded()) throw usage(fmt::format("{} is not JSON; write {{\"OBJECT.FIELD\": VALUE}}", name));
  if (!json.is_object()) throw usage(fmt::format("{} holds no JSON object; write {{\"OBJECT.FIELD\": VALUE}}", name));
  for (const auto& [path, member] : json.items()) add_member(data, model, path, member);
  return data;
}

Data collect_data(const Model& model, const std::vector<std::string>& words, const std::string& json_file) {
  Data data = parse_assignments(model, words);
  if (json_file.empty()) return data;
  for (auto& [path, value] : read_data_json(model, json_file)) put(data, path, value);
  return data;
}

Data parse_message_values(const std::vector<std::string>& words) {
  Data data;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      throw usage(fmt::format("'{}' is not a name and its value; write NAME=VALUE", word));
    const std::string text = word.substr(equals + 1);
    const Json json = parse_json(text);
    put(data, word.substr(0, equals), json.is_discarded() ? Value(text) : read_value(json, word.substr(0, equals)));
  }
  return data;
}

}  // namespace itsmflow::cli
