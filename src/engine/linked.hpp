#pragma once

#include "semantics/state.hpp"

#include <itsmflow/obstacle.hpp>

#include <string>
#include <vector>

namespace itsmflow {

// What goes from one case to another: the data a new one begins with, and what a case that ran brings back.

struct PassedData {
  Writes writes;
  std::vector<Obstacle> obstacles;  ///< why the other case can't begin with them
};
PassedData pass(const Net& from, const CaseState& state, const Model& to, const std::vector<PassedField>& with);

/// The result with which a case that ran ends the activity: its final state, `over` where it has none, `cancelled`.
std::string result_of_run(const Net& net, const CaseState& ended);

struct ReturnedData {
  Writes writes;
  std::vector<std::string> problems;  ///< what can't be taken over, and why
};
ReturnedData returned_fields(const Net& net, const CaseState& ended, const Model& to, const std::vector<ReturnedField>& returns);

}  // namespace itsmflow
