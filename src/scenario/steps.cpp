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

/// What a step mapping is made of: the word that says what is done with its value, and `refused`.
struct Parts {
  const Node::Entry* action = nullptr;
  const Node::Entry* refused = nullptr;
};

std::string step_name(const Step& step) {
  return fmt::format("step '{}'", step.name);
}

void report_unknown_step(Reading& reading, const Node& key, const std::string& name) {
  std::vector<std::string> words = activity_ids(reading.model());
  lang::Finding finding =
      reading.findings().error("unknown-step", key.span, fmt::format("'{}' is neither an activity nor a step", name));
  finding.label("the activities are " + listed(words));
  const std::vector<std::string> others = step_words();
  words.insert(words.end(), others.begin(), others.end());
  if (!finding.suggest(name, words)) finding.help("other steps are " + listed(others));
}

std::optional<Parts> find_parts(Reading& reading, const Node& node) {
  if (node.kind != Node::Kind::mapping) {
    lang::report_shape(reading.context, node, "a step", "a mapping", "write `- ACTIVITY: {by: PERSON}`");
    return std::nullopt;
  }
  Parts parts;
  for (const Node::Entry& entry : node.entries) {
    const Node& key = origin(*entry.key);
    const std::string name = key_text(key);
    if (name == "refused") {
      parts.refused = &entry;
    } else if (is_planned_in_step(name) && !reading.model().find_activity(name)) {
      reading.findings().error("not-supported", key.span, fmt::format("'{}' is not supported yet", name)).help("take it out");
    } else if (parts.action == nullptr) {
      parts.action = &entry;
    } else {
      reading.findings()
          .error("several-words", key.span, fmt::format("a step does one thing, and this does '{}' too", name))
          .related(origin(*parts.action->key).span, "already does this")
          .help("begin another step with `-`, or write the key between the braces");
    }
  }
  if (parts.action != nullptr) return parts;
  reading.findings().error("missing-key", node.span, "a step does nothing").help("write `- ACTIVITY: {by: PERSON}`");
  return std::nullopt;
}

std::vector<std::string> names_of(std::span<const FieldRef> fields, const Model& model) {
  std::vector<std::string> names;
  for (const FieldRef& field : fields) names.push_back(model.path(field));
  return names;
}

void append(std::vector<FieldRef>& all, const Effects& effects) {
  all.insert(all.end(), effects.required.begin(), effects.required.end());
  all.insert(all.end(), effects.asked.begin(), effects.asked.end());
}

/// The fields that a step takes: of the result it names, or of all where none is named.
std::vector<FieldRef> fields_taken(const Model& model, const Step& step) {
  std::vector<FieldRef> fields;
  if (step.verb == Verb::start) {
    fields = model.start.required;
    fields.insert(fields.end(), model.start.asked.begin(), model.start.asked.end());
    return fields;
  }
  const Activity& activity = model.activities.at(model.find_activity(step.activity).value());
  append(fields, activity.effects);
  for (const Result& result : activity.results) {
    if (step.result.empty() || result.id == step.result) append(fields, result.effects);
  }
  return fields;
}

void check_given(Reading& reading, const Step& step, const std::vector<Given>& given) {
  if (step.verb != Verb::start && step.activity.empty()) return;  // its name was wrong
  const std::vector<FieldRef> taken = fields_taken(reading.model(), step);
  for (const Given& one : given) {
    const bool takes = std::ranges::any_of(taken, [&](const FieldRef& ref) { return ref.slot == one.field.slot; });
    if (takes) continue;
    std::vector<std::string> names = names_of(taken, reading.model());
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    reading.findings()
        .error("field-not-taken", one.span,
               fmt::format("{} does not take field '{}'", step_name(step), reading.model().path(one.field)))
        .label(names.empty() ? "it takes no fields" : "it takes " + listed(names));
  }
}

std::vector<std::string> result_ids(const Activity& activity) {
  std::vector<std::string> ids;
  for (const Result& result : activity.results) {
    if (!result.id.empty()) ids.push_back(result.id);
  }
  return ids;
}

void read_result(Reading& reading, const Node* node, Step& step) {
  if (step.activity.empty()) return;
  const Activity& activity = reading.model().activities.at(reading.model().find_activity(step.activity).value());
  const std::vector<std::string> ids = result_ids(activity);
  if (node == nullptr) {
    if (ids.empty()) return;
    reading.findings()
        .error("missing-key", step.span, fmt::format("{} has no 'result'", step_name(step)))
        .help(fmt::format("add `result:` with one of {}", listed(ids)));
    return;
  }
  step.result = lang::read_words(reading.context, *node);
  if (std::ranges::find(ids, step.result) != ids.end()) return;
  lang::Finding finding = reading.findings().error("unknown-result", origin(*node).span,
                                                   fmt::format("activity '{}' has no result '{}'", activity.id, step.result));
  finding.label(ids.empty() ? fmt::format("'{}' has no results", activity.id)
                            : fmt::format("'{}' has the results {}", activity.id, listed(ids)));
  finding.suggest(step.result, ids);
  step.result.clear();
}

void report_unknown_key(Reading& reading, const Step& step, const StepWord& word, const Node& key) {
  const std::string name = key_text(key);
  if (is_planned_in_step(name)) {
    reading.findings().error("not-supported", key.span, fmt::format("'{}' is not supported yet", name)).help("take it out");
    return;
  }
  std::vector<std::string> words;
  for (const StepKey& one : word.keys) words.emplace_back(one.name);
  if (word.takes_data) {
    for (const std::string& id : object_ids(reading.model())) words.push_back(id);
  }
  lang::Finding finding =
      reading.findings().error("unknown-key", key.span, fmt::format("unknown key '{}' in {}", name, step_name(step)));
  if (name == "refused") {
    finding.help("write it beside the step, in a line of its own");
  } else if (!finding.suggest(name, words)) {
    finding.help("the keys of this step are " + listed(words));
  }
}

void read_key(Reading& reading, const std::string& key, const Node& node, Step& step) {
  const std::string whose = fmt::format("'{}' of {}", key, step_name(step));
  if (!lang::is_text(node)) {
    if (!lang::is_judged(origin(node)))
      lang::report_shape(reading.context, node, whose, "a single value", "write one word or text");
  } else if (key == "by") {
    step.actor = read_person(reading, node, step_name(step) + " is done by");
  } else if (key == "to") {
    step.to = read_person(reading, node, step_name(step) + " hands over to");
  } else if (key == "activity") {
    const auto activity = read_activity(reading, node, step_name(step) + " names");
    if (activity) step.activity = reading.model().activities[*activity].id;
    if (activity && step.verb == Verb::perform) step.name = step.activity;
  } else if (key != "result") {  // note, confirm, why
    step.note = lang::read_words(reading.context, node);
  }
}

bool has_key(const StepWord& word, std::string_view key) {
  return std::ranges::find(word.keys, key, &StepKey::name) != word.keys.end();
}

/// Words of a step that are ids of activities too mean the step; that it lacks what the step needs shows who meant the activity.
void report_missing_keys(Reading& reading, const Step& step, const StepWord& word, const Node& mapping) {
  for (const StepKey& key : word.keys) {
    if (!key.required || mapping.find(key.name) != nullptr) continue;
    lang::Finding finding =
        reading.findings().error("missing-key", step.span, fmt::format("{} has no '{}'", step_name(step), key.name));
    if (key.name != "by" && word.word != "do" && reading.model().find_activity(word.word)) {
      finding.help(fmt::format("for the activity of this name write `do: {{activity: {}, by: PERSON}}`", word.word));
    } else {
      finding.help(fmt::format("add `{}: {}`", key.name, key.example));
    }
  }
}

void read_action(Reading& reading, const StepWord& word, const Node& mapping, Step& step) {
  if (mapping.kind != Node::Kind::mapping) {
    lang::report_shape(reading.context, mapping, step_name(step), "a mapping",
                       fmt::format("write `{}: {{by: PERSON}}`", step.name));
    return;
  }
  report_missing_keys(reading, step, word, mapping);
  for (const Node::Entry& entry : mapping.entries) {  // first the words, because they tell which fields are taken
    if (has_key(word, key_text(*entry.key))) read_key(reading, key_text(*entry.key), *entry.value, step);
  }
  if (has_key(word, "result")) read_result(reading, mapping.find("result"), step);
  std::vector<Given> given;
  for (const Node::Entry& entry : mapping.entries) {
    if (has_key(word, key_text(*entry.key))) continue;
    if (word.takes_data && read_given(reading, entry, step.data, given)) continue;
    report_unknown_key(reading, step, word, origin(*entry.key));
  }
  check_given(reading, step, given);
}

void read_duration(Reading& reading, const Node& node, Step& step) {
  const auto length = lang::is_text(node) ? parse_duration(origin(node).text) : std::nullopt;
  if (length && *length > Duration{}) {
    step.wait = *length;
    return;
  }
  if (lang::is_judged(origin(node))) return;
  lang::Finding finding = reading.findings().error(
      "bad-duration", node.span ? origin(node).span : step.span,
      length ? "time only goes on" : fmt::format("'{}' is not a length of time", lang::written(origin(node))));
  if (reading.model().find_activity("after") && node.kind == Node::Kind::mapping) {
    finding.help("for the activity of this name write `do: {activity: after, by: PERSON}`");
  } else {
    finding.help("write for example `after: 15 hours`");
  }
}

void read_refused(Reading& reading, const Node::Entry& entry, Step& step) {
  step.refused_span = origin(*entry.value).span;
  if (step.verb == Verb::after || step.verb == Verb::expect) {
    reading.findings()
        .error("unknown-key", origin(*entry.key).span, fmt::format("{} cannot be refused", step_name(step)))
        .help("take it out");
    return;
  }
  if (entry.value->kind != Node::Kind::sequence && !lang::is_text(*entry.value)) {
    lang::report_shape(reading.context, *entry.value, "'refused' of " + step_name(step), "a list", "write `refused: [wrong_role]`");
    return;
  }
  const std::vector<const Node*> items = lang::one_or_list(reading.context, *entry.value, "'refused'");
  if (items.empty() && entry.value->items.empty()) {
    reading.findings()
        .error("wrong-type", step.refused_span, fmt::format("'refused' of {} names no obstacle", step_name(step)))
        .help("the obstacles are " + listed(obstacle_words()));
  }
  for (const Node* item : items) {
    const std::string word = lang::read_words(reading.context, *item);
    if (const auto kind = find_obstacle(word)) {
      step.refused.push_back(*kind);
      continue;
    }
    lang::Finding finding =
        reading.findings().error("unknown-obstacle", origin(*item).span, fmt::format("unknown obstacle '{}'", word));
    finding.label("the obstacles are " + listed(obstacle_words()));
    finding.suggest(word, obstacle_words());
  }
}

/// What a word means: one of the steps, or else an activity in the short form.
const StepWord* find_meaning(Reading& reading, const std::string& name, Step& step) {
  if (const StepWord* word = find_step_word(name)) return word;
  const auto activity = reading.model().find_activity(name);
  if (!activity) return nullptr;
  step.activity = name;
  return &short_form();
}

std::optional<Step> read_step(Reading& reading, const Node& node) {
  const std::optional<Parts> parts = find_parts(reading, node);
  if (!parts) return std::nullopt;
  const Node& key = origin(*parts->action->key);
  Step step;
  step.name = key_text(key);
  step.span = key.span;
  const StepWord* word = find_meaning(reading, step.name, step);
  if (word == nullptr) {
    report_unknown_step(reading, key, step.name);
    return std::nullopt;
  }
  step.verb = word->verb;
  if (step.verb == Verb::after) {
    read_duration(reading, *parts->action->value, step);
  } else if (step.verb == Verb::expect) {
    step.expected = read_expectation(reading, *parts->action->value);
  } else {
    read_action(reading, *word, *parts->action->value, step);
  }
  if (parts->refused != nullptr) read_refused(reading, *parts->refused, step);
  return step;
}

/// A case is started once, and nothing is done before.
class Order {
 public:
  /// A step could not be read; it may have been the start.
  void skip() { told_ = true; }

  void check(Reading& reading, const Step& step, bool refused) {
    if (step.verb == Verb::start) {
      if (started_) {
        reading.findings()
            .error("second-start", step.span, "the case is started a second time")
            .related(first_, "already started here")
            .help("write another scenario for another case");
      } else if (!refused) {
        started_ = true;
        first_ = step.span;
      }
    } else if (!started_ && step.verb != Verb::after && !told_) {
      told_ = true;
      reading.findings()
          .error("step-before-start", step.span, fmt::format("{} comes before the case is started", step_name(step)))
          .help("begin with `- start: {by: PERSON}`");
    }
  }

 private:
  bool started_ = false;
  bool told_ = false;
  Span first_;
};

}  // namespace

std::vector<std::string> activity_ids(const Model& model) {
  std::vector<std::string> ids;
  for (const Activity& activity : model.activities) ids.push_back(activity.id);
  return ids;
}

std::optional<std::uint32_t> read_activity(Reading& reading, const Node& node, const std::string& what) {
  const std::string name = lang::read_words(reading.context, node);
  const auto found = reading.model().find_activity(name);
  if (found) return found;
  const std::vector<std::string> ids = activity_ids(reading.model());
  lang::Finding finding =
      reading.findings().error("unknown-activity", origin(node).span, fmt::format("{} unknown activity '{}'", what, name));
  finding.label("the activities are " + listed(ids));
  finding.suggest(name, ids);
  return std::nullopt;
}

void read_steps(Reading& reading, const Node& list) {
  Order order;
  for (const Node* item : list.items) {
    std::optional<Step> step = read_step(reading, *item);
    if (!step) {
      order.skip();
      continue;
    }
    order.check(reading, *step, static_cast<bool>(step->refused_span));
    reading.script.steps.push_back(std::move(*step));
  }
}

}  // namespace itsmflow::scenario
