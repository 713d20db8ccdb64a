#pragma once

#include "semantics/state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

// What a refusal can say about the order of work. Guards, people and other objects are left aside: these name directions, not plans.

/// An object stands in the way by its state.
struct StateMismatch {
  std::uint32_t object = 0;
  std::vector<std::uint32_t> needed;  ///< states, ascending
  Need::Of of = Need::Of::one;
  std::vector<std::uint32_t> elements{};  ///< of `all`: those that are in another state
};

/// The objects whose states keep an activity from ending with a result; with none given, those that keep it from every result.
std::vector<StateMismatch> mismatches(const Net& net, const CaseState& state, std::uint32_t activity,
                                      std::optional<std::uint32_t> result);

/// The activities on a shortest way of each mismatched object from its state to a needed one, in order, each once. Empty: there is
/// no such way, so waiting would not help.
std::vector<std::string> steps_before(const Net& net, const CaseState& state, std::uint32_t activity,
                                      std::optional<std::uint32_t> result);

/// What leads to an activity: one entry for each row, of the activities it waits for, with the result ("decide.approved") where the
/// row is for one alone. Rows from the start have none.
std::vector<std::vector<std::string>> ways_to(const Net& net, std::uint32_t activity);
/// The guards of decided rows to an activity that wait until they hold.
std::vector<const Guard*> waiting_guards(const Net& net, const CaseState& state, std::uint32_t activity);
/// The activities that rows lead to from this one ending with a result.
std::vector<std::string> activities_after(const Net& net, std::uint32_t activity, std::uint32_t result);
/// The activities that move an object into one of some states.
std::vector<std::string> activities_moving_to(const Net& net, std::uint32_t object, const std::vector<std::uint32_t>& states);

}  // namespace itsmflow
