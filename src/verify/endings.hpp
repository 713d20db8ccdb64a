#pragma once

#include "net/net.hpp"
#include "verify/conditions.hpp"
#include "verify/variables.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace itsmflow {

/// How an activity ends with a result: what must hold of states and data, and what becomes of them. Tokens are no part of it.
struct Ending {
  std::uint32_t activity = 0;
  std::uint32_t result = 0;
  InPlay allowed{};  ///< variables that must have one of these values
  std::vector<Condition> conditions{};
  std::map<std::uint32_t, std::uint32_t> moves{};  ///< by variable of an object: its state afterwards
  Variables::List given{};                         ///< fields that the step brings
  Variables::List optional{};                      ///< … or may bring
  std::vector<const SetField*> sets{};             ///< in the written order
  bool ends_case = false;                          ///< by the state that its object comes to
  std::optional<std::uint32_t> line{};             ///< of the model's `allow`: it is a deviation
  Variables::List without{};                       ///< of such a one: slots of required fields that nobody has given
};

/// None: states or data stand in the way, whatever they are.
std::optional<Ending> ending_of(const Net& net, const Variables& variables, std::uint32_t activity, std::uint32_t result);

/// The same as deviations that the model permits: without one of the fields that it requires, as long as nobody has given that; and although
/// the guard doesn't hold.
std::vector<Ending> deviations_of(const Model& model, const Variables& variables, const Ending& ending);

/// The states in which an object may be left when a case is over.
Variables::List resting(const ObjectType& object);

}  // namespace itsmflow
