// What an event does to a case. Total and deterministic: everything was decided before.

#include "base/later.hpp"
#include "semantics/confirmation.hpp"
#include "semantics/elements.hpp"

#include <algorithm>
#include <limits>

namespace itsmflow {
namespace {

std::vector<WorkItem>::iterator work_of(CaseState& state, const NetEvent& event) {
  return std::find_if(state.work.begin(), state.work.end(),
                      [&](const WorkItem& work) { return work.activity == event.activity && work.item == event.item; });
}

std::vector<UnderWay>::iterator under_way_of(CaseState& state, std::uint32_t activity) {
  return std::find_if(state.under_way.begin(), state.under_way.end(),
                      [&](const UnderWay& open) { return open.activity == activity; });
}

void take_input(const Net& net, CaseState& state, std::uint32_t activity, std::uint32_t input) {
  if (input != kNone) state.marking -= net.activities[activity].inputs[input];
}

void return_input(const Net& net, CaseState& state, std::uint32_t activity, std::uint32_t input) {
  if (input != kNone) state.marking |= net.activities[activity].inputs[input];
}

bool is_in_a_rule(const Model& model, std::uint32_t activity) {
  return std::any_of(model.rules.begin(), model.rules.end(), [&](const Rule& rule) {
    return std::any_of(rule.subjects.begin(), rule.subjects.end(),
                       [&](const RuleSubject& subject) { return subject.activity == activity; });
  });
}

void remember(const Net& net, CaseState& state, const NetEvent& event) {
  if (event.actor.empty() || !is_in_a_rule(*net.model, event.activity)) return;
  const std::uint32_t element = state.focus.number;
  for (Performed& known : state.performed) {
    if (known.activity != event.activity || known.result != event.result || known.person != event.actor) continue;
    if (known.element != element) continue;
    known.at = event.at;
    return;
  }
  state.performed.push_back({event.activity, event.result, event.actor, event.at, element});
}

void write(CaseState& state, const Writes& writes) {
  for (const auto& [slot, value] : writes) state.data[slot] = value;
}

void drop_timers(CaseState& state, std::uint32_t activity) {
  std::erase_if(state.timers, [&](const Timer& timer) { return timer.activity == activity; });
}

/// A region whose join was taken, and whose late branches have come, can be entered again.
void settle(const Net& net, CaseState& state) {
  for (const Net::Region& region : net.regions) {
    if (!state.marking.test(region.joined)) continue;
    const bool settled = std::all_of(region.branches.begin(), region.branches.end(), [&](const Net::Region::Branch& branch) {
      return state.marking.test(branch.arrived) || state.marking.test(branch.passed);
    });
    if (settled) state.marking -= region.all;
  }
}

bool goes_on(const CaseState& state, const Net::Region::Branch& branch) {
  const auto is_here = [&](std::uint32_t activity) {
    return std::find(branch.activities.begin(), branch.activities.end(), activity) != branch.activities.end();
  };
  return state.marking.meets(branch.tokens) ||
         std::any_of(state.work.begin(), state.work.end(),
                     [&](const WorkItem& work) { return work.begun && is_here(work.activity); }) ||
         std::any_of(state.under_way.begin(), state.under_way.end(), [&](const UnderWay& open) { return is_here(open.activity); });
}

/// Branches that lost their last token count as not begun; a region that lost them all doesn't run any more.
void forget_lost_branches(const Net& net, CaseState& state) {
  for (const Net::Region& region : net.regions) {
    if (!state.marking.test(region.running)) continue;
    bool alive = false;
    for (const Net::Region::Branch& branch : region.branches) {
      const bool arrived = state.marking.test(branch.arrived);
      const bool on = !arrived && !state.marking.test(branch.passed) && goes_on(state, branch);
      alive = alive || on || (arrived && !state.marking.test(region.joined));
      if (!arrived && !on) state.marking.set(branch.passed);
    }
    if (!alive) state.marking -= region.all;
  }
}

void apply_begun(const Net& net, CaseState& state, const NetEvent& event) {
  take_input(net, state, event.activity, event.input);
  auto work = work_of(state, event);
  if (work == state.work.end()) work = state.work.insert(work, WorkItem{.activity = event.activity, .item = event.item});
  work->holder = event.actor;
  work->begun = true;
  work->input = event.input;
}

void apply_opened(const Net& net, CaseState& state, const NetEvent& event) {
  take_input(net, state, event.activity, event.input);
  state.under_way.push_back({.activity = event.activity, .input = event.input, .items = event.items});
}

void apply_item_done(const Net& net, CaseState& state, const NetEvent& event) {
  if (const auto work = work_of(state, event); work != state.work.end()) state.work.erase(work);
  const auto open = under_way_of(state, event.activity);
  if (open == state.under_way.end()) return;
  auto item = std::find_if(open->items.begin(), open->items.end(), [&](const Item& one) { return one.id == event.item; });
  if (item == open->items.end()) item = open->items.insert(item, Item{.id = event.item});  // a vote
  item->done = true;
  item->answer = event.answer;
  item->person = event.actor;
  item->role = event.role;
  write(state, event.writes);
  remember(net, state, event);
}

bool may_be_done_again(const Model& model, std::uint32_t activity) {
  return std::any_of(model.deviations.lines.begin(), model.deviations.lines.end(), [&](const Allowance& line) {
    return line.what == DeviationKind::again && std::binary_search(line.activities.begin(), line.activities.end(), activity);
  });
}

/// What doing an activity again would return to.
void remember_before(const Net& net, CaseState& state, const NetEvent& event) {
  if (event.actor.empty() || !may_be_done_again(*net.model, event.activity)) return;
  Before before{event.activity, state.marking, state.assumed};
  const auto add_input = [&](const auto& in_hand) {
    if (in_hand.input != kNone) before.marking |= net.activities[in_hand.activity].inputs[in_hand.input];
  };
  for (const WorkItem& work : state.work) add_input(work);
  for (const UnderWay& open : state.under_way) add_input(open);
  const auto known =
      std::find_if(state.before.begin(), state.before.end(), [&](const Before& one) { return one.activity == event.activity; });
  if (known == state.before.end())
    state.before.push_back(std::move(before));
  else
    *known = std::move(before);
}

/// Objects that an activity moves are in states that a skip brought them to, or else in states that somebody brought them to.
void note_assumed(const Net& net, CaseState& state, const NetEvent& event, std::uint32_t skip) {
  if (skip == 0 && state.assumed.empty()) return;
  state.assumed.resize(net.model->objects.size());
  for (const Net::Shift& shift : net.activities[event.activity].results[event.result].shifts) state.assumed[shift.object] = skip;
  if (std::all_of(state.assumed.begin(), state.assumed.end(), [](std::uint32_t one) { return one == 0; })) state.assumed.clear();
}

/// The net transition of an activity and one of its results, and what the event writes.
void fire(const Net& net, CaseState& state, const NetEvent& event) {
  const Net::ResultNode& result = net.activities[event.activity].results[event.result];
  for (const Net::Shift& shift : result.shifts) {
    state.marking -= shift.from;
    state.marking.set(shift.to);
  }
  state.marking -= result.clears;
  state.marking |= result.produce;
  if (!result.clears.empty()) forget_lost_branches(net, state);
  settle(net, state);
  write(state, event.writes);
  remember(net, state, event);
}

void apply_done(const Net& net, CaseState& state, const NetEvent& event) {
  remember_before(net, state, event);
  if (!is_begun(state, event.activity)) take_input(net, state, event.activity, event.input);
  std::erase_if(state.work, [&](const WorkItem& work) {
    return work.activity == event.activity && (event.item.empty() || work.item == event.item);
  });
  std::erase_if(state.under_way, [&](const UnderWay& open) { return open.activity == event.activity; });
  drop_timers(state, event.activity);
  if (event.taken < state.messages.size()) state.messages.erase(state.messages.begin() + event.taken);
  fire(net, state, event);
  note_assumed(net, state, event, 0);
  net.rules.advance(state.rules, event.activity, event.result);
}

void apply_skip(const Net& net, CaseState& state, const NetEvent& event) {
  take_input(net, state, event.activity, event.input);
  drop_timers(state, event.activity);
  fire(net, state, event);
  note_assumed(net, state, event, static_cast<std::uint32_t>(state.deviations.size()));
}

void apply_return(CaseState& state, const NetEvent& event) {
  const auto before =
      std::find_if(state.before.begin(), state.before.end(), [&](const Before& one) { return one.activity == event.activity; });
  if (before == state.before.end()) return;
  state.marking = before->marking;
  state.assumed = before->assumed;
}

void apply_deviated(const Net& net, CaseState& state, const NetEvent& event) {
  state.deviations.push_back({.kind = event.kind,
                              .activity = event.activity,
                              .result = event.result,
                              .item = event.item,
                              .motive = event.motive,
                              .line = event.line,
                              .person = event.actor,
                              .role = event.role,
                              .at = event.at});
  for (const std::uint32_t course : event.off) state.rules[course] = RuleSet::kOff;
  switch (event.kind) {
    case DeviationKind::skip:
      return apply_skip(net, state, event);
    case DeviationKind::again:
      return apply_return(state, event);
    case DeviationKind::extra:
      write(state, event.writes);
      remember(net, state, event);
      return net.rules.advance(state.rules, event.activity, event.result);
    default:
      return;
  }
}

/// What is said of a deviation later.
void apply_verdict(CaseState& state, const NetEvent& event) {
  if (event.deviation == 0 || event.deviation > state.deviations.size()) return;
  Deviation& deviation = state.deviations[event.deviation - 1];
  if (event.type == EventType::confirmation_late) {
    deviation.late = true;
    return;
  }
  deviation.judge = event.actor;
  deviation.verdict = event.type == EventType::confirmed ? Deviation::Verdict::confirmed : Deviation::Verdict::disapproved;
}

/// Nothing else says that a case is at its end, and how it turned out.
void apply_end(CaseState& state, const NetEvent& event) {
  if (event.type == EventType::judged) {
    const bool takes_back = event.outcome == kUndecided;
    state.outcome = takes_back ? std::string() : event.outcome;
    state.judge = takes_back ? std::string() : event.actor;
    return;
  }
  state.status = event.type == EventType::over ? CaseStatus::over : CaseStatus::cancelled;
  if (event.type == EventType::over) state.ended_by = event.person;
}

void apply_routed(const Net& net, CaseState& state, const NetEvent& event) {
  const Net::Silent& silent = net.silents[event.silent];
  state.marking -= silent.from;
  state.marking |= silent.produce;
  for (std::uint32_t b = 0; b < silent.branches.size(); ++b) {
    const bool taken = std::find(event.branches.begin(), event.branches.end(), b) != event.branches.end();
    state.marking |= taken ? silent.branches[b].produce : silent.branches[b].passed;
  }
  if (silent.kind == Net::Silent::Kind::join) state.marking.set(net.regions[silent.region].joined);
  settle(net, state);
}

/// Work in hand, or else what is under way of the activity as a whole.
void apply_withdrawn(const Net& net, CaseState& state, const NetEvent& event) {
  std::uint32_t input = kNone;
  if (const auto work = work_of(state, event); work != state.work.end()) {
    input = work->input;
    state.work.erase(work);
  } else if (const auto open = under_way_of(state, event.activity); open != state.under_way.end()) {
    input = open->input;
    state.under_way.erase(open);
    std::erase_if(state.timers, [&](const Timer& timer) { return timer.activity == event.activity && timer.result == kNone; });
  }
  if (event.lost)
    forget_lost_branches(net, state);
  else
    return_input(net, state, event.activity, input);
}

void apply_called(const Net& net, CaseState& state, const NetEvent& event) {
  auto open = under_way_of(state, event.activity);
  if (open == state.under_way.end()) {
    take_input(net, state, event.activity, event.input);
    open = state.under_way.insert(open, {.activity = event.activity, .input = event.input});
  }
  ++open->tries;
  open->call = ++state.calls;
  std::erase_if(state.timers, [&](const Timer& timer) { return timer.activity == event.activity && timer.result == kNone; });
}

void apply_call_failed(const Net& net, CaseState& state, const NetEvent& event) {
  const auto open = under_way_of(state, event.activity);
  if (open == state.under_way.end()) return;
  if (event.last)
    open->gave_up = true;
  else
    state.timers.push_back({event.activity, kNone, later(event.at, net.model->activities[event.activity].service.wait)});
}

void apply_to_timer(const Net& net, CaseState& state, const NetEvent& event) {
  const auto timer = std::find_if(state.timers.begin(), state.timers.end(),
                                  [&](const Timer& one) { return one.activity == event.activity && one.result == event.result; });
  if (event.type == EventType::timer_set) {
    const auto& after = net.model->activities[event.activity].results[event.result].after;
    if (timer == state.timers.end() && after) state.timers.push_back({event.activity, event.result, later(event.at, *after)});
    return;
  }
  if (timer == state.timers.end()) return;
  if (event.type == EventType::timer_due)
    timer->is_due = true;
  else
    state.timers.erase(timer);
}

void apply_to_case_run(const Net& net, CaseState& state, const NetEvent& event) {
  if (event.type == EventType::launched) {
    take_input(net, state, event.activity, event.input);
    state.under_way.push_back({.activity = event.activity, .input = event.input, .child = event.child});
    return;
  }
  write(state, event.writes);
  if (event.type != EventType::returned) return;
  if (const auto open = under_way_of(state, event.activity); open != state.under_way.end()) open->returned = event.result;
}

void apply_to_work(const Net& net, CaseState& state, const NetEvent& event) {
  const auto work = work_of(state, event);
  if (work == state.work.end()) return;
  switch (event.type) {
    case EventType::handed_over:
      if (work->begun) remember(net, state, event);
      work->giver = event.actor;
      work->holder = event.person;
      work->confirm = event.note;
      return;
    case EventType::accepted:
      work->holder = event.actor;
      work->giver.clear();
      work->confirm.clear();
      return;
    case EventType::suspended:
      work->suspended = true;
      work->note = event.note;
      return;
    case EventType::resumed:
      work->suspended = false;
      work->note.clear();
      return;
    default:
      return;
  }
}

void apply_to_case(const Net& net, CaseState& state, const NetEvent& event) {
  switch (event.type) {
    case EventType::started:
      state.started = event.at;
      state.parent = event.child;
      state.detached = event.detached;
      write(state, event.writes);
      remember(net, state, event);
      return;
    case EventType::claimed:
      state.work.push_back(WorkItem{.activity = event.activity, .item = event.item, .holder = event.actor});
      return;
    case EventType::handed_over:
    case EventType::accepted:
    case EventType::suspended:
    case EventType::resumed:
      apply_to_work(net, state, event);
      return;
    case EventType::begun:
      apply_begun(net, state, event);
      return;
    case EventType::set:
      write(state, event.writes);
      return;
    case EventType::opened:
      apply_opened(net, state, event);
      return;
    case EventType::item_done:
      apply_item_done(net, state, event);
      return;
    case EventType::done:
      apply_done(net, state, event);
      return;
    case EventType::withdrawn:
      apply_withdrawn(net, state, event);
      return;
    case EventType::routed:
      apply_routed(net, state, event);
      return;
    case EventType::timer_set:
    case EventType::timer_stopped:
    case EventType::timer_due:
      apply_to_timer(net, state, event);
      return;
    case EventType::received:
      state.messages.push_back(event.message);
      return;
    case EventType::called:
      apply_called(net, state, event);
      return;
    case EventType::call_failed:
      apply_call_failed(net, state, event);
      return;
    case EventType::launched:
    case EventType::returned:
    case EventType::linked:
      apply_to_case_run(net, state, event);
      return;
    case EventType::deviated:
      return apply_deviated(net, state, event);
    case EventType::confirmed:
    case EventType::disapproved:
    case EventType::confirmation_late:
      return apply_verdict(state, event);
    case EventType::judged:
    case EventType::over:
    case EventType::cancelled:
      return apply_end(state, event);
  }
}

}  // namespace

void apply(const Net& net, CaseState& state, const NetEvent& event) {
  const bool is_noted = event.type == EventType::deviated || event.type == EventType::confirmed ||
                        event.type == EventType::disapproved || event.type == EventType::confirmation_late;
  const auto about = event.activity == kNone || is_noted ? std::nullopt : net.model->activities[event.activity].about;
  if (!about) return apply_to_case(net, state, event);
  focus_on(net, state, {*about, element_number(event.item)});
  apply_to_case(net, state, event);
  // What isn't there, and in nobody's hands any more, leaves nothing behind.
  const bool given_up = event.type == EventType::done || event.type == EventType::withdrawn;
  if (given_up && state_of(net, state, *about) == 0)
    for (const Field& field : net.model->objects[*about].fields) state.data[field.slot] = Value();
  put_back(net, state);
}

}  // namespace itsmflow
