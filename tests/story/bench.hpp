#pragma once

#include <itsmflow/model.hpp>
#include <itsmflow/story.hpp>

#include <string>
#include <utility>
#include <vector>

// A small process, and events of its cases as an engine writes them.

namespace story_bench {

using namespace itsmflow;

inline const char* const kRepair = R"(itsmflow: 1
process: repair
title: Repair
version: 1.2.0
why: What is broken is mended.
case: job
roles:
  boss: {title: Boss}
  worker: {title: Worker}
objects:
  job:
    title: Job
    states: [new, ready, made, closed]
    final: [closed]
    fields:
      what: {type: text, title: What is broken}
      proof: {type: document, title: Proof}
      hours: int
      progress: text
  tool:
    states: [clean, dirty]
start: {role: boss, requires: [job.what]}
activities:
  prepare: {title: Get ready, why: Nothing is forgotten., role: worker, moves: {job: new -> ready}}
  make: {title: Mend it, role: worker, moves: {job: ready -> made, tool: clean -> dirty}, requires: [job.proof], asks: [job.hours]}
  note: {title: Say how far it is, role: worker, needs: {job: ready | made}, asks: [job.progress]}
  close:
    title: Look at it
    role: boss
    results:
      good: {title: It works, moves: {job: made -> closed}}
      bad: {moves: {job: made -> closed}}
deviations:
  motives:
    hurry: {class: will_not, title: There was no time}
    no_tool: {class: cannot}
  allow:
    - {what: skip, activities: [prepare, make], by: worker}
    - {what: extra, by: [worker, boss]}
    - {what: again, by: [worker, boss]}
    - {what: missing_data, activities: [make], by: worker, confirm: {by: boss, within: 1 day}}
outcomes:
  - success
  - lost: {title: Nothing came of it, counts_as: failure}
  - slow: {title: It took too long, when: job.hours > 8, counts_as: failure, why: A day is enough.}
)";

inline Model repair() {
  return *load_model(kRepair).value_or_throw();
}

/// 2014-03-03, a Monday, at an hour and a minute; hours from 24 on are those of the next days.
inline Timestamp at(std::int64_t hour, std::int64_t minute = 0) {
  return {1'393'804'800 + hour * 3'600 + minute * 60, 0};
}

/// The events of a case. Each is a step of its own, unless with_last() says otherwise.
class Log {
 public:
  Event& add(EventType type, Timestamp when, std::string actor = "", std::string activity = "") {
    Event event;
    event.case_id = CaseId{7};
    event.number = static_cast<std::int64_t>(events.size()) + 1;
    event.step = event.number;
    event.type = type;
    event.at = when;
    event.actor = std::move(actor);
    event.activity = std::move(activity);
    events.push_back(std::move(event));
    return events.back();
  }
  Event& with_last(EventType type, std::string actor = "", std::string activity = "") {
    const std::int64_t step = events.back().step;
    Event& event = add(type, events.back().at, std::move(actor), std::move(activity));
    event.step = step;
    return event;
  }
  Event& start(Timestamp when, std::string actor = "ann") {
    Event& event = add(EventType::started, when, std::move(actor));
    event.role = "boss";
    event.data["job.what"] = Value("the pump");
    return event;
  }
  Event& done(Timestamp when, std::string actor, std::string activity, std::string role, std::string result = "") {
    Event& event = add(EventType::done, when, std::move(actor), std::move(activity));
    event.role = std::move(role);
    event.result = std::move(result);
    return event;
  }
  Event& deviated(Timestamp when, DeviationKind kind, std::string actor, std::string activity) {
    Event& event = add(EventType::deviated, when, std::move(actor), std::move(activity));
    event.deviation = ++deviations_;
    event.kind = kind;
    event.motive = "hurry";
    return event;
  }
  Event& about(EventType type, Timestamp when, std::int64_t deviation, std::string actor = "") {
    Event& event = add(type, when, std::move(actor));
    event.deviation = deviation;
    return event;
  }

  std::vector<Event> events;

 private:
  std::int64_t deviations_ = 0;
};

/// How the case of a log stands, as far as events don't say it.
inline CaseView view_of(const Log& log, CaseStatus status = CaseStatus::over) {
  CaseView view;
  view.id = CaseId{7};
  view.process = "repair";
  view.version = "1.2.0";
  view.status = status;
  view.started = log.events.front().at;
  view.changed = log.events.back().at;
  view.revision = log.events.back().number;
  return view;
}

inline DeviationView confirmation(std::int64_t number, ConfirmationStatus status) {
  DeviationView view;
  view.number = number;
  view.confirmation = status;
  view.confirm_by = {"boss"};
  return view;
}

/// A case that went as it should, from nine to eleven.
inline Log good_day() {
  Log log;
  log.start(at(9));
  log.done(at(9, 20), "bob", "prepare", "worker");
  log.done(at(9, 30), "bob", "note", "worker");
  log.done(at(10), "bob", "make", "worker").data["job.proof"] = Value("proof.pdf");
  log.done(at(11), "ann", "close", "boss", "good");
  log.with_last(EventType::over);
  return log;
}

inline std::vector<std::string> texts(const std::vector<StoryWarning>& warnings) {
  std::vector<std::string> list;
  for (const StoryWarning& warning : warnings) list.push_back(warning.text);
  return list;
}

}  // namespace story_bench
