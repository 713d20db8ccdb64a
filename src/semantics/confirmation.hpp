#pragma once

#include "semantics/state.hpp"

#include <itsmflow/directory.hpp>
#include <itsmflow/obstacle.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// What is said of deviations, and of cases, after they happened. docs/semantics.md, 9.15 and 10.

/// Until when a deviation is to be confirmed of which nobody has said anything, and that isn't late yet; none: it needn't be.
std::optional<Timestamp> confirmation_due(const Model& model, const Deviation& deviation);

/// The roles of those who may confirm a deviation; none: there is nothing to confirm. An empty list: anybody may.
std::optional<std::vector<std::uint32_t>> confirming_roles(const Model& model, const Deviation& deviation);

/// The roles of those who say how a case turned out. An empty list: anybody may.
const std::vector<std::uint32_t>& judging_roles(const Model& model);

/// Somebody wants to confirm or disapprove a deviation, by its number, or to say how a case turned out.
struct Judging {
  std::string_view actor;
  const std::vector<std::string>& held;
};
/// `directory`: to name those who could; null: nobody reads it.
std::vector<Obstacle> confirming_obstacles(const Net& net, const CaseState& state, std::uint32_t deviation, const Judging& judging,
                                           const Directory* directory);
std::vector<Obstacle> judging_obstacles(const Net& net, const CaseState& state, const Judging& judging, const Directory* directory);

/// What waits to be said: deviations by their numbers, and 0 for the outcome.
std::vector<std::uint32_t> awaited_verdicts(const Net& net, const CaseState& state);

inline constexpr std::string_view kUndecided = "undecided";

/// How a case that isn't open turned out: one of the model's outcomes, or kUndecided; empty where the case is open or the model has none.
std::string outcome_of(const Net& net, const CaseState& state);

}  // namespace itsmflow
