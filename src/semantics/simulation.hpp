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

/// As many events as a step may cause before it is taken for a circle; the engine's own bound may be lower.
inline constexpr std::size_t kMostEvents = 1000;

/// An activity that cancels everything ends a case, but completes nothing.
bool is_emergency_exit(const Activity& activity, std::uint32_t result);
enum class Exits { taken, closed };

/// One event, with nothing of what follows by itself. False: it can't be, because a case can't begin, or because it is an exit that is closed.
bool happen(const Net& net, CaseState& state, NetEvent event, const Surroundings& surroundings, Timestamp at, Exits exits);

/// What events and everything that follows by itself would make of a case, without anything being done: cases that begin have no
/// number yet. None: something that follows can't be done, or runs in a circle, or, where exits are closed, is an emergency exit.
/// `happened` gets what follows by itself, in a circle the first kMostEvents of it.
std::optional<CaseState> after(const Net& net, CaseState state, const std::vector<NetEvent>& events,
                               const Surroundings& surroundings, Timestamp at, Exits exits = Exits::taken,
                               std::vector<NetEvent>* happened = nullptr);

/// … and then only rows are decided and the engine's activities done, as between activities that are passed over. Gives what happened;
/// none: it can't be done, or runs in a circle.
std::optional<std::vector<NetEvent>> route(const Net& net, CaseState& state, const Surroundings& surroundings);

}  // namespace itsmflow
