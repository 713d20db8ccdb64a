#pragma once

#include "verify/proof.hpp"

#include <itsmflow/diagnostic.hpp>

namespace itsmflow {

/// Adds guards that no data make true, or all, and rows and outcomes that those before them leave nothing to. Says nothing of a guard of
/// which it isn't sure. What explains an activity or a result that never happens, and that is among `found`, is told there, and not
/// again.
void add_findings_of_guards(const Net& net, const Proof& proof, Diagnostics& found);

}  // namespace itsmflow
