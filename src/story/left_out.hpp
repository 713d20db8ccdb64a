#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "story/telling.hpp"

namespace itsmflow::story {

/// What an activity requires that a deviation left out, and that nobody has given later either.
struct LeftOut {
  std::string activity;  ///< in words
  bool passed_over = false;
  std::vector<std::string> fields;   ///< in words
  std::vector<std::int64_t> events;  ///< the deviations
};

/// Found from what the model requires and what the events wrote; once for each activity, in the order in which they were done.
std::vector<LeftOut> left_out(const Telling& telling);

}  // namespace itsmflow::story
