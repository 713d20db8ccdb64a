#include "amount.hpp"
#include "catch.hpp"

#include "walk/promise.hpp"

using namespace itsmflow::oracle;

TEST_CASE("whoever deviates wherever the policy permits it, his case can still be completed, and is") {
  constexpr int kCases = 4;  // of a model
  constexpr int kStepsInCase = 12;
  constexpr std::uint64_t kMostSeeds = 1'000'000;
  const std::uint64_t wanted = amount_of("ITSMFLOW_PROMISE_STEPS", 1'000);
  const std::uint64_t first = number_of("ITSMFLOW_PROMISE_SEED", 1);
  Features features = known_features();
  features.deviations = true;
  features.calm = true;
  Kept all;
  std::size_t models = 0;
  std::string broken;
  for (std::uint64_t seed = first; seed < first + kMostSeeds && all.steps < wanted && broken.empty(); ++seed) {
    const Kept kept = keep_promise(seed, kCases, kStepsInCase, features);
    models += kept.over > 0 ? 1 : 0;
    all.steps += kept.steps;
    all.deviations += kept.deviations;
    all.refused += kept.refused;
    all.over += kept.over;
    all.given_up += kept.given_up;
    if (!kept.found.disagreement.empty()) broken = "seed " + std::to_string(seed) + ":\n" + to_string(kept.found);
  }

  INFO(broken);
  CHECK(broken.empty());
  WARN(models << " models, " << all.steps << " steps, " << all.deviations << " deviations, " << all.refused
              << " refused because they would have stranded the case, " << all.over << " cases over, " << all.given_up
              << " in which a search gave up");
  constexpr std::uint64_t kRarest = 50;  // of so many steps one
  CHECK(all.deviations > all.steps / kRarest);
  CHECK(all.over > all.steps / kRarest);
}
