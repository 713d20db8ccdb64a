// Scenarios of what people don't do alone: items, messages, services, time, other processes.

#include "catch.hpp"
#include "places.hpp"

#include <itsmflow/scenario.hpp>

#include <string>

using namespace itsmflow;
using Catch::Matchers::Contains;

namespace {

const Library& library() {
  static const Library loaded = load_library(places::source() + "/tests/scenario/outside").value_or_throw();
  return loaded;
}

ScenarioResult play(const std::string& steps) {
  return run_scenario_text(library(), R"(scenario: Test
process: flow
people: {ann: [agent], sue: [security], cap: [capacity], bea: [board], ben: [board], tim: [worker]}
at: 2014-03-03T09:00Z
steps:
)" + steps);
}

std::string problems(const ScenarioResult& result) {
  std::string text;
  for (const auto* list : {&result.diagnostics, &result.failures}) {
    for (const Diagnostic& finding : *list)
      text += finding.rule + ": " + finding.message + " | " + finding.label + " | " + finding.help + "\n";
  }
  return text;
}

const std::string kStart = "  - start: {by: ann, rfc: {ticket: 7, places: [a, b]}}\n";
const std::string kAssessed = kStart +
                              "  - assess: {by: sue, item: security, answer: agree, rfc: {view: fine}}\n"
                              "  - assess: {by: cap, item: capacity, answer: agree}\n";
const std::string kVoted = kAssessed +
                           "  - decide: {by: bea, answer: accepted}\n"
                           "  - decide: {by: ben, answer: accepted}\n";
const std::string kAsked = kVoted + "  - visit: {by: ann, item: 1}\n  - visit: {by: ann, item: 2}\n";
const std::string kAnswered = kAsked + "  - send: {message: vendor_reply, ticket: 7, price: 12.5}\n";

}  // namespace

TEST_CASE("a scenario plays items, votes, messages, services and a process that runs") {
  const ScenarioResult result = play(kStart + R"(
  - expect: {offered: {sue: [assess.security], cap: [assess]}, waits: [], timers: []}
  - assess: {by: cap, item: security, answer: agree, rfc: {view: mine}}
    refused: [wrong_role]
  - begin: {activity: assess, item: security, by: sue}
  - suspend: {activity: assess, item: security, by: sue, note: half of it}
  - resume: {activity: assess, item: security, by: sue}
  - set: {activity: assess, item: security, by: sue, rfc.view: fine}
  - end: {activity: assess, item: security, by: sue, answer: agree}
  - expect: {items: {assess: {security: agree}}, offered: {sue: [], cap: [assess.capacity]}}
  - assess: {by: cap, item: capacity, answer: agree}
  - expect: {rfc: assessed, timers: {decide.late: 2014-03-05T09:00Z}}
  - decide: {by: bea, answer: accepted}
  - expect: {items: {decide: [bea]}}
  - decide: {by: ben, answer: accepted}
  - send: {message: vendor_reply, ticket: 7, price: 12.5}
  - expect: {rfc: voted, messages: [vendor_reply], offered: {ann: [visit.1, visit.2]}}
  - visit: {by: ann, item: 2}
  - visit: {by: ann, item: 1}
  - expect: {waits: [deploy], messages: [], rfc: {state: answered, price: 12.5}}
  - answer: {activity: deploy, fails: no route to host}
  - expect: {timers: [deploy]}
  - answer: {activity: deploy, result: deployed, rfc.server: web-3}
    refused: [not_reached]
  - after: 1 hour
  - answer: {activity: deploy, result: deployed, rfc.server: web-3}
  - expect: {waits: [close]}
  - expect: {task: {what: web-3}, offered: {tim: [do_it, drop]}}
    in: task
  - do_it: {by: ann, task: {found: it runs}}
    in: task
    refused: [wrong_role]
  - do_it: {by: tim, task: {found: it runs}}
    in: task
  - expect: {over: true}
    in: task
  - expect: {rfc: {state: done, found: it runs}, over: true}
)");
  CHECK(problems(result).empty());
  CHECK(result.passed());
}

TEST_CASE("time that passes does what is due on the way, each at its moment") {
  const ScenarioResult result = play(kAssessed + "  - after: 1 week\n  - expect: {rfc: dropped, over: true}\n");
  CHECK(problems(result).empty());
  bool was_late = false;
  for (const Event& event : result.events) {
    if (event.type != EventType::done || event.result != "late") continue;
    was_late = true;
    CHECK(to_string(event.at) == "2014-03-05T09:00:00Z");
  }
  CHECK(was_late);
  CHECK(play(kAssessed + "  - after: 47 hours\n  - expect: {rfc: assessed}\n").passed());
}

TEST_CASE("expectations about items, waits, timers and messages fail where they are disappointed") {
  const auto fails = [](const std::string& steps) {
    const ScenarioResult result = play(steps);
    CHECK(result.diagnostics.empty());
    return problems(result);
  };
  CHECK_THAT(fails(kStart + "  - expect: {offered: {sue: [assess.capacity]}}\n"),
             Contains("'sue' is offered assess.security, not assess.capacity"));
  CHECK_THAT(fails(kStart + "  - expect: {items: {assess: {security: agree}}}\n"),
             Contains("of 'assess' is done nothing, not security: agree"));
  CHECK_THAT(fails(kAsked + "  - expect: {waits: []}\n"), Contains("what waits is hear, not nothing"));
  CHECK_THAT(fails(kAssessed + "  - expect: {timers: []}\n"), Contains("what waits for time is decide.late, not nothing"));
  CHECK_THAT(fails(kAssessed + "  - expect: {timers: {decide.late: 2014-03-06T09:00Z}}\n"),
             Contains("'decide.late' is due at 2014-03-05T09:00:00Z, not at 2014-03-06T09:00:00Z"));
  CHECK_THAT(fails(kStart + "  - expect: {messages: [vendor_reply]}\n"), Contains("messages kept are nothing, not vendor_reply"));
}

TEST_CASE("a service's answer that can't be taken fails the scenario, and a case that hasn't begun is said") {
  const std::string told = problems(play(kAnswered + "  - answer: {activity: deploy, result: deployed}\n"));
  CHECK_THAT(told, Contains("step-failed: 'answer' could not be taken") && Contains("rfc.server"));
  CHECK_THAT(problems(play(kStart + "  - drop: {by: tim}\n    in: task\n")), Contains("no case of 'task' has begun here"));
}

TEST_CASE("what a step says of items, messages and services is judged before the first step") {
  const auto told = [](const std::string& step) {
    const ScenarioResult result = play(kStart + "  - " + step + "\n");
    CHECK(result.events.empty());
    return problems(result);
  };
  CHECK_THAT(told("assess: {by: sue, answer: agree}"), Contains("has no 'item'") && Contains("security, capacity"));
  CHECK_THAT(told("assess: {by: sue, item: securty, answer: agree}"), Contains("unknown-part") && Contains("security"));
  CHECK_THAT(told("assess: {by: sue, item: security, answer: maybe}"), Contains("unknown-answer") && Contains("agree, object"));
  CHECK_THAT(told("assess: {by: sue, item: security, result: agree}"), Contains("write `answer:`"));
  CHECK_THAT(told("visit: {by: ann, item: first}"), Contains("'first' is not the number of place"));
  CHECK_THAT(told("decide: {by: bea, item: ben, answer: accepted}"), Contains("everybody votes for himself"));
  CHECK_THAT(told("send: {message: vendor_replay}"), Contains("unknown-message") && Contains("vendor_reply"));
  CHECK_THAT(told("answer: {activity: hear, fails: x}"), Contains("no service does it"));
  CHECK_THAT(told("answer: {activity: deploy, result: failed, fails: x}"), Contains("a service that fails has no result"));
  CHECK_THAT(told("answer: {activity: deploy, result: failed, rfc.view: x}"), Contains("field-not-taken"));
  CHECK_THAT(told("expect: {timers: [decide.lat]}"), Contains("unknown-timer") && Contains("decide.late"));
  CHECK_THAT(told("drop: {by: tim}\n    in: flow"), Contains("no such process is run or started by 'flow'"));
}
