#pragma once

#include "scenario/script.hpp"
#include "scenario/witness.hpp"

#include <itsmflow/event.hpp>
#include <itsmflow/model.hpp>

#include <vector>

namespace itsmflow::scenario {

struct Played {
  std::vector<Diagnostic> failures;
  std::vector<Event> events;
};

/// Plays a script on a fresh memory store, with a clock of its own. It stops at the first step that leaves the case elsewhere than
/// the script says, because all that follows would fail with it; wrong reasons and disappointed expectations don't stop it.
/// A witness is told of every call.
Played play(const Library& library, const Script& script, Witness* witness = nullptr);

}  // namespace itsmflow::scenario
