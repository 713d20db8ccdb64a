// What deviated from the model, and what was said of it; and what came of the case.

#include <fmt/format.h>

#include <algorithm>

#include "story/saying.hpp"
#include "story/telling.hpp"

namespace itsmflow::story {
namespace {

bool is_about_confirming(EventType type) {
  return type == EventType::confirmed || type == EventType::disapproved || type == EventType::confirmation_late;
}

std::vector<StoryJudgement> judgements(const Telling& telling, std::int64_t deviation) {
  std::vector<StoryJudgement> list;
  for (const Event& event : telling.events) {
    if (event.deviation != deviation || !is_about_confirming(event.type)) continue;
    list.push_back({event.type, event.actor.empty() ? "" : telling.names.person(event.actor),
                    event.role.empty() ? "" : telling.names.role(event.role), event.note, event.number, event.at});
  }
  return list;
}

void add_model(StoryDeviation& told, const Event& event, const Telling& telling) {
  if (const auto activity = telling.model.find_activity(event.activity))
    told.purpose = telling.model.activities[*activity].wording.why;
  const auto& motives = telling.model.deviations.motives;
  const auto motive = std::find_if(motives.begin(), motives.end(), [&](const DeclaredMotive& m) { return m.id == event.motive; });
  if (motive == motives.end()) return;
  told.motive_title = motive->wording.title;
  told.motive_class = motive->motive_class;
}

void add_view(StoryDeviation& told, const Telling& telling) {
  const auto& views = telling.view.deviations;
  const auto view = std::find_if(views.begin(), views.end(), [&](const DeviationView& v) { return v.number == told.number; });
  if (view == views.end()) return;
  told.confirmation = view->confirmation;
  told.due = view->due;
  for (const std::string& role : view->confirm_by) told.confirm_by.push_back(telling.names.role(role));
}

StoryDeviation tell(const Event& event, const Telling& telling) {
  StoryDeviation told;
  told.number = event.deviation;
  told.event = event.number;
  told.at = event.at;
  told.kind = event.kind;
  told.person = telling.names.person(event.actor);
  told.role = event.role.empty() ? "" : telling.names.role(event.role);
  told.what = fmt::format("{} {}", told.person, what_deviated(event, telling.names));
  told.activity = event.activity;
  told.motive = event.motive;
  told.because = event.note;
  told.overrode = event.overrode;
  told.judgements = judgements(telling, event.deviation);
  add_model(told, event, telling);
  add_view(told, telling);
  return told;
}

}  // namespace

std::vector<StoryDeviation> deviations(const Telling& telling) {
  std::vector<StoryDeviation> list;
  for (const Event& event : telling.events) {
    if (event.type == EventType::deviated) list.push_back(tell(event, telling));
  }
  return list;
}

StoryOutcome outcome(const Telling& telling) {
  StoryOutcome told;
  told.id = telling.view.outcome;
  told.counts_as = telling.view.counts_as;
  for (const Outcome& outcome : telling.model.outcomes.outcomes) {
    if (outcome.id != told.id) continue;
    told.title = outcome.wording.title;
    if (!outcome.when || !telling.view.judge.empty()) continue;
    told.guard = outcome.when->expression.text();
    told.why = outcome.wording.why;
  }
  if (telling.view.judge.empty()) return told;
  const auto last = std::find_if(telling.events.rbegin(), telling.events.rend(),
                                 [](const Event& event) { return event.type == EventType::judged; });
  if (last == telling.events.rend()) return told;
  told.judge = telling.names.person(last->actor);
  told.because = last->note;
  return told;
}

}  // namespace itsmflow::story
