#include "lang/mapping.hpp"

#include "lang/scalars.hpp"

#include <algorithm>

namespace itsmflow::lang {

using source::Node;

namespace {

std::string_view wanted(Shape shape) {
  switch (shape) {
    case Shape::list:
    case Shape::named:
      return "a list";
    case Shape::mapping:
      return "a mapping";
    case Shape::list_or_mapping:
      return "a list or a mapping";
    case Shape::words:
      return "a single value or a list";
    default:
      return "a single value";
  }
}

bool fits(Shape shape, const Node& node) {
  switch (shape) {
    case Shape::any:
      return !is_nothing(node);
    case Shape::list:
    case Shape::named:
      return node.kind == Node::Kind::sequence;
    case Shape::mapping:
      return node.kind == Node::Kind::mapping;
    case Shape::list_or_mapping:
      return node.kind == Node::Kind::sequence || node.kind == Node::Kind::mapping;
    case Shape::words:
      return is_text(node) || node.kind == Node::Kind::sequence;
    default:
      return is_text(node);
  }
}

std::vector<std::string> names_of(const Construct& construct) {
  std::vector<std::string> names;
  for (const Key& key : construct.keys) {
    if (key.support == Support::built) names.emplace_back(key.name);
  }
  return names;
}

std::vector<std::string> all_names_of(const Construct& construct) {
  std::vector<std::string> names;
  for (const Key& key : construct.keys) names.emplace_back(key.name);
  return names;
}

std::string with_article(std::string_view construct) {
  if (construct == "model" || construct == "start" || construct == "directory") return "the " + std::string(construct);
  if (construct == "deviations" || construct == "outcomes" || construct == "confirm") return quoted(construct);
  const bool vowel = std::string_view("aeiou").find(construct.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(construct);
}

/// Something between the values could not be read (a merge of an unknown alias), so keys may be missing that their author wrote.
bool lost_keys(const Context& context, const Node& node) {
  const auto holds = [&](const Span& span, std::uint32_t at) {
    return span.source == node.span.source && span.begin <= at && at < span.end;
  };
  return std::ranges::any_of(context.faults_in(node.span), [&](std::uint32_t at) {
    return std::ranges::none_of(
        node.entries, [&](const Node::Entry& entry) { return holds(entry.value->span, at) || holds(entry.key->span, at); });
  });
}

std::string key_line(const Key& key) {
  return std::string(key.name) + ":" + (key.shape == Shape::mapping ? "" : " " + std::string(key.example));
}

}  // namespace

std::string_view shape_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::null:
      return "nothing";
  }
  return "nothing";
}

void report_shape(Context& context, const Node& node, std::string what, std::string_view must_be, const std::string& help) {
  if (is_judged(node)) return;
  context.findings
      .error("wrong-type", origin(node).span,
             std::move(what) + " must be " + std::string(must_be) + ", not " + std::string(shape_of(node)))
      .help(help);
}

void report_empty(Context& context, const Node& node, const std::string& what, const std::string& help) {
  if (is_judged(node)) return;
  context.findings.error("wrong-type", origin(node).span, what + " must name at least one").help(help);
}

void report_not_supported(Context& context, const Span& span, std::string_view word) {
  context.findings.error("not-supported", span, quoted(word) + " is not supported yet")
      .help("take it out: this version of itsmflow cannot run it");
}

bool is_construct(Context& context, const Node& node, const Owner& owner, const std::string& id, const Construct& construct) {
  if (is_judged(node)) return false;
  if (node.kind == Node::Kind::mapping || is_nothing(node)) return true;
  report_shape(context, node, owner.name, "a mapping", "write `" + id + ": " + std::string(construct.example) + "`");
  if (construct.find("title") != nullptr) context.wording_unread = true;
  return false;
}

Mapping::Mapping(Context& context, const Node& node, const Construct& construct, Owner owner) : owner_(std::move(owner)) {
  complete_ = !lost_keys(context, origin(node));
  for (const Node::Entry& entry : node.entries) read_entry(context, node, entry, construct);
  report_missing(context, construct);
}

void Mapping::read_entry(Context& context, const Node& node, const Node::Entry& entry, const Construct& construct) {
  const Node& key_node = origin(*entry.key);
  const Key* key = key_node.kind == Node::Kind::scalar ? construct.find(key_node.text) : nullptr;
  if (key == nullptr) return report_unknown(context, node, key_node, construct);
  mentioned_.emplace_back(key->name);
  if (key->support == Support::planned) {
    report_not_supported(context, key_node.span, key->name);
    return;
  }
  if (is_judged(*entry.value)) {
    if (key->shape == Shape::text) context.wording_unread = true;
    return;
  }
  if (!fits(key->shape, *entry.value)) {
    const std::string what = quoted(key->name) + " of " + owner_.name;
    if (key->shape == Shape::text) context.wording_unread = true;
    const bool can_go = is_nothing(*entry.value) && key->presence == Presence::optional;
    report_shape(
        context, *entry.value, what, wanted(key->shape),
        (can_go ? "take the key out, or write `" : "write `") + std::string(key->name) + ": " + std::string(key->example) + "`");
    return;
  }
  entries_.emplace_back(key, &entry);
}

void Mapping::report_unknown(Context& context, const Node& node, const Node& key, const Construct& construct) {
  const std::string word(key.kind == Node::Kind::scalar ? std::string_view(key.text) : written(key));
  if (const auto meant = context.findings.nearest(word, all_names_of(construct))) {
    mentioned_.push_back(*meant);
    if (construct.find(*meant)->shape == Shape::text) context.wording_unread = true;
  }
  Finding finding = context.findings.error("unknown-key", key.span, "unknown key " + quoted(word) + " in " + owner_.name);
  if (finding.suggest(word, all_names_of(construct), [&](const std::string& meant) { return node.find(meant) == nullptr; })) return;
  finding.help("the keys of " + with_article(construct.name) + " are " + listed(names_of(construct)));
}

void Mapping::report_missing(Context& context, const Construct& construct) const {
  for (const Key& key : construct.keys) {
    if (key.presence == Presence::optional || mentions(key.name)) continue;
    context.findings.error("missing-key", owner_.span, owner_.name + " has no " + quoted(key.name))
        .help("add `" + key_line(key) + "`");
  }
}

const Node* Mapping::get(std::string_view name) const {
  for (const auto& [key, entry] : entries_) {
    if (key->name == name) return entry->value;
  }
  return nullptr;
}

const Node* Mapping::key(std::string_view name) const {
  for (const auto& [key, entry] : entries_) {
    if (key->name == name) return entry->key;
  }
  return nullptr;
}

bool Mapping::mentions(std::string_view key) const {
  return !complete_ || std::ranges::find(mentioned_, key) != mentioned_.end();
}

Span span_of(const Mapping& keys, std::string_view name) {
  Span span = origin(*keys.key(name)).span;
  const Span& end = origin(*keys.get(name)).span;
  if (end.source != span.source || end.end <= span.end) return span;
  span.end = end.end;
  span.end_line = end.end_line;
  span.end_column = end.end_column;
  return span;
}

bool read_flag(Context& context, const Mapping& keys, std::string_view name) {
  const Node* node = keys.get(name);
  if (node == nullptr) return false;
  const Node& value = origin(*node);
  if (value.text == "true" || value.text == "false") return value.text == "true";
  context.findings.error("wrong-type", value.span, quoted(name) + " of " + keys.owner().name + " must be true or false")
      .help("write `" + std::string(name) + ": true`");
  return false;
}

Wording read_wording(Context& context, const Mapping& mapping) {
  Wording wording;
  if (const Node* title = mapping.get("title")) wording.title = read_words(context, *title);
  if (const Node* why = mapping.get("why")) wording.why = read_words(context, *why);
  if (const Node* doc = mapping.get("doc")) wording.doc = read_words(context, *doc);
  return wording;
}

std::vector<const Node*> read_items(Context& context, const Node& list, const std::string& what) {
  std::vector<const Node*> items;
  for (const Node* item : list.items) {
    if (is_text(*item) && !is_judged(*item)) {
      items.push_back(item);
    } else {
      report_shape(context, *item, "an item of " + what, "a single value", "write each item as one word");
    }
  }
  return items;
}

std::vector<const Node*> one_or_list(Context& context, const Node& node, const std::string& what) {
  if (node.kind == Node::Kind::sequence) return read_items(context, node, what);
  return {&node};
}

}  // namespace itsmflow::lang
