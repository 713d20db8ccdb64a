#pragma once

#include "semantics/state.hpp"

#include <string>

namespace itsmflow {

/// A text that two states of cases of one model have in common if and only if the same may happen from both. Who did what counts where a
/// rule about people speaks of it, time as far as timers wait for it, and of a field that no expression reads whether it is given.
/// `now`: the moment of the state.
std::string state_key(const Net& net, const CaseState& state, Timestamp now);

}  // namespace itsmflow
