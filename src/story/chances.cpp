#include "story/chances.hpp"

#include <algorithm>

namespace itsmflow::story {
namespace {

bool is_in(const std::vector<std::uint32_t>& items, std::uint32_t item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

bool has_row(const Model& model, std::uint32_t activity) {
  return std::any_of(model.rows.begin(), model.rows.end(), [&](const Row& row) { return is_in(row.targets, activity); });
}

bool is_in_a_rule(const Model& model, std::uint32_t activity) {
  return std::any_of(model.rules.begin(), model.rules.end(), [&](const Rule& rule) {
    return rule.is_about_course() && std::any_of(rule.subjects.begin(), rule.subjects.end(),
                                                 [&](const RuleSubject& subject) { return subject.activity == activity; });
  });
}

/// All that is said of one way to end it.
std::vector<const Effects*> effects_of(const Activity& activity, const Result& result) {
  return {&activity.effects, &result.effects};
}

bool stays_aside(const Model& model, const Activity& activity, const Result& result) {
  if (result.after || result.cancels.all || !result.cancels.activities.empty()) return false;
  const auto effects = effects_of(activity, result);
  return std::none_of(effects.begin(), effects.end(), [&](const Effects* one) {
    const bool moves_case =
        std::any_of(one->moves.begin(), one->moves.end(), [&](const Move& move) { return move.object == *model.case_object; });
    const bool asks_for_many =
        std::any_of(one->needs.begin(), one->needs.end(), [&](const Need& need) { return model.objects[need.object].many; });
    return one->when || moves_case || asks_for_many;
  });
}

/// That it looks at something at all: what is possible all the time is missed in every case.
bool looks_at_states(const Activity& activity, const Result& result) {
  const auto effects = effects_of(activity, result);
  return std::any_of(effects.begin(), effects.end(), [](const Effects* one) { return !one->moves.empty() || !one->needs.empty(); });
}

/// That something would have come of it: an object moved, or data.
bool brings_something(const Activity& activity) {
  const auto brings = [](const Effects& effects) {
    return !effects.moves.empty() || !effects.required.empty() || !effects.asked.empty();
  };
  if (brings(activity.effects)) return true;
  if (activity.items && std::any_of(activity.items->parts.begin(), activity.items->parts.end(),
                                    [](const Part& part) { return !part.required.empty() || !part.asked.empty(); }))
    return true;
  return std::any_of(activity.results.begin(), activity.results.end(),
                     [&](const Result& result) { return brings(result.effects); });
}

bool is_looked_at(const Model& model, std::uint32_t index) {
  const Activity& activity = model.activities[index];
  if (activity.performer != Performer::people || activity.about || !brings_something(activity)) return false;
  if (has_row(model, index) || is_in_a_rule(model, index)) return false;
  if (activity.cancels.all || !activity.cancels.activities.empty()) return false;
  return std::all_of(activity.results.begin(), activity.results.end(), [&](const Result& result) {
    return stays_aside(model, activity, result) && looks_at_states(activity, result);
  });
}

bool fits(const Activity& activity, const Result& result, const States& states) {
  const auto effects = effects_of(activity, result);
  return std::all_of(effects.begin(), effects.end(), [&](const Effects* one) {
    return std::all_of(one->moves.begin(), one->moves.end(),
                       [&](const Move& move) { return is_in(move.from, states[move.object]); }) &&
           std::all_of(one->needs.begin(), one->needs.end(),
                       [&](const Need& need) { return is_in(need.states, states[need.object]); });
  });
}

bool is_possible(const Activity& activity, const States& states) {
  return std::any_of(activity.results.begin(), activity.results.end(),
                     [&](const Result& result) { return fits(activity, result, states); });
}

/// Somebody had to do with it, whether it was done in the end or not.
bool is_touched(const std::vector<Event>& events, const std::string& activity) {
  return std::any_of(events.begin(), events.end(), [&](const Event& event) { return event.activity == activity; });
}

bool ends_case(const Event& event) {
  return event.type == EventType::over || event.type == EventType::cancelled;
}

/// The last events of the steps, as long as the case was open, and the one that ended it.
std::vector<std::size_t> step_ends(const std::vector<Event>& events) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const bool is_last = i + 1 == events.size() || events[i + 1].step != events[i].step;
    if (is_last || ends_case(events[i])) ends.push_back(i);
    if (ends_case(events[i])) break;
  }
  return ends;
}

Chance chance_of(const Telling& telling, const Activity& activity, const std::vector<std::size_t>& ends) {
  Chance chance{.activity = activity.id};
  for (const std::size_t end : ends) {
    const Event& event = telling.events[end];
    const bool possible = !ends_case(event) && is_possible(activity, telling.trail.after(end));
    if (possible && chance.from == nullptr) chance.from = &event;
    if (possible) chance.to = nullptr;
    if (!possible && chance.from != nullptr && chance.to == nullptr) chance.to = &event;
  }
  return chance;
}

}  // namespace

std::vector<Chance> missed_chances(const Telling& telling) {
  const Model& model = telling.model;
  std::vector<Chance> missed;
  if (!model.case_object) return missed;
  const std::vector<std::size_t> ends = step_ends(telling.events);
  for (std::uint32_t index = 0; index < model.activities.size(); ++index) {
    const Activity& activity = model.activities[index];
    if (!is_looked_at(model, index) || is_touched(telling.events, activity.id)) continue;
    Chance chance = chance_of(telling, activity, ends);
    if (chance.from != nullptr && chance.to != nullptr) missed.push_back(std::move(chance));
  }
  return missed;
}

}  // namespace itsmflow::story
