#pragma once

#include "semantics/obstacles.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// Who may do something: roles, and the rules about people. docs/semantics.md, 3.9 to 3.11.

/// The persons who have the role for an attempt and no obstacle among the people's rules; in the directory's order.
std::vector<std::string> who_could(const Net& net, const CaseState& state, const Attempt& attempt, const Directory& directory);
/// … where `state` is, of an activity about one element, the view of it.
std::vector<std::string> who_could_in(const Net& net, const CaseState& state, const Attempt& attempt, const Directory& directory);

/// What rules about people say against the actor of an attempt, on a view as above. `name`: what is done, "'check' of task 3".
/// `others`: who could do it instead is looked for there; null: it isn't.
std::vector<Obstacle> people_obstacles(const Net& net, const CaseState& state, const Attempt& attempt, const std::string& name,
                                       const Directory* others);

/// A subject of the rule is the activity, whatever its result, or the start (RuleSubject::kStart).
bool speaks_of(const Rule& rule, std::uint32_t activity);
/// A rule about people speaks of it, so that it counts who does it.
bool is_in_a_people_rule(const Model& model, std::uint32_t activity);

/// As which of the activity's roles an actor does it: the first he has; empty if he has none.
std::string acting_role(const Model& model, const std::vector<std::uint32_t>& roles, const std::vector<std::string>& held);

/// That an actor has none of the roles that something takes: "'report' takes the role operator, which dan does not have; bo could do it".
Obstacle wrong_role(const Model& model, const std::string& what, const std::vector<std::uint32_t>& roles, std::string_view actor,
                    std::vector<std::string> could);

}  // namespace itsmflow
