#pragma once

#include "semantics/state.hpp"

namespace itsmflow {

// What events about deviations and outcomes do to a case.

void apply_deviated(const Net& net, CaseState& state, const NetEvent& event);
/// Confirmed, disapproved, or nobody said anything in time.
void apply_verdict(CaseState& state, const NetEvent& event);
/// The case is over, was cancelled, or was given its outcome.
void apply_end(CaseState& state, const NetEvent& event);

}  // namespace itsmflow
