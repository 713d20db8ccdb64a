// Activities of several items: parts, elements of a list, votes. docs/semantics.md, 2.16 to 2.19, 3.14, 4.10, 6.6.

#include "bench.hpp"

#include <itsmflow/error.hpp>

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const Directory kPeople{{"ann", {"agent"}}, {"sue", {"security"}}, {"cap", {"capacity"}}, {"bob", {"board"}},
                        {"bea", {"board"}}, {"bix", {"board"}},    {"vic", {"officer"}}};

std::string model(const std::string& activity, const std::string& more = {}) {
  return R"(itsmflow: 1
process: flow
version: 1.0.0
case: rfc
roles: {agent: Agent, security: Security, capacity: Capacity, board: Board, officer: Officer}
objects:
  rfc:
    states: [new, assessed, back, late, closed]
    final: [assessed, back, late, closed]
    fields:
      risk: [low, high]
      tasks: list of string
      note: text
      view: text
start: {role: agent, asks: [rfc.risk, rfc.tasks]}
activities:
)" + activity +
         more;
}

struct Run {
  explicit Run(const std::string& text, const Data& data = {}) : bench(Bench::text(text, kPeople)) {
    const Step step = bench.engine().start("flow", "ann", data);
    require_done(step);
    id = step.case_id();
  }
  ~Run() { CHECK(bench.engine().verify_log().problems == Words{}); }

  Step does(const std::string& activity, const std::string& who, const std::string& item, const std::string& result = {},
            const Data& data = {}) {
    return bench.engine().perform(id, activity, who, {.result = result, .data = data, .command = {.item = item}});
  }
  Words open(const std::string& who) {
    Words found;
    for (const Offer& offer : bench.engine().offers_for(who, id)) found.push_back(offer.activity + " " + offer.item);
    CHECK(worklist(who) == found);
    return found;
  }
  Words worklist(const std::string& who) {
    Words found;
    for (const Offer& offer : bench.engine().offers_for(who)) found.push_back(offer.activity + " " + offer.item);
    return found;
  }
  std::string state() { return bench.state(id, "rfc"); }

  Bench bench;
  CaseId id;
};

const std::string kParts = R"yaml(  assess:
    parts:
      security: {role: security, when: "rfc.risk == 'high'", requires: [rfc.view]}
      capacity: {role: capacity}
    answers: [agree, object]
    asks: [rfc.note]
    results:
      fine: {moves: {rfc: new -> assessed}, when: "items.all(i, i.answer == 'agree')"}
      refused: {moves: {rfc: new -> back}}
)yaml";

}  // namespace

TEST_CASE("parts whose guard holds are done by their own people, and the result follows from the answers") {
  Run run(model(kParts), {{"rfc.risk", "high"}});
  CHECK(run.open("sue") == Words{"assess security"});
  CHECK(run.open("cap") == Words{"assess capacity"});
  CHECK(run.open("ann").empty());
  CHECK(kinds(run.does("assess", "ann", "security", "agree", {{"rfc.view", "fine"}})) == std::vector{Kind::wrong_role});
  CHECK(kinds(run.does("assess", "sue", "security", "agree")) == std::vector{Kind::missing_data});
  const Step first = run.does("assess", "sue", "security", "agree", {{"rfc.view", "looks good"}, {"rfc.note", "look twice"}});
  require_done(first);
  CHECK(types(first) == Words{"opened", "item_done"});
  CHECK(run.state() == "new");
  CHECK(run.open("sue").empty());
  CHECK(kinds(run.does("assess", "sue", "security", "object", {{"rfc.view", "bad"}})) == std::vector{Kind::taken});
  const CaseView view = run.bench.engine().show(run.id);
  REQUIRE(view.items_done.size() == 1);
  CHECK(view.items_done[0].person == "sue");
  CHECK(view.items_done[0].answer == "agree");
  const Step second = run.does("assess", "cap", "capacity", "object");
  require_done(second);
  CHECK(types(second) == Words{"item_done", "done", "over"});
  CHECK(run.state() == "back");
}

TEST_CASE("a part whose guard doesn't hold isn't there, and what is there is fixed when the first is begun") {
  Run run(model(kParts));
  CHECK(run.open("sue").empty());
  CHECK(kinds(run.does("assess", "sue", "security", "agree", {{"rfc.view", "x"}})) == std::vector{Kind::not_reached});
  require_done(run.does("assess", "cap", "capacity", "agree"));
  CHECK(run.state() == "assessed");
}

TEST_CASE("an item is begun, suspended, handed over and given back like any work") {
  Run run(model(kParts), {{"rfc.risk", "high"}});
  Engine& engine = run.bench.engine();
  require_done(engine.begin(run.id, "assess", "sue", {.item = "security"}));
  CHECK(run.open("sue") == Words{"assess security"});
  CHECK(run.open("cap") == Words{"assess capacity"});
  require_done(engine.suspend(run.id, "assess", "sue", "half of it", {.item = "security"}));
  CHECK(kinds(run.does("assess", "sue", "security", "agree", {{"rfc.view", "x"}})) == std::vector{Kind::taken});
  require_done(engine.resume(run.id, "assess", "sue", {.item = "security"}));
  require_done(engine.set(run.id, "assess", "sue", {{"rfc.view", "x"}}, {.item = "security"}));
  require_done(engine.withdraw(run.id, "assess", "sue", "not today", {.item = "security"}));
  require_done(run.does("assess", "cap", "capacity", "agree"));
  require_done(run.does("assess", "sue", "security", "agree"));
  CHECK(run.state() == "assessed");
}

TEST_CASE("an item must be named, and be one that there is") {
  Run run(model(kParts));
  CHECK_THROWS_WITH(run.does("assess", "cap", ""), "'assess' consists of security and capacity; name one of them");
  CHECK_THROWS_WITH(run.does("assess", "cap", "capcity"), Catch::Contains("did you mean 'capacity'?"));
  CHECK_THROWS_WITH(run.does("assess", "cap", "capacity"), "'assess' is answered with agree or object; name one of them");
  CHECK_THROWS_WITH(run.does("assess", "cap", "capacity", "maybe"), Catch::Contains("not with 'maybe'"));
}

TEST_CASE("`done: any` ends with the first, and work on the others is withdrawn") {
  std::string text = kParts;
  text.replace(text.find("    answers:"), 4, "    done: any\n    ");
  Run run(model(text), {{"rfc.risk", "high"}});
  require_done(run.bench.engine().begin(run.id, "assess", "sue", {.item = "security"}));
  const Step step = run.does("assess", "cap", "capacity", "object");
  require_done(step);
  CHECK(types(step) == Words{"item_done", "withdrawn", "done", "over"});
  CHECK(run.state() == "back");
  Words told;
  run.bench.engine().deliver([&](const Notification& notification) { told.push_back(notification.to + " " + notification.kind); });
  CHECK(told == Words{"sue withdrawn"});
}

TEST_CASE("for each element of a list there is an item, and for an empty list nothing is to be done") {
  const std::string text = model(R"(  work:
    role: agent
    for_each: {task: rfc.tasks}
    moves: {rfc: new -> assessed}
)");
  {
    Run run(text, {{"rfc.tasks", Value::List{"cable", "router"}}});
    const std::vector<Offer> offers = run.bench.engine().offers_for("ann", run.id);
    REQUIRE(offers.size() == 2);
    CHECK(offers[1].item == "2");
    CHECK(offers[1].element == Value("router"));
    require_done(run.does("work", "ann", "2"));
    CHECK(run.open("ann") == Words{"work 1"});
    CHECK(kinds(run.does("work", "ann", "3")) == std::vector{Kind::not_reached});
    require_done(run.does("work", "ann", "1"));
    CHECK(run.state() == "assessed");
  }
  Run run(text);
  CHECK(run.state() == "assessed");
}

namespace {

std::string board(const std::string& more) {
  return model(R"(  decide:
    votes: {of: board, for: approved, against: rejected, )" +
               more + R"(}
    results:
      approved: {moves: {rfc: new -> assessed}}
      rejected: {moves: {rfc: new -> back}}
      late: {moves: {rfc: new -> late}, after: 2 days}
)");
}

}  // namespace

TEST_CASE("a vote is carried by its share of those cast, once enough are") {
  const auto after = [](const std::string& more, const Words& votes) {
    Run run(board(more));
    const Words voters{"bob", "bea", "bix"};
    for (std::size_t i = 0; i < votes.size(); ++i) require_done(run.does("decide", voters[i], "", votes[i]));
    return run.state();
  };
  CHECK(after("quorum: 3", {"approved", "approved"}) == "new");
  CHECK(after("quorum: 3", {"approved", "rejected", "approved"}) == "assessed");
  CHECK(after("quorum: 2", {"approved", "rejected"}) == "back");  // more than half
  CHECK(after("quorum: 2, pass: 1/2", {"approved", "rejected"}) == "assessed");
  CHECK(after("quorum: 3, pass: 70%", {"approved", "approved", "rejected"}) == "back");
  CHECK(after("quorum: 3, pass: 2/3", {"approved", "approved", "rejected"}) == "assessed");
}

TEST_CASE("a vote may be changed until it is decided; a veto decides at once") {
  {
    Run run(board("quorum: 2"));
    require_done(run.does("decide", "bob", "", "rejected"));
    require_done(run.does("decide", "bob", "", "approved"));
    CHECK(run.state() == "new");
    CHECK_THROWS_AS(run.does("decide", "bob", "bea", "approved"), UsageError);
    require_done(run.does("decide", "bea", "", "approved"));
    CHECK(run.state() == "assessed");
  }
  Run run(board("quorum: 3, veto: [officer]"));
  require_done(run.does("decide", "bob", "", "approved"));
  CHECK(run.open("vic") == Words{"decide vic"});
  require_done(run.does("decide", "vic", "", "rejected"));
  CHECK(run.state() == "back");
}

TEST_CASE("a rule about people counts whoever did an item") {
  std::string text =
      model(kParts, "  sign: {role: [security, capacity], moves: {rfc: new -> closed}}\nrules:\n  - four_eyes: [assess, sign]\n");
  Run run(text, {{"rfc.risk", "high"}});
  require_done(run.does("assess", "sue", "security", "agree", {{"rfc.view", "x"}}));
  CHECK(kinds(run.bench.engine().perform(run.id, "sign", "sue")) == std::vector{Kind::four_eyes});
  require_done(run.bench.engine().perform(run.id, "sign", "cap"));
}

TEST_CASE("elements of a list stand in no hashed content, and a vote can't be handed over") {
  {
    Run run(model("  work:\n    role: agent\n    for_each: {task: rfc.tasks}\n    moves: {rfc: new -> assessed}\n"),
            {{"rfc.tasks", Value::List{"Jane Secret", "x"}}});
    require_done(run.does("work", "ann", "2"));
    const auto transaction = run.bench.store().begin(Store::Access::read);
    for (const EventRecord& record : transaction->events(run.id, 1, 100)) CHECK_THAT(record.content, !Catch::Contains("Jane"));
  }
  Run run(board("quorum: 3"));
  require_done(run.bench.engine().claim(run.id, "decide", "bob"));
  CHECK_THROWS_AS(run.bench.engine().hand_over(run.id, "decide", "bob", "bea"), UsageError);
}
