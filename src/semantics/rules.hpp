#pragma once

#include "semantics/state.hpp"

#include <itsmflow/obstacle.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

// What the rules about the course of a case say of a step. docs/semantics.md, 3.17 to 3.20.

/// After an activity has ended with a result all rules could still be kept together, and would be kept if that ends the case. Asked
/// of whatever ends, whoever does it.
bool rules_allow(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result);

/// Some result of an activity would leave all rules to be kept; what begins must be able to end.
bool rules_allow_some(const Net& net, const CaseState& state, std::uint32_t activity);

/// All rules are satisfied as the case stands, so that it could be over.
bool rules_accept(const Net& net, const CaseState& state);

/// Why the rules don't let an activity end with a result; with none, why they let it end with none. Empty: they do.
std::vector<Obstacle> rule_obstacles(const Net& net, const CaseState& state, std::uint32_t activity,
                                     std::optional<std::uint32_t> result);

/// The courses of the rules that rule_obstacles() names.
std::vector<std::uint32_t> rules_in_the_way(const Net& net, const CaseState& state, std::uint32_t activity,
                                            std::optional<std::uint32_t> result);

/// A rule as it stands in a case.
struct RuleStanding {
  std::uint32_t rule = 0;  ///< in the model
  RuleStatus status = RuleStatus::satisfied_for_now;
  bool is_off = false;                    ///< a deviation has overridden it
  std::vector<std::string> satisfied_by;  ///< activities on the shortest way to satisfy a pending one
};
/// Every rule about the course. Of a case that is over nothing is left open.
std::vector<RuleStanding> rule_standings(const Net& net, const CaseState& state);

}  // namespace itsmflow
