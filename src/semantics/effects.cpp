#include "semantics/effects.hpp"

#include "semantics/people.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow {
namespace {

bool is_in_a_rule(const Model& model, std::uint32_t activity) {
  return std::any_of(model.rules.begin(), model.rules.end(), [&](const Rule& rule) { return speaks_of(rule, activity); });
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

bool may_be_done_again(const Model& model, std::uint32_t activity) {
  return std::any_of(model.deviations.lines.begin(), model.deviations.lines.end(), [&](const Allowance& line) {
    return line.what == DeviationKind::again && std::binary_search(line.activities.begin(), line.activities.end(), activity);
  });
}

}  // namespace

void take_input(const Net& net, CaseState& state, std::uint32_t activity, std::uint32_t input) {
  if (input != kNone) state.marking -= net.activities[activity].inputs[input];
}

void return_input(const Net& net, CaseState& state, std::uint32_t activity, std::uint32_t input) {
  if (input != kNone) state.marking |= net.activities[activity].inputs[input];
}

void remember(const Net& net, CaseState& state, const NetEvent& event) {
  if (event.actor.empty() || !is_in_a_rule(*net.model, event.activity)) return;
  const std::uint32_t element = state.focus.number;
  const bool passed_over = event.type == EventType::deviated && event.kind == DeviationKind::skip;
  for (Performed& known : state.performed) {
    if (known.activity != event.activity || known.result != event.result || known.person != event.actor) continue;
    if (known.element != element) continue;
    known.at = event.at;
    known.passed_over = known.passed_over && passed_over;
    return;
  }
  state.performed.push_back({event.activity, event.result, event.actor, event.at, element, passed_over});
}

void write(CaseState& state, const Writes& writes) {
  for (const auto& [slot, value] : writes) state.data[slot] = value;
}

void drop_timers(CaseState& state, std::uint32_t activity) {
  std::erase_if(state.timers, [&](const Timer& timer) { return timer.activity == activity; });
}

void settle(const Net& net, CaseState& state) {
  for (const Net::Region& region : net.regions) {
    if (!state.marking.test(region.joined)) continue;
    const bool settled = std::all_of(region.branches.begin(), region.branches.end(), [&](const Net::Region::Branch& branch) {
      return state.marking.test(branch.arrived) || state.marking.test(branch.passed);
    });
    if (settled) state.marking -= region.all;
  }
}

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

void remember_before(const Net& net, CaseState& state, const NetEvent& event) {
  if (event.actor.empty() || !may_be_done_again(*net.model, event.activity)) return;
  Before before{event.activity, state.marking, state.assumed};
  const auto add_input = [&](const auto& in_hand) {
    if (in_hand.input != kNone) before.marking |= net.activities[in_hand.activity].inputs[in_hand.input];
  };
  for (const WorkItem& work : state.work) add_input(work);
  for (const UnderWay& open : state.under_way) add_input(open);
  std::erase_if(state.before, [&](const Before& one) { return one.activity == event.activity; });
  state.before.push_back(std::move(before));
}

void note_assumed(const Net& net, CaseState& state, const NetEvent& event, std::uint32_t skip) {
  if (skip == 0 && state.assumed.empty()) return;
  state.assumed.resize(net.model->objects.size());
  for (const Net::Shift& shift : net.activities[event.activity].results[event.result].shifts) state.assumed[shift.object] = skip;
  if (std::all_of(state.assumed.begin(), state.assumed.end(), [](std::uint32_t one) { return one == 0; })) state.assumed.clear();
}

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

}  // namespace itsmflow
