#pragma once

#include "verify/staffing.hpp"

#include <memory>
#include <vector>

namespace itsmflow {

/// Whether it is sure that one case does all of these: there is a case that does one of them, and every such case does the others before
/// it is over. False where it isn't, and where it can't be told: of models that their net doesn't show wholly, or that are too large.
bool are_done_together(const std::shared_ptr<const Model>& model, const std::vector<Doing>& doings);

}  // namespace itsmflow
