#pragma once

#include "verify/deviating.hpp"
#include "verify/petri_net.hpp"
#include "verify/variables.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// What a transition of an unfolded net is in its model.
struct UnfoldedStep {
  enum class Kind {
    start,
    activity,  ///< it ends with a result
    choice,    ///< a value is chosen that somebody has given before
    route,     ///< the engine takes a row, a fork or a join
    over,      ///< the case is over
  };
  Kind kind = Kind::activity;
  std::uint32_t activity = 0;
  std::uint32_t result = 0;
  std::uint32_t silent = 0;                                      ///< of route
  std::vector<std::pair<std::uint32_t, std::uint32_t>> given{};  ///< variable and value
  std::optional<std::uint32_t> line{};   ///< of the model's `allow`: it is a deviation that the line permits
  std::vector<std::uint32_t> without{};  ///< of such a one: slots of required fields that aren't given
};

/// A model as a plain Petri net: its places (those of the model's net come first), one for each value of each field that some expression
/// reads, and a transition for each way to end an activity or to take a row. What people do is taken from begin to end; whoever may do it,
/// somebody does. Activities that give everything up are left out, as for completions (docs/semantics.md, 9.13).
struct UnfoldedNet {
  PetriNet net;
  std::vector<UnfoldedStep> steps;  ///< by transition
  std::shared_ptr<const Variables> variables;
  std::vector<std::uint32_t> first_value;  ///< by variable: the place of its first value
  std::uint32_t running = 0;               ///< place: the case is open
  std::uint32_t over = 0;                  ///< place: it came to its end
  /// What the net can't show of the model, in words; empty: it shows all. Otherwise nothing else is to be read.
  std::vector<std::string> left_out;
};

/// Deviating::overriding: also with one deviation that leaves out required data or passes over the guard of an activity.
UnfoldedNet unfold(const Net& net, Deviating deviating = Deviating::no);

}  // namespace itsmflow
