// Several threads on one set of rules.

#include "catch.hpp"
#include "model/rule_bench.hpp"
#include "threads/in_threads.hpp"

#include <array>
#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

using namespace itsmflow;

namespace {

/// Each shares an activity with the next, so that they are judged together, and it takes a while to make what they come to.
RuleSet chain_of_responses(std::uint32_t count) {
  std::vector<Rule> rules;
  for (std::uint32_t r = 0; r < count; ++r) rules.push_back(rule_of(Rule::Kind::response, {r, r + 1}));
  return RuleSet(model_of(count + 1, std::move(rules)));
}

}  // namespace

TEST_CASE("threads that ask for the rules in force where the same ones are off get the same set, whoever is first") {
  constexpr std::size_t kThreads = 8;
  const RuleSet rules = chain_of_responses(10);
  for (std::size_t off = 0; off < rules.size(); ++off) {
    RuleSet::States states = rules.initial();
    states[off] = RuleSet::kOff;
    std::barrier all_are_there(kThreads);
    std::array<std::shared_ptr<const RuleSet>, kThreads> seen;
    std::atomic<int> dead{0};
    in_threads(kThreads, [&](int t) {
      all_are_there.arrive_and_wait();
      seen[static_cast<std::size_t>(t)] = rules.in_force(states).rules;
      if (!rules.is_alive(states)) ++dead;
    });
    const std::shared_ptr<const RuleSet> later = rules.in_force(states).rules;
    REQUIRE(later);
    CHECK(later->size() == rules.size() - 1);
    for (const std::shared_ptr<const RuleSet>& one : seen) CHECK(one == later);
    CHECK(dead == 0);
  }
}
