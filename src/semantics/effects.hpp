#pragma once

#include "semantics/state.hpp"

#include <cstdint>

namespace itsmflow {

// What several kinds of events do to a case: the pieces of apply().

void take_input(const Net& net, CaseState& state, std::uint32_t activity, std::uint32_t input);
void return_input(const Net& net, CaseState& state, std::uint32_t activity, std::uint32_t input);
void write(CaseState& state, const Writes& writes);
void drop_timers(CaseState& state, std::uint32_t activity);

/// Who had a part in an activity that a rule speaks of.
void remember(const Net& net, CaseState& state, const NetEvent& event);
/// What doing an activity again would return to.
void remember_before(const Net& net, CaseState& state, const NetEvent& event);
/// Objects that an activity moves are in states that a skip brought them to, or else (0) in states that somebody brought them to.
void note_assumed(const Net& net, CaseState& state, const NetEvent& event, std::uint32_t skip);

/// A region whose join was taken, and whose late branches have come, can be entered again.
void settle(const Net& net, CaseState& state);
/// Branches that lost their last token count as not begun; a region that lost them all doesn't run any more.
void forget_lost_branches(const Net& net, CaseState& state);
/// The net transition of an activity and one of its results, and what the event writes.
void fire(const Net& net, CaseState& state, const NetEvent& event);

}  // namespace itsmflow
