#include "catch.hpp"

#include "walk/promise.hpp"

#include <cstdlib>

using namespace itsmflow::oracle;

namespace {

/// Four hundred steps, or ITSMFLOW_PROMISE_STEPS: after each of them all courses of a case may have to be tried.
std::size_t steps_wanted() {
  const char* steps = std::getenv("ITSMFLOW_PROMISE_STEPS");
  return steps ? std::strtoull(steps, nullptr, 10) : 400;
}

}  // namespace

TEST_CASE("whoever deviates wherever the policy permits it, his case can still be completed, and is") {
  constexpr int kStepsInCase = 12;
  constexpr std::uint64_t kMostSeeds = 1'000'000;
  Features features = known_features();
  features.deviations = true;
  features.calm = true;
  std::size_t steps = 0;
  std::size_t deviations = 0;
  std::size_t refused = 0;
  std::size_t over = 0;
  std::string broken;
  for (std::uint64_t seed = 1; seed < kMostSeeds && steps < steps_wanted() && broken.empty(); ++seed) {
    const Kept kept = keep_promise(seed, kStepsInCase, features);
    steps += kept.steps;
    deviations += kept.deviations;
    refused += kept.refused;
    over += kept.over ? 1 : 0;
    if (!kept.found.disagreement.empty()) broken = "seed " + std::to_string(seed) + ":\n" + to_string(kept.found);
  }

  INFO(broken);
  CHECK(broken.empty());
  WARN(steps << " steps, " << deviations << " deviations, " << refused << " refused because they would have stranded the case, "
             << over << " cases over");
  CHECK(deviations > 20);
  CHECK(over > 20);
}
