#pragma once

#include "semantics/obstacles.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// What somebody's step comes to, once nothing stands in its way. docs/semantics.md, section 4.

/// As which of the activity's roles the actor of an attempt would do it; empty: as none.
std::string acting_role(const Net& net, const Attempt& attempt);

/// An event about what an attempt is about: a new element has its number in it.
NetEvent event_about(const Net& net, const CaseState& state, EventType type, const Attempt& attempt);

/// The opening of an activity of several items, where it isn't under way; otherwise nothing.
std::vector<NetEvent> opening(const Net& net, const CaseState& state, const Attempt& attempt);

/// An activity that is done from begin to end, or ended, with its result; or an item of it, with an answer. `writes`: what it writes,
/// given and computed.
std::vector<NetEvent> doing(const Net& net, const CaseState& state, const Attempt& attempt, Writes writes, std::string answer,
                            std::string role);

}  // namespace itsmflow
