#include "lang/field_values.hpp"
#include "lang/mapping.hpp"
#include "model/meant_number.hpp"
#include "scenario/reading.hpp"

#include <fmt/format.h>

namespace itsmflow::scenario {

using lang::listed;
using lang::origin;
using source::Node;

namespace {

std::vector<std::string> field_ids(const ObjectType& object) {
  std::vector<std::string> ids;
  for (const Field& field : object.fields) ids.push_back(field.id);
  return ids;
}

/// Whether anything may be written in a field, so that YAML's way with `no` and `1.10` has to be looked at.
bool is_free_text(FieldType type) {
  switch (type) {
    case FieldType::string:
    case FieldType::text:
    case FieldType::person:
    case FieldType::uri:
    case FieldType::document:
      return true;
    default:
      return false;
  }
}

void report_value(Reading& reading, const Field& field, const std::string& path, const Node& node, const std::string& text) {
  lang::Finding finding =
      reading.findings().error("bad-value", node.span, fmt::format("'{}' cannot be the value of field '{}'", text, path));
  finding.label("it takes " + describe_type(field));
  if (field.type == FieldType::enumeration) finding.suggest(text, field.choices);
  if (const std::string hint = how_to_write(field, text); !hint.empty()) finding.help(hint);
}

/// A single value, or one in a list or a record.
std::optional<Value> read_leaf(Reading& reading, const Node& alias, const Field& field, const std::string& path) {
  const Node& node = origin(alias);
  const std::string text = is_free_text(field.type) ? lang::read_words(reading.context, alias) : std::string(node.text);
  std::optional<Value> value = parse_value(field, text).value;
  if (!value) report_value(reading, field, path, node, text);
  return value;
}

void keep(Reading& reading, const std::optional<FieldRef>& field, const Node& key, const Node& value, Data& data,
          std::vector<Given>& given) {
  if (!field) return;
  given.push_back({*field, key.span});
  const std::optional<Value> read = read_field_value(reading, *field, value);
  if (!read) return;
  if (data.emplace(reading.model().path(*field), *read).second) return;
  reading.findings()
      .error("duplicate-key", key.span, fmt::format("field '{}' is given twice", reading.model().path(*field)))
      .help("keep one of the two");
}

}  // namespace

std::string key_text(const Node& key) {
  const Node& node = origin(key);
  return node.kind == Node::Kind::scalar ? node.text : std::string(lang::written(node));
}

std::vector<std::string> object_ids(const Model& model) {
  std::vector<std::string> ids;
  for (const ObjectType& object : model.objects) ids.push_back(object.id);
  return ids;
}

std::optional<FieldRef> read_field_name(Reading& reading, std::uint32_t object, std::string_view field, const Span& span) {
  const ObjectType& type = reading.model().objects.at(object);
  auto found = reading.model().find_field(type.id + "." + std::string(field));
  if (found) return found;
  lang::Finding finding =
      reading.findings().error("unknown-field", span, fmt::format("'{}' is an unknown field of '{}'", field, type.id));
  finding.label(type.fields.empty() ? fmt::format("'{}' has no fields", type.id)
                                    : fmt::format("'{}' has the fields {}", type.id, listed(field_ids(type))));
  finding.suggest(field, field_ids(type));
  return std::nullopt;
}

std::optional<FieldRef> read_field_path(Reading& reading, std::string_view path, const Span& span) {
  const std::size_t dot = path.find('.');
  const auto object = reading.model().find_object(path.substr(0, dot));
  if (object) return read_field_name(reading, *object, path.substr(dot + 1), span);
  lang::Finding finding =
      reading.findings().error("unknown-object", span, fmt::format("'{}' names unknown object '{}'", path, path.substr(0, dot)));
  finding.label("the objects are " + listed(object_ids(reading.model())));
  if (finding.suggest(path.substr(0, dot), object_ids(reading.model()))) return std::nullopt;
  finding.help("write OBJECT.FIELD");
  return std::nullopt;
}

std::optional<Value> read_field_value(Reading& reading, const FieldRef& ref, const Node& alias) {
  const Field& field = reading.model().field(ref);
  const std::string path = reading.model().path(ref);
  const Node& node = origin(alias);
  if (lang::is_judged(node)) return std::nullopt;
  if (lang::is_nothing(node)) {
    reading.findings()
        .error("bad-value", alias.span, fmt::format("field '{}' is given without a value", path))
        .help("write a value after the colon, or take the field out");
    return std::nullopt;
  }
  const auto leaf = [&](const Node& piece, const Field& of, const std::string& at) { return read_leaf(reading, piece, of, at); };
  std::optional<Value> value = lang::read_value_tree(reading.context, alias, field, path, "the value of field", leaf);
  if (!value || (!value->if_list() && !value->if_map())) return value;
  FieldValue accepted = accept_value(field, *value);
  if (!accepted.value) reading.findings().error("bad-value", node.span, fmt::format("field '{}' {}", path, accepted.problem));
  return std::move(accepted.value);
}

bool read_given(Reading& reading, const Node::Entry& entry, Data& data, std::vector<Given>& given) {
  const Node& key = origin(*entry.key);
  const std::string name = key_text(key);
  if (name.find('.') != std::string::npos) {
    keep(reading, read_field_path(reading, name, key.span), key, *entry.value, data, given);
    return true;
  }
  const auto object = reading.model().find_object(name);
  if (!object) return false;
  if (entry.value->kind != Node::Kind::mapping) {
    lang::report_shape(reading.context, *entry.value, fmt::format("what is given of '{}'", name), "a mapping",
                       fmt::format("write `{}: {{FIELD: VALUE}}`", name));
    return true;
  }
  for (const Node::Entry& part : entry.value->entries) {
    const Node& field = origin(*part.key);
    keep(reading, read_field_name(reading, *object, key_text(field), field.span), field, *part.value, data, given);
  }
  return true;
}

}  // namespace itsmflow::scenario
