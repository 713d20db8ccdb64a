#pragma once

#include "semantics/state.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace itsmflow {

/// What keeps an activity that waits for messages of this name from taking one.
struct Untaken {
  std::uint32_t activity = 0;
  std::vector<std::string> why;  ///< sentences; where several results could come of it, about each
};

/// Of a message that an open case keeps: all activities that wait for one of its name, in the written order. docs/semantics.md, 6.7.
std::vector<Untaken> why_untaken(const Net& net, const CaseState& state, const Message& message);

}  // namespace itsmflow
