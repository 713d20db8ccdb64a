// What `expect` says in lists of names: items, waits, timers, messages.

#include "lang/mapping.hpp"
#include "scenario/reading.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace itsmflow::scenario {

using lang::listed;
using lang::origin;
using source::Node;

namespace {

bool is_list(Reading& reading, const Node& node, const std::string& key) {
  if (node.kind == Node::Kind::sequence || lang::is_text(node)) return true;
  lang::report_shape(reading.context, node, fmt::format("'{}'", key), "a list",
                     fmt::format("write `{}: [NAME]`, or `[]` for none", key));
  return false;
}

Expectation::Names read_names(Reading& reading, const std::string& key, const Node& node) {
  Expectation::Names expected{{}, origin(node).span};
  if (!is_list(reading, node, key)) return expected;
  for (const Node* name : lang::one_or_list(reading.context, node, fmt::format("'{}'", key))) {
    if (key == "messages") {
      expected.names.push_back(lang::read_words(reading.context, *name));
    } else if (const auto activity = read_activity(reading, *name, fmt::format("'{}' names", key))) {
      expected.names.push_back(reading.model().activities[*activity].id);
    }
  }
  return expected;
}

/// `ACTIVITY.RESULT`, or `ACTIVITY` where its service is called again or its only result has no name.
std::optional<std::string> read_timer(Reading& reading, const Node& node) {
  const std::string name = lang::read_words(reading.context, node);
  const std::size_t dot = name.find('.');
  const auto index = reading.model().find_activity(name.substr(0, dot));
  if (index && dot == std::string::npos) return name;
  if (index && reading.model().activities[*index].find_result(name.substr(dot + 1))) return name;
  std::vector<std::string> known;
  for (const Activity& activity : reading.model().activities) {
    if (activity.performer == Performer::service && activity.service.retries > 0) known.push_back(activity.id);
    for (const Result& result : activity.results) {
      if (result.after) known.push_back(result.id.empty() ? activity.id : activity.id + "." + result.id);
    }
  }
  lang::Finding finding =
      reading.findings().error("unknown-timer", origin(node).span, fmt::format("'timers' names unknown '{}'", name));
  finding.label(known.empty() ? "nothing in the model waits for time" : "time is waited for by " + listed(known));
  finding.suggest(name, known);
  return std::nullopt;
}

void read_due(Reading& reading, const Node::Entry& entry, Expectation& expected) {
  const auto timer = read_timer(reading, *entry.key);
  const Node& value = origin(*entry.value);
  const std::string text = value.text.empty() ? std::string(lang::written(value)) : value.text;
  const auto moment = parse_timestamp(text);
  if (timer && moment) expected.due.push_back({*timer, *moment, value.span});
  if (moment) return;
  reading.findings()
      .error("bad-time", value.span, fmt::format("'{}' is not a moment", lang::written(value)))
      .help("write for example `2014-03-05T09:00+01:00`");
}

/// A list: just these run. A mapping: these run, and when they are due.
void read_timers(Reading& reading, const Node& node, Expectation& expected) {
  Expectation::Names names{{}, origin(node).span};
  if (node.kind == Node::Kind::mapping) {
    for (const Node::Entry& entry : node.entries) read_due(reading, entry, expected);
    for (const Expectation::DueAt& due : expected.due) names.names.push_back(due.timer);
  } else if (is_list(reading, node, "timers")) {
    for (const Node* name : lang::one_or_list(reading.context, node, "'timers'")) {
      if (auto timer = read_timer(reading, *name)) names.names.push_back(std::move(*timer));
    }
  }
  expected.timers = std::move(names);
}

void read_done(Reading& reading, const Node::Entry& entry, Expectation& expected) {
  const auto index = read_activity(reading, *entry.key, "'items' names");
  if (!index) return;
  const Activity& activity = reading.model().activities[*index];
  if (!activity.items) {
    reading.findings()
        .error("unknown-activity", origin(*entry.key).span,
               fmt::format("'{}' is one piece of work, not several items", activity.id))
        .help("take it out");
    return;
  }
  Expectation::ItemsDone done{activity.id, {}, origin(*entry.value).span};
  if (entry.value->kind == Node::Kind::mapping) {
    for (const Node::Entry& item : entry.value->entries) done.items.emplace_back(key_text(*item.key), origin(*item.value).text);
  } else if (is_list(reading, *entry.value, activity.id)) {
    for (const Node* item : lang::one_or_list(reading.context, *entry.value, "'items'"))
      done.items.emplace_back(origin(*item).text, std::nullopt);
  }
  expected.items.push_back(std::move(done));
}

}  // namespace

bool read_expected_names(Reading& reading, const std::string& key, const Node& node, Expectation& expected) {
  if (key == "waits") {
    expected.waits = read_names(reading, key, node);
  } else if (key == "messages") {
    expected.messages = read_names(reading, key, node);
  } else if (key == "timers") {
    read_timers(reading, node, expected);
  } else if (key != "items") {
    return false;
  } else if (node.kind != Node::Kind::mapping) {
    lang::report_shape(reading.context, node, "'items'", "a mapping", "write `items: {ACTIVITY: {ITEM: ANSWER}}`");
  } else {
    for (const Node::Entry& entry : node.entries) read_done(reading, entry, expected);
  }
  return true;
}

}  // namespace itsmflow::scenario
