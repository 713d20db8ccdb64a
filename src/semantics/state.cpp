#include "semantics/state.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

std::vector<WorkItem>::iterator item_of(CaseState& state, std::uint32_t activity) {
  return std::find_if(state.work.begin(), state.work.end(), [&](const WorkItem& item) { return item.activity == activity; });
}

void take_input(const Net& net, CaseState& state, std::uint32_t activity, std::uint32_t input) {
  if (input != kNone) state.marking -= net.activities[activity].inputs[input];
}

bool is_in_a_rule(const Model& model, std::uint32_t activity) {
  return std::any_of(model.rules.begin(), model.rules.end(), [&](const Rule& rule) {
    return std::any_of(rule.subjects.begin(), rule.subjects.end(),
                       [&](const RuleSubject& subject) { return subject.activity == activity; });
  });
}

void remember(const Net& net, CaseState& state, const NetEvent& event) {
  if (event.actor.empty() || !is_in_a_rule(*net.model, event.activity)) return;
  for (Performed& known : state.performed) {
    if (known.activity != event.activity || known.result != event.result || known.person != event.actor) continue;
    known.at = event.at;
    return;
  }
  state.performed.push_back({event.activity, event.result, event.actor, event.at});
}

void write(CaseState& state, const Writes& writes) {
  for (const auto& [slot, value] : writes) state.data[slot] = value;
}

void apply_begun(const Net& net, CaseState& state, const NetEvent& event) {
  take_input(net, state, event.activity, event.input);
  auto item = item_of(state, event.activity);
  if (item == state.work.end()) item = state.work.insert(item, WorkItem{.activity = event.activity});
  item->holder = event.actor;
  item->begun = true;
  item->input = event.input;
}

void apply_done(const Net& net, CaseState& state, const NetEvent& event) {
  const auto item = item_of(state, event.activity);
  const bool was_begun = item != state.work.end() && item->begun;
  if (!was_begun) take_input(net, state, event.activity, event.input);
  if (item != state.work.end()) state.work.erase(item);
  const Net::ResultNode& result = net.activities[event.activity].results[event.result];
  for (const Net::Shift& shift : result.shifts) {
    state.marking -= shift.from;
    state.marking.set(shift.to);
  }
  state.marking |= result.produce;
  write(state, event.writes);
  remember(net, state, event);
  net.rules.advance(state.rules, event.activity, event.result);
}

void apply_withdrawn(const Net& net, CaseState& state, const NetEvent& event) {
  const auto item = item_of(state, event.activity);
  if (item == state.work.end()) return;
  if (item->begun && item->input != kNone) state.marking |= net.activities[event.activity].inputs[item->input];
  state.work.erase(item);
}

void apply_to_item(const Net& net, CaseState& state, const NetEvent& event) {
  const auto item = item_of(state, event.activity);
  if (item == state.work.end()) return;
  switch (event.type) {
    case EventType::handed_over:
      if (item->begun) remember(net, state, event);
      item->giver = event.actor;
      item->holder = event.person;
      item->confirm = event.note;
      return;
    case EventType::accepted:
      item->holder = event.actor;
      item->giver.clear();
      item->confirm.clear();
      return;
    case EventType::suspended:
      item->suspended = true;
      item->note = event.note;
      return;
    case EventType::resumed:
      item->suspended = false;
      item->note.clear();
      return;
    default:
      return;
  }
}

}  // namespace

CaseState empty_state(const Net& net, CaseId id) {
  CaseState state;
  state.id = id;
  state.marking = net.initial;
  state.data.resize(net.model->slot_count);
  state.rules = net.rules.initial();
  return state;
}

void apply(const Net& net, CaseState& state, const NetEvent& event) {
  switch (event.type) {
    case EventType::started:
      state.started = event.at;
      write(state, event.writes);
      return;
    case EventType::claimed:
      state.work.push_back(WorkItem{.activity = event.activity, .holder = event.actor});
      return;
    case EventType::handed_over:
    case EventType::accepted:
    case EventType::suspended:
    case EventType::resumed:
      apply_to_item(net, state, event);
      return;
    case EventType::begun:
      apply_begun(net, state, event);
      return;
    case EventType::set:
      write(state, event.writes);
      return;
    case EventType::done:
      apply_done(net, state, event);
      return;
    case EventType::withdrawn:
      apply_withdrawn(net, state, event);
      return;
    case EventType::routed:
      state.marking -= net.silents[event.silent].from;
      state.marking |= net.silents[event.silent].produce;
      return;
    case EventType::over:
      state.status = CaseStatus::over;
      return;
    case EventType::cancelled:
      state.status = CaseStatus::cancelled;
      return;
  }
}

const WorkItem* find_work(const CaseState& state, std::uint32_t activity) noexcept {
  for (const WorkItem& item : state.work)
    if (item.activity == activity) return &item;
  return nullptr;
}

const Value& read(const Net& net, const CaseState& state, std::uint32_t slot) {
  const Value& given = state.data[slot];
  return given.is_null() ? net.defaults[slot] : given;
}

std::uint32_t state_of(const Net& net, const CaseState& state, std::uint32_t object) {
  const std::size_t count = net.model->objects[object].states.size();
  for (std::uint32_t s = 0; s < count; ++s)
    if (state.marking.test(net.state_place(object, s))) return s;
  return kNone;
}

}  // namespace itsmflow
