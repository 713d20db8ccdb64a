#include "catch.hpp"

#include "walk/walk.hpp"

using namespace itsmflow::oracle;

TEST_CASE("the engine and the slow twin agree on random models, whatever random people do") {
  const Features features = known_features();
  Coverage coverage;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Found found = walk(seed, 12, features, Blunder::none, coverage);
    if (found.disagreement.empty()) continue;
    FAIL("seed " << seed << ":\n" << to_string(shrink(found, Blunder::none)));
  }
}
