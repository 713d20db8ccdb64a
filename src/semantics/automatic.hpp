#pragma once

#include "semantics/state.hpp"

#include <optional>

namespace itsmflow {

/// The next thing the engine does by itself in a state; none: every token waits for somebody. In this order: the end of the case
/// (what is open is withdrawn first), withdrawing work that can't happen any more, decided rows in the written order, activities
/// done by the engine in the written order. docs/semantics.md, section 6.
std::optional<NetEvent> next_automatic(const Net& net, const CaseState& state);

}  // namespace itsmflow
