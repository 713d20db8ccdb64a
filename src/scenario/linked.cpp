// Cases beside the scenario's own, and what comes from outside.

#include "lang/mapping.hpp"
#include "scenario/reading.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace itsmflow::scenario {

using lang::origin;
using source::Node;

namespace {

std::vector<std::string> next_processes(const Model& model) {
  std::vector<std::string> names;
  for (const Activity& activity : model.activities) {
    if (activity.performer == Performer::process) names.push_back(activity.process.process);
    for (const StartedProcess& started : activity.starts) names.push_back(started.process);
    for (const Result& result : activity.results) {
      for (const StartedProcess& started : result.starts) names.push_back(started.process);
    }
  }
  return names;
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Value plain_value(Reading& reading, const Node& node) {
  const std::string& text = origin(node).text;
  if (origin(node).style == Node::Style::plain) {
    if (text == "true" || text == "false") return text == "true";
    if (const auto whole = number_in<std::int64_t>(text)) return *whole;
    const bool is_number = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
    const auto real = is_number ? number_in<double>(text) : std::nullopt;
    if (real) return *real;
  }
  return lang::read_words(reading.context, node);
}

}  // namespace

std::vector<std::shared_ptr<const Model>> linked_models(const Reading& reading) {
  std::vector<std::shared_ptr<const Model>> found{reading.script.model};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const std::string& name : next_processes(*found[i])) {
      auto model = reading.library.find(name);
      if (model && std::ranges::find(found, model) == found.end()) found.push_back(std::move(model));
    }
  }
  found.erase(found.begin());
  return found;
}

std::optional<Value> read_message_value(Reading& reading, const Node& node, const std::string& what) {
  if (lang::is_judged(origin(node))) return std::nullopt;
  if (node.kind == Node::Kind::sequence) {
    Value::List items;
    for (const Node* item : node.items) {
      auto value = read_message_value(reading, *item, what);
      if (!value) return std::nullopt;
      items.push_back(std::move(*value));
    }
    return items;
  }
  if (node.kind == Node::Kind::mapping) {
    Value::Entries entries;
    for (const Node::Entry& entry : node.entries) {
      auto value = read_message_value(reading, *entry.value, what);
      if (!value) return std::nullopt;
      entries.emplace_back(key_text(*entry.key), std::move(*value));
    }
    return entries;
  }
  if (!lang::is_nothing(node)) return plain_value(reading, node);
  reading.findings()
      .error("bad-value", node.span, fmt::format("{} is given without a value", what))
      .help("write a value after the colon, or take it out");
  return std::nullopt;
}

}  // namespace itsmflow::scenario
