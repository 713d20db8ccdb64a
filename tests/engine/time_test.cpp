// Timers, and what is due by itself. docs/semantics.md, 4.13, 6.5, 6.10.

#include "bench.hpp"

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"ann", {"agent"}}, {"ben", {"agent"}}};

const std::string kModel = R"(itsmflow: 1
process: flow
version: 1.0.0
case: ticket
roles: {agent: Agent}
objects:
  ticket:
    states: [new, waiting, answered, late, closed]
    final: [answered, late, closed]
    fields: {ready: bool}
start: {role: agent}
activities:
  ask: {role: agent, moves: {ticket: new -> waiting}}
  hear:
    role: agent
    results:
      answered: {moves: {ticket: waiting -> answered}}
      late: {moves: {ticket: waiting -> late}, after: 2 days}
  take_back: {role: agent, moves: {ticket: waiting -> new}}
)";

struct Run {
  explicit Run(const std::string& text = kModel) : bench(Bench::text(text, kPeople)) {
    const Step step = bench.engine().start("flow", "ann");
    require_done(step);
    id = step.case_id();
  }
  ~Run() { CHECK(bench.engine().verify_log().problems == Words{}); }
  Step does(const std::string& activity, const std::string& result = {}) {
    return bench.engine().perform(id, activity, "ann", {.result = result});
  }
  std::string state() { return bench.state(id, "ticket"); }
  void pass(const std::string& length) { bench.clock().advance(*parse_duration(length)); }

  Bench bench;
  CaseId id;
};

}  // namespace

TEST_CASE("a result with `after` comes by itself so long after the activity was first offered") {
  Run run;
  Engine& engine = run.bench.engine();
  CHECK(!engine.next_due());
  const Step asked = run.does("ask");
  CHECK(types(asked) == Words{"done", "timer_set"});
  CHECK(to_string(*engine.next_due()) == "2014-03-05T08:00:00Z");
  run.pass("1 day 23 hours");
  CHECK(engine.due() == 0);
  CHECK(run.state() == "waiting");
  run.pass("1 hour");
  CHECK(engine.due() == 1);
  CHECK(run.state() == "late");
  CHECK(engine.due() == 0);
  CHECK(!engine.next_due());
}

TEST_CASE("of a moment that the caller names what is below the microsecond is dropped, as stores drop it") {
  std::string text = kModel;
  text.replace(text.find("final: [answered, late, closed]"), 31, "final: [answered, closed]");
  Run run(text + R"(  rest:
    role: agent
    results:
      stay: {needs: {ticket: late}}
      go: {moves: {ticket: late -> closed}, after: 1 hour}
)");
  Engine& engine = run.bench.engine();
  run.does("ask");
  Timestamp moment = *engine.next_due();
  moment.nanos = 500;
  CHECK(engine.due(moment) == 1);
  CHECK(run.state() == "late");
  CHECK(to_string(*engine.next_due()) == "2014-03-05T09:00:00Z");
  CHECK(engine.due(*engine.next_due()) == 1);
  CHECK(run.state() == "closed");
}

TEST_CASE("nobody can take the result of a timer himself") {
  Run run;
  run.does("ask");
  const Step step = run.does("hear", "late");
  CHECK(kinds(step) == std::vector{Kind::wrong_role});
  const std::vector<Offer> offers = run.bench.engine().offers_for("ann", run.id);
  REQUIRE(offers.size() == 2);
  REQUIRE(offers[0].results.size() == 1);
  CHECK(offers[0].results[0].id == "answered");
}

TEST_CASE("a timer stops when the activity isn't offered any more, and counts anew when it is again") {
  Run run;
  Engine& engine = run.bench.engine();
  run.does("ask");
  run.pass("1 day");
  CHECK(types(run.does("take_back")) == Words{"done", "timer_stopped"});
  CHECK(!engine.next_due());
  run.does("ask");
  CHECK(to_string(*engine.next_due()) == "2014-03-06T08:00:00Z");
  run.does("hear", "answered");
  CHECK(!engine.next_due());
  run.pass("9 days");
  CHECK(engine.due() == 0);
}

TEST_CASE("what somebody has in hand when the time comes is withdrawn, and he is told") {
  Run run;
  Engine& engine = run.bench.engine();
  run.does("ask");
  require_done(engine.begin(run.id, "hear", "ben"));
  run.pass("2 days");
  CHECK(engine.due() == 1);
  CHECK(run.state() == "late");
  Words told;
  engine.deliver([&](const Notification& one) { told.push_back(one.to + " " + one.activity); });
  CHECK(told == Words{"ben hear"});
}

TEST_CASE("a result that can't come yet waits for the case after its time") {
  std::string text = kModel;
  text.replace(text.find("after: 2 days"), 13, "after: 2 days, when: ticket.ready");
  text.replace(text.find("  take_back:"), 12, "  tell: {role: agent, requires: [ticket.ready]}\n  take_back:");
  Run run(text);
  Engine& engine = run.bench.engine();
  run.does("ask");
  run.pass("2 days");
  CHECK(engine.due() == 1);
  CHECK(run.state() == "waiting");
  CHECK(engine.due() == 0);
  require_done(engine.perform(run.id, "tell", "ann", {.data = {{"ticket.ready", true}}}));
  CHECK(run.state() == "late");
}

TEST_CASE("timers are those of the store: another engine finds what is due") {
  Run run;
  run.does("ask");
  run.pass("3 days");
  Engine other(run.bench.library(), run.bench.store(), run.bench.people(), EngineOptions{.clock = &run.bench.clock()});
  CHECK(other.due() == 1);
  CHECK(run.bench.engine().due() == 0);
  CHECK(run.state() == "late");
}

TEST_CASE("an activity by the engine with `after` alone is a wait; free and unmoved, it comes again and again") {
  const std::string text = R"(itsmflow: 1
process: flow
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  a: {role: agent}
  pause: {by: engine, results: {over: {after: 1 hour}}}
  b: {role: agent}
transitions: [start -> a, a -> pause, pause -> b, b -> end]
)";
  Run run(text);
  run.does("a");
  CHECK(offered(run.bench.engine(), run.id, "ann").empty());
  run.pass("1 hour");
  CHECK(run.bench.engine().due() == 1);
  CHECK(offered(run.bench.engine(), run.id, "ann") == Words{"b"});
}

TEST_CASE("what an activity cancels loses its offers, its work and its timers") {
  const std::string text = R"(itsmflow: 1
process: flow
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  a: {role: agent}
  b: {role: agent, results: {done: {}, late: {after: 1 hour}}}
  c: {role: agent}
  d: {role: agent}
  stop: {role: agent, cancels: [b, c]}
transitions: [start -> a, a -> b & c & d & stop, b -> end, c -> end, d -> end, stop -> end]
)";
  Run run(text);
  Engine& engine = run.bench.engine();
  run.does("a");
  require_done(engine.begin(run.id, "c", "ben"));
  CHECK(engine.next_due());
  const Step step = run.does("stop");
  CHECK(types(step) == Words{"withdrawn", "done", "timer_stopped"});
  CHECK(offered(engine, run.id, "ann") == Words{"d"});
  CHECK(offered(engine, run.id, "ben") == Words{"d"});
  CHECK(!engine.next_due());
  run.does("d");
  CHECK(engine.show(run.id).status == CaseStatus::over);
}

TEST_CASE("a branch that lost its token to `cancels` is not waited for") {
  const std::string text = R"(itsmflow: 1
process: flow
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  a: {role: agent}
  b: {role: agent}
  c: {role: agent}
  e: {role: agent}
  stop: {role: agent, cancels: c}
transitions:
  - start -> a
  - a -> b & c
  - join: [b, c]
    to: e
  - e -> end
)";
  Run run(text);
  run.does("a");
  run.does("b");
  CHECK(offered(run.bench.engine(), run.id, "ann") == Words{"c", "stop"});
  run.does("stop");
  CHECK(offered(run.bench.engine(), run.id, "ann") == Words{"e", "stop"});
}

TEST_CASE("a timer of a case that was stopped by another timer a moment before is not heard of any more") {
  Bench bench = Bench::texts({R"(itsmflow: 1
process: parent
version: 1.0.0
case: rfc
roles: {desk: Desk}
objects: {rfc: {states: [new, late], final: [late]}}
start: {role: desk}
activities:
  work: {runs: {process: task, on_cancel: stop}, needs: {rfc: new}, results: {done: {}, cancelled: {}}}
  watch: {role: desk, needs: {rfc: new}, results: {seen: {}, late: {after: 1 hour, cancels: work}}}
)",
                              R"(itsmflow: 1
process: task
version: 1.0.0
case: task
roles: {desk: Desk}
objects: {task: {states: [new, done], final: [done]}}
activities:
  do: {role: desk, results: {well: {moves: {task: new -> done}}, by_itself: {moves: {task: new -> done}, after: 1 hour}}}
)"},
                             Directory{{"ann", {"desk"}}});
  const CaseId parent = bench.engine().start("parent", "ann", {}).case_id();
  bench.clock().advance({3600, 0});
  bench.engine().due();

  CaseId child{parent.value + 1};
  CHECK(bench.engine().show(child).status == CaseStatus::cancelled);
  CHECK(bench.engine().events(child).back().type == EventType::cancelled);
  CHECK(bench.engine().verify_log().problems == std::vector<std::string>{});
}
