#include "verify/conditions.hpp"

#include "verify/lists.hpp"

#include <algorithm>

namespace itsmflow {

bool all_hold(const Variables& variables, const std::vector<Condition>& conditions, const Assignment& assignment) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    return !variables.read_by(*condition.expression) || variables.holds(*condition.expression, assignment) == condition.holds;
  });
}

bool are_too_many(const InPlay& in_play, const Variables::List& twice) {
  constexpr std::size_t kMostWays = 1'500;
  std::size_t ways = 1;
  for (const auto& [v, values] : in_play) {
    ways *= std::max<std::size_t>(values.size(), 1) * (has(twice, v) ? 2 : 1);
    if (ways > kMostWays) return true;
  }
  return false;
}

}  // namespace itsmflow
