#pragma once

#include "semantics/state.hpp"

#include <itsmflow/directory.hpp>

namespace itsmflow {

/// Whether more may happen where a case stands than is tried by Moves: somebody could give other values, or somebody else do it, or a message
/// or a case that runs bring other values. It may be said where it isn't so, and never the other way round. `people`: as for Moves.
bool may_do_what_is_untried(const Net& net, const CaseState& state, const Directory& people);

}  // namespace itsmflow
