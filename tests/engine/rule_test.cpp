// Rules about the course of cases: what they refuse, when a case may be over, and how they are shown. docs/semantics.md, 3.17 to 3.20.

#include "bench.hpp"

#include <itsmflow/store.hpp>

#include <algorithm>
#include <random>

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"ann", {"agent"}}, {"ben", {"agent"}}};

/// Activities a to d that anybody can do at any time, and `close`, which ends the case.
std::string ticket(const std::string& rules, const std::string& more = {}) {
  return "itsmflow: 1\nprocess: ticket\nversion: 1.0.0\ncase: ticket\nroles:\n  agent: {title: Agent}\n"
         "objects:\n  ticket: {states: [open, closed], final: [closed]}\n"
         "activities:\n  a: {role: agent}\n  b: {role: agent}\n  c: {role: agent}\n  d: {role: agent}\n"
         "  close: {role: agent, moves: {ticket: open -> closed}}\n" +
         more + "rules:\n" + rules;
}

CaseId begin_case(Bench& bench) {
  const Step step = bench.engine().start("ticket", "ann");
  require_done(step);
  return step.case_id();
}

void does(Bench& bench, CaseId id, const Words& activities) {
  for (const std::string& activity : activities) {
    INFO(activity);
    require_done(bench.engine().perform(id, activity, "ann"));
  }
}

/// "response: pending"
Words standings(Bench& bench, CaseId id) {
  Words found;
  for (const RuleView& rule : bench.engine().show(id).rules)
    found.push_back(rule.rule + ": " + std::string(to_string(rule.status)));
  return found;
}

std::string snapshot(Bench& bench, CaseId id) {
  return bench.store().begin(Store::Access::read)->load(id)->snapshot;
}

void check_log(Bench& bench) {
  CHECK(bench.engine().verify_log().problems == Words{});
}

}  // namespace

TEST_CASE("what a rule forbids is refused with the rule in words, and not offered") {
  Bench bench = Bench::text(ticket("  - precedence: [a, b]\n"), kPeople);
  const CaseId id = begin_case(bench);
  CHECK(offered(bench.engine(), id, "ann") == Words{"a", "c", "d", "close"});
  const Step refused = bench.engine().perform(id, "b", "ann");
  CHECK(kinds(refused) == std::vector{Kind::rule});
  CHECK(refused.obstacles()[0].message() == "'b' would break precedence: before 'b' comes 'a'");
  CHECK(refused.obstacles()[0].remedies() == Words{"a"});
  CHECK(kinds(bench.engine().begin(id, "b", "ann")) == std::vector{Kind::rule});
  CHECK(kinds(bench.engine().claim(id, "b", "ann")) == std::vector{Kind::rule});
  does(bench, id, {"a", "b", "b", "close"});
  CHECK(bench.engine().show(id).status == CaseStatus::over);
  check_log(bench);
}

TEST_CASE("the refusal names the event that started the rule, and the rule's title") {
  Bench bench = Bench::text(ticket("  - not_coexistence: [a, b]\n    title: Never both\n"), kPeople);
  const CaseId id = begin_case(bench);
  require_done(bench.engine().perform(id, "a", "ben"));
  const Step refused = bench.engine().perform(id, "b", "ann");
  REQUIRE(refused.obstacles().size() == 1);
  CHECK(refused.obstacles()[0].message() ==
        "'b' would break not_coexistence \"Never both\": 'a' and 'b' are never both done; ben did 'a' on 2014-03-03T08:00:00Z");
  CHECK(refused.obstacles()[0].remedies().empty());
}

TEST_CASE("a step after which two rules could not both be kept is refused, and both are named") {
  Bench bench = Bench::text(ticket("  - response: [a, b]\n  - absence: b\n  - existence: c\n"), kPeople);
  const CaseId id = begin_case(bench);
  const Step refused = bench.engine().perform(id, "a", "ann");
  CHECK(kinds(refused) == std::vector{Kind::rule});
  CHECK(refused.obstacles()[0].message() ==
        "after 'a' these rules could not all be kept: response: after 'a' comes 'b' and absence: 'b' is never done");
  CHECK(refused.obstacles()[0].remedies().empty());
  does(bench, id, {"c", "close"});
  check_log(bench);
}

TEST_CASE("the step that would end the case is refused while a rule waits for something") {
  Bench bench = Bench::text(ticket("  - response: [a, b]\n  - existence: c\n"), kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, {"a"});
  const Step refused = bench.engine().perform(id, "close", "ann");
  CHECK(kinds(refused) == std::vector{Kind::rule, Kind::rule});
  CHECK(refused.obstacles()[0].message() ==
        "'close' would end the case without response: after 'a' comes 'b'; ann did 'a' on 2014-03-03T08:00:00Z");
  CHECK(refused.obstacles()[0].remedies() == Words{"b", "c"});
  CHECK(refused.obstacles()[1].message() == "'close' would end the case without existence: 'c' is done at least once");
  CHECK(offered(bench.engine(), id, "ann") == Words{"a", "b", "c", "d"});
  CHECK(standings(bench, id) == Words{"response: pending", "existence: pending"});
  does(bench, id, {"c", "b"});
  CHECK(standings(bench, id) == Words{"response: satisfied_for_now", "existence: satisfied"});
  does(bench, id, {"close"});
  CHECK(standings(bench, id) == Words{"response: satisfied", "existence: satisfied"});
  check_log(bench);
}

TEST_CASE("what ends the case may be what the last rule waits for") {
  Bench bench = Bench::text(ticket("  - last: close\n  - exactly: close\n  - chain_response: [b, close]\n"), kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, {"a", "b"});
  CHECK(offered(bench.engine(), id, "ann") == Words{"close"});
  does(bench, id, {"close"});
  CHECK(standings(bench, id) == Words{"last: satisfied", "exactly: satisfied", "chain_response: satisfied"});
  check_log(bench);
}

TEST_CASE("begun, suspended, handed over and withdrawn work is no event of a rule; its end is") {
  Bench bench = Bench::text(ticket("  - chain_response: [a, b]\n"), kPeople);
  const CaseId id = begin_case(bench);
  require_done(bench.engine().begin(id, "c", "ann"));
  require_done(bench.engine().begin(id, "d", "ann"));
  does(bench, id, {"a"});
  CHECK(kinds(bench.engine().end(id, "c", "ann")) == std::vector{Kind::rule});
  require_done(bench.engine().hand_over(id, "c", "ann", "ben"));
  require_done(bench.engine().claim(id, "c", "ben"));
  require_done(bench.engine().suspend(id, "c", "ben", "later"));
  require_done(bench.engine().withdraw(id, "d", "ann"));
  CHECK(standings(bench, id) == Words{"chain_response: pending"});
  does(bench, id, {"b"});
  CHECK(standings(bench, id) == Words{"chain_response: satisfied_for_now"});
  check_log(bench);
}

TEST_CASE("a refusal names what was done, and not what was only begun and handed over") {
  Bench bench = Bench::text(ticket("  - exactly: a\n"), kPeople);
  const CaseId id = begin_case(bench);
  require_done(bench.engine().begin(id, "a", "ann"));
  require_done(bench.engine().hand_over(id, "a", "ann", "ben"));
  const Step unfinished = bench.engine().perform(id, "close", "ann");
  REQUIRE(kinds(unfinished) == std::vector{Kind::rule});
  CHECK(unfinished.obstacles()[0].message() == "'close' would end the case without exactly: 'a' is done exactly once");
  require_done(bench.engine().claim(id, "a", "ben"));
  require_done(bench.engine().end(id, "a", "ben"));
  const Step again = bench.engine().perform(id, "a", "ann");
  REQUIRE(kinds(again) == std::vector{Kind::rule});
  CHECK(again.obstacles()[0].message() == "'a' would break exactly: 'a' is done exactly once; ben did 'a' on 2014-03-03T08:00:00Z");
}

TEST_CASE("a rule reads the result that it names, and a step with another result is free") {
  Bench bench = Bench::text(ticket("  - not_succession: [decide.refused, b]\n  - absence: decide.maybe\n",
                                   "  decide: {role: agent, results: {granted: {}, refused: {}, maybe: {}}}\n"),
                            kPeople);
  const CaseId id = begin_case(bench);
  CHECK(kinds(bench.engine().perform(id, "decide", "ann", {.result = "maybe"})) == std::vector{Kind::rule});
  require_done(bench.engine().begin(id, "decide", "ann"));
  const Step never = bench.engine().end(id, "decide", "ann", {.result = "maybe"});
  REQUIRE(kinds(never) == std::vector{Kind::rule});
  CHECK(never.obstacles()[0].message() == "'decide.maybe' would break absence: 'decide.maybe' is never done");
  require_done(bench.engine().end(id, "decide", "ann", {.result = "granted"}));
  does(bench, id, {"b"});
  require_done(bench.engine().perform(id, "decide", "ann", {.result = "refused"}));
  const Step refused = bench.engine().perform(id, "b", "ann");
  REQUIRE(kinds(refused) == std::vector{Kind::rule});
  CHECK(refused.obstacles()[0].message() ==
        "'b' would break not_succession: after 'decide.refused', 'b' is never done; ann did 'decide.refused' on "
        "2014-03-03T08:00:00Z");
  check_log(bench);
}

TEST_CASE("what the engine does breaks no chain, and it ends no case that a rule keeps open") {
  const std::string engine =
      "  count: {by: engine, needs: {ticket: open}, when: \"ticket.todo\", sets: {ticket.todo: false}}\n"
      "  finish: {by: engine, moves: {ticket: open -> closed}, when: \"ticket.ready\"}\n"
      "  prepare: {role: agent, asks: [ticket.todo, ticket.ready]}\n";
  std::string text = ticket("  - chain_response: [prepare, b]\n", engine);
  const std::string object = "{states: [open, closed], final: [closed]}";
  text.replace(text.find(object), object.size(),
               "\n    states: [open, closed]\n    final: [closed]\n    fields: {todo: bool, ready: bool}");
  Bench bench = Bench::text(text, kPeople);
  const CaseId id = begin_case(bench);
  const Step prepared = bench.engine().perform(id, "prepare", "ann", {.data = {{"ticket.todo", true}, {"ticket.ready", true}}});
  require_done(prepared);
  CHECK(types(prepared) == Words{"done", "done"});  // the engine counted, and did not finish
  CHECK(bench.state(id, "ticket") == "open");
  const Step second = bench.engine().perform(id, "b", "ann");
  require_done(second);
  CHECK(types(second) == Words{"done", "done", "over"});
  check_log(bench);
}

TEST_CASE("a case whose tokens are gone is over when all rules accept") {
  Bench bench = Bench::text(
      "itsmflow: 1\nprocess: ticket\nversion: 1.0.0\nroles:\n  agent: {title: Agent}\nactivities:\n  a: {role: agent}\n"
      "  b: {role: agent}\n  note: {role: agent}\ntransitions:\n  - start -> a\n  - a -> b\n  - b -> end\nrules:\n"
      "  - response: [b, note]\n",
      kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, {"a", "note", "b"});
  CHECK(bench.engine().show(id).status == CaseStatus::open);
  CHECK(offered(bench.engine(), id, "ann") == Words{"note"});
  does(bench, id, {"note"});
  CHECK(bench.engine().show(id).status == CaseStatus::over);
  check_log(bench);
}

TEST_CASE("the state of rules is stored by name, and where a model has none nothing is") {
  Bench with = Bench::text(ticket("  - four_eyes: [a, close]\n  - response: [a, b]\n  - existence: c\n    times: 2\n"), kPeople);
  const CaseId id = begin_case(with);
  does(with, id, {"a", "c"});
  CHECK(snapshot(with, id).find(R"("rules":[{"rule":2,"is":"response","state":"open"},{"rule":3,"is":"existence","state":"1"}])") !=
        std::string::npos);
  Bench without = Bench::text(ticket("  - four_eyes: [a, close]\n"), kPeople);
  const CaseId other = begin_case(without);
  does(without, other, {"a"});
  CHECK(snapshot(without, other).find("rules") == std::string::npos);
  CHECK(without.engine().show(other).rules.empty());
}

TEST_CASE("whatever is done of what is offered, rules never leave a case without a way on") {
  const Words activities{"a", "b", "c", "d"};
  const Words templates{"responded_existence", "coexistence",          "not_coexistence",      "response",
                        "precedence",          "succession",           "not_succession",       "chain_response",
                        "alternate_response",  "alternate_precedence", "alternate_succession", "not_chain_succession",
                        "chain_precedence",    "chain_succession"};
  std::mt19937 dice(20140303);
  const auto pick = [&](std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(dice); };
  std::size_t refused = 0;
  std::size_t over = 0;
  std::size_t played = 0;
  while (played < 40) {
    std::string rules = "  - existence: " + activities[pick(4)] + "\n";
    for (std::size_t r = 0; r < 3; ++r) {
      const std::size_t a = pick(4);
      const std::size_t b = (a + 1 + pick(3)) % 4;
      rules += "  - " + templates[pick(templates.size())] + ": [" + activities[a] + ", " + activities[b] + "]\n";
    }
    INFO(rules);
    if (!load_model(ticket(rules))) continue;  // they contradict each other
    ++played;
    Bench bench = Bench::text(ticket(rules), kPeople);
    const CaseId id = begin_case(bench);
    for (int step = 0; step < 25 && bench.engine().show(id).status == CaseStatus::open; ++step) {
      const Words open = offered(bench.engine(), id, "ann");
      REQUIRE_FALSE(open.empty());
      for (const std::string& activity : activities) {
        const bool possible = std::find(open.begin(), open.end(), activity) != open.end();
        const std::vector<Obstacle> found = bench.engine().explain(id, activity, "ann").obstacles;
        CHECK(found.empty() == possible);
        if (!possible) CHECK(found[0].kind() == Kind::rule);
        refused += possible ? 0 : 1;
      }
      does(bench, id, {open[pick(open.size())]});
      for (const RuleView& rule : bench.engine().show(id).rules) CHECK(rule.status != RuleStatus::violated);
    }
    if (bench.engine().show(id).status == CaseStatus::over) ++over;
    check_log(bench);
  }
  CHECK(refused > 100);
  CHECK(over > 10);
}
