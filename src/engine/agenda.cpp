#include "engine/agenda.hpp"

#include "base/text_distance.hpp"
#include "engine/json_writer.hpp"
#include "engine/linked.hpp"
#include "semantics/activation.hpp"
#include "semantics/automatic.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

namespace itsmflow {
namespace {

/// Something that would follow can't be done, so that the whole step can't.
struct Refused {
  std::vector<Obstacle> obstacles;
};

}  // namespace

std::string call_key(CaseId id, std::uint32_t call) {
  return fmt::format("{}-call-{}", id.value, call);
}

std::string call_kind(const std::string& service) {
  return "call:" + service;
}

std::vector<Obstacle> Agenda::run(std::unique_ptr<OpenCase> at, std::vector<NetEvent> events) {
  const auto by_somebody = std::find_if(events.begin(), events.end(), [](const NetEvent& event) { return !event.actor.empty(); });
  if (by_somebody != events.end()) actor_ = by_somebody->actor;
  try {
    run(touch(std::move(at)), std::move(events));
    while (!tasks_.empty()) {
      const Task task = std::move(tasks_.front());
      tasks_.pop_front();
      run(*task.touched, task.events());
    }
  } catch (Refused& refused) {
    return std::move(refused.obstacles);
  }
  return {};
}

void Agenda::run(Touched& touched, std::vector<NetEvent> events) {
  do {
    if (touched.events.empty() && events.size() == 1) {
      touched.events = std::move(events);
      last_happens(touched);
    } else {
      for (NetEvent& event : events) happen(touched, std::move(event));
    }
    events = next_automatic(*touched.at.net, touched.at.state);
  } while (!events.empty());
}

Agenda::Touched& Agenda::touch(std::unique_ptr<OpenCase> at) {
  Touched& touched = touched_.emplace_back(std::move(at));
  OpenCase& now = touched.at;
  assert(!now.offers || *now.offers == offer_rows(*now.net, now.state, people_));
  if (!now.offers) now.offers = now.record.revision == 0 ? std::vector<OfferRow>() : offer_rows(*now.net, now.state, people_);
  touched.timers_before = timer_rows(*now.net, now.state);
  return touched;
}

Agenda::Touched* Agenda::find(CaseId id) {
  for (Touched& touched : touched_)
    if (touched.at.record.id == id) return &touched;
  return nullptr;
}

Agenda::Touched& Agenda::open(CaseId id) {
  if (Touched* known = find(id)) return *known;
  return touch(engine_.take(transaction_, people_, id));
}

void Agenda::remove_from_outbox(CaseId id, std::vector<std::string> keys) {
  if (!keys.empty()) outbox_done_.emplace_back(id, std::move(keys));
}

void Agenda::happen(Touched& touched, NetEvent&& event) {
  touched.events.push_back(std::move(event));
  last_happens(touched);
}

void Agenda::last_happens(Touched& touched) {
  if (++event_count_ > engine_.options.agenda_limit) throw ModelError(loop_message(touched));
  const Model& model = *touched.at.net->model;
  NetEvent& event = touched.events.back();
  event.at = now_;
  if (event.type == EventType::deviated) event.deviation = static_cast<std::uint32_t>(touched.at.state.deviations.size()) + 1;
  if (event.type == EventType::over && &touched == &touched_.front()) event.person = actor_;
  if (event.type == EventType::launched)
    event.child = begin_case(touched, model.activities[event.activity].process.process,
                             model.activities[event.activity].process.with, Tie::waits);
  collect_tellings(touched, event);
  if (event.type == EventType::call_failed)
    touched.outbox_removed.push_back(call_key(touched.at.record.id, find_under_way(touched.at.state, event.activity)->call));
  const bool links = event.type == EventType::withdrawn || event.type == EventType::done;
  const std::vector<UnderWay> open = links ? touched.at.state.under_way : std::vector<UnderWay>();
  apply(*touched.at.net, touched.at.state, event);
  if (event.type == EventType::called) call_service(touched, event);
  if (links) leave_open(touched, event, open);
  const EventType type = event.type;
  if (type == EventType::done) {
    const Activity& activity = model.activities[event.activity];
    const Result& result = activity.results[event.result];
    for (const StartedProcess& started : activity.starts) link(touched, started);
    for (const StartedProcess& started : result.starts) link(touched, started);
  }
  if (type == EventType::over || type == EventType::cancelled) tell_parent(touched);
}

/// What was under way and is no more: calls are taken back, and cases that run are stopped or left alone.
void Agenda::leave_open(Touched& touched, const NetEvent& event, const std::vector<UnderWay>& before) {
  for (const UnderWay& open : before) {
    if (find_under_way(touched.at.state, open.activity)) continue;
    const Activity& activity = touched.at.net->model->activities[open.activity];
    if (open.call > 0) touched.outbox_removed.push_back(call_key(touched.at.record.id, open.call));
    const bool stops = activity.process.on_cancel == SubProcess::OnCancel::stop && event.type == EventType::withdrawn;
    if (open.child.value == 0 || !stops || open.returned != kNone) continue;
    Touched& child = this->open(open.child);
    tasks_.push_back({&child, [this, &child, parent = touched.at.record.id] { return stop(child, parent); }});
  }
}

std::vector<NetEvent> Agenda::stop(const Touched& child, CaseId parent) const {
  if (child.at.state.status != CaseStatus::open) return {};
  std::vector<NetEvent> events{event_of(EventType::cancelled)};
  events.back().note = fmt::format("case {} doesn't need it any more", parent.value);
  for (NetEvent& withdrawn : withdraw_all(child.at.state, "the case was cancelled")) events.push_back(std::move(withdrawn));
  return events;
}

CaseId Agenda::begin_case(Touched& parent, const std::string& process, const std::vector<PassedField>& with, Tie tie) {
  const std::shared_ptr<const Model> model = engine_.library.find(process);
  if (!model)
    throw ModelError(fmt::format("process '{}' starts cases of process '{}', which the library doesn't have; nothing was changed",
                                 parent.at.net->model->process, process));
  PassedData data = pass(*parent.at.net, parent.at.state, *model, with);
  if (!data.obstacles.empty()) throw Refused{std::move(data.obstacles)};
  NetEvent started = event_of(EventType::started);
  started.child = parent.at.record.id;
  started.detached = tie == Tie::detached;
  started.writes = std::move(data.writes);
  Touched& child = touch(engine_.new_case(transaction_, *model));
  tasks_.push_back({&child, [started = std::move(started)] { return std::vector<NetEvent>{started}; }});
  return child.at.record.id;
}

void Agenda::link(Touched& touched, const StartedProcess& started) {
  NetEvent event = event_of(EventType::linked);
  event.child = begin_case(touched, started.process, started.with, Tie::detached);
  if (started.into) event.writes.emplace_back(started.into->slot, Value(event.child.value));
  happen(touched, std::move(event));
}

void Agenda::tell_parent(Touched& touched) {
  if (touched.at.state.parent.value == 0 || touched.at.state.detached) return;
  Touched& parent = open(touched.at.state.parent);
  tasks_.push_back({&parent, [this, &parent, &touched] { return come_back(parent, touched); }});
}

/// What the end of a case is to the one that ran it: nothing, if that one doesn't wait for it any more. What it can't take over, because
/// either model is of a version that the other wasn't written for, keeps no case from ending; it is noted.
std::vector<NetEvent> Agenda::come_back(const Touched& parent, const Touched& child) const {
  const CaseState& ended = child.at.state;
  const auto waits = std::find_if(parent.at.state.under_way.begin(), parent.at.state.under_way.end(),
                                  [&](const UnderWay& one) { return one.child == child.at.record.id; });
  if (waits == parent.at.state.under_way.end() || parent.at.state.status != CaseStatus::open) return {};
  const Activity& activity = parent.at.net->model->activities[waits->activity];
  const std::string result = result_of_run(*child.at.net, ended);
  std::vector<std::string> notes;
  auto index = activity.find_result(result);
  if (!index) {
    notes.push_back(fmt::format("it ended as '{}', which is no result of '{}'", result, activity.id));
    index = activity.find_result("cancelled");
  }
  if (!index) return {};  // the loader sees to it that there is one
  NetEvent event = event_of(EventType::returned, waits->activity);
  event.child = child.at.record.id;
  event.result = *index;
  if (ended.status == CaseStatus::over) {
    ReturnedData data = returned_fields(*child.at.net, ended, *parent.at.net->model, activity.process.returns);
    event.writes = std::move(data.writes);
    notes.insert(notes.end(), data.problems.begin(), data.problems.end());
  }
  event.note = fmt::format("{}", fmt::join(notes, "; "));
  return {std::move(event)};
}

void Agenda::call_service(Touched& touched, const NetEvent& event) {
  const UnderWay& open = *find_under_way(touched.at.state, event.activity);
  const Activity& activity = touched.at.net->model->activities[event.activity];
  OutboxRow row;
  row.case_id = touched.at.record.id;
  row.key = call_key(row.case_id, open.call);
  row.kind = call_kind(activity.service.name);
  row.at = now_;
  JsonWriter out(row.body);
  out.begin_object();
  out.text("activity", activity.id);
  out.integer("call", open.call);
  out.integer("try", open.tries);
  out.end_object();
  touched.calls.push_back(std::move(row));
}

/// Who learns of the last event what he didn't do himself; asked before it is applied.
void Agenda::collect_tellings(Touched& touched, const NetEvent& event) {
  const auto tell = [&](const std::string& to, EventType what, const std::string& note, const std::string& by = {}) {
    if (!to.empty() && to != actor_) touched.tellings.push_back({touched.events.size() - 1, to, what, note, by});
  };
  const WorkItem* work = event.activity == kNone ? nullptr : find_work(touched.at.state, event.activity, event.item);
  if (event.type == EventType::handed_over) tell(event.person, EventType::handed_over, event.note);
  if (event.type == EventType::accepted && work) tell(work->holder, EventType::withdrawn, "took it back", work->giver);
  tell_of_deviation(touched, event);
  if (event.type != EventType::withdrawn || !work) return;
  tell(work->holder, EventType::withdrawn, event.note);
  tell(work->giver, EventType::withdrawn, event.note);
}

/// Those who are to confirm it learn of a deviation and of its being late, and whoever answers for it what they said.
void Agenda::tell_of_deviation(Touched& touched, const NetEvent& event) {
  const Model& model = *touched.at.net->model;
  const auto tell = [&](const std::string& to, const std::string& note) {
    if (!to.empty() && to != actor_) touched.tellings.push_back({touched.events.size() - 1, to, event.type, note});
  };
  const auto tell_confirmers = [&](const Allowance& line, const std::string& person) {
    if (!line.confirm) return;
    std::set<std::string> told;
    for (const std::uint32_t role : line.confirm->roles)
      for (const std::string& holder : engine_.directory.holders_of(model.roles[role].id))
        if (holder != person && told.insert(holder).second) tell(holder, event.note);
  };
  if (event.type == EventType::deviated) tell_confirmers(model.deviations.lines[event.line], event.actor);
  const bool is_verdict = event.type == EventType::confirmed || event.type == EventType::disapproved;
  if (!is_verdict && event.type != EventType::confirmation_late) return;
  const Deviation& deviation = touched.at.state.deviations[event.deviation - 1];
  if (is_verdict) return tell(deviation.person, event.note);
  tell_confirmers(model.deviations.lines[deviation.line], deviation.person);
  tell(deviation.person, {});
}

std::string Agenda::loop_message(const Touched& touched) const {
  std::set<std::string> names;
  for (const NetEvent& event : touched.events)
    if (event.actor.empty() && event.activity != kNone) names.insert(touched.at.net->model->activities[event.activity].id);
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "'" : ", '") + name + "'";
  return fmt::format(
      "process '{}' runs in a circle by itself: {} events and nobody was asked in between{}; nothing was changed. "
      "Give one of them to a person, or a guard that ends the circle",
      touched.at.net->model->process, event_count_ - 1, list.empty() ? "" : " (" + list + ")");
}

}  // namespace itsmflow
