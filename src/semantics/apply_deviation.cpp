#include "semantics/apply_deviation.hpp"

#include "semantics/confirmation.hpp"
#include "semantics/effects.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

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
  state.before.erase(before, state.before.end());  // what was done since is yet to come
}

}  // namespace

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

}  // namespace itsmflow
