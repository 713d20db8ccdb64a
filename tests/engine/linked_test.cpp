// Cases that run or start others, where their models are of versions that don't know each other. docs/semantics.md, 6.8.

#include "bench.hpp"
#include "watching_store.hpp"

#include <algorithm>

using namespace itsmflow;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"ann", {"agent"}}};

const std::string kFlow = R"(itsmflow: 1
process: flow
version: 1.0.0
case: rfc
roles: {agent: Agent}
objects:
  rfc:
    states: [new, done, refused, failed]
    final: [done, refused, failed]
    fields: {words: string, hours: int, other: ref task}
start: {role: agent}
activities:
)";

const std::string kRuns = kFlow + R"(  work:
    runs:
      process: task
      returns: {rfc.words: task.found, rfc.hours: task.took}
    results:
      done: {moves: {rfc: new -> done}}
      cancelled: {moves: {rfc: new -> failed}}
)";

/// A later version than the one that `flow` was written for: `task` may be put off, and tells how long it took in words.
const std::string kTask = R"(itsmflow: 1
process: task
version: 2.0.0
case: task
roles: {agent: Agent}
objects:
  task:
    states: [new, done, put_off]
    final: [done, put_off]
    fields: {found: string, took: string}
start: {role: agent}
activities:
  do_it: {role: agent, moves: {task: new -> done}, asks: [task.found, task.took]}
  put_off: {role: agent, moves: {task: new -> put_off}}
)";

CaseId begin_flow(Engine& engine) {
  const Step step = engine.start("flow", "ann");
  require_done(step);
  return step.case_id();
}

Event returned_to(const Engine& engine, CaseId id) {
  for (const Event& event : engine.events(id))
    if (event.type == EventType::returned) return event;
  return {};
}

}  // namespace

TEST_CASE("a case ends as its own model has it; to one that doesn't know such an end it was cancelled, and is told why") {
  Bench bench = Bench::texts({kRuns, kTask}, kPeople);
  const CaseId id = begin_flow(bench.engine());
  const CaseId child = bench.engine().show(id).waits.at(0).other;

  require_done(bench.engine().perform(child, "put_off", "ann"));

  CHECK(bench.state(child, "task") == "put_off");
  CHECK(bench.engine().show(child).status == CaseStatus::over);
  CHECK(bench.state(id, "rfc") == "failed");
  const Event returned = returned_to(bench.engine(), id);
  CHECK(returned.result == "cancelled");
  CHECK(returned.note == "it ended as 'put_off', which is no result of 'work'");
  CHECK(bench.engine().verify_log().problems == Words{});
}

TEST_CASE("what a case can't bring back is left out and noted, and the rest comes") {
  Bench bench = Bench::texts({kRuns, kTask}, kPeople);
  const CaseId id = begin_flow(bench.engine());
  const CaseId child = bench.engine().show(id).waits.at(0).other;

  require_done(bench.engine().perform(child, "do_it", "ann", {.data = {{"task.found", "dust"}, {"task.took", "long"}}}));

  CHECK(bench.state(id, "rfc") == "done");
  CHECK(bench.engine().show(id).data.at("rfc.words") == Value("dust"));
  CHECK(bench.engine().show(id).data.count("rfc.hours") == 0);
  CHECK(returned_to(bench.engine(), id).note == "rfc.hours takes a whole number, not \"long\"");
}

TEST_CASE("a case ends without a look at the case that started it and doesn't wait for it") {
  const std::string starts = kFlow + "  ask: {role: agent, moves: {rfc: new -> done}, starts: {process: task, into: rfc.other}}\n";
  for (const bool waits : {false, true}) {
    INFO((waits ? "runs" : "starts"));
    WatchingStore store;
    const Bench models = Bench::texts({waits ? kRuns : starts, kTask}, kPeople);
    const Directory people = kPeople;
    Engine engine(models.library(), store, people);
    const CaseId id = begin_flow(engine);
    if (!waits) require_done(engine.perform(id, "ask", "ann"));
    const CaseId child{id.value + 1};
    store.loaded.clear();

    require_done(engine.perform(child, "do_it", "ann"));

    CHECK((std::ranges::count(store.loaded, id) > 0) == waits);
    CHECK(engine.show(child).parent == id);
    CHECK(engine.verify_log().problems == Words{});
  }
}
