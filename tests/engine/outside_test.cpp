// Messages, services, and cases that run or start others. docs/semantics.md, 4.11, 4.12, 4.14, 6.7, 6.8.

#include "bench.hpp"

#include <itsmflow/error.hpp>

#include <stdexcept>

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"ann", {"agent"}}, {"ben", {"agent"}}};

struct Run {
  explicit Run(const std::string& text, const Data& data = {}) : bench(Bench::text(text, kPeople)) { begin(data); }
  Run(const std::vector<std::string>& texts, const Data& data) : bench(Bench::texts(texts, kPeople)) { begin(data); }
  ~Run() { CHECK(bench.engine().verify_log().problems == Words{}); }

  void begin(const Data& data) {
    const Step step = bench.engine().start("flow", "ann", data);
    require_done(step);
    id = step.case_id();
  }
  Step does(const std::string& activity, const Data& data = {}) {
    return bench.engine().perform(id, activity, "ann", {.data = data});
  }
  Words open() { return offered(bench.engine(), id, "ann"); }
  CaseView show() { return bench.engine().show(id); }

  Bench bench;
  CaseId id;
};

const std::string kHead = R"(itsmflow: 1
process: flow
version: 1.0.0
case: rfc
roles: {agent: Agent}
objects:
  rfc:
    states: [new, sent, answered, refused, done, failed]
    final: [done, failed, refused]
    fields: {ticket: int, price: number, words: string, other: ref task}
start: {role: agent, asks: [rfc.ticket]}
activities:
)";

const std::string kWaits = kHead + R"(  ask: {role: agent, moves: {rfc: new -> sent}}
  hear:
    waits_for: {message: vendor_reply, about: message.ticket == rfc.ticket}
    results:
      answered: {moves: {rfc: sent -> answered}, when: message.price > 0.0, sets: {rfc.price: message.price}}
      refused: {moves: {rfc: sent -> refused}}
  close: {role: agent, moves: {rfc: answered -> done}}
)";

}  // namespace

TEST_CASE("a message is taken by the activity that waits for it, and decides its result") {
  Run run(kWaits, {{"rfc.ticket", 7}});
  run.does("ask");
  CHECK(kinds(run.bench.engine().perform(run.id, "hear", "ann", {.result = "refused"})) == std::vector{Kind::wrong_role});
  CHECK(run.show().waits.at(0).message == "vendor_reply");
  const std::vector<Step> steps = run.bench.engine().send("vendor_reply", {{"ticket", 7}, {"price", 12.5}});
  REQUIRE(steps.size() == 1);
  CHECK(types(steps[0]) == Words{"received", "done"});
  CHECK(run.bench.state(run.id, "rfc") == "answered");
  CHECK(run.show().data.at("rfc.price") == Value(12.5));
}

TEST_CASE("a message that comes too early is kept; one about something else is for nobody") {
  Run run(kWaits, {{"rfc.ticket", 7}});
  Engine& engine = run.bench.engine();
  CHECK_THROWS_AS(engine.send("vendor_reply", {{"ticket", 8}, {"price", 1.0}}), NotFound);
  CHECK_THROWS_WITH(
      engine.send("vendor_reply", {{"ticket", 8}}),  // and nothing of what the case holds
      "no open case waits for this message 'vendor_reply'; one waits for one of which message.ticket == rfc.ticket holds");
  CHECK_THROWS_WITH(engine.send(run.id, "vendor_replay"), Catch::Contains("it waits for vendor_reply"));
  CHECK(engine.send("vendor_reply", {{"ticket", 7}, {"price", 0.0}}).size() == 1);
  const std::vector<MessageView> kept = run.show().messages;
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].name == "vendor_reply");
  CHECK(kept[0].values == Data{{"ticket", 7}, {"price", 0.0}});
  REQUIRE(kept[0].untaken.size() == 1);
  CHECK(kept[0].untaken[0].activity == "hear");
  CHECK(kept[0].untaken[0].why == Words{"before 'hear' comes 'ask'"});
  CHECK(types(run.does("ask")) == Words{"done", "done", "over"});
  CHECK(run.bench.state(run.id, "rfc") == "refused");
  CHECK(kinds(engine.send(run.id, "vendor_reply", {{"ticket", 7}})) == std::vector{Kind::case_over});
}

TEST_CASE("a message sent twice under one key comes once") {
  Run run(kWaits, {{"rfc.ticket", 7}});
  Engine& engine = run.bench.engine();
  engine.send(run.id, "vendor_reply", {{"ticket", 7}, {"price", 1.0}}, {.key = "mail-1"});
  engine.send(run.id, "vendor_reply", {{"ticket", 7}, {"price", 1.0}}, {.key = "mail-1"});
  CHECK(run.show().messages.size() == 1);
  CHECK_THROWS_AS(engine.send(run.id, "vendor_reply", {{"t", Value::Bytes{"x"}}}), UsageError);
}

namespace {

const std::string kService = kHead + R"(  ask: {role: agent, moves: {rfc: new -> sent}}
  deploy:
    service: deployer
    retry: {times: 2, wait: 1 minute}
    results:
      deployed: {moves: {rfc: sent -> done}, requires: [rfc.words]}
      failed: {moves: {rfc: sent -> failed}}
)";

/// Its result can't be: the task wants words, and there are none. It is tried twice.
std::string service_that_starts_a_task() {
  std::string text = kService;
  text.replace(text.find("requires: [rfc.words]"), 21, "starts: [task]");
  text.replace(text.find("times: 2"), 8, "times: 1");
  return text;
}

}  // namespace

TEST_CASE("a service is called once its activity can begin, and its answer ends it") {
  Run run(kService, {{"rfc.ticket", 3}});
  Engine& engine = run.bench.engine();
  std::vector<ServiceCall> calls;
  engine.on_service("deployer", [&](const ServiceCall& call) {
    calls.push_back(call);
    return ServiceReply{.result = "deployed", .data = {{"rfc.words", "at last"}}};
  });
  CHECK(engine.due() == 0);
  CHECK(types(run.does("ask")) == Words{"done", "called"});
  CHECK(engine.next_due());
  CHECK(engine.due() == 1);
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].data.at("rfc.ticket") == Value(3));
  CHECK(calls[0].activity == "deploy");
  CHECK(run.bench.state(run.id, "rfc") == "done");
  CHECK(!engine.next_due());
}

TEST_CASE("a handler that fails is tried again as `retry` says, and then the result is `failed`") {
  Run run(kService);
  Engine& engine = run.bench.engine();
  Words keys;
  engine.on_service("deployer", [&](const ServiceCall& call) -> std::optional<ServiceReply> {
    keys.push_back(call.key);
    if (call.attempt == 1) throw std::runtime_error("no route to host");
    if (call.attempt == 2) return ServiceReply{.result = "deployd"};
    return ServiceReply{.result = "deployed"};  // without the words it requires
  });
  run.does("ask");
  CHECK(engine.due() == 1);
  CHECK(run.show().timers.at(0).activity == "deploy");
  CHECK(engine.due() == 0);
  run.bench.clock().advance(Duration{60, 0});
  CHECK(engine.due() == 2);  // the timer, and the call
  run.bench.clock().advance(Duration{60, 0});
  CHECK(engine.due() == 2);
  CHECK(run.bench.state(run.id, "rfc") == "failed");
  REQUIRE(keys.size() == 3);
  CHECK(keys[0] != keys[1]);
  Words notes;
  for (const Event& event : engine.events(run.id))
    if (event.type == EventType::call_failed) notes.push_back(event.note);
  REQUIRE(notes.size() == 3);
  CHECK(notes[0] == "no route to host");
  CHECK_THAT(notes[1], Catch::Contains("has no result 'deployd'; did you mean 'deployed'?"));
  CHECK_THAT(notes[2], Catch::Contains("rfc.words"));
}

TEST_CASE("a service may answer later, and what was withdrawn is not called any more") {
  Run run(kService);
  Engine& engine = run.bench.engine();
  CHECK(kinds(engine.answer(run.id, "deploy", {.result = "deployed", .data = {{"rfc.words", "x"}}})) ==
        std::vector{Kind::not_reached});
  run.does("ask");
  CHECK(kinds(engine.perform(run.id, "deploy", "ann")) == std::vector{Kind::wrong_role});
  int calls = 0;
  engine.on_service("deployer", [&](const ServiceCall&) -> std::optional<ServiceReply> {
    ++calls;
    return std::nullopt;
  });
  CHECK(engine.due() == 1);
  CHECK(engine.due() == 0);
  CHECK(calls == 1);
  require_done(engine.answer(run.id, "deploy", {.result = "deployed", .data = {{"rfc.words", "x"}}}));
  CHECK(run.bench.state(run.id, "rfc") == "done");

  const Step other = engine.start("flow", "ann");
  require_done(engine.perform(other.case_id(), "ask", "ann"));
  require_done(engine.cancel(other.case_id(), "ann", "never mind"));
  CHECK(engine.due() == 0);
  CHECK(calls == 1);
}

namespace {

const std::string kTask = R"(itsmflow: 1
process: task
version: 1.0.0
case: task
roles: {agent: Agent}
objects:
  task:
    states: [new, done, dropped]
    final: [done, dropped]
    fields: {what: string, found: string}
start: {role: agent, requires: [task.what]}
activities:
  do_it: {role: agent, moves: {task: new -> done}, requires: [task.found]}
  drop: {role: agent, moves: {task: new -> dropped}}
)";

std::string runs(const std::string& more = {}) {
  return kHead + R"(  ask: {role: agent, moves: {rfc: new -> sent}, asks: [rfc.words]}
  work:
    runs:
      process: task
      with: {task.what: rfc.words}
      returns: {rfc.words: task.found}
)" + more +
         R"(    results:
      done: {moves: {rfc: sent -> done}}
      dropped: {moves: {rfc: sent -> refused}}
      cancelled: {moves: {rfc: sent -> failed}}
  give_up: {role: agent, moves: {rfc: sent -> failed}}
)";
}

}  // namespace

TEST_CASE("a case of another process runs in the same step, and its end ends the activity") {
  Run run({runs(), kTask}, {});
  Engine& engine = run.bench.engine();
  CHECK(types(run.does("ask", {{"rfc.words", "look"}})) == Words{"done", "launched"});
  const CaseId child = run.show().waits.at(0).other;
  CHECK(engine.show(child).parent == run.id);
  CHECK(engine.show(child).data.at("task.what") == Value("look"));
  const Step ended = engine.perform(child, "do_it", "ann", {.data = {{"task.found", "it"}}});
  CHECK(types(ended) == Words{"done", "over"});
  CHECK(run.bench.state(run.id, "rfc") == "done");
  CHECK(run.show().data.at("rfc.words") == Value("it"));
}

TEST_CASE("a case that would lack what it requires doesn't run, and the step that would run it is refused") {
  Run run({runs(), kTask}, {});
  const Step step = run.does("ask");
  CHECK(kinds(step) == std::vector{Kind::missing_data});
  CHECK(step.obstacles()[0].message() == "a case of 'task' would start, which requires task.what");
  CHECK(run.bench.state(run.id, "rfc") == "new");
  CHECK(run.bench.engine().cases().size() == 1);
}

TEST_CASE("a case that is cancelled ends its activity so; one whose activity is withdrawn stops or goes on") {
  {
    Run run({runs(), kTask}, {});
    run.does("ask", {{"rfc.words", "look"}});
    require_done(run.bench.engine().cancel(run.show().waits.at(0).other, "ann", "no"));
    CHECK(run.bench.state(run.id, "rfc") == "failed");
  }
  for (const bool stops : {false, true}) {
    Run run({runs(stops ? "      on_cancel: stop\n" : ""), kTask}, {});
    run.does("ask", {{"rfc.words", "look"}});
    const CaseId child = run.show().waits.at(0).other;
    require_done(run.does("give_up"));
    CHECK(run.bench.engine().show(child).status == (stops ? CaseStatus::cancelled : CaseStatus::open));
  }
}

TEST_CASE("an activity starts cases of other processes and keeps their number") {
  const std::string text = kHead + R"(  ask:
    role: agent
    moves: {rfc: new -> done}
    asks: [rfc.words]
    starts: [{process: task, with: {task.what: "'about ' + rfc.words"}, into: rfc.other}]
)";
  Run run({text, kTask}, {});
  CHECK(types(run.does("ask", {{"rfc.words", "cats"}})) == Words{"done", "linked", "over"});
  const CaseId other{*run.show().data.at("rfc.other").if_int()};
  CHECK(run.bench.engine().show(other).data.at("task.what") == Value("about cats"));
  CHECK(run.bench.engine().show(other).status == CaseStatus::open);
}

TEST_CASE("cases that start each other for ever are refused, and nothing is changed") {
  const std::string text = R"(itsmflow: 1
process: flow
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  again: {by: engine, starts: [flow]}
transitions: [start -> again, again -> end]
)";
  Bench bench = Bench::text(text, kPeople);
  CHECK_THROWS_WITH(bench.engine().start("flow", "ann"), Catch::Contains("runs in a circle by itself"));
  CHECK(bench.engine().cases().empty());
}

TEST_CASE("a timer that can't end its activity keeps no other case waiting") {
  const std::string text = kHead + R"(  hear:
    role: agent
    asks: [rfc.words]
    results:
      answered: {moves: {rfc: new -> answered}}
      late: {moves: {rfc: new -> refused}, after: 1 hour, starts: [{process: task, with: {task.what: rfc.words}}]}
)";
  Run run({text, kTask}, {});
  Engine& engine = run.bench.engine();
  const CaseId other = engine.start("flow", "ann").case_id();
  require_done(engine.begin(other, "hear", "ann"));
  require_done(engine.set(other, "hear", "ann", {{"rfc.words", "w"}}));
  run.bench.clock().advance(Duration{3600, 0});
  CHECK(engine.due() == 1);  // the first case lacks the words with which the task would start
  CHECK(run.bench.state(run.id, "rfc") == "new");
  CHECK(run.bench.state(other, "rfc") == "refused");
  CHECK(engine.due() == 0);
}

TEST_CASE("an answer whose consequences are refused counts as failing, and no answer gets lost") {
  Run run({service_that_starts_a_task(), kTask}, {});
  Engine& engine = run.bench.engine();
  engine.on_service("deployer", [&](const ServiceCall&) { return ServiceReply{.result = "deployed"}; });
  run.does("ask");
  CHECK(engine.due() == 1);
  CHECK(run.show().waits.at(0).tries == 1);
  run.bench.clock().advance(Duration{60, 0});
  CHECK(engine.due() == 2);
  CHECK(run.bench.state(run.id, "rfc") == "failed");
}

TEST_CASE("an answer that comes later and whose consequences are refused counts as failing too") {
  Run run({service_that_starts_a_task(), kTask}, {});
  Engine& engine = run.bench.engine();
  run.does("ask");
  const Step first = engine.answer(run.id, "deploy", {.result = "deployed"});
  require_done(first);
  CHECK(first.events().front().type == EventType::call_failed);
  CHECK(kinds(engine.answer(run.id, "deploy", {.result = "deployed"})) ==
        std::vector{Obstacle::Kind::not_reached});  // between two tries
  run.bench.clock().advance(Duration{60, 0});
  CHECK(engine.due() == 1);
  require_done(engine.answer(run.id, "deploy", {.result = "deployed"}));
  CHECK(run.bench.state(run.id, "rfc") == "failed");
}

TEST_CASE("words of a handler that are no text are told as such") {
  Run run(kService);
  Engine& engine = run.bench.engine();
  engine.on_service("deployer", [&](const ServiceCall&) { return ServiceReply{.result = "\xff"}; });
  run.does("ask");
  engine.due();
  CHECK(engine.events(run.id).back().type == EventType::call_failed);
}

TEST_CASE("a service whose result leads back to itself is answered like any other") {
  const std::string text = R"(itsmflow: 1
process: flow
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  a: {role: agent}
  deploy: {service: deployer, results: {again: {}, done: {}, failed: {}}}
transitions: [start -> a, a -> deploy, deploy.again -> deploy, deploy.done -> end, deploy.failed -> a]
)";
  Run run(text);
  Engine& engine = run.bench.engine();
  int calls = 0;
  engine.on_service("deployer", [&](const ServiceCall&) { return ServiceReply{.result = ++calls < 3 ? "again" : "done"}; });
  run.does("a");
  CHECK(engine.due() == 3);
  CHECK(run.show().status == CaseStatus::over);
}

TEST_CASE("a case that runs and is stopped in the same step ends once, and calls nobody") {
  const std::string child = R"(itsmflow: 1
process: task
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  call: {service: caller, results: {done: {}, failed: {}}}
transitions: [start -> call, call -> end]
)";
  const std::string text = R"(itsmflow: 1
process: flow
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  a: {role: agent}
  work: {runs: {process: task, on_cancel: stop}, results: {over: {}, cancelled: {}}}
  stop: {by: engine, cancels: work}
transitions: [start -> a, a -> work & stop, work -> end, stop -> end]
)";
  Run run({text, child}, {});
  Engine& engine = run.bench.engine();
  int calls = 0;
  engine.on_service("caller", [&](const ServiceCall&) -> std::optional<ServiceReply> {
    ++calls;
    return std::nullopt;
  });
  run.does("a");
  CHECK(run.show().status == CaseStatus::over);
  const std::vector<CaseView> all = engine.cases();
  REQUIRE(all.size() == 2);
  CHECK(all[1].status == CaseStatus::cancelled);
  CHECK(engine.due() == 0);
  CHECK(calls == 0);
}

TEST_CASE("what a message says stays what it is while it is kept") {
  Run run(kWaits, {{"rfc.ticket", 7}});
  Engine& engine = run.bench.engine();
  engine.send(run.id, "vendor_reply", {{"ticket", 7}, {"price", 2.0}, {"zero", -0.0}, {"big", 1.2e19}});
  require_done(run.does("ask"));
  CHECK(run.show().data.at("rfc.price") == Value(2.0));
  const Value twice(Value::Entries{{"a", 1}, {"a", 2}});
  CHECK_THROWS_AS(engine.send(run.id, "vendor_reply", {{"x", twice}}), UsageError);
}

TEST_CASE("of a message that can't be taken it is said what each result needs, and nothing of what is sensitive") {
  Run run(kHead + R"(  hear:
    waits_for: {message: quote}
    results:
      cheap: {moves: {rfc: new -> done}, when: message.price <= 200.0, sets: {rfc.price: message.price}}
      dear: {moves: {rfc: new -> failed}, when: message.price > 200.0, sets: {rfc.price: message.price, rfc.words: message.why}}
)",
          {});
  Engine& engine = run.bench.engine();
  engine.send(run.id, "quote", {{"price", 201.0}});
  engine.send(run.id, "quote", {{"price", "free"}});
  engine.send(run.id, "quote", {{"why", "it is a large one"}});
  const std::vector<MessageView> kept = run.show().messages;
  REQUIRE(kept.size() == 3);
  CHECK(kept[0].untaken.at(0).why == Words{"'hear.cheap' needs message.price <= 200.0, but message.price is 201.0",
                                           "rfc.words can't be computed: the message has no 'why'"});
  REQUIRE(kept[1].untaken.at(0).why.size() == 4);
  CHECK(kept[1].untaken[0].why[0].find("but message.price is \"free\"") != std::string::npos);
  CHECK(kept[2].untaken.at(0).why.at(0) == "'hear.cheap' needs message.price <= 200.0, but message.price isn't in the message");

  Run secret(R"(itsmflow: 1
process: flow
version: 1.0.0
case: rfc
roles: {agent: Agent}
objects:
  rfc: {states: [new, done], final: [done], fields: {iban: {type: string, sensitive: true}}}
start: {role: agent}
activities:
  hear: {waits_for: {message: account}, moves: {rfc: new -> done}, when: message.sum > 1, sets: {rfc.iban: message.iban}}
)",
             {});
  secret.bench.engine().send(secret.id, "account", {{"iban", "NL91ABNA"}, {"sum", 0}});
  const MessageView hidden = secret.show().messages.at(0);
  CHECK(hidden.withheld);
  CHECK(hidden.values.empty());
  CHECK(hidden.untaken.at(0).why == Words{"'hear' needs message.sum > 1, but message.sum is (withheld)"});
  CHECK(secret.bench.engine().show(secret.id, Sensitive::shown).messages.at(0).values.at("iban") == Value("NL91ABNA"));
}
