#pragma once

#include "verify/variables.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace itsmflow {

/// What must hold, or must not, for a step.
struct Condition {
  const Expression* expression = nullptr;
  bool holds = true;
};

/// Those that can't be told (Variables::read_by) stand in the way of nothing.
bool all_hold(const Variables& variables, const std::vector<Condition>& conditions, const Assignment& assignment);

/// The values that some variables may have.
using InPlay = std::map<std::uint32_t, Variables::List>;

/// There are more ways to choose them than are tried for one step. `twice`: variables whose value may be new or the one that was there.
bool are_too_many(const InPlay& in_play, const Variables::List& twice = {});

}  // namespace itsmflow
