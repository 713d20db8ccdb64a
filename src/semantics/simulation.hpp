#pragma once

#include "semantics/state.hpp"

#include <itsmflow/directory.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// What a case may meet outside of itself, when it is thought ahead.
struct Surroundings {
  const Directory& directory;
  Timestamp now;
  /// A case of another process could begin with what is passed to it, as the case stands.
  std::function<bool(const CaseState&, const std::string& process, const std::vector<PassedField>&)> can_begin;
};

/// What events and everything that follows by itself would make of a case, without anything being done: cases that begin have no
/// number yet. None: something that follows can't be done, or runs in a circle.
std::optional<CaseState> after(const Net& net, CaseState state, const std::vector<NetEvent>& events,
                               const Surroundings& surroundings, Timestamp at);

/// … and then only rows are decided and the engine's activities done, as between activities that are passed over. Gives what happened.
std::vector<NetEvent> route(const Net& net, CaseState& state, Timestamp at);

}  // namespace itsmflow
