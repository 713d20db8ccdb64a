#include "lang/field_types.hpp"
#include "lang/field_values.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"
#include "lang/types.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

/// Where a field stands: among those of an object, or in so many records.
struct Place {
  std::string path;  ///< "rfc.address.no"
  Span span;
  std::size_t nesting = 0;

  Owner owner() const { return {"field " + quoted(path), span}; }
};

/// What was read of a field.
struct ReadField {
  Field field;
  bool typed = false;        ///< its type is known
  const Node* is = nullptr;  ///< what it is computed from
};

ReadField read_field(Context& context, const Node::Entry& entry, std::string id, const Place& place);

void read_values(Context& context, const Node& list, Field& field, const Owner& owner) {
  std::vector<Span> spans;
  if (list.items.empty()) report_empty(context, list, "'values' of " + owner.name, "write `values: [ONE, OTHER]`");
  for (const Node* item : read_items(context, list, "'values' of " + owner.name)) {
    std::string value = read_id(context, *item, kValueId);
    const Span& span = origin(*item).span;
    const auto first = std::ranges::find(field.choices, value);
    if (first != field.choices.end()) {
      context.findings.error("duplicate-name", span, "value " + quoted(value) + " is listed twice in " + owner.name)
          .related(spans[static_cast<std::size_t>(first - field.choices.begin())], "first listed here")
          .help("keep one of the two");
      continue;
    }
    field.choices.push_back(std::move(value));
    spans.push_back(span);
  }
}

void report_meaningless(Context& context, const Mapping& keys, std::string_view key, const std::string& why,
                        const std::string& help = "take it out") {
  context.findings
      .error("wrong-type", origin(*keys.key(key)).span, quoted(key) + " of " + keys.owner().name + " has no meaning: " + why)
      .help(help);
}

bool is_below(Field field, const Value& value) {
  field.max.reset();
  return !accept_value(field, value).value;
}

bool is_above(Field field, const Value& value) {
  field.min.reset();
  return !accept_value(field, value).value;
}

void read_limit(Context& context, const Mapping& keys, const Field& field, std::string_view name, std::optional<Value>& limit) {
  const Node* node = keys.get(name);
  if (node == nullptr) return;
  if (has_limits(field.type)) {
    limit = read_plain_value(context, *node, field, "bad-default", "the " + std::string(name) + " of " + keys.owner().name);
    return;
  }
  report_meaningless(context, keys, name, "it holds " + (field.type == FieldType::enumeration ? "an enum" : with_article(field)));
}

void check_limits(Context& context, const Mapping& keys, const Field& field) {
  if (!field.max || !is_below(field, *field.max)) return;
  const auto span_of = [&](std::string_view key) { return origin(*keys.get(key)).span; };
  context.findings.error("bad-default", span_of("max"), "the max of " + keys.owner().name + " is less than its min")
      .related(span_of("min"), "declared here");
}

void check_default(Context& context, const Mapping& keys, const Field& field) {
  const auto span_of = [&](std::string_view key) { return origin(*keys.get(key)).span; };
  const bool has_parts = field.type == FieldType::list || field.type == FieldType::record || field.type == FieldType::document;
  if (has_parts) {
    const FieldValue accepted = accept_value(field, field.initial);
    if (accepted.value) return;
    context.findings.error("bad-default", span_of("default"),
                           "the default of " + keys.owner().name + " can't be kept: it " + accepted.problem);
    return;
  }
  if (field.min && field.max && is_below(field, *field.max)) return;  // said already
  const bool below = is_below(field, field.initial);
  if (!below && !is_above(field, field.initial)) return;
  const std::string is = below ? " is less than its min" : " is more than its max";
  context.findings.error("bad-default", span_of("default"), "the default of " + keys.owner().name + is)
      .related(span_of(below ? "min" : "max"), "declared here");
}

void read_default(Context& context, const Mapping& keys, Field& field, const std::string& path) {
  const Node* node = keys.get("default");
  if (node == nullptr) return;
  if (keys.mentions("is")) {
    report_meaningless(context, keys, "default", "it is computed");
    return;
  }
  const auto leaf = [&](const Node& value, const Field& of, const std::string& at) {
    return read_plain_value(context, value, of, "bad-default", "the default of field " + quoted(at));
  };
  const auto value = read_value_tree(context, *node, field, path, "the default of field", leaf);
  if (!value) return;
  field.initial = *value;
  check_default(context, keys, field);
  if (auto accepted = accept_value(field, field.initial); accepted.value) field.initial = *std::move(accepted.value);
}

void read_members(Context& context, const Mapping& keys, Field& record, const Place& place) {
  const Node* section = keys.get("fields");
  if (section == nullptr) {
    if (!keys.mentions("fields")) {
      context.findings.error("missing-key", place.span, keys.owner().name + " has no 'fields'").help("add `fields: {FIELD: TYPE}`");
    }
    return;
  }
  if (section->entries.empty())
    report_empty(context, *section, "'fields' of " + keys.owner().name, "write `fields: {FIELD: TYPE}`");
  for (const Node::Entry& entry : section->entries) {
    std::string id = read_id(context, *entry.key, kFieldId);
    const Span& span = origin(*entry.key).span;
    const auto first = std::ranges::find(record.fields, id, &Field::id);
    if (first != record.fields.end()) continue;  // said of the keys of the mapping
    Place inner{place.path + "." + id, span, place.nesting + 1};
    record.fields.push_back(read_field(context, entry, std::move(id), inner).field);
  }
}

/// `values` and `fields`, which belong to one type each.
void read_choices(Context& context, const Mapping& keys, Field& item, bool typed, const Place& place) {
  if (const Node* values = keys.get("values")) {
    if (typed && item.type != FieldType::enumeration) {
      report_meaningless(context, keys, "values", "it is no enum", "write `type: enum`, or take it out");
    } else {
      read_values(context, *values, item, keys.owner());
    }
  } else if (typed && item.type == FieldType::enumeration && !keys.mentions("values")) {
    context.findings.error("missing-key", place.span, keys.owner().name + " has no 'values'").help("add `values: [ONE, OTHER]`");
  }
  if (typed && item.type == FieldType::record) {
    read_members(context, keys, item, place);
  } else if (typed && keys.get("fields") != nullptr) {
    report_meaningless(context, keys, "fields", "it is no record", "write `type: record`, or take it out");
  }
}

std::optional<WrittenType> type_of(Context& context, const Mapping& keys) {
  if (const Node* type = keys.get("type")) return read_type(context, *type, keys.owner());
  if (keys.mentions("type")) return std::nullopt;
  if (keys.mentions("fields")) return WrittenType{0, FieldType::record, {}};
  context.findings.error("missing-key", keys.owner().span, keys.owner().name + " has no 'type'").help("add `type: TYPE`");
  return std::nullopt;
}

bool is_too_deep(Context& context, const Place& place, std::size_t levels) {
  if (place.nesting + levels <= kMaxNesting) return false;
  context.findings
      .error("too-deep", place.span, place.owner().name + " is nested more than " + std::to_string(kMaxNesting) + " deep")
      .help("keep what belongs together in a case of its own, and a `ref` to it");
  return true;
}

/// What only a field of an object, or only one of a record can have.
void read_standing(Context& context, const Mapping& keys, ReadField& read, const Place& place) {
  read.field.optional = read_flag(context, keys, "optional");
  const bool in_record = place.nesting > 0;
  if (!in_record && keys.get("optional") != nullptr) {
    report_meaningless(context, keys, "optional", "it is no part of a record",
                       "take it out; `requires` and `asks` say who must give it");
  }
  read.field.sensitive = read_flag(context, keys, "sensitive");
  if (in_record && keys.get("sensitive") != nullptr) {
    report_meaningless(context, keys, "sensitive", "it is a part of a record", "make the whole field sensitive");
    read.field.sensitive = false;
  }
  read.is = keys.get("is");
  if (in_record && read.is != nullptr) {
    report_meaningless(context, keys, "is", "it is a part of a record",
                       "compute the whole field, or make it a field of the object");
    read.is = nullptr;
  }
}

ReadField read_long_form(Context& context, const Node& node, Field field, const Place& place) {
  const Mapping keys(context, node, kField, place.owner());
  ReadField read{std::move(field)};
  Field& item = read.field;
  item.wording = read_wording(context, keys);
  const auto written = type_of(context, keys);
  if (written && is_too_deep(context, place, written->lists + (written->type == FieldType::record ? 1 : 0))) return read;
  if (written) {
    item.type = written->type;
    item.process = written->process;
  }
  const Place inner{place.path, place.span, place.nesting + (written ? written->lists : 0)};
  read_choices(context, keys, item, written.has_value(), inner);
  if (written) {
    read_limit(context, keys, item, "min", item.min);
    read_limit(context, keys, item, "max", item.max);
    check_limits(context, keys, item);
    read.field = wrapped(std::move(read.field), written->lists);
    read_default(context, keys, read.field, place.path);
    read.typed = true;
  }
  read_standing(context, keys, read, place);
  return read;
}

ReadField read_short_form(Context& context, const Node& node, Field field, const Place& place) {
  ReadField read{std::move(field)};
  const auto written = read_type(context, node, place.owner());
  if (!written || is_too_deep(context, place, written->lists)) return read;
  read.field.type = written->type;
  read.field.process = written->process;
  read.typed = true;
  if (written->type == FieldType::enumeration) {
    context.findings.error("missing-key", place.span, place.owner().name + " has no 'values'").help("add `values: [ONE, OTHER]`");
  }
  if (written->type == FieldType::record) {
    context.findings.error("missing-key", place.span, place.owner().name + " has no 'fields'").help("add `fields: {FIELD: TYPE}`");
  }
  read.field = wrapped(std::move(read.field), written->lists);
  return read;
}

ReadField read_field(Context& context, const Node::Entry& entry, std::string id, const Place& place) {
  const Node& node = *entry.value;
  Field field;
  field.id = std::move(id);
  field.span = place.span;
  if (is_judged(origin(node))) return {std::move(field)};
  if (node.kind == Node::Kind::mapping) return read_long_form(context, node, std::move(field), place);
  if (node.kind == Node::Kind::sequence) {
    if (is_list_of_types(node)) {
      report_list_of_types(context, node);
      return {std::move(field)};
    }
    field.type = FieldType::enumeration;
    read_values(context, node, field, place.owner());
    return {std::move(field), true};
  }
  if (is_text(node)) return read_short_form(context, node, std::move(field), place);
  report_shape(context, node, place.owner().name, "a type or a mapping", "write `" + field.id + ": string`");
  return {std::move(field)};
}

}  // namespace

void read_fields(Context& context, const Node& section, ObjectType& object, ObjectNames& names) {
  for (const Node::Entry& entry : section.entries) {
    std::string id = read_id(context, *entry.key, kFieldId);
    const Span span = origin(*entry.key).span;
    const std::string path = object.id + "." + id;
    ReadField read = read_field(context, entry, std::move(id), {path, span});
    const auto index = names.fields.add(read.field.id, span);
    if (!index) continue;
    read.field.slot = context.model.slot_count++;
    context.slot_typed.push_back(read.typed);
    if (read.is != nullptr) names.computed.emplace_back(*index, read.is);
    object.fields.push_back(std::move(read.field));
  }
}

}  // namespace itsmflow::lang
