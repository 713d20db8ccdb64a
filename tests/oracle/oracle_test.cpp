#include "amount.hpp"
#include "catch.hpp"

#include "walk/batch.hpp"

#include <chrono>
#include <cstdlib>

using namespace itsmflow::oracle;

namespace {

// Without ITSMFLOW_ORACLE_MODELS it stops when its time is up, but then not everything may have been met with.
constexpr std::uint64_t kFewest = 1000;  // models, however slow the machine: fewer may miss something
constexpr std::chrono::seconds kTime{240};

}  // namespace

TEST_CASE("the engine and the slow twin agree on random models, whatever random people do") {
  const Features features = known_features();
  const std::chrono::seconds time = std::getenv("ITSMFLOW_ORACLE_MODELS") ? std::chrono::seconds(std::chrono::hours(24)) : kTime;
  Coverage coverage;
  std::uint64_t drawn = 0;
  std::uint64_t walked = 0;
  std::string disagreement;
  walk_all({.models = amount_of("ITSMFLOW_ORACLE_MODELS", 10'000), .fewest = kFewest, .time = time}, features, coverage,
           [&](std::uint64_t seed, const Found& found) {
             ++drawn;
             if (found.refusal.empty()) ++walked;
             if (!found.disagreement.empty())
               disagreement = "seed " + std::to_string(seed) + ":\n" + to_string(shrink(found, Blunder::none));
             return disagreement.empty();
           });
  INFO(disagreement);
  REQUIRE(disagreement.empty());

  // Walks that never come somewhere would agree about nothing.
  WARN(coverage.to_string());
  CHECK(walked > 20 * (drawn - walked));
  if (is_sanitized()) return;  // a fifth of the walks needn't meet with everything
  for (const auto& [kind, name] : expected_coverage(features)) {
    INFO(kind << " " << name);
    CHECK(coverage.of(kind, name) > 0);
  }
}

TEST_CASE("the engine and the slow twin agree where people deviate, confirm and judge") {
  Features features = known_features();
  features.deviations = true;
  Coverage coverage;
  std::string disagreement;
  walk_all({.models = amount_of("ITSMFLOW_ORACLE_DEVIATING_MODELS", 200)}, features, coverage,
           [&](std::uint64_t seed, const Found& found) {
             if (!found.disagreement.empty()) disagreement = "seed " + std::to_string(seed) + ":\n" + found.disagreement;
             return disagreement.empty();
           });
  INFO(disagreement);
  CHECK(disagreement.empty());
  WARN(coverage.to_string());
  if (is_sanitized()) return;  // a fifth of the walks needn't meet with everything
  for (const char* kind : {"skip", "extra", "out_of_role", "override_guard", "missing_data"}) {
    INFO(kind);
    CHECK(coverage.of("deviated", kind) > 0);
  }
  CHECK(coverage.of("refused", "would_strand") > 0);
}

TEST_CASE("random walks notice a twin that gets one rule wrong") {
  if (is_sanitized()) return;  // it is about the test, and takes longer than all others there
  const Features features = known_features();
  for (const Blunder blunder : kBlunders) {
    INFO("blunder " << static_cast<int>(blunder));
    Coverage coverage;
    bool noticed = false;
    walk_all({.models = 3000, .blunder = blunder}, features, coverage, [&](std::uint64_t, const Found& found) {
      noticed = noticed || !found.disagreement.empty();
      return !noticed;
    });
    CHECK(noticed);
  }
}

TEST_CASE("a disagreement is shrunk to what it needs") {
  const Features features = known_features();
  Coverage coverage;
  Found found;
  for (std::uint64_t seed = 1; seed <= 3000 && found.disagreement.empty(); ++seed)
    found = walk(seed, kSteps, features, Blunder::defaults_are_given, coverage);
  REQUIRE_FALSE(found.disagreement.empty());

  const Found smallest = shrink(found, Blunder::defaults_are_given);

  CHECK_FALSE(smallest.disagreement.empty());
  CHECK(replay(smallest.model, smallest.doings, Blunder::none).empty());
  CHECK(smallest.model.activities.size() <= 2);
  CHECK(smallest.doings.size() <= 3);
  CHECK(to_yaml(smallest.model).size() < to_yaml(found.model).size());
}
