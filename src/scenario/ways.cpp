// Of a step: which item of an activity, and how it ends.

#include "lang/mapping.hpp"
#include "model/items.hpp"
#include "scenario/reading.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace itsmflow::scenario {

using lang::listed;
using lang::origin;
using source::Node;

namespace {

std::vector<std::string> part_ids(const Activity& activity) {
  std::vector<std::string> ids;
  for (const Part& part : activity.items->parts) ids.push_back(part.id);
  return ids;
}

/// Those that somebody chooses, or those that come by their timers.
std::vector<std::string> result_ids(const Activity& activity, bool timed) {
  std::vector<std::string> ids;
  for (const Result& result : activity.results) {
    if (!result.id.empty() && result.after.has_value() == timed) ids.push_back(result.id);
  }
  return ids;
}

/// "; late comes by itself", where there is one.
std::string by_themselves(const std::vector<std::string>& timed) {
  return timed.empty() ? "" : fmt::format("; {} {}", listed(timed), timed.size() == 1 ? "comes by itself" : "come by themselves");
}

void append(std::vector<FieldRef>& all, const std::vector<FieldRef>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void append(std::vector<FieldRef>& all, const Effects& effects) {
  append(all, effects.required);
  append(all, effects.asked);
}

bool is_count(std::string_view text) {
  return !text.empty() && text.size() < 10 && text.front() != '0' && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// What a word names, "result" or "answer", and the rule that any other word breaks.
struct OneOf {
  std::string_view what;
  std::string_view rule;
};

/// One of a few words. `timed`: results that nobody can choose, which a step may try.
std::string read_one_of(Reading& reading, const Node& node, const Activity& activity, const OneOf& one,
                        const std::vector<std::string>& ids, const std::vector<std::string>& timed = {}) {
  std::string word = origin(node).text;  // is compared with ids, so what YAML makes of a bare `yes` does not matter
  for (const auto* known : {&ids, &timed})
    if (std::ranges::find(*known, word) != known->end()) return word;
  if (!lang::is_text(node)) {
    lang::report_shape(reading.context, node, fmt::format("'{}' of activity '{}'", one.what, activity.id), "a single value",
                       "write one word");
    return {};
  }
  lang::Finding finding = reading.findings().error(one.rule, origin(node).span,
                                                   fmt::format("activity '{}' has no {} '{}'", activity.id, one.what, word));
  finding.label(ids.empty() ? fmt::format("'{}' has no {}s", activity.id, one.what)
                            : fmt::format("'{}' has the {}s {}{}", activity.id, one.what, listed(ids), by_themselves(timed)));
  finding.suggest(word, ids);
  return {};
}

void report_needless(Reading& reading, const Node& node, const std::string& message, const std::string& help) {
  reading.findings().error("unknown-key", origin(node).span, message).help(help);
}

void report_missing(Reading& reading, const Step& step, std::string_view key, const std::string& help) {
  reading.findings().error("missing-key", step.span, fmt::format("step '{}' has no '{}'", step.name, key)).help(help);
}

void read_answer(Reading& reading, const Node& mapping, const Activity& activity, Step& step) {
  if (const Node* result = mapping.find("result")) {
    report_needless(reading, *result,
                    fmt::format("'{}' is done in several items; one of them has an answer, no result", activity.id),
                    "write `answer:`");
    return;
  }
  const std::vector<std::string> ids = answer_ids(activity);
  const Node* answer = mapping.find("answer");
  if (answer != nullptr) {
    step.result = read_one_of(reading, *answer, activity, {"answer", "unknown-answer"}, ids);
  } else if (!ids.empty()) {
    report_missing(reading, step, "answer", fmt::format("add `answer:` with one of {}", listed(ids)));
  }
}

/// Whoever speaks for a service says how it ended or why it failed.
void read_reply(Reading& reading, const Node& mapping, const Activity& activity, Step& step) {
  if (activity.performer != Performer::service) {
    reading.findings()
        .error("unknown-activity", step.span, fmt::format("activity '{}' waits for no answer, for no service does it", activity.id))
        .help(fmt::format("write `{}: {{by: PERSON}}`", activity.id));
    return;
  }
  const Node* result = mapping.find("result");
  if (mapping.find("fails") == nullptr) return;
  if (result != nullptr) report_needless(reading, *result, "a service that fails has no result", "keep one of the two");
}

/// Without a number a step may be about a new element, or about the one that the person has in hand.
void read_element(Reading& reading, const Node* node, const Activity& activity, Step& step) {
  if (node == nullptr) return;
  const std::string& text = origin(*node).text;
  if (is_count(text) || text == "new") {
    step.item = text;
    return;
  }
  const std::string& object = reading.model().objects.at(*activity.about).id;
  reading.findings()
      .error("bad-value", origin(*node).span, fmt::format("'{}' is not the number of a {}", lang::written(origin(*node)), object))
      .help("they are numbered from 1, in the order in which they came; `new` adds one");
}

}  // namespace

void read_item(Reading& reading, const Node* node, const Activity& activity, Step& step) {
  if (activity.about) return read_element(reading, node, activity, step);
  const bool has_several = activity.items && activity.items->kind != Items::Kind::votes;
  if (node == nullptr) {
    if (!has_several) return;
    const bool has_parts = activity.items->kind == Items::Kind::parts;
    return report_missing(reading, step, "item",
                          has_parts ? fmt::format("add `item:` with one of {}", listed(part_ids(activity)))
                                    : fmt::format("add `item:` with the number of {}, from 1", activity.items->element));
  }
  if (!has_several) {
    return report_needless(reading, *node,
                           activity.items ? fmt::format("everybody votes for himself in '{}'", activity.id)
                                          : fmt::format("'{}' is one piece of work", activity.id),
                           "take `item` out");
  }
  if (activity.items->kind == Items::Kind::parts) {
    step.item = read_one_of(reading, *node, activity, {"part", "unknown-part"}, part_ids(activity));
  } else if (is_count(origin(*node).text)) {
    step.item = origin(*node).text;
  } else {
    reading.findings()
        .error("bad-value", origin(*node).span,
               fmt::format("'{}' is not the number of {}", lang::written(origin(*node)), activity.items->element))
        .help("they are numbered from 1, in the order of the list");
  }
}

void read_ending(Reading& reading, const Node& mapping, const Activity& activity, Step& step) {
  if (step.verb == Verb::answer) {
    read_reply(reading, mapping, activity, step);
    if (mapping.find("fails") != nullptr || activity.performer != Performer::service) return;
  } else if (activity.items) {
    return read_answer(reading, mapping, activity, step);
  }
  const Node* answer = mapping.find("answer");
  if (answer != nullptr && answer->kind != Node::Kind::mapping) {
    report_needless(reading, *answer, fmt::format("'{}' is one piece of work, and has no answers", activity.id), "write `result:`");
    return;
  }
  const std::vector<std::string> ids = result_ids(activity, false);
  const std::vector<std::string> timed = result_ids(activity, true);
  if (const Node* result = mapping.find("result")) {
    step.result = read_one_of(reading, *result, activity, {"result", "unknown-result"}, ids, timed);
  } else if (!ids.empty()) {
    const std::string which = ids.size() == 1 ? fmt::format(" {}`", ids.front()) : fmt::format("` with one of {}", listed(ids));
    report_missing(reading, step, "result", fmt::format("add `result:{}{}", which, by_themselves(timed)));
  } else if (!timed.empty()) {
    report_missing(reading, step, "result", fmt::format("take the step out{}", by_themselves(timed)));
  }
}

namespace {

/// All that activities which are passed over may take: which they are is found when the step is taken.
std::vector<FieldRef> fields_on_the_way(const Model& model) {
  std::vector<FieldRef> fields;
  for (const Activity& activity : model.activities) {
    append(fields, activity.effects);
    for (const Result& result : activity.results) append(fields, result.effects);
  }
  return fields;
}

}  // namespace

std::vector<FieldRef> fields_taken(const Model& model, const Step& step) {
  std::vector<FieldRef> fields;
  if (step.motive && step.motive->as.value_or(DeviationKind::skip) == DeviationKind::skip) fields = fields_on_the_way(model);
  if (step.verb == Verb::start) {
    append(fields, model.start.required);
    append(fields, model.start.asked);
    return fields;
  }
  const Activity& activity = model.activities.at(model.find_activity(step.activity).value());
  append(fields, activity.effects);
  if (activity.items) {
    for (const Part& part : activity.items->parts) {
      if (!step.item.empty() && part.id != step.item) continue;
      append(fields, part.required);
      append(fields, part.asked);
    }
    return fields;
  }
  for (const Result& result : activity.results) {
    if (step.result.empty() || result.id == step.result) append(fields, result.effects);
  }
  return fields;
}

}  // namespace itsmflow::scenario
