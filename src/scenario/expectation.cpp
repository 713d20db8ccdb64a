#include "lang/mapping.hpp"
#include "scenario/reading.hpp"
#include "scenario/words.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace itsmflow::scenario {

using lang::listed;
using lang::origin;
using source::Node;

namespace {

void read_state(Reading& reading, std::uint32_t object, const Node& node, Expectation& expected) {
  const ObjectType& type = reading.model().objects.at(object);
  const Span& span = origin(node).span;
  const std::string state = lang::read_words(reading.context, node);
  for (std::uint32_t i = 0; i < type.states.size(); ++i) {
    if (type.states[i] == state) return expected.states.push_back({object, i, span});
  }
  lang::Finding finding =
      reading.findings().error("unknown-state", span, fmt::format("'{}' is expected in unknown state '{}'", type.id, state));
  finding.label(type.states.empty() ? fmt::format("'{}' has no states", type.id)
                                    : fmt::format("'{}' has the states {}", type.id, listed(type.states)));
  finding.suggest(state, type.states);
}

void read_expected_field(Reading& reading, const std::optional<FieldRef>& field, const Node& node, Expectation& expected) {
  if (!field) return;
  const Node& value = origin(node);
  if (value.kind == Node::Kind::null && !lang::is_nothing(node)) {  // `null`: it is expected not to be filled
    expected.fields.push_back({*field, Value(), value.span});
    return;
  }
  const std::optional<Value> read = read_field_value(reading, *field, node);
  if (read) expected.fields.push_back({*field, *read, value.span});
}

void read_object(Reading& reading, std::uint32_t object, const Node& node, Expectation& expected);

/// `task: {1: done, 2: {state: open, hours: 3}}`; `none` of one that isn't there.
void read_elements(Reading& reading, std::uint32_t object, const Node& node, Expectation& expected) {
  const ObjectType& type = reading.model().objects.at(object);
  for (const Node::Entry& entry : node.entries) {
    const std::string number = key_text(*entry.key);
    if (number.empty() || number.front() == '0' || number.find_first_not_of("0123456789") != std::string::npos) {
      reading.findings()
          .error("bad-value", origin(*entry.key).span, fmt::format("'{}' is not the number of a {}", number, type.id))
          .help(fmt::format("a case has several; write `{}: {{1: STATE}}`", type.id));
      continue;
    }
    const std::size_t states = expected.states.size();
    const std::size_t fields = expected.fields.size();
    read_object(reading, object, *entry.value, expected);
    for (std::size_t i = states; i < expected.states.size(); ++i) expected.states[i].element = number;
    for (std::size_t i = fields; i < expected.fields.size(); ++i) expected.fields[i].element = number;
  }
}

void read_object(Reading& reading, std::uint32_t object, const Node& node, Expectation& expected) {
  const ObjectType& type = reading.model().objects.at(object);
  if (node.kind != Node::Kind::mapping) {
    if (lang::is_text(node)) return read_state(reading, object, node, expected);
    lang::report_shape(reading.context, node, fmt::format("what is expected of '{}'", type.id), "a state or a mapping",
                       fmt::format("write `{0}: STATE` or `{0}: {{FIELD: VALUE}}`", type.id));
    return;
  }
  for (const Node::Entry& entry : node.entries) {
    const Node& key = origin(*entry.key);
    const std::string name = key_text(key);
    if (name == "state" && lang::is_text(*entry.value)) {
      read_state(reading, object, *entry.value, expected);
    } else {
      read_expected_field(reading, read_field_name(reading, object, name, key.span), *entry.value, expected);
    }
  }
}

/// `ACTIVITY`, or `ACTIVITY.ITEM` of one that is done in several items.
std::optional<std::string> read_offer(Reading& reading, const Node& node) {
  const std::string& text = origin(node).text;
  const std::size_t dot = text.find('.');
  const auto index = dot == std::string::npos ? std::nullopt : reading.model().find_activity(text.substr(0, dot));
  if (!index) {
    const auto activity = read_activity(reading, node, "'offered' names");
    return activity ? std::optional(reading.model().activities[*activity].id) : std::nullopt;
  }
  const Activity& activity = reading.model().activities[*index];
  const std::string item = text.substr(dot + 1);
  const bool is_element = activity.about || (activity.items && activity.items->kind == Items::Kind::for_each);
  const bool has_part = activity.items && std::ranges::find(activity.items->parts, item, &Part::id) != activity.items->parts.end();
  if (has_part || (is_element && item.find_first_not_of("0123456789") == std::string::npos)) return text;
  lang::Finding finding = reading.findings().error(
      "unknown-part", origin(node).span, fmt::format("'offered' names '{}', which is no part of '{}'", item, activity.id));
  finding.help(fmt::format("write `{}`", activity.id));
  return std::nullopt;
}

void read_offered(Reading& reading, const Node& node, Expectation& expected) {
  if (node.kind != Node::Kind::mapping) {
    lang::report_shape(reading.context, node, "'offered'", "a mapping", "write `offered: {PERSON: [ACTIVITY]}`");
    return;
  }
  for (const Node::Entry& entry : node.entries) {
    Expectation::Offered offered;
    offered.person = read_person(reading, *entry.key, "'offered' names");
    offered.span = origin(*entry.value).span;
    if (entry.value->kind != Node::Kind::sequence && !lang::is_text(*entry.value)) {
      lang::report_shape(reading.context, *entry.value, fmt::format("what is offered to '{}'", offered.person), "a list",
                         fmt::format("write `{}: [ACTIVITY]`, or `[]` for nothing", offered.person));
      continue;
    }
    for (const Node* item : lang::one_or_list(reading.context, *entry.value, "what is offered")) {
      if (auto name = read_offer(reading, *item)) offered.activities.push_back(std::move(*name));
    }
    expected.offered.push_back(std::move(offered));
  }
}

void read_field_of_one(Reading& reading, const std::optional<FieldRef>& field, const Node& node, const Span& span,
                       Expectation& expected) {
  if (!field || !reading.model().objects.at(field->object).many) return read_expected_field(reading, field, node, expected);
  const std::string& object = reading.model().objects[field->object].id;
  reading.findings()
      .error("bad-value", span, fmt::format("a case has several '{}', and this does not say which is meant", object))
      .help(fmt::format("write `{}: {{1: {{{}: VALUE}}}}`", object, reading.model().field(*field).id));
}

void read_part(Reading& reading, const Node::Entry& entry, Expectation& expected) {
  const Node& key = origin(*entry.key);
  const std::string name = key_text(key);
  if (name == "offered") {
    read_offered(reading, *entry.value, expected);
  } else if (read_expected_names(reading, name, *entry.value, expected) ||
             read_expected_deviations(reading, name, *entry.value, expected)) {
    return;
  } else if (name == "over") {
    expected.over = read_flag(reading, *entry.value, name);
  } else if (name == "cancelled") {
    expected.cancelled = read_flag(reading, *entry.value, name);
  } else if (name.find('.') != std::string::npos) {
    read_field_of_one(reading, read_field_path(reading, name, key.span), *entry.value, key.span, expected);
  } else if (const auto object = reading.model().find_object(name)) {
    if (!reading.model().objects[*object].many) return read_object(reading, *object, *entry.value, expected);
    if (entry.value->kind == Node::Kind::mapping) return read_elements(reading, *object, *entry.value, expected);
    lang::report_shape(reading.context, *entry.value, fmt::format("what is expected of the several '{}'", name), "a mapping",
                       fmt::format("write `{}: {{1: STATE}}`", name));
  } else {
    std::vector<std::string> words = object_ids(reading.model());
    words.insert(words.end(), {"offered", "items", "waits", "timers", "messages", "over", "cancelled", "deviations", "unconfirmed",
                               "assumed", "outcome", "complies"});
    lang::Finding finding =
        reading.findings().error("unknown-key", key.span, fmt::format("unknown key '{}' in an expectation", name));
    if (!finding.suggest(name, words)) finding.help("what can be expected is " + listed(words));
  }
}

}  // namespace

std::optional<Expectation::Flag> read_flag(Reading& reading, const Node& node, const std::string& key) {
  const Node& value = origin(node);
  if (value.text == "true" || value.text == "false") return Expectation::Flag{value.text == "true", value.span};
  reading.findings()
      .error("wrong-type", value.span, fmt::format("'{}' must be true or false", key))
      .help(fmt::format("write `{}: true`", key));
  return std::nullopt;
}

Expectation read_expectation(Reading& reading, const Node& node) {
  Expectation expected;
  if (node.kind != Node::Kind::mapping) {
    lang::report_shape(reading.context, node, "'expect'", "a mapping", "write `expect: {OBJECT: STATE}`");
    return expected;
  }
  for (const Node::Entry& entry : node.entries) read_part(reading, entry, expected);
  return expected;
}

}  // namespace itsmflow::scenario
