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

/// What a step mapping is made of: the word that says what is done with its value, and what may stand beside it.
struct Parts {
  const Node::Entry* action = nullptr;
  const Node::Entry* refused = nullptr;
  const Node::Entry* in = nullptr;
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
    } else if (name == "in") {
      parts.in = &entry;
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

void report_unknown_key(Reading& reading, const Step& step, const StepWord& word, const Node& key) {
  const std::string name = key_text(key);
  std::vector<std::string> words;
  for (const StepKey& one : word.keys) words.emplace_back(one.name);
  if (word.takes_data) {
    for (const std::string& id : object_ids(reading.model())) words.push_back(id);
  }
  lang::Finding finding =
      reading.findings().error("unknown-key", key.span, fmt::format("unknown key '{}' in {}", name, step_name(step)));
  if (name == "refused" || name == "in") {
    finding.help("write it beside the step, in a line of its own");
  } else if (!finding.suggest(name, words)) {
    finding.help("the keys of this step are " + listed(words));
  }
}

void read_message_name(Reading& reading, const Node& node, Step& step) {
  step.message = lang::read_words(reading.context, node);
  std::vector<std::string> names;
  for (const Activity& activity : reading.model().activities) {
    if (activity.performer == Performer::message) names.push_back(activity.message.name);
  }
  if (std::ranges::find(names, step.message) != names.end()) return;
  lang::Finding finding =
      reading.findings().error("unknown-message", origin(node).span,
                               fmt::format("process '{}' waits for no message '{}'", reading.model().process, step.message));
  finding.label(names.empty() ? "it waits for none" : "it waits for " + listed(names));
  finding.suggest(step.message, names);
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
  } else if (key == "message") {
    read_message_name(reading, node, step);
  } else if (key == "fails") {
    step.failure = lang::read_words(reading.context, node);
  } else if (!read_deviating_key(reading, key, node, step)) {  // note, confirm, why, because
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

/// `item`, `answer` and others may also be objects, whose fields are given.
bool is_word(Reading& reading, const StepWord& word, const Node::Entry& entry) {
  const std::string name = key_text(*entry.key);
  const bool gives_fields = entry.value->kind == Node::Kind::mapping && reading.model().find_object(name);
  return has_key(word, name) && !gives_fields;
}

/// Which item, and how it ends: what these may be depends on the activity.
void read_way(Reading& reading, const StepWord& word, const Node& mapping, Step& step) {
  if (step.activity.empty()) return;
  const Activity& activity = reading.model().activities.at(reading.model().find_activity(step.activity).value());
  if (has_key(word, "item")) {
    const Node* item = mapping.find("item");
    const bool gives_fields = item != nullptr && item->kind == Node::Kind::mapping && reading.model().find_object("item");
    read_item(reading, gives_fields ? nullptr : item, activity, step);
  }
  if (has_key(word, "result")) read_ending(reading, mapping, activity, step);
}

void read_values(Reading& reading, const Node& mapping, Step& step) {
  for (const Node::Entry& entry : mapping.entries) {
    const std::string name = key_text(*entry.key);
    if (name == "message") continue;
    const auto value = read_message_value(reading, *entry.value, fmt::format("'{}' of {}", name, step_name(step)));
    if (value) step.data.emplace(name, *value);
  }
}

void read_action(Reading& reading, const StepWord& word, const Node& mapping, Step& step) {
  if (mapping.kind != Node::Kind::mapping) {
    const bool by_person = has_key(word, "by");
    lang::report_shape(reading.context, mapping, step_name(step), "a mapping",
                       fmt::format("write `{}: {{{}: {}}}`", step.name, by_person ? "by" : word.keys.front().name,
                                   by_person ? "PERSON" : word.keys.front().example));
    return;
  }
  report_missing_keys(reading, step, word, mapping);
  for (const Node::Entry& entry : mapping.entries) {  // first the words, because they tell which fields are taken
    const std::string key = key_text(*entry.key);
    if (key == "item" || key == "result" || key == "answer" || !is_word(reading, word, entry)) continue;
    key == "skipping" ? read_skipping(reading, *entry.value, step) : read_key(reading, key, *entry.value, step);
  }
  if (has_key(word, "motive")) check_motive(reading, mapping, step);
  if (step.verb == Verb::send) return read_values(reading, mapping, step);
  read_way(reading, word, mapping, step);
  std::vector<Given> given;
  for (const Node::Entry& entry : mapping.entries) {
    if (is_word(reading, word, entry)) continue;
    if (word.takes_data && read_given(reading, entry, step.data, given)) continue;
    report_unknown_key(reading, step, word, origin(*entry.key));
  }
  check_given(reading, step, given);
}

/// Where a step is taken in a case of another process.
void read_in(Reading& reading, const Node::Entry& entry, const std::string& step) {
  const Node& value = *entry.value;
  if (step == "start" || step == "after") {
    reading.findings()
        .error("unknown-key", origin(*entry.key).span, fmt::format("step '{}' is not taken in another case", step))
        .help("take it out");
    return;
  }
  const std::string process = lang::is_text(value) ? lang::read_words(reading.context, value) : std::string();
  std::vector<std::string> names;
  for (const auto& model : linked_models(reading)) {
    if (model->process == process) reading.current = model;
    names.push_back(model->process);
  }
  if (reading.current) return;
  lang::Finding finding = reading.findings().error(
      "unknown-process", origin(value).span ? origin(value).span : origin(*entry.key).span,
      fmt::format("'in' names '{}', and no such process is run or started by '{}'", process, reading.script.process));
  finding.label(names.empty() ? fmt::format("'{}' runs and starts none", reading.script.process)
                              : fmt::format("it runs and starts {}", listed(names)));
  finding.suggest(process, names);
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

/// People say of activities what is said of deviations and outcomes: which is meant shows in what stands behind the word.
bool means_activity(Reading& reading, const StepWord& word, const Node& mapping) {
  if (word.verb != Verb::confirm && word.verb != Verb::disapprove && word.verb != Verb::judge) return false;
  const Node* own = mapping.find(word.keys.front().name);
  return reading.model().find_activity(word.word) && (own == nullptr || own->kind == Node::Kind::mapping);
}

/// What a word means: one of the steps, or else an activity in the short form.
const StepWord* find_meaning(Reading& reading, const std::string& name, const Node& mapping, Step& step) {
  const StepWord* word = find_step_word(name);
  if (word != nullptr && !means_activity(reading, *word, mapping)) return word;
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
  if (parts->in != nullptr) {
    read_in(reading, *parts->in, step.name);
    if (!reading.current) return std::nullopt;  // its words can't be judged
    step.model = reading.current;
  }
  const StepWord* word = find_meaning(reading, step.name, *parts->action->value, step);
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
    reading.current = nullptr;
    if (!step) {
      order.skip();
      continue;
    }
    order.check(reading, *step, static_cast<bool>(step->refused_span));
    reading.script.steps.push_back(std::move(*step));
  }
}

}  // namespace itsmflow::scenario
