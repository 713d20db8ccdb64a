// Messages to all who wait, sent again with the same key. docs/semantics.md, 7.4.

#include "bench.hpp"

#include <itsmflow/error.hpp>

using namespace itsmflow;

namespace {

const Directory kPeople{{"ann", {"agent"}}};

/// `hear` is open from the start, and the case is over when the message has come.
const std::string kWaits = R"(itsmflow: 1
process: flow
version: 1.0.0
case: rfc
roles: {agent: Agent}
objects:
  rfc: {states: [new, answered], final: [answered]}
start: {role: agent}
activities:
  hear: {waits_for: {message: all_clear}, moves: {rfc: new -> answered}}
)";

CaseId begin_case(Bench& bench) {
  return bench.engine().start("flow", "ann").case_id();
}

std::vector<CaseId> cases(const std::vector<Step>& steps) {
  std::vector<CaseId> ids;
  for (const Step& step : steps) ids.push_back(step.case_id());
  return ids;
}

std::size_t count_received(Bench& bench, CaseId id) {
  std::size_t count = 0;
  for (const Event& event : bench.engine().events(id))
    if (event.type == EventType::received) ++count;
  return count;
}

}  // namespace

TEST_CASE("a message for all, sent again with its key, gives the first results of the same cases, though they wait no more") {
  Bench bench = Bench::text(kWaits, kPeople);
  const CaseId one = begin_case(bench);
  const CaseId two = begin_case(bench);
  const std::vector<Step> first = bench.engine().send("all_clear", {}, {.key = "mail"});
  REQUIRE(cases(first) == std::vector{one, two});
  bench.clock().advance(Duration{60, 0});
  const CaseId later = begin_case(bench);

  const std::vector<Step> again = bench.engine().send("all_clear", {}, {.key = "mail"});

  REQUIRE(cases(again) == std::vector{one, two});
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(again[i].revision() == first[i].revision());
    CHECK(types(again[i]) == types(first[i]));
    CHECK(count_received(bench, again[i].case_id()) == 1);
  }
  CHECK(bench.state(later, "rfc") == "new");
  CHECK(cases(bench.engine().send("all_clear", {}, {.key = "another mail"})) == std::vector{later});
}

TEST_CASE("a message for all that came to some goes on to the others when it is sent again") {
  Bench bench = Bench::text(kWaits, kPeople);
  const CaseId one = begin_case(bench);
  const CaseId two = begin_case(bench);
  require_done(bench.engine().send(one, "all_clear", {}, {.key = "mail"}));  // as far as it came before the lights went out

  const std::vector<Step> again = bench.engine().send("all_clear", {}, {.key = "mail"});

  CHECK(cases(again) == std::vector{one, two});
  CHECK(count_received(bench, one) == 1);
  CHECK(bench.state(two, "rfc") == "answered");
}

TEST_CASE("a message for all under the key of another command comes to nobody") {
  Bench bench = Bench::text(kWaits, kPeople);
  const CaseId one = begin_case(bench);
  bench.engine().start("flow", "ann", {}, {.key = "mail"});

  CHECK_THROWS_AS(bench.engine().send("all_clear", {}, {.key = "mail"}), UsageError);

  CHECK(bench.state(one, "rfc") == "new");
}

TEST_CASE("a message for all is sent to nobody where one of its keys belongs to another command") {
  Bench bench = Bench::text(kWaits, kPeople);
  const CaseId one = begin_case(bench);
  const CaseId two = begin_case(bench);
  require_done(bench.engine().cancel(begin_case(bench), "ann", "a slip", {.key = "mail " + to_string(two)}));

  CHECK_THROWS_WITH(bench.engine().send("all_clear", {}, {.key = "mail"}), Catch::Contains("belongs to another command"));
  CHECK(bench.state(one, "rfc") == "new");
  CHECK(bench.state(two, "rfc") == "new");
}

TEST_CASE("a case that has the message under a key of its own does not get it again") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: flow
version: 1.0.0
case: rfc
roles: {agent: Agent}
objects:
  rfc: {states: [new, answered], final: [answered]}
start: {role: agent}
activities:
  hear: {waits_for: {message: all_clear}, needs: {rfc: new}}
  close: {role: agent, moves: {rfc: new -> answered}}
)",
                            kPeople);
  const CaseId one = begin_case(bench);
  const CaseId two = begin_case(bench);
  require_done(bench.engine().send(one, "all_clear", {}, {.key = "mail " + to_string(one)}));

  CHECK(cases(bench.engine().send("all_clear", {}, {.key = "mail"})) == std::vector{one, two});
  CHECK(count_received(bench, one) == 1);
  CHECK(count_received(bench, two) == 1);
  CHECK(cases(bench.engine().send("all_clear", {}, {.key = "mail"})).size() == 2);
  CHECK(count_received(bench, one) + count_received(bench, two) == 2);
}
