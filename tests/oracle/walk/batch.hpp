#pragma once

#include "walk.hpp"

#include <chrono>
#include <cstdint>
#include <functional>

namespace itsmflow::oracle {

/// Which models are walked through.
struct Batch {
  std::uint64_t first = 1;  ///< seed
  std::uint64_t models = 1000;
  int steps = kSteps;
  Blunder blunder = Blunder::none;
  std::uint64_t fewest = 0;  ///< this many at least, also when the time is up
  std::chrono::seconds time{24 * 60 * 60};
};

/// Walks through many models at once, a thread for each core, as long as `goes_on` says so. It is told of each walk, one at a time, in any
/// order. What was come across is added to `coverage`.
void walk_all(const Batch& batch, const Features& features, Coverage& coverage,
              const std::function<bool(std::uint64_t seed, const Found& found)>& goes_on);

}  // namespace itsmflow::oracle
