// Rules judged together, against a search over the states of all of them at once.

#include "rule_bench.hpp"

#include "catch.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>

using namespace itsmflow;
using Kind = Rule::Kind;
using States = RuleSet::States;
using Numbers = std::vector<std::uint32_t>;

namespace {

/// A shortest course after which all of some rules accept; none: there is none. Blind search, one state of all rules at a time.
std::optional<Trace> way_out(const RuleSet& rules, const Numbers& judged, const States& from, std::uint32_t activities) {
  const auto accepts = [&](const States& states) {
    return std::all_of(judged.begin(), judged.end(), [&](std::uint32_t course) { return rules.is_accepting(states, course); });
  };
  std::map<States, Trace> seen{{from, {}}};
  std::vector<States> open{from};
  for (std::size_t i = 0; i < open.size(); ++i) {
    const States at = open[i];
    if (accepts(at)) return seen[at];
    for (std::uint32_t a = 0; a < activities; ++a) {
      States next = at;
      rules.advance(next, a, 0);
      Trace way = seen[at];
      way.push_back(a);
      if (seen.try_emplace(next, std::move(way)).second) open.push_back(next);
    }
  }
  return std::nullopt;
}

Numbers everything(const RuleSet& rules) {
  Numbers all;
  for (std::uint32_t c = 0; c < rules.size(); ++c) all.push_back(c);
  return all;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t bound) { return std::uniform_int_distribution<std::uint32_t>(0, bound - 1)(engine_); }

  Rule rule(std::uint32_t activities) {
    const auto kind = static_cast<Kind>(2 + below(21));
    const std::uint32_t a = below(activities);
    if (kind <= Kind::last) return rule_of(kind, {a}, kind < Kind::init ? 1 + below(2) : 1);
    const std::uint32_t b = (a + 1 + below(activities - 1)) % activities;
    return rule_of(kind, {a, b});
  }

 private:
  std::mt19937 engine_;
};

bool satisfies_all(const Trace& trace, const Model& model) {
  return std::all_of(model.rules.begin(), model.rules.end(), [&](const Rule& rule) { return satisfies(trace, rule); });
}

}  // namespace

TEST_CASE("response and absence together keep an activity from being done at all") {
  const RuleSet rules(model_of(3, {rule_of(Kind::response, {0, 1}), rule_of(Kind::absence, {1})}));
  CHECK(rules.is_alive(rules.initial()));
  CHECK(rules.is_alive(after(rules, {2})));
  const States dead = after(rules, {0});
  CHECK_FALSE(rules.is_alive(dead));
  CHECK(rules.status(dead, 0) == RuleStatus::pending);  // by itself it could be satisfied
  CHECK(rules.blamed(dead) == Numbers{0, 1});
  CHECK(rules.first_needed(rules.initial(), 0, 0, RuleSet::Goal::alive).empty());
}

TEST_CASE("precedence and not_coexistence together keep the second activity from being done at all") {
  const RuleSet rules(model_of(3, {rule_of(Kind::precedence, {0, 1}), rule_of(Kind::not_coexistence, {0, 1})}));
  CHECK_FALSE(rules.is_alive(after(rules, {1})));
  CHECK(rules.blamed(after(rules, {1})) == Numbers{0});  // precedence is violated by that alone
  CHECK(rules.is_alive(after(rules, {0})));
  CHECK_FALSE(rules.is_alive(after(rules, {0, 1})));
  CHECK(rules.first_needed(rules.initial(), 1, 0, RuleSet::Goal::alive).empty());
}

TEST_CASE("what is needed first is on a shortest way, and on each of them") {
  const RuleSet rules(model_of(4, {rule_of(Kind::precedence, {0, 1}), rule_of(Kind::choice, {2, 3})}));
  CHECK(rules.first_needed(rules.initial(), 1, 0, RuleSet::Goal::alive) == Numbers{0});
  CHECK(rules.first_needed(rules.initial(), 1, 0, RuleSet::Goal::accepting) == Numbers{0, 2, 3});
  CHECK(rules.satisfying(rules.initial(), 1) == Numbers{2, 3});
}

TEST_CASE("rules that no case can keep are found, without those that have no part in it") {
  const Model model =
      model_of(4, {rule_of(Kind::response, {2, 3}), rule_of(Kind::existence, {0}), rule_of(Kind::precedence, {0, 3}),
                   rule_of(Kind::response, {0, 1}), rule_of(Kind::absence, {1})});
  CHECK(RuleSet(model).contradiction() == Numbers{1, 3, 4});
  CHECK(RuleSet(model_of(2, {rule_of(Kind::init, {0}), rule_of(Kind::init, {1})})).contradiction() == Numbers{0, 1});
  CHECK(RuleSet(model_of(2, {rule_of(Kind::init, {0}), rule_of(Kind::last, {1})})).contradiction().empty());
  CHECK(RuleSet(model_of(2, {})).contradiction().empty());
}

TEST_CASE("rules that leave no room between their events keep others out, though they share none") {
  // Only the course a b satisfies the first four; so c can never be done.
  const std::vector<Rule> tight{rule_of(Kind::init, {0}), rule_of(Kind::chain_response, {0, 1}), rule_of(Kind::last, {1}),
                                rule_of(Kind::exactly, {1})};
  CHECK(RuleSet(model_of(3, tight)).contradiction().empty());
  std::vector<Rule> with_c = tight;
  with_c.push_back(rule_of(Kind::existence, {2}));
  CHECK(RuleSet(model_of(3, with_c)).contradiction() == Numbers{0, 1, 2, 3, 4});
  with_c[0] = rule_of(Kind::existence, {0});  // with room before a, it can
  CHECK(RuleSet(model_of(3, with_c)).contradiction().empty());
}

TEST_CASE("many rules that share nothing are judged apart") {
  std::vector<Rule> rules;
  for (std::uint32_t r = 0; r < 12; ++r) rules.push_back(rule_of(Kind::succession, {2 * r, 2 * r + 1}));  // 4^12 states together
  rules.push_back(rule_of(Kind::last, {24}));
  const RuleSet set(model_of(26, rules));
  CHECK(set.too_many().empty());
  CHECK(set.is_alive(after(set, {0, 2, 4, 24, 3})));
  CHECK_FALSE(set.is_alive(after(set, {0, 2, 5})));
}

TEST_CASE("rules of which there are too many to be judged together are named") {
  std::vector<Rule> rules;
  for (std::uint32_t r = 0; r < 12; ++r) rules.push_back(rule_of(Kind::response, {r, 12}));
  rules.push_back(rule_of(Kind::absence, {13}));
  const RuleSet set(model_of(14, rules), 1000);
  CHECK(set.too_many() == Numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  CHECK(RuleSet(model_of(14, rules), 5000).too_many().empty());
}

TEST_CASE("whether rules can be kept together is what a search over all of them finds") {
  std::size_t dead = 0;
  std::size_t conflicts = 0;
  std::size_t contradictions = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    Dice dice(seed);
    const std::uint32_t activities = 2 + dice.below(4);
    std::vector<Rule> chosen;
    const std::uint32_t count = 1 + dice.below(5);
    for (std::uint32_t r = 0; r < count; ++r) chosen.push_back(dice.rule(activities));
    const Model model = model_of(activities, chosen);
    const RuleSet rules(model);
    INFO("seed " << seed);
    REQUIRE(rules.too_many().empty());
    States states = rules.initial();
    Trace trace;
    CHECK(rules.contradiction().empty() == way_out(rules, everything(rules), states, activities).has_value());
    if (!rules.contradiction().empty()) ++contradictions;
    for (int step = 0; step < 6; ++step) {
      const std::optional<Trace> way = way_out(rules, everything(rules), states, activities);
      INFO(text_of(trace));
      REQUIRE(rules.is_alive(states) == way.has_value());
      if (way) {
        Trace whole = trace;
        whole.insert(whole.end(), way->begin(), way->end());
        CHECK(satisfies_all(whole, model));
      } else {
        ++dead;
        const Numbers blamed = rules.blamed(states);
        REQUIRE_FALSE(blamed.empty());
        const bool alone = rules.status(states, blamed[0]) == RuleStatus::violated;
        if (!alone) ++conflicts;
        CHECK_FALSE(way_out(rules, blamed, states, activities));
        for (std::size_t left_out = 0; !alone && left_out < blamed.size(); ++left_out) {
          Numbers fewer = blamed;
          fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(left_out));
          CHECK(way_out(rules, fewer, states, activities));
        }
        break;
      }
      trace.push_back(dice.below(activities));
      rules.advance(states, trace.back(), 0);
    }
  }
  CHECK(dead > 300);
  CHECK(conflicts > 50);
  CHECK(contradictions > 50);
}

TEST_CASE("what is needed first lies on a way that a search finds, and no way is shorter") {
  std::size_t compared = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    Dice dice(seed);
    const std::uint32_t activities = 3 + dice.below(2);
    const RuleSet rules(model_of(activities, {dice.rule(activities), dice.rule(activities)}));
    if (!rules.contradiction().empty()) continue;
    for (std::uint32_t course = 0; course < rules.size(); ++course) {
      const std::optional<Trace> way = way_out(rules, {course}, rules.initial(), activities);
      REQUIRE(way);
      const Numbers needed = rules.satisfying(rules.initial(), course);
      INFO("seed " << seed << ", " << text_of(*way));
      const std::set<std::uint32_t> on_way(way->begin(), way->end());
      for (const std::uint32_t activity : on_way) CHECK(std::find(needed.begin(), needed.end(), activity) != needed.end());
      compared += way->empty() ? 0 : 1;
    }
  }
  CHECK(compared > 50);
}
