#pragma once

#include "semantics/state.hpp"

#include <optional>

namespace itsmflow {

/// The first row, in the written order, that is decided now.
std::optional<NetEvent> take_row(const Net& net, const CaseState& state);

}  // namespace itsmflow
