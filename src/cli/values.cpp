#include "cli/values.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/errors.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

std::string_view form_of(FieldType type) {
  switch (type) {
    case FieldType::string:
    case FieldType::text:
      return "text";
    case FieldType::integer:
      return "a whole number";
    case FieldType::number:
      return "a number";
    case FieldType::boolean:
      return "true or false";
    case FieldType::enumeration:
      return "one of a list";
    case FieldType::date:
      return "a date such as 2014-03-03";
    case FieldType::time:
      return "a time of day such as 09:30";
    case FieldType::datetime:
      return "a moment such as 2014-03-03T09:30+01:00";
    case FieldType::duration:
      return "a length of time such as 2 hours or 1h30m";
    case FieldType::person:
      return "the id of a person";
    case FieldType::uri:
      return "an address such as https://example.org/page";
    case FieldType::document:
      return "the place of a document";
  }
  return "";
}

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

Value from_json(std::string_view path, const Field& field, const nlohmann::json& json) {
  Value value;
  if (json.is_boolean()) value = json.get<bool>();
  if (json.is_number_float()) value = json.get<double>();
  if (json.is_number_integer()) value = json.get<std::int64_t>();
  if (json.is_string()) value = json.get<std::string>();
  const bool too_large = json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  if (!json.is_structured() && !too_large) {
    if (const auto fitting = fit_field(field, value)) return *fitting;
  }
  throw usage(
      fmt::format("{} takes {}, not {}", path, takes(field), json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

void put(Data& data, const std::string& path, Value value) {
  if (!data.emplace(path, std::move(value)).second) throw usage(fmt::format("{} is given twice; keep one of the two", path));
}

void add_member(Data& data, const Model& model, const std::string& path, const nlohmann::json& json) {
  if (json.is_object() && path.find('.') == std::string::npos) {
    for (const auto& [name, member] : json.items()) add_member(data, model, path + "." + name, member);
    return;
  }
  put(data, path, from_json(path, field_at(model, path), json));
}

}  // namespace

std::string takes(const Field& field) {
  std::string text(form_of(field.type));
  if (field.type == FieldType::enumeration) text = "one of " + listing(field.choices, "or", 30);
  if (field.min && field.max) {
    text += fmt::format(", from {} to {}", shown(*field.min), shown(*field.max));
  } else if (field.min) {
    text += fmt::format(", at least {}", shown(*field.min));
  } else if (field.max) {
    text += fmt::format(", at most {}", shown(*field.max));
  }
  return text;
}

Value typed(std::string_view path, const Field& field, std::string_view text) {
  if (auto value = parse_field(field, text)) return *std::move(value);
  const std::string close = field.type == FieldType::enumeration ? nearest(text, field.choices).value_or("") : "";
  const std::string hint = close.empty() ? "" : fmt::format("; did you mean '{}'?", close);
  throw usage(fmt::format("{} takes {}, not '{}'{}", path, takes(field), text, hint));
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
    put(data, path, typed(path, field_at(model, path), std::string_view(word).substr(equals + 1)));
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
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
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

std::string shown(const Value& value) {
  if (const Timestamp* time = value.if_timestamp()) return to_string(*time);
  if (const Duration* duration = value.if_duration()) return to_string(*duration);
  return to_string(value);
}

}  // namespace itsmflow::cli
