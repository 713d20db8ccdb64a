#include "scenario/reader.hpp"

#include "lang/mapping.hpp"
#include "scenario/reading.hpp"
#include "scenario/words.hpp"

#include <fmt/format.h>
#include <utility>

namespace itsmflow::scenario {

using lang::origin;
using source::Node;

namespace {

/// 2000-01-01T00:00:00Z: where a scenario begins that does not care.
constexpr Timestamp kDefaultStart{946'684'800, 0};

void read_process(Reading& reading, const Node& node) {
  reading.script.process = lang::read_words(reading.context, node);
  reading.script.model = reading.library.find(reading.script.process);
  if (reading.script.model) return;
  std::vector<std::string> names;
  for (const auto& model : reading.library.models()) names.push_back(model->process);
  lang::Finding finding = reading.findings().error("unknown-process", origin(node).span,
                                                   fmt::format("the scenario plays unknown process '{}'", reading.script.process));
  finding.label(names.empty() ? "no model is loaded" : "the processes are " + lang::listed(names));
  finding.suggest(reading.script.process, names);
}

void read_start_time(Reading& reading, const Node& node) {
  const std::string text(lang::written(origin(node)));
  if (const auto time = parse_timestamp(origin(node).text.empty() ? text : origin(node).text)) {
    reading.script.at = *time;
    return;
  }
  reading.findings()
      .error("bad-time", origin(node).span, fmt::format("'{}' is not a moment", text))
      .help("write for example `at: 2014-03-03T09:00+01:00`");
}

void read_last_expectation(Reading& reading, const lang::Mapping& keys) {
  const Node* node = keys.get("expect");
  if (node == nullptr) return;
  Step step;
  step.verb = Verb::expect;
  step.name = "expect";
  step.span = origin(*keys.key("expect")).span;
  step.expected = read_expectation(reading, *node);
  reading.script.steps.push_back(std::move(step));
}

void read_all(Reading& reading, const Node& root) {
  const Span name = root.entries.empty() ? root.span : origin(*root.entries.front().key).span;
  const lang::Mapping keys(reading.context, root, kScenario, {"the scenario", name});
  if (const Node* title = keys.get("scenario")) reading.script.title = lang::read_words(reading.context, *title);
  if (const Node* process = keys.get("process")) read_process(reading, *process);
  reading.script.at = kDefaultStart;
  if (const Node* at = keys.get("at")) read_start_time(reading, *at);
  if (!reading.script.model) return;  // nothing else can be judged
  if (const Node* people = keys.get("people")) {
    read_people(reading, *people);
  } else {
    reading.people.complete = false;
  }
  const Node* steps = keys.get("steps");
  if (steps != nullptr && steps->items.empty()) {
    reading.findings()
        .error("wrong-type", origin(*steps).span, "'steps' of the scenario is empty")
        .help("begin with `- start: {by: PERSON}`");
  } else if (steps != nullptr) {
    read_steps(reading, *steps);
    read_last_expectation(reading, keys);
  }
}

}  // namespace

ReadScript read_script(source::Document& document, const Library& library) {
  Reading reading(document, library);
  if (document.root != nullptr && document.root->kind == Node::Kind::mapping) {
    read_all(reading, *document.root);
  } else if (document.root != nullptr) {
    reading.findings()
        .error("wrong-type", document.root->span, "a scenario must be a mapping")
        .help("a scenario begins with `scenario: TITLE`");
  }
  return {std::move(reading.script), reading.findings().take()};
}

}  // namespace itsmflow::scenario
