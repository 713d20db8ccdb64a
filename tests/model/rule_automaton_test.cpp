// Each template of Declare against what it means, said directly of whole courses.

#include "rule_bench.hpp"

#include "catch.hpp"

#include <functional>

using namespace itsmflow;
using Kind = Rule::Kind;

namespace {

constexpr std::uint32_t kActivities = 3;
constexpr std::size_t kLength = 6;
/// Longer than any of these automata has states, so that whatever can still happen to a rule happens within it.
constexpr std::size_t kMore = 5;

std::vector<Rule> all_templates() {
  std::vector<Rule> rules;
  for (const Kind kind : {Kind::existence, Kind::absence, Kind::exactly})
    for (const std::uint32_t times : {1U, 2U, 3U}) rules.push_back(rule_of(kind, {0}, times));
  for (const Kind kind : {Kind::init, Kind::last}) rules.push_back(rule_of(kind, {0}));
  for (const Kind kind : {Kind::choice, Kind::exclusive_choice}) {
    rules.push_back(rule_of(kind, {0, 1}));
    rules.push_back(rule_of(kind, {0, 1, 2}));
  }
  for (auto kind = static_cast<int>(Kind::responded_existence); kind <= static_cast<int>(Kind::not_chain_succession); ++kind)
    rules.push_back(rule_of(static_cast<Kind>(kind), {0, 1}));
  return rules;
}

void for_each_trace(std::size_t longest, const std::function<void(const Trace&)>& look, Trace trace = {}) {
  look(trace);
  if (trace.size() == longest) return;
  for (std::uint32_t a = 0; a < kActivities; ++a) {
    trace.push_back(a);
    for_each_trace(longest, look, trace);
    trace.pop_back();
  }
}

/// Of a course and all that begin with it, up to a length: some satisfy the rule, some don't.
struct Futures {
  bool some = false;
  bool all = true;
};

RuleStatus status_by_futures(const Trace& trace, const Rule& rule) {
  Futures futures;
  for_each_trace(kMore, [&](const Trace& more) {
    Trace whole = trace;
    whole.insert(whole.end(), more.begin(), more.end());
    const bool good = satisfies(whole, rule);
    futures.some = futures.some || good;
    futures.all = futures.all && good;
  });
  if (futures.all) return RuleStatus::satisfied;
  if (!futures.some) return RuleStatus::violated;
  return satisfies(trace, rule) ? RuleStatus::satisfied_for_now : RuleStatus::pending;
}

}  // namespace

TEST_CASE("an automaton accepts exactly the courses that satisfy its rule") {
  const std::vector<Rule> rules = all_templates();
  CHECK(rules.size() == 29);
  for (const Rule& rule : rules) {
    const RuleSet set(model_of(kActivities, {rule}));
    std::size_t accepted = 0;
    std::size_t wrong = 0;
    std::string first_wrong;
    for_each_trace(kLength, [&](const Trace& trace) {
      const bool accepts = set.all_accept(after(set, trace));
      accepted += accepts ? 1 : 0;
      if (accepts == satisfies(trace, rule)) return;
      if (wrong++ == 0) first_wrong = text_of(trace);
    });
    INFO(to_string(rule.kind) << " times " << rule.times << ": " << first_wrong);
    CHECK(wrong == 0);
    CHECK(accepted > 0);
    CHECK(accepted < 1093);  // 3^0 + … + 3^6
  }
}

TEST_CASE("a rule is satisfied or violated for good exactly where no future can change it") {
  for (const Rule& rule : all_templates()) {
    const RuleSet set(model_of(kActivities, {rule}));
    std::size_t wrong = 0;
    std::string first_wrong;
    for_each_trace(4, [&](const Trace& trace) {
      if (set.status(after(set, trace), 0) == status_by_futures(trace, rule)) return;
      if (wrong++ == 0) first_wrong = text_of(trace);
    });
    INFO(to_string(rule.kind) << " times " << rule.times << ": " << first_wrong);
    CHECK(wrong == 0);
  }
}

TEST_CASE("no two templates mean the same") {
  const std::vector<Rule> rules = all_templates();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t j = i + 1; j < rules.size(); ++j) {
      const RuleSet left(model_of(kActivities, {rules[i]}));
      const RuleSet right(model_of(kActivities, {rules[j]}));
      bool differ = false;
      for_each_trace(4, [&](const Trace& trace) {
        differ = differ || left.all_accept(after(left, trace)) != right.all_accept(after(right, trace));
      });
      INFO(to_string(rules[i].kind) << " " << rules[i].times << ", " << to_string(rules[j].kind) << " " << rules[j].times);
      CHECK(differ);
    }
  }
}

TEST_CASE("alternatives at one place of a rule count as one") {
  Rule rule = rule_of(Kind::response, {0, 1});
  RuleSubject other = rule.subjects.back();
  other.activity = 2;
  rule.subjects.push_back(other);
  const RuleSet set(model_of(4, {rule}));
  CHECK(set.status(after(set, {0}), 0) == RuleStatus::pending);
  CHECK(set.status(after(set, {0, 3}), 0) == RuleStatus::pending);
  CHECK(set.status(after(set, {0, 1}), 0) == RuleStatus::satisfied_for_now);
  CHECK(set.status(after(set, {0, 2}), 0) == RuleStatus::satisfied_for_now);
  CHECK(set.satisfying(after(set, {0}), 0) == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("a rule that names a result reads no other, and no rule reads what the engine does") {
  Rule rule = rule_of(Kind::response, {0, 1});
  rule.subjects[0].result = 1;
  Model model = model_of(3, {rule, rule_of(Kind::chain_response, {0, 1})});
  model.activities[0].results.resize(2);
  model.activities[2].performer = Performer::engine;
  const RuleSet set(model);
  RuleSet::States states = set.initial();
  set.advance(states, 0, 0);
  CHECK(set.status(states, 0) == RuleStatus::satisfied_for_now);
  CHECK(set.status(states, 1) == RuleStatus::pending);
  set.advance(states, 2, 0);  // breaks no chain
  CHECK(set.status(states, 1) == RuleStatus::pending);
  set.advance(states, 1, 0);
  set.advance(states, 0, 1);
  CHECK(set.status(states, 0) == RuleStatus::pending);
}

TEST_CASE("the states of an automaton have names of their own, by which they are stored") {
  for (const Rule& rule : all_templates()) {
    const RuleAutomaton automaton = automaton_of(rule);
    INFO(to_string(rule.kind));
    for (std::size_t i = 0; i < automaton.states.size(); ++i)
      for (std::size_t j = i + 1; j < automaton.states.size(); ++j) CHECK(automaton.states[i].name != automaton.states[j].name);
  }
}

TEST_CASE("a rule is told in words") {
  const auto words = [](const Rule& rule) { return describe(model_of(3, {}), rule); };
  CHECK(words(rule_of(Kind::existence, {0})) == "'a' is done at least once");
  CHECK(words(rule_of(Kind::absence, {0})) == "'a' is never done");
  CHECK(words(rule_of(Kind::absence, {0}, 3)) == "'a' is done at most 2 times");
  CHECK(words(rule_of(Kind::exactly, {0}, 2)) == "'a' is done exactly 2 times");
  CHECK(words(rule_of(Kind::response, {0, 1})) == "after 'a' comes 'b'");
  CHECK(words(rule_of(Kind::precedence, {0, 1})) == "before 'b' comes 'a'");
  CHECK(words(rule_of(Kind::choice, {0, 1, 2})) == "at least one of 'a', 'b' and 'c' is done");
  Rule either = rule_of(Kind::response, {0, 1});
  either.subjects.push_back(either.subjects.back());
  either.subjects.back().activity = 2;
  CHECK(words(either) == "after 'a' comes 'b' or 'c'");
}
