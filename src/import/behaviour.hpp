#pragma once

#include "import/pnml.hpp"
#include "verify/soundness.hpp"

namespace itsmflow::pnml {

/// A fault in the words of whoever drew the net.
Diagnostic tell(const Net& net, const SoundnessFault& fault);

/// The finding `undecided`, after so many markings.
Diagnostic tell_undecided(const Net& net, std::size_t markings, std::size_t most);

/// Adds what is wrong with how a net behaves: `multi-merge`, `deadlock`, `livelock`, `leftover-work`, `dead-activity`, each with a way there;
/// and `undecided`, a warning, where there are more markings than `most`.
void judge_behaviour(const Net& net, std::size_t most, Diagnostics& diagnostics);

}  // namespace itsmflow::pnml
