// Objects of which a case has several. docs/semantics.md, 1.6, 2.20, 3.15, 4.15, 5.4.

#include "bench.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"anna", {"manager"}}, {"bo", {"builder"}}, {"cleo", {"builder", "tester"}}};

constexpr const char* kRelease = R"yaml(itsmflow: 1
process: release
version: 1.0.0
case: release
roles: {manager: Manager, builder: Builder, tester: Tester}
objects:
  release:
    states: [planned, built, deployed]
    final: [deployed]
    fields:
      rate: {type: number, min: 0, default: 80}
      large: {type: bool, is: "case.task.exists(t, t.cost > 500.0)"}
  task:
    many: true
    states: [none, open, done, checked, dropped]
    final: [checked, dropped]
    fields:
      title: string
      hours: {type: number, min: 0, default: 1}
      cost: {type: number, is: task.hours * release.rate}
      note: text
start: {role: manager}
activities:
  add: {role: manager, moves: {task: none -> open}, needs: {release: planned}, requires: [task.title], asks: [task.hours]}
  work: {role: builder, moves: {task: open -> done}, asks: [task.note, task.hours]}
  check:
    role: [builder, tester]
    results:
      good: {moves: {task: done -> checked}}
      bad: {moves: {task: done -> open}, requires: [task.note]}
  drop: {role: manager, moves: {task: open | done -> dropped}, when: "case.task.exists(t, t.id != task.id && t.state != 'dropped')"}
  forget: {role: manager, moves: {task: open -> none}}
  rate: {role: manager, needs: {release: planned}, asks: [release.rate]}
  build: {role: manager, moves: {release: planned -> built}, needs: {task: all checked | dropped}, when: "size(case.task) > 0"}
  deploy: {role: manager, moves: {release: built -> deployed}, needs: {task: any checked}}
  give_up: {role: manager, moves: {release: planned -> deployed}}
rules:
  - four_eyes: [work, check]
)yaml";

struct Run {
  Run() : bench(Bench::text(kRelease, kPeople)) {
    const Step step = bench.engine().start("release", "anna", {});
    require_done(step);
    id = step.case_id();
  }
  ~Run() { CHECK(bench.engine().verify_log().problems == Words{}); }

  Step does(const std::string& activity, const std::string& who, const std::string& item = {}, const std::string& result = {},
            const Data& data = {}) {
    return bench.engine().perform(id, activity, who, {.result = result, .data = data, .command = {.item = item}});
  }
  void add(const std::string& title, const Data& more = {}) {
    Data data = more;
    data["task.title"] = title;
    require_done(does("add", "anna", {}, {}, data));
  }
  Words offered(const std::string& who) {
    Words found;
    for (const Offer& offer : bench.engine().offers_for(who, id))
      found.push_back(offer.activity + (offer.item.empty() ? "" : " " + offer.item));
    Words listed;
    for (const Offer& offer : bench.engine().offers_for(who))
      listed.push_back(offer.activity + (offer.item.empty() ? "" : " " + offer.item));
    std::sort(listed.begin(), listed.end());
    std::sort(found.begin(), found.end());
    CHECK(listed == found);
    return found;
  }
  Words tasks() {
    Words found;
    for (const ElementView& element : bench.engine().show(id).elements) found.push_back(element.item + " " + element.state);
    return found;
  }
  Value field(const std::string& item, const std::string& path) {
    for (const ElementView& element : bench.engine().show(id).elements)
      if (element.item == item && element.data.count(path) > 0) return element.data.at(path);
    return {};
  }
  Words why(const std::string& activity, const std::string& who, const std::string& item = {}, const std::string& result = {}) {
    Words messages;
    for (const Obstacle& obstacle :
         bench.engine().explain(id, activity, who, {.result = result, .command = {.item = item}}).obstacles)
      messages.push_back(obstacle.message());
    return messages;
  }

  Bench bench;
  CaseId id;
};

}  // namespace

TEST_CASE("each element goes its own way, with data of its own") {
  Run run;
  run.add("one");
  run.add("two", {{"task.hours", 3.0}});
  require_done(run.does("work", "bo", "2", {}, {{"task.note", "done at night"}}));

  CHECK(run.tasks() == Words{"1 open", "2 done"});
  CHECK(run.field("1", "task.title") == Value("one"));
  CHECK(run.field("2", "task.title") == Value("two"));
  CHECK(run.field("1", "task.note") == Value());
  CHECK(run.field("2", "task.note") == Value("done at night"));
  CHECK(run.offered("bo") == Words{"work 1"});
  CHECK(run.offered("cleo") == Words{"check 2", "work 1"});
}

TEST_CASE("an offer tells what the element is") {
  Run run;
  run.add("one");
  const std::vector<Offer> offers = run.bench.engine().offers_for("bo", run.id);
  REQUIRE(offers.size() == 1);
  CHECK(offers[0].element == Value(Value::Entries{{"id", 1}, {"state", "open"}, {"title", "one"}, {"hours", 1.0}, {"cost", 80.0}}));
  REQUIRE(offers[0].results.size() == 1);
  REQUIRE(offers[0].results[0].fields.size() == 2);
  CHECK(offers[0].results[0].fields[1].value == Value(1.0));
}

TEST_CASE("four eyes hold for each element, not across them") {
  Run run;
  run.add("one");
  run.add("two");
  require_done(run.does("work", "cleo", "1"));
  require_done(run.does("work", "bo", "2"));

  CHECK(kinds(run.does("check", "cleo", "1", "good")) == std::vector{Kind::four_eyes});
  require_done(run.does("check", "bo", "1", "good"));
  require_done(run.does("check", "cleo", "2", "good"));
}

TEST_CASE("all and any ask over the elements that are there") {
  Run run;
  CHECK(kinds(run.does("build", "anna")) == std::vector{Kind::guard_false});  // all of none are checked, but there must be one
  run.add("one");
  run.add("two");
  require_done(run.does("work", "bo", "1"));
  require_done(run.does("check", "cleo", "1", "good"));

  CHECK(run.why("build", "anna") == Words{"task 2 is 'open'; 'build' needs every task to be 'checked' or 'dropped'"});
  require_done(run.does("forget", "anna", "2"));
  require_done(run.does("build", "anna"));
  require_done(run.does("deploy", "anna"));
  CHECK(run.bench.engine().show(run.id).status == CaseStatus::over);
}

TEST_CASE("any of no elements is none") {
  Run run;
  run.add("one");
  run.add("two");
  require_done(run.does("drop", "anna", "1"));
  CHECK(run.why("drop", "anna", "2").size() == 1);  // the last one
  require_done(run.does("work", "bo", "2"));
  require_done(run.does("check", "cleo", "2", "good"));
  require_done(run.does("build", "anna"));
  CHECK(run.why("deploy", "anna") == Words{});
}

TEST_CASE("no case is over while an element is neither final nor none") {
  Run run;
  run.add("one");
  CHECK(run.why("give_up", "anna") == Words{"'give_up' would end the case with task 1 'open'; it must be 'checked' or 'dropped'"});
  require_done(run.does("forget", "anna", "1"));
  require_done(run.does("give_up", "anna"));
}

TEST_CASE("a case that ends with its rows is over once each of its elements rests, and there may be none") {
  Bench bench = Bench::text(R"yaml(itsmflow: 1
process: visit
version: 1.0.0
case: visit
roles: {manager: Manager}
objects:
  visit: {fields: {place: string}}
  task: {many: true, states: [none, open, done], final: [done]}
start: {role: manager}
activities:
  go: {role: manager, asks: [visit.place]}
  add: {role: manager, moves: {task: none -> open}}
  finish: {role: manager, moves: {task: open -> done}}
transitions: [start -> go, go -> end]
)yaml",
                            kPeople);
  Engine& engine = bench.engine();
  const auto does = [&](CaseId id, const std::string& activity, const std::string& item = {}) {
    require_done(engine.perform(id, activity, "anna", {.command = {.item = item}}));
    return engine.show(id).status;
  };
  const CaseId without = engine.start("visit", "anna").case_id();
  CHECK(does(without, "go") == CaseStatus::over);

  const CaseId with = engine.start("visit", "anna").case_id();
  does(with, "add", "new");
  does(with, "add", "new");
  does(with, "finish", "1");
  CHECK(does(with, "go") == CaseStatus::open);
  CHECK(does(with, "finish", "2") == CaseStatus::over);
}

TEST_CASE("an element that is none is not there, and its number is not given again") {
  Run run;
  run.add("one");
  require_done(run.does("forget", "anna", "1"));
  CHECK(run.tasks() == Words{});
  run.add("two");
  CHECK(run.tasks() == Words{"2 open"});
  CHECK(run.why("work", "bo", "1") == Words{"there is no task 1 in this case"});
  CHECK(run.why("add", "anna", "1") == Words{"there is no task 1 in this case"});
}

TEST_CASE("a number that no element has, and words that are none, are told apart") {
  Run run;
  run.add("one");
  CHECK(run.why("work", "bo", "2") == Words{"there is no task 2 in this case"});
  CHECK(kinds(run.does("add", "anna", "2", {}, {{"task.title", "two"}})) ==
        std::vector{Kind::not_reached});  // the next, but not asked for so
  CHECK_THROWS_AS(run.does("work", "bo", "0"), NotFound);
  CHECK_THROWS_AS(run.does("work", "bo", "01"), NotFound);
  CHECK_THROWS_AS(run.does("work", "bo", "1 "), NotFound);
  CHECK_THROWS_AS(run.does("work", "bo", "99999999999999999999"), NotFound);
  CHECK_THROWS_AS(run.does("work", "bo"), UsageError);
  CHECK_THROWS_AS(run.does("rate", "anna", "1"), NotFound);  // is about no task
}

TEST_CASE("who begins a new element reserves its number, and whoever ends what he has in hand need not say which") {
  Run run;
  Engine& engine = run.bench.engine();
  require_done(engine.begin(run.id, "add", "anna"));
  require_done(engine.set(run.id, "add", "anna", {{"task.title", "begun"}}));
  CHECK(run.tasks() == Words{"1 none"});  // she is at it
  CHECK(run.offered("anna") == Words{"add 1", "add new", "give_up", "rate"});
  require_done(engine.end(run.id, "add", "anna"));
  CHECK(run.tasks() == Words{"1 open"});
  CHECK(run.field("1", "task.title") == Value("begun"));
}

TEST_CASE("several elements can be in hand at once, of different people and of one") {
  Run run;
  run.add("one");
  run.add("two");
  run.add("three");
  Engine& engine = run.bench.engine();
  require_done(engine.begin(run.id, "work", "bo", {.item = "1"}));
  require_done(engine.begin(run.id, "work", "cleo", {.item = "2"}));
  CHECK(kinds(run.does("work", "bo", "2")) == std::vector{Kind::taken});
  require_done(engine.claim(run.id, "work", "bo", {.item = "3"}));
  CHECK_THROWS_AS(run.does("work", "bo"), UsageError);
  require_done(engine.suspend(run.id, "work", "bo", "half of it", {.item = "1"}));
  require_done(run.does("work", "bo", "3"));
  require_done(engine.resume(run.id, "work", "bo"));
  require_done(run.does("work", "bo"));
  CHECK(run.tasks() == Words{"1 done", "2 open", "3 done"});
}

TEST_CASE("work on an element is withdrawn when somebody moves that element, and no other") {
  Run run;
  run.add("one");
  run.add("two");
  Engine& engine = run.bench.engine();
  require_done(engine.begin(run.id, "work", "bo", {.item = "1"}));
  require_done(engine.begin(run.id, "work", "cleo", {.item = "2"}));
  const Step dropped = run.does("drop", "anna", "1");
  require_done(dropped);
  REQUIRE(dropped.events().size() == 2);
  CHECK(dropped.events()[1].type == EventType::withdrawn);
  CHECK(dropped.events()[1].item == "1");
  CHECK(run.offered("cleo") == Words{"work 2"});
}

TEST_CASE("computed fields read their own element, and lists of elements what the step brings") {
  Run run;
  run.add("one", {{"task.hours", 2.0}});
  CHECK(run.field("1", "task.cost") == Value(160.0));
  CHECK(run.bench.engine().show(run.id).data.at("release.large") == Value(false));
  require_done(run.does("rate", "anna", {}, {}, {{"release.rate", 300.0}}));
  CHECK(run.field("1", "task.cost") == Value(600.0));
  CHECK(run.bench.engine().show(run.id).data.at("release.large") == Value(true));
}

TEST_CASE("an element that was handed over is offered to its receiver alone") {
  Run run;
  run.add("one");
  Engine& engine = run.bench.engine();
  require_done(engine.begin(run.id, "work", "bo", {.item = "1"}));
  require_done(engine.hand_over(run.id, "work", "bo", "cleo", "the note", {.item = "1"}));
  CHECK(run.offered("bo") == Words{});
  require_done(engine.claim(run.id, "work", "cleo", {.item = "1"}));
  require_done(run.does("work", "cleo", "1"));
  CHECK(kinds(run.does("check", "bo", "1", "good")) == std::vector{Kind::four_eyes});  // he had a part in it
}

TEST_CASE("cases are found by the state and the data of any of their elements") {
  Run run;
  run.add("one");
  run.add("two");
  const auto found = [&](const std::string& field, const Value& value) {
    return run.bench.engine().cases({.field = field, .value = value}).size();
  };
  CHECK(found("task.state", "open") == 1);
  CHECK(found("task.state", "done") == 0);
  CHECK(found("task.title", "two") == 1);
  CHECK(found("task.title", "three") == 0);
  require_done(run.does("forget", "anna", "2"));
  CHECK(found("task.title", "two") == 0);
}

TEST_CASE("a service is told of all elements") {
  Bench bench = Bench::text(R"yaml(itsmflow: 1
process: order
version: 1.0.0
case: order
roles: {desk: Desk}
objects:
  order: {states: [open, sent], final: [sent]}
  line: {many: true, states: [none, wanted], final: [wanted], fields: {what: string}}
start: {role: desk}
activities:
  add: {role: desk, moves: {line: none -> wanted}, requires: [line.what]}
  send: {service: shop, needs: {line: any wanted}, results: {ok: {moves: {order: open -> sent}}, failed: {}}}
)yaml",
                            Directory{{"ann", {"desk"}}});
  Engine& engine = bench.engine();
  Value seen;
  engine.on_service("shop", [&](const ServiceCall& call) -> std::optional<ServiceReply> {
    seen = call.data.at("line");
    return ServiceReply{.result = "ok"};
  });
  const CaseId id = engine.start("order", "ann", {}).case_id();
  require_done(engine.perform(id, "add", "ann", {.data = {{"line.what", "a chair"}}}));
  CHECK(engine.due() == 1);
  CHECK(seen == Value(Value::List{Value(Value::Entries{{"id", 1}, {"state", "wanted"}, {"what", "a chair"}})}));
  CHECK(engine.show(id).status == CaseStatus::over);
}

TEST_CASE("a step with a key that added an element adds no second one when it is repeated") {
  Run run;
  const Work work{.data = {{"task.title", "one"}}, .command = {.key = "k"}};
  const Step first = run.bench.engine().perform(run.id, "add", "anna", work);
  const Step second = run.bench.engine().perform(run.id, "add", "anna", work);
  require_done(second);
  CHECK(second.revision() == first.revision());
  CHECK(run.tasks() == Words{"1 open"});
}

TEST_CASE("with a new element in hand another one is added by its word, and with two in hand each must be named") {
  Run run;
  Engine& engine = run.bench.engine();
  require_done(engine.begin(run.id, "add", "anna"));
  CHECK(kinds(engine.begin(run.id, "add", "anna")) == std::vector{Kind::taken});  // the one that she has begun
  require_done(engine.begin(run.id, "add", "anna", {.item = "new"}));
  CHECK(run.tasks() == Words{"1 none", "2 none"});
  CHECK_THROWS_WITH(run.does("add", "anna", {}, {}, {{"task.title", "one"}}),
                    Catch::Contains("you have task 1 and 2 in hand; name one of them, or 'new'"));
  CHECK_THROWS_AS(engine.set(run.id, "add", "anna", {{"task.title", "one"}}), UsageError);
  CHECK_THROWS_AS(engine.suspend(run.id, "add", "anna", "later"), UsageError);
  CHECK_THROWS_AS(engine.withdraw(run.id, "add", "anna"), UsageError);
  require_done(run.does("add", "anna", "2", {}, {{"task.title", "two"}}));
  require_done(run.does("add", "anna", "new", {}, {{"task.title", "three"}}));
  CHECK(run.tasks() == Words{"1 none", "2 open", "3 open"});
  CHECK_THROWS_AS(run.does("work", "bo", "new"), UsageError);
}

TEST_CASE("what is offered as new can be taken as it is offered") {
  Run run;
  require_done(run.bench.engine().begin(run.id, "add", "anna"));
  for (const Offer& offer : run.bench.engine().offers_for("anna", run.id)) {
    if (offer.activity != "add" || offer.item == "1") continue;
    require_done(run.does("add", "anna", offer.item, {}, {{"task.title", "two"}}));
  }
  CHECK(run.tasks() == Words{"1 none", "2 open"});
}

TEST_CASE("whoever handed work on an element over takes that one back without saying which") {
  Run run;
  Engine& engine = run.bench.engine();
  run.add("one");
  run.add("two");
  require_done(engine.claim(run.id, "work", "bo", {.item = "1"}));
  require_done(engine.hand_over(run.id, "work", "bo", "cleo"));
  require_done(engine.claim(run.id, "work", "bo"));
  CHECK(run.offered("bo") == Words{"work 1", "work 2"});
}

TEST_CASE("what was filled in of a new element that was given back is gone, and so is its number") {
  Run run;
  Engine& engine = run.bench.engine();
  require_done(engine.begin(run.id, "add", "anna"));
  require_done(engine.set(run.id, "add", "anna", {{"task.title", "secret"}}));
  require_done(engine.withdraw(run.id, "add", "anna"));
  CHECK(run.tasks() == Words{});
  CHECK(run.why("add", "anna", "1") == Words{"there is no task 1 in this case"});
  CHECK(run.bench.store().begin(Store::Access::read)->load(run.id)->snapshot.find("secret") == std::string::npos);
  CHECK(kinds(run.does("add", "anna")) == std::vector{Kind::missing_data});
  run.add("two");
  CHECK(run.tasks() == Words{"2 open"});
}
