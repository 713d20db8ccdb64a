// Work by transition: choices, forks, joins, decisions, the engine's own steps.

#include "bench.hpp"

#include <itsmflow/error.hpp>

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"ann", {"agent"}}, {"ben", {"agent"}}, {"eve", {"other"}}};

/// A process without objects' states; `rest` is rules, rows and whatever else.
std::string process(const std::string& activities, const std::string& rows, const std::string& more = {}) {
  std::string text =
      "itsmflow: 1\nprocess: flow\ntitle: Flow\nversion: 1.0.0\n"
      "roles:\n  agent: {title: Agent}\n  other: {title: Other}\n";
  text += more;
  text += "start: {role: agent}\nactivities:\n";
  text += activities + "transitions:\n" + rows;
  return text;
}

std::string agents(const Words& names) {
  std::string text;
  for (const std::string& name : names) text += "  " + name + ": {role: agent}\n";
  return text;
}

CaseId begin_case(Bench& bench) {
  const Step step = bench.engine().start("flow", "ann");
  require_done(step);
  return step.case_id();
}

void does(Bench& bench, CaseId id, const std::string& activity, const std::string& result = {}, const Data& data = {}) {
  INFO(activity);
  require_done(bench.engine().perform(id, activity, "ann", {.result = result, .data = data}));
}

Words open(Bench& bench, CaseId id) {
  return offered(bench.engine(), id, "ann");
}

void check_log(Bench& bench) {
  CHECK(bench.engine().verify_log().problems == Words{});
}

}  // namespace

TEST_CASE("a row hands the case on, and `end` ends it") {
  Bench bench = Bench::text(process(agents({"a", "b"}), "  - start -> a\n  - a -> b\n  - b -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  CHECK(open(bench, id) == Words{"a"});
  const Step early = bench.engine().perform(id, "b", "ann");
  CHECK(kinds(early) == std::vector{Kind::not_reached});
  CHECK(early.obstacles()[0].message() == "'b' has not been reached; first 'a'");
  does(bench, id, "a");
  CHECK(open(bench, id) == Words{"b"});
  CHECK(kinds(bench.engine().perform(id, "a", "ann")) == std::vector{Kind::not_reached});
  does(bench, id, "b");
  CHECK(bench.engine().show(id).status == CaseStatus::over);
  CHECK(kinds(bench.engine().perform(id, "a", "ann")) == std::vector{Kind::case_over});
  check_log(bench);
}

TEST_CASE("a choice stays open until somebody begins one of its targets, and opens again when he gives it back") {
  Bench bench = Bench::text(
      process(agents({"a", "b", "c"}), "  - start -> a\n  - a -> b\n  - a -> c\n  - b -> end\n  - c -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, "a");
  CHECK(open(bench, id) == Words{"b", "c"});
  require_done(bench.engine().begin(id, "b", "ben"));
  CHECK(open(bench, id).empty());
  CHECK(kinds(bench.engine().perform(id, "c", "ann")) == std::vector{Kind::not_reached});
  const Step taken = bench.engine().perform(id, "b", "ann");
  CHECK(kinds(taken) == std::vector{Kind::taken});
  CHECK(taken.obstacles()[0].message() == "ben has begun 'b'");
  require_done(bench.engine().withdraw(id, "b", "ben", "too busy"));
  CHECK(open(bench, id) == Words{"b", "c"});
  does(bench, id, "c");
  CHECK(bench.engine().show(id).status == CaseStatus::over);
  check_log(bench);
}

TEST_CASE("a claimed target is withdrawn and its holder told when the other one is taken") {
  Bench bench = Bench::text(
      process(agents({"a", "b", "c"}), "  - start -> a\n  - a -> b\n  - a -> c\n  - b -> end\n  - c -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, "a");
  require_done(bench.engine().claim(id, "b", "ben"));
  const Step step = bench.engine().begin(id, "c", "ann");
  CHECK(types(step) == Words{"begun", "withdrawn"});
  std::vector<Notification> told;
  CHECK(bench.engine().deliver([&](const Notification& n) { told.push_back(n); }) == 1);
  REQUIRE(told.size() == 1);
  CHECK(told[0].to == "ben");
  CHECK(told[0].kind == "withdrawn");
  CHECK(told[0].activity == "b");
  CHECK(bench.engine().deliver([&](const Notification& n) { told.push_back(n); }) == 0);
}

TEST_CASE("what can't be told stays to be told, with the same key") {
  Bench bench = Bench::text(process(agents({"a"}), "  - start -> a\n  - a -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  require_done(bench.engine().claim(id, "a", "ann"));
  require_done(bench.engine().hand_over(id, "a", "ann", "ben", "the key is in the drawer"));
  std::string first;
  CHECK_THROWS_AS(bench.engine().deliver([&](const Notification& n) {
    first = n.key;
    throw std::runtime_error("mail server down");
  }),
                  std::runtime_error);
  std::string second;
  CHECK(bench.engine().deliver([&](const Notification& n) { second = n.key; }) == 1);
  CHECK(first == second);
  CHECK_FALSE(first.empty());
}

TEST_CASE("where several rows lead to an activity any of them is enough, and the refusal says so") {
  Bench bench = Bench::text(
      process(agents({"a", "b", "c"}), "  - start -> a\n  - start -> b\n  - a -> c\n  - b -> c\n  - c -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  CHECK(bench.engine().perform(id, "c", "ann").obstacles()[0].message() == "'c' has not been reached; first 'a' or 'b'");
  does(bench, id, "b");
  CHECK(open(bench, id) == Words{"c"});
}

TEST_CASE("a fork opens all its branches and a join waits for them") {
  Bench bench =
      Bench::text(process(agents({"a", "b", "c", "d"}), "  - start -> a\n  - a -> b & c\n  - b & c -> d\n  - d -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, "a");
  CHECK(open(bench, id) == Words{"b", "c"});
  does(bench, id, "c");
  CHECK(open(bench, id) == Words{"b"});
  CHECK(bench.engine().perform(id, "d", "ann").obstacles()[0].message() == "'d' has not been reached; first 'b' and 'c'");
  does(bench, id, "b");
  CHECK(open(bench, id) == Words{"d"});
  does(bench, id, "d");
  CHECK(bench.engine().show(id).status == CaseStatus::over);
  check_log(bench);
}

TEST_CASE("branches that simply end leave the case open until the last of them") {
  Bench bench =
      Bench::text(process(agents({"a", "b", "c"}), "  - start -> a\n  - a -> b & c\n  - b -> end\n  - c -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, "a");
  does(bench, id, "b");
  CHECK(bench.engine().show(id).status == CaseStatus::open);
  does(bench, id, "c");
  CHECK(bench.engine().show(id).status == CaseStatus::over);
}

TEST_CASE("a join to the end is taken as soon as all its branches are done") {
  Bench bench = Bench::text(process(agents({"a", "b", "c"}), "  - start -> a\n  - a -> b & c\n  - b & c -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  for (const char* activity : {"a", "b", "c"}) does(bench, id, activity);
  CHECK(bench.engine().show(id).status == CaseStatus::over);
  check_log(bench);
}

TEST_CASE("results lead different ways, and results without a row of their own go the common one") {
  Bench bench = Bench::text(process("  judge: {role: agent, results: {good: {}, bad: {}, odd: {}}}\n" + agents({"b", "c"}),
                                    "  - start -> judge\n  - judge.good -> b\n  - judge -> c\n  - b -> end\n  - c -> judge\n"),
                            kPeople);
  const CaseId id = begin_case(bench);
  CHECK(bench.engine().perform(id, "b", "ann").obstacles()[0].message() == "'b' has not been reached; first 'judge.good'");
  CHECK(bench.engine().perform(id, "c", "ann").obstacles()[0].message() == "'c' has not been reached; first 'judge'");
  does(bench, id, "judge", "odd");
  CHECK(open(bench, id) == Words{"c"});
  does(bench, id, "c");
  does(bench, id, "judge", "bad");
  does(bench, id, "c");
  does(bench, id, "judge", "good");
  CHECK(open(bench, id) == Words{"b"});
  check_log(bench);
}

namespace {

const char* const kRisk =
    "case: rfc\nobjects:\n  rfc:\n    fields:\n      risk: {type: enum, values: [low, medium, high]}\n      score: int\n";

}  // namespace

TEST_CASE("a guarded row is decided when its source ends, in the written order") {
  Bench bench = Bench::text(process("  a: {role: agent, asks: [rfc.risk]}\n" + agents({"b", "c", "d"}),
                                    "  - start -> a\n  - a -> b if rfc.risk == \"high\"\n  - a -> c if rfc.risk != \"low\"\n"
                                    "  - a -> d otherwise\n  - b -> end\n  - c -> end\n  - d -> end\n",
                                    kRisk),
                            kPeople);
  const auto after = [&](const Data& data) {
    const CaseId id = begin_case(bench);
    does(bench, id, "a", "", data);
    return open(bench, id);
  };
  CHECK(after({{"rfc.risk", "high"}}) == Words{"b"});
  CHECK(after({{"rfc.risk", "medium"}}) == Words{"c"});
  CHECK(after({{"rfc.risk", "low"}}) == Words{"d"});
  CHECK(after({}) == Words{"d"});
  check_log(bench);
}

TEST_CASE("where no guard holds the case waits, and decides when data change") {
  Bench bench = Bench::text(process("  a: {role: agent}\n  assess: {role: agent, asks: [rfc.risk]}\n" + agents({"b", "c"}),
                                    "  - start -> a\n  - a -> b if rfc.risk == \"high\"\n  - a -> c if rfc.risk == \"low\"\n"
                                    "  - b -> end\n  - c -> end\n",
                                    kRisk),
                            kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, "a");
  CHECK(open(bench, id) == Words{"assess"});
  const Step early = bench.engine().perform(id, "b", "ann");
  CHECK(kinds(early) == std::vector{Kind::not_reached});
  CHECK(early.obstacles()[0].message() == "'b' waits until rfc.risk == \"high\" holds, but rfc.risk is not filled");
  CHECK(early.obstacles()[0].remedies() == Words{"rfc.risk"});
  does(bench, id, "assess", "", {{"rfc.risk", "medium"}});
  CHECK(open(bench, id) == Words{"assess"});
  require_done(bench.engine().begin(id, "assess", "ann"));
  const Step step = bench.engine().set(id, "assess", "ann", {{"rfc.risk", "low"}});
  CHECK(types(step) == Words{"set", "routed"});
  CHECK(step.events()[1].note == "a -> c if rfc.risk == \"low\"");
  CHECK(open(bench, id) == Words{"assess", "c"});
  check_log(bench);
}

TEST_CASE("the engine passes its own routing points, with the first result that fits") {
  Bench bench = Bench::text(
      process("  a: {role: agent, requires: [rfc.score]}\n"
              "  route:\n    by: engine\n    results:\n      big: {when: rfc.score > 10}\n      small: {}\n" +
                  agents({"b", "c"}),
              "  - start -> a\n  - a -> route\n  - route.big -> b\n  - route.small -> c\n  - b -> end\n  - c -> end\n", kRisk),
      kPeople);
  const CaseId big = begin_case(bench);
  const Step step = bench.engine().perform(big, "a", "ann", {.data = {{"rfc.score", 11}}});
  REQUIRE(types(step) == Words{"done", "done"});
  CHECK(step.events()[1].activity == "route");
  CHECK(step.events()[1].result == "big");
  CHECK(step.events()[1].actor.empty());
  CHECK(open(bench, big) == Words{"b"});
  const CaseId small = begin_case(bench);
  does(bench, small, "a", "", {{"rfc.score", 3}});
  CHECK(open(bench, small) == Words{"c"});
  const Step refused = bench.engine().perform(small, "route", "ann", {.result = "big"});
  CHECK(kinds(refused) == std::vector{Kind::not_reached, Kind::guard_false, Kind::wrong_role});
}

TEST_CASE("a circle that runs by itself is an error, and nothing is changed") {
  Bench bench = Bench::text(process("  a: {role: agent}\n  hop: {by: engine}\n  out: {by: engine}\n",
                                    "  - start -> a\n  - a -> hop\n  - hop -> out\n  - out -> hop\n"),
                            kPeople);
  const CaseId id = begin_case(bench);
  CHECK_THROWS_WITH(bench.engine().perform(id, "a", "ann"),
                    Catch::Contains("runs in a circle by itself") && Catch::Contains("'hop', 'out'"));
  CHECK(bench.engine().show(id).revision == 1);
  check_log(bench);
}

TEST_CASE("what can't be computed for want of a required field isn't said besides, and what lacks another field is") {
  Bench bench = Bench::text(
      process("  a:\n    role: agent\n    requires: [rfc.score]\n    sets:\n      rfc.risk: \"rfc.score > 10 ? 'high' : 'low'\"\n"
              "      rfc.weight: rfc.size + 1\n",
              "  - start -> a\n  - a -> end\n", kRisk + std::string("      size: int\n      weight: int\n")),
      kPeople);
  const Step step = bench.engine().perform(begin_case(bench), "a", "ann");
  CHECK(kinds(step) == std::vector{Kind::missing_data, Kind::missing_data});
  CHECK(step.obstacles().at(0).message() == "'a' requires rfc.score");
  CHECK(step.obstacles().at(1).message() == "rfc.weight can't be computed: rfc.size is not filled");
}

TEST_CASE("a case that ends with its rows is over once its other objects rest, be it in a final state or in none") {
  const std::string objects =
      "case: rfc\nobjects:\n  rfc: {fields: {risk: string}}\n  order: {states: [none, open, done], final: [done]}\n";
  Bench bench = Bench::text(process("  a: {role: agent}\n  buy: {role: agent, moves: {order: none -> open}}\n"
                                    "  pay: {role: agent, moves: {order: open -> done}}\n",
                                    "  - start -> a\n  - a -> end\n", objects),
                            kPeople);
  const auto status = [&](CaseId id) { return bench.engine().show(id).status; };
  const CaseId without = begin_case(bench);
  does(bench, without, "a");
  CHECK(status(without) == CaseStatus::over);

  const CaseId with = begin_case(bench);
  does(bench, with, "buy");
  does(bench, with, "a");
  CHECK(status(with) == CaseStatus::open);
  does(bench, with, "pay");
  CHECK(status(with) == CaseStatus::over);
  check_log(bench);
}

TEST_CASE("computed fields are written by the step, in the written order") {
  Bench bench =
      Bench::text(process("  a: {role: agent, asks: [rfc.score], sets: {rfc.risk: \"rfc.score > 10 ? 'high' : 'low'\"}}\n",
                          "  - start -> a\n  - a -> end\n", kRisk),
                  kPeople);
  const CaseId id = begin_case(bench);
  const Step unfilled = bench.engine().perform(id, "a", "ann");
  CHECK(kinds(unfilled) == std::vector{Kind::missing_data});
  CHECK(unfilled.obstacles()[0].message() == "rfc.risk can't be computed: rfc.score is not filled");
  does(bench, id, "a", "", {{"rfc.score", 20}});
  CHECK(bench.engine().show(id).data.at("rfc.risk") == Value("high"));
  check_log(bench);
}

TEST_CASE("a second token is never put where one waits") {
  // `note` is free: each time it is done it leads to `follow`.
  Bench bench = Bench::text(
      process(agents({"a", "note", "follow"}), "  - start -> a\n  - a -> end\n  - note -> follow\n  - follow -> end\n"), kPeople);
  const CaseId id = begin_case(bench);
  does(bench, id, "note");
  const Step again = bench.engine().perform(id, "note", "ann");
  CHECK(kinds(again) == std::vector{Kind::not_reached});
  CHECK(again.obstacles()[0].remedies() == Words{"follow"});
  require_done(bench.engine().begin(id, "follow", "ben"));
  CHECK(kinds(bench.engine().perform(id, "note", "ann")) == std::vector{Kind::not_reached});
  require_done(bench.engine().end(id, "follow", "ben"));
  does(bench, id, "note");
  check_log(bench);
}

TEST_CASE("a step that would end the case with another object unfinished is refused and says how it would be left") {
  Bench bench = Bench::text(R"(
itsmflow: 1
process: flow
title: Flow
version: 1.0.0
case: rfc
roles: {agent: {title: Agent}}
objects:
  rfc: {states: [open, closed], final: [closed]}
  server: {states: [as_it_was, changed, updated], final: [as_it_was, updated]}
start: {role: agent}
activities:
  change: {role: agent, moves: {server: as_it_was -> changed}}
  update: {role: agent, moves: {server: changed -> updated}}
  close: {role: agent, moves: {rfc: open -> closed}}
  close_in_a_hurry: {role: agent, moves: {rfc: open -> closed, server: as_it_was -> changed}}
)",
                            kPeople);
  const CaseId id = begin_case(bench);
  const Step hurried = bench.engine().perform(id, "close_in_a_hurry", "ann");
  CHECK(kinds(hurried) == std::vector{Kind::wrong_state});
  CHECK(hurried.obstacles()[0].message() ==
        "'close_in_a_hurry' would end the case with server 'changed'; it must be 'as_it_was' or 'updated'");
  does(bench, id, "change");
  const Step early = bench.engine().perform(id, "close", "ann");
  CHECK(early.obstacles()[0].remedies() == Words{"update"});
  does(bench, id, "update");
  does(bench, id, "close");
  CHECK(bench.engine().show(id).status == CaseStatus::over);
}
