#pragma once

#include "semantics/state.hpp"

#include <optional>

namespace itsmflow {

/// The first row, in the written order, that is decided now.
std::optional<NetEvent> take_row(const Net& net, const CaseState& state);

/// A row that would be decided now, and is held up because what it leads to is still occupied.
struct HeldUp {
  std::uint32_t silent = 0;
  std::uint32_t place = 0;  ///< that is occupied
};
std::optional<HeldUp> held_up_row(const Net& net, const CaseState& state);

}  // namespace itsmflow
