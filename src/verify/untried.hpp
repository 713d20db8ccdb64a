#pragma once

#include "semantics/state.hpp"

#include <itsmflow/directory.hpp>

namespace itsmflow {

/// Whether more may happen where a case stands than is tried by Moves: somebody could give a value that isn't, a message could bring one, or
/// a case that runs come back with one. It may be said where it isn't so, and never the other way round. `people`: as for Moves.
bool may_do_what_is_untried(const Net& net, const CaseState& state, const Directory& people);

}  // namespace itsmflow
