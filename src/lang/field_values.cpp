#include "lang/field_values.hpp"

#include "lang/scalars.hpp"
#include "lang/types.hpp"
#include "model/meant_number.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

bool is_numeric(FieldType type) {
  return type == FieldType::integer || type == FieldType::number || type == FieldType::reference;
}

/// Dates look like dates on purpose where a date is meant; all else must be what it seems to be.
std::string read_value_text(Context& context, const Node& node, FieldType type) {
  const bool own_form = is_numeric(type) || type == FieldType::boolean || type == FieldType::date || type == FieldType::datetime;
  if (!own_form) return read_words(context, node);
  return node.kind == Node::Kind::null ? std::string(written(node)) : node.text;
}

/// What a text is as a value of the field's type, whatever its limits.
std::optional<Value> value_of(Field field, std::string_view text) {
  field.min.reset();
  field.max.reset();
  return parse_value(field, text).value;
}

bool is_quoted(const Node& node) {
  return node.style != Node::Style::plain;
}

std::optional<Value> read_list(Context& context, const Node& node, const Field& field, const std::string& path,
                               const std::string& what, const LeafReader& leaf) {
  Value::List items;
  bool whole = true;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string at = path + "[" + std::to_string(i) + "]";
    auto item = read_value_tree(context, *node.items[i], *field.element, at, what, leaf);
    whole = whole && item.has_value();
    if (item) items.push_back(*std::move(item));
  }
  if (!whole) return std::nullopt;
  return Value(std::move(items));
}

void report_unknown_member(Context& context, const Span& span, const Field& field, const std::string& path,
                           const std::string& name) {
  std::vector<std::string> known;
  for (const Field& member : field.fields) known.push_back(member.id);
  Finding finding = context.findings.error("unknown-field", span, quoted(path) + " has no field " + quoted(name));
  finding.label(quoted(path) + (known.empty() ? " has no fields" : " has the fields " + listed(known))).suggest(name, known);
}

std::optional<Value> read_record(Context& context, const Node& node, const Field& field, const std::string& path,
                                 const std::string& what, const LeafReader& leaf) {
  Value::Entries members;
  bool whole = true;
  for (const Node::Entry& entry : node.entries) {
    const Node& key = origin(*entry.key);
    const std::string name = key.kind == Node::Kind::scalar ? key.text : std::string(written(key));
    const auto member = std::ranges::find(field.fields, name, &Field::id);
    if (member == field.fields.end()) {
      report_unknown_member(context, key.span, field, path, name);
      whole = false;
      continue;
    }
    std::string at = path;
    at.append(".").append(name);
    auto value = read_value_tree(context, *entry.value, *member, at, what, leaf);
    whole = whole && value.has_value();
    if (value) members.emplace_back(name, *std::move(value));
  }
  if (!whole) return std::nullopt;
  return Value(std::move(members));
}

/// A document whose digest is known: {place: …, digest: …}.
std::optional<Value> read_document(Context& context, const Node& node, const std::string& path, const std::string& what) {
  Value::Entries parts;
  for (const Node::Entry& entry : node.entries) {
    const Node& key = origin(*entry.key);
    if ((key.text != "place" && key.text != "digest") || !is_text(*entry.value)) {
      context.findings.error("unknown-key", key.span, "unknown key " + quoted(key.text) + " in " + what + " " + quoted(path))
          .help("a document is its place, or {place: TEXT, digest: \"sha256:…\"}");
      return std::nullopt;
    }
    parts.emplace_back(key.text, read_words(context, *entry.value));
  }
  return Value(std::move(parts));
}

/// "true" of `yes`, "false" of `off`; empty: neither is meant.
std::string meant_truth(std::string_view text) {
  constexpr std::string_view kTruth = "the truth value ";
  const std::string meant = taken_for(text);
  return meant.starts_with(kTruth) ? meant.substr(kTruth.size()) : std::string();
}

}  // namespace

std::optional<Value> read_value_tree(Context& context, const Node& alias, const Field& field, const std::string& path,
                                     const std::string& what, const LeafReader& leaf) {
  const Node& node = origin(alias);
  if (is_judged(node)) return std::nullopt;
  const std::string whose = what + " " + quoted(path);
  if (field.type == FieldType::list) {
    if (node.kind == Node::Kind::sequence) return read_list(context, node, field, path, what, leaf);
    report_shape(context, node, whose, "a list", "write `[ONE, OTHER]`, or `[]` for none");
    return std::nullopt;
  }
  if (field.type == FieldType::record) {
    if (node.kind == Node::Kind::mapping) return read_record(context, node, field, path, what, leaf);
    report_shape(context, node, whose, "a mapping", "write `{FIELD: VALUE}`");
    return std::nullopt;
  }
  if (field.type == FieldType::document && node.kind == Node::Kind::mapping) return read_document(context, node, path, what);
  if (is_text(node)) return leaf(alias, field, path);
  report_shape(context, node, whose, "a single value", "write one value");
  return std::nullopt;
}

std::optional<Value> read_plain_value(Context& context, const Node& alias, const Field& field, std::string_view rule,
                                      const std::string& whose) {
  const Node& node = origin(alias);
  const std::string text = read_value_text(context, node, field.type);
  const bool numeric = is_numeric(field.type);
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
  Finding finding = context.findings.error(rule, node.span, whose + is_not);
  if (is_enum) finding.label("the values are " + listed(field.choices)).suggest(text, field.choices);
  if (wants_plain && is_quoted(node) && value_of(field, text)) {
    finding.help(field.type == FieldType::boolean ? "write true or false without quotes" : "write " + text + " without quotes");
  } else if (const std::string truth = meant_truth(text); field.type == FieldType::boolean && !truth.empty()) {
    finding.label("YAML 1.2 reads " + quoted(text) + " as text").help("write " + truth);
    if (&node == &alias && !is_quoted(node)) finding.fix(node.span, truth);
  } else if (const std::string hint = how_to_write(field, text); !hint.empty()) {
    finding.help(hint);
  }
  return std::nullopt;
}

}  // namespace itsmflow::lang
