#include "lang/scalars.hpp"
#include "lang/sections.hpp"
#include "lang/types.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

std::vector<std::string> type_words() {
  std::vector<std::string> words;
  for (const TypeWord& type : field_types()) words.emplace_back(type.word);
  return words;
}

/// Not as listed(): whoever looks for a type wants to see all of them.
std::string all_type_words() {
  std::string text;
  for (const TypeWord& type : field_types()) text += (text.empty() ? "" : ", ") + std::string(type.word);
  return text;
}

/// The types that other languages call so; empty: none.
std::string_view meant_type(std::string_view word) {
  using Pair = std::pair<std::string_view, std::string_view>;
  static constexpr std::array kOthers{
      Pair{"boolean", "bool"},       Pair{"integer", "int"},        Pair{"long", "int"},     Pair{"date-time", "datetime"},
      Pair{"date_time", "datetime"}, Pair{"timestamp", "datetime"}, Pair{"float", "number"}, Pair{"double", "number"},
      Pair{"decimal", "number"},     Pair{"str", "string"},         Pair{"url", "uri"},      Pair{"user", "person"},
      Pair{"file", "document"},
  };
  const auto found = std::ranges::find(kOthers, word, &Pair::first);
  return found == kOthers.end() ? std::string_view() : found->second;
}

std::optional<FieldType> read_type(Context& context, const Node& alias, const Owner& owner) {
  const Node& node = origin(alias);
  const std::string word = read_words(context, node);
  for (const TypeWord& type : field_types()) {
    if (type.word == word) return type.type;
  }
  if (word.starts_with("list of ") || word.starts_with("ref ") || word == "record") {
    report_not_supported(context, node.span, word);
    return std::nullopt;
  }
  Finding finding = context.findings.error("unknown-type", node.span, owner.name + " has unknown type " + quoted(word));
  finding.label("the types are " + all_type_words());
  const std::string_view meant = meant_type(word);
  if (meant.empty()) {
    finding.suggest(word, type_words());
  } else {
    finding.help("did you mean " + quoted(meant) + "?").fix(node.span, std::string(meant));
  }
  return std::nullopt;
}

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

/// Dates look like dates on purpose where a date is meant; all else must be what it seems to be.
std::string read_value_text(Context& context, const Node& node, FieldType type) {
  const bool own_form = type == FieldType::integer || type == FieldType::number || type == FieldType::boolean ||
                        type == FieldType::date || type == FieldType::datetime;
  if (!own_form) return read_words(context, node);
  return node.kind == Node::Kind::null ? std::string(written(node)) : node.text;
}

/// What a text is as a value of the field's type, whatever its limits.
std::optional<Value> value_of(Field field, std::string_view text) {
  field.min.reset();
  field.max.reset();
  return parse_value(field, text).value;
}

bool is_below(Field field, const Value& value) {
  field.max.reset();
  return !accept_value(field, value).value;
}

bool is_above(Field field, const Value& value) {
  field.min.reset();
  return !accept_value(field, value).value;
}

bool is_quoted(const Node& node) {
  return node.style != Node::Style::plain;
}

/// A value of a field in the model's text. `what`: "the default".
std::optional<Value> read_value(Context& context, const Node& alias, const Field& field, const Owner& owner,
                                const std::string& what) {
  const Node& node = origin(alias);
  const std::string text = read_value_text(context, node, field.type);
  const bool numeric = field.type == FieldType::integer || field.type == FieldType::number;
  const bool leading_zero = numeric && text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
  if (leading_zero && !is_quoted(node)) {
    context.findings.error("ambiguous-scalar", node.span, quoted(text) + " may be read as " + taken_for(text))
        .help("write " + text.substr(std::min(text.find_first_not_of('0'), text.size() - 1)));
    return std::nullopt;
  }
  const bool wants_plain = numeric || field.type == FieldType::boolean;
  if (!(wants_plain && is_quoted(node))) {
    if (auto value = value_of(field, text)) return value;
  }
  const bool is_enum = field.type == FieldType::enumeration;
  if (is_enum && field.choices.empty()) return std::nullopt;
  const std::string is_not = is_enum ? " is none of its values" : " is not " + with_article(field);
  Finding finding = context.findings.error("bad-default", node.span, what + " of " + owner.name + is_not);
  if (is_enum) finding.label("the values are " + listed(field.choices)).suggest(text, field.choices);
  if (wants_plain && is_quoted(node) && value_of(field, text)) {
    finding.help(field.type == FieldType::boolean ? "write true or false without quotes" : "write " + text + " without quotes");
  } else if (field.type == FieldType::boolean && taken_for(text).starts_with("the truth value ")) {
    finding.help("write " + taken_for(text).substr(std::string_view("the truth value ").size()));
  }
  return std::nullopt;
}

void read_limit(Context& context, const Mapping& keys, const Field& field, std::string_view name, std::optional<Value>& limit) {
  const Node* node = keys.get(name);
  if (node == nullptr) return;
  if (word_of(field.type).has_limits) {
    limit = read_value(context, *node, field, keys.owner(), "the " + std::string(name));
    return;
  }
  context.findings
      .error("wrong-type", origin(*keys.key(name)).span,
             quoted(name) + " of " + keys.owner().name + " has no meaning: it holds " +
                 (field.choices.empty() ? with_article(field) : "an enum"))
      .help("take it out");
}

void check_limits(Context& context, const Mapping& keys, const Field& field, bool has_default) {
  const auto span_of = [&](std::string_view key) { return origin(*keys.get(key)).span; };
  if (field.max && is_below(field, *field.max)) {
    context.findings.error("bad-default", span_of("max"), "the max of " + keys.owner().name + " is less than its min")
        .related(span_of("min"), "declared here");
    return;
  }
  if (!has_default) return;
  const bool below = is_below(field, field.initial);
  if (!below && !is_above(field, field.initial)) return;
  const std::string is = below ? " is less than its min" : " is more than its max";
  context.findings.error("bad-default", span_of("default"), "the default of " + keys.owner().name + is)
      .related(span_of(below ? "min" : "max"), "declared here");
}

/// Whether the type is known after it.
bool read_long_form(Context& context, const Node& node, Field& field, const Owner& owner) {
  const Mapping keys(context, node, kField, owner);
  field.wording = read_wording(context, keys);
  const Node* type = keys.get("type");
  const auto known = type == nullptr ? std::nullopt : read_type(context, *type, owner);
  if (const Node* values = keys.get("values")) {
    if (known && *known != FieldType::enumeration) {
      context.findings
          .error("wrong-type", origin(*keys.key("values")).span, "'values' of " + owner.name + " has no meaning: it is no enum")
          .help("write `type: enum`, or take it out");
    } else {
      read_values(context, *values, field, owner);
    }
  } else if (known == FieldType::enumeration && !keys.mentions("values")) {
    context.findings.error("missing-key", owner.span, owner.name + " has no 'values'").help("add `values: [ONE, OTHER]`");
  }
  if (!known) return false;
  field.type = *known;
  read_limit(context, keys, field, "min", field.min);
  read_limit(context, keys, field, "max", field.max);
  const Node* initial = keys.get("default");
  const auto value = initial == nullptr ? std::nullopt : read_value(context, *initial, field, owner, "the default");
  if (value) field.initial = *value;
  check_limits(context, keys, field, value.has_value());
  return true;
}

/// `tags: [string]` is meant as a list of texts, not as an enum whose one value is `string`.
bool is_list_of_types(const Node& list) {
  return !list.items.empty() && std::ranges::all_of(list.items, [](const Node* item) {
    return std::ranges::find(field_types(), std::string_view(origin(*item).text), &TypeWord::word) != field_types().end();
  });
}

void report_list_of_types(Context& context, const Node& alias) {
  const Node& list = origin(alias);
  std::string words;
  for (const Node* item : list.items) words += (words.empty() ? "" : ", ") + origin(*item).text;
  context.findings.error("not-supported", list.span, "'[" + words + "]' reads as a list of types")
      .help("lists are not supported yet; if these are the values, write `{type: enum, values: [" + words + "]}`");
}

/// Whether the type is known after it.
bool read_field(Context& context, const Node& node, Field& field, const Owner& owner) {
  if (is_judged(origin(node))) return false;
  if (node.kind == Node::Kind::mapping) return read_long_form(context, node, field, owner);
  if (node.kind == Node::Kind::sequence) {
    if (is_list_of_types(node)) {
      report_list_of_types(context, node);
      return false;
    }
    field.type = FieldType::enumeration;
    read_values(context, node, field, owner);
    return true;
  }
  if (!is_text(node)) {
    report_shape(context, node, owner.name, "a type or a mapping", "write `" + field.id + ": string`");
    return false;
  }
  const auto type = read_type(context, node, owner);
  field.type = type.value_or(FieldType::string);
  if (type == FieldType::enumeration) {
    context.findings.error("missing-key", owner.span, owner.name + " has no 'values'").help("add `values: [ONE, OTHER]`");
  }
  return type.has_value();
}

}  // namespace

void read_fields(Context& context, const Node& section, ObjectType& object, Names& names) {
  for (const Node::Entry& entry : section.entries) {
    Field field;
    field.id = read_id(context, *entry.key, kFieldId);
    field.span = origin(*entry.key).span;
    const bool typed = read_field(context, *entry.value, field, {"field " + quoted(object.id + "." + field.id), field.span});
    if (!names.add(field.id, field.span)) continue;
    field.slot = context.model.slot_count++;
    context.slot_typed.push_back(typed);
    object.fields.push_back(std::move(field));
  }
}

}  // namespace itsmflow::lang
