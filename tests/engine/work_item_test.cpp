// Work in hand: claimed, handed over, begun, suspended, ended, withdrawn; keys and revisions; cancelling.

#include "bench.hpp"

#include <itsmflow/error.hpp>

using namespace itsmflow;
using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

namespace {

const char* const kTicket = R"(
itsmflow: 1
process: ticket
title: Ticket
version: 1.0.0
case: ticket
roles:
  agent: {title: Agent}
  boss: {title: Boss}
objects:
  ticket:
    states: [new, worked, closed]
    final: [closed]
    fields:
      solution: text
      owner: person
      hours: number
start: {role: agent}
activities:
  work: {role: agent, moves: {ticket: new -> worked}, requires: [ticket.solution], asks: [ticket.owner, ticket.hours]}
  decline: {role: boss, moves: {ticket: new -> closed}}
  close: {role: agent, moves: {ticket: worked -> closed}}
rules:
  - same_person: [work, close]
)";

const Directory kPeople{{"ann", {"agent"}}, {"ben", {"agent"}}, {"cat", {"boss"}}};

Bench ticket() {
  return Bench::text(kTicket, kPeople);
}

CaseId begin_case(Bench& bench) {
  const Step step = bench.engine().start("ticket", "ann");
  require_done(step);
  return step.case_id();
}

WorkView only_work(Bench& bench, CaseId id, const std::string& activity) {
  for (const WorkView& work : bench.engine().show(id).work)
    if (work.activity == activity) return work;
  return {};
}

}  // namespace

TEST_CASE("to begin keeps others away, the object moves at the end, data can be filled in between") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const CaseId id = begin_case(bench);
  require_done(engine.begin(id, "work", "ann"));
  CHECK(bench.state(id, "ticket") == "new");
  CHECK(kinds(engine.begin(id, "work", "ben")) == std::vector{Kind::taken});
  CHECK(kinds(engine.begin(id, "work", "ann")) == std::vector{Kind::taken});
  CHECK(kinds(engine.end(id, "work", "ann")) == std::vector{Kind::missing_data});
  require_done(engine.set(id, "work", "ann", {{"ticket.solution", "restarted it"}}));
  CHECK(kinds(engine.set(id, "work", "ben", {{"ticket.solution", "no"}})) == std::vector{Kind::taken});
  require_done(engine.end(id, "work", "ann"));
  CHECK(bench.state(id, "ticket") == "worked");
  CHECK(kinds(engine.end(id, "work", "ann")) == std::vector{Kind::not_reached, Kind::wrong_state});
  CHECK(engine.verify_log().problems == Words{});
}

TEST_CASE("begun work is withdrawn and its holder told when somebody else moves the object away") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  require_done(bench.engine().begin(id, "work", "ann"));
  const Step step = bench.engine().perform(id, "decline", "cat");
  CHECK(types(step) == Words{"done", "withdrawn", "over"});
  CHECK(step.events()[1].person == "ann");
  std::vector<Notification> told;
  bench.engine().deliver([&](const Notification& n) { told.push_back(n); });
  REQUIRE(told.size() == 1);
  CHECK(told[0].to == "ann");
  CHECK(bench.engine().offers_for("ann").empty());
}

TEST_CASE("a claim keeps others away until it is given back") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const CaseId id = begin_case(bench);
  require_done(engine.claim(id, "work", "ann"));
  CHECK(kinds(engine.claim(id, "work", "ben")) == std::vector{Kind::taken});
  CHECK(offered(engine, id, "ben").empty());
  CHECK(offered(engine, id, "ann") == Words{"work"});
  CHECK(only_work(bench, id, "work").status == WorkStatus::claimed);
  require_done(engine.withdraw(id, "work", "ann"));
  CHECK(offered(engine, id, "ben") == Words{"work"});
}

TEST_CASE("handed over work rests until its receiver confirms, and whoever had it begun had a part in it") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const CaseId id = begin_case(bench);
  require_done(engine.begin(id, "work", "ann"));
  CHECK(kinds(engine.hand_over(id, "work", "ann", "cat")) == std::vector{Kind::wrong_role});
  CHECK_THROWS_AS(engine.hand_over(id, "work", "ann", "zoe"), NotFound);
  CHECK_THROWS_AS(engine.hand_over(id, "work", "ann", "ann"), UsageError);
  require_done(engine.hand_over(id, "work", "ann", "ben", "the server is off"));
  const Step early = engine.perform(id, "work", "ben", {.data = {{"ticket.solution", "x"}}});
  REQUIRE_FALSE(early);
  CHECK(early.obstacles()[0].message() == "ann handed 'work' over to you; claim it first and confirm: \"the server is off\"");
  CHECK(only_work(bench, id, "work").status == WorkStatus::handed_over);
  require_done(engine.claim(id, "work", "ben"));
  CHECK(only_work(bench, id, "work").status == WorkStatus::begun);
  require_done(engine.end(id, "work", "ben", {.data = {{"ticket.solution", "switched it on"}}}));
  // Two persons worked, so that nobody is the same person as both.
  CHECK(kinds(engine.perform(id, "close", "ben")) == std::vector{Kind::same_person});
  CHECK(engine.verify_log().problems == Words{});
}

TEST_CASE("the giver can take handed over work back, the receiver can give it back to all") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const CaseId id = begin_case(bench);
  require_done(engine.claim(id, "work", "ann"));
  require_done(engine.hand_over(id, "work", "ann", "ben"));
  require_done(engine.claim(id, "work", "ann"));
  CHECK(only_work(bench, id, "work").holder == "ann");
  require_done(engine.hand_over(id, "work", "ann", "ben"));
  require_done(engine.withdraw(id, "work", "ben", "on holiday"));
  CHECK(only_work(bench, id, "work").status == WorkStatus::offered);
}

TEST_CASE("suspended work rests with a note until it is resumed") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const CaseId id = begin_case(bench);
  require_done(engine.begin(id, "work", "ann"));
  require_done(engine.suspend(id, "work", "ann", "waiting for a part"));
  CHECK(only_work(bench, id, "work").note == "waiting for a part");
  CHECK(kinds(engine.suspend(id, "work", "ann", "again")) == std::vector{Kind::taken});
  CHECK(kinds(engine.end(id, "work", "ann", {.data = {{"ticket.solution", "x"}}})) == std::vector{Kind::taken});
  const std::vector<Offer> offers = engine.offers_for("ann", id);
  REQUIRE(offers.size() == 1);
  CHECK(offers[0].status == WorkStatus::suspended);
  require_done(engine.resume(id, "work", "ann"));
  CHECK(kinds(engine.resume(id, "work", "ann")) == std::vector{Kind::not_reached});
  require_done(engine.end(id, "work", "ann", {.data = {{"ticket.solution", "x"}}}));
}

TEST_CASE("repeating a command with its key gives the first result and does nothing") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const Step first = engine.start("ticket", "ann", {}, {.key = "k1"});
  const Step again = engine.start("ticket", "ann", {}, {.key = "k1"});
  CHECK(first.case_id() == again.case_id());
  CHECK(engine.cases().size() == 1);
  const Work work{.data = {{"ticket.solution", "x"}}, .command = {.key = "k2"}};
  const Step done = engine.perform(first.case_id(), "work", "ann", work);
  const Step repeated = engine.perform(first.case_id(), "work", "ann", work);
  require_done(repeated);
  CHECK(repeated.revision() == done.revision());
  CHECK(types(repeated) == types(done));
  CHECK_THROWS_AS(engine.perform(first.case_id(), "close", "ann", {.command = {.key = "k2"}}), UsageError);
  require_done(engine.claim(first.case_id(), "close", "ann", {.key = "k3"}));
  require_done(engine.claim(first.case_id(), "close", "ann", {.key = "k3"}));
}

TEST_CASE("a step on a case that has moved on is refused where the caller asks for it") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  require_done(bench.engine().claim(id, "work", "ann", {.expected_revision = 1}));
  const Step late = bench.engine().begin(id, "work", "ann", {.expected_revision = 1});
  REQUIRE_FALSE(late);
  CHECK(kinds(late) == std::vector{Kind::conflict});
  CHECK(late.obstacles()[0].message() == "the case has moved on since you looked: it is at revision 2, not 1");
}

TEST_CASE("a cancelled case is closed, its work withdrawn, and cancelling takes the role that starts cases") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  require_done(bench.engine().begin(id, "work", "ben"));
  CHECK(kinds(bench.engine().cancel(id, "cat", "no longer needed")) == std::vector{Kind::wrong_role});
  const Step step = bench.engine().cancel(id, "ann", "no longer needed");
  CHECK(types(step) == Words{"cancelled", "withdrawn"});
  CHECK(bench.engine().show(id).status == CaseStatus::cancelled);
  CHECK(bench.engine().offers_for("ben").empty());
  CHECK(kinds(bench.engine().cancel(id, "ann", "again")) == std::vector{Kind::case_over});
  CHECK(kinds(bench.engine().end(id, "work", "ben", {.data = {{"ticket.solution", "x"}}})) == std::vector{Kind::case_over});
  CHECK(bench.engine().verify_log().problems == Words{});
}

TEST_CASE("an engine that no longer has a model goes on with the version that the store has") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  std::string newer = kTicket;
  newer.replace(newer.find("1.0.0"), 5, "2.0.0");
  newer.replace(newer.find("requires: [ticket.solution], "), 29, "");
  Library library({load_model(newer).value_or_throw()}, bench.library().reader());
  Engine next(library, bench.store(), bench.people());
  CHECK(next.show(id).version == "1.0.0");
  CHECK(kinds(next.perform(id, "work", "ann")) == std::vector{Kind::missing_data});
  const Step fresh = next.start("ticket", "ann");
  CHECK(next.show(fresh.case_id()).version == "2.0.0");
  require_done(next.perform(fresh.case_id(), "work", "ann"));
  Engine unable(Library{}, bench.store(), bench.people());
  CHECK_THROWS_AS(unable.show(id), UsageError);
}

TEST_CASE("persons and texts come back as they were given, whatever characters they have") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  const std::string text = "a \"quote\", a \\, a\nnewline, \x01, \xC3\xA9, \xF0\x9F\x90\x9F and '; DROP TABLE cases; --";
  require_done(bench.engine().perform(id, "work", "ann",
                                      {.data = {{"ticket.solution", text}, {"ticket.owner", "o'neil"}, {"ticket.hours", 0.1}}}));
  const Data data = bench.engine().show(id).data;
  CHECK(data.at("ticket.solution") == Value(text));
  CHECK(data.at("ticket.owner") == Value("o'neil"));
  CHECK(data.at("ticket.hours") == Value(0.1));
  const std::vector<Event> events = bench.engine().events(id);
  REQUIRE(events.size() == 2);
  CHECK(events[1].data == data);
  CHECK(events[1].actor == "ann");
  CHECK(events[1].role == "agent");
}

TEST_CASE("free text and persons stand in no hashed content") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  require_done(
      bench.engine().perform(id, "work", "ann", {.data = {{"ticket.solution", "secret words"}, {"ticket.owner", "o'neil"}}}));
  const auto transaction = bench.store().begin(Store::Access::read);
  for (const EventRecord& event : transaction->events(id, 1, 100)) {
    CHECK(event.content.find("secret") == std::string::npos);
    CHECK(event.content.find("neil") == std::string::npos);
    CHECK(event.content.find("ann") == std::string::npos);
  }
  CHECK(transaction->events(id, 2, 1).at(0).texts.find("secret words") != std::string::npos);
}

TEST_CASE("data that a step doesn't take are told with what it takes") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  const auto perform = [&](const Data& data) { return bench.engine().perform(id, "work", "ann", {.data = data}); };
  CHECK_THROWS_WITH(perform({{"ticket.huors", 2}}), "process 'ticket' has no field 'ticket.huors'; did you mean 'ticket.hours'?");
  CHECK_THROWS_WITH(perform({{"weather", 2}}),
                    "process 'ticket' has no field 'weather'; 'work' takes ticket.solution, ticket.owner and ticket.hours");
}

TEST_CASE("cases are found by process, status, state and field") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const CaseId first = begin_case(bench);
  const CaseId second = begin_case(bench);
  require_done(engine.perform(second, "work", "ann", {.data = {{"ticket.solution", "x"}, {"ticket.hours", 2}}}));
  const auto found = [&](const CaseFilter& filter) {
    std::vector<CaseId> ids;
    for (const CaseView& view : engine.cases(filter)) ids.push_back(view.id);
    return ids;
  };
  CHECK(found({}) == std::vector{first, second});
  CHECK(found({.process = "other"}).empty());
  CHECK(found({.field = "ticket.state", .value = "worked"}) == std::vector{second});
  CHECK(found({.field = "ticket.hours", .value = 2}) == std::vector{second});
  CHECK(found({.field = "ticket.hours"}) == std::vector{first});  // not filled
  CHECK(found({.field = "ticket.houres"}).empty());
  CHECK(found({.field = "tickets.state"}).empty());
  CHECK(found({.status = CaseStatus::over}).empty());
  CHECK(found({.after = first}) == std::vector{second});
  CHECK(found({.limit = 1}) == std::vector{first});
}

TEST_CASE("the receiver is told when work that was handed to him is taken back, the giver when it is given back to all") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const CaseId id = begin_case(bench);
  const auto told = [&] {
    Words words;
    engine.deliver([&](const Notification& n) { words.push_back(n.to + " " + n.kind); });
    return words;
  };
  require_done(engine.claim(id, "work", "ann"));
  require_done(engine.hand_over(id, "work", "ann", "ben"));
  CHECK(told() == Words{"ben handed_over"});
  require_done(engine.claim(id, "work", "ann"));
  CHECK(told() == Words{"ben withdrawn"});
  require_done(engine.hand_over(id, "work", "ann", "ben"));
  CHECK(told() == Words{"ben handed_over"});
  require_done(engine.withdraw(id, "work", "ben"));
  CHECK(told() == Words{"ann withdrawn"});
  CHECK(engine.events(id).back().person == "ben");
}

TEST_CASE("a key is for one result and one receiver alone, and a retry is answered whatever has changed since") {
  Bench bench = ticket();
  Engine& engine = bench.engine();
  const Step begun = engine.start("ticket", "ann", {}, {.key = "s"});
  const CaseId id = begun.case_id();
  require_done(engine.claim(id, "work", "ann"));
  require_done(engine.hand_over(id, "work", "ann", "ben", {}, {.key = "h"}));
  require_done(engine.hand_over(id, "work", "ann", "ben", {}, {.key = "h"}));
  const Directory nobody{{"ben", {"agent"}}};
  Engine later(Library({}, bench.library().reader()), bench.store(), nobody);
  const Step again = later.start("ticket", "ann", {}, {.key = "s"});
  require_done(again);
  CHECK(again.case_id() == id);
  CHECK_THROWS_AS(later.start("ticket", "ann"), NotFound);
  Directory three{{"ann", {"agent"}}, {"ben", {"agent"}}, {"cat", {"agent"}}};
  Engine other(bench.library(), bench.store(), three);
  CHECK_THROWS_AS(other.hand_over(id, "work", "ann", "cat", {}, {.key = "h"}), UsageError);
}

TEST_CASE("values that would not read back are refused before they are stored") {
  Bench bench = Bench::text(R"(
itsmflow: 1
process: times
title: Times
version: 1.0.0
case: ticket
roles: {agent: {title: Agent}}
objects:
  ticket:
    states: [new, closed]
    final: [closed]
    fields: {at: datetime, took: duration, hours: number}
start: {role: agent, asks: [ticket.at, ticket.took, ticket.hours]}
activities:
  close: {role: agent, moves: {ticket: new -> closed}}
)",
                            kPeople);
  Engine& engine = bench.engine();
  CHECK_THROWS_AS(engine.start("times", "ann", {{"ticket.took", Duration{400'000'000'000, 0}}}), UsageError);
  CHECK_THROWS_AS(engine.start("times", "ann", {{"ticket.took", Duration{1, -5}}}), UsageError);
  CHECK_THROWS_AS(engine.start("times", "ann", {{"ticket.at", Timestamp{400'000'000'000, 0}}}), UsageError);
  CHECK_THROWS_AS(engine.start("times", "ann", {{"ticket.at", Timestamp{0, 2'000'000'000}}}), UsageError);
  const Step step = engine.start(
      "times", "ann", {{"ticket.hours", -0.0}, {"ticket.took", Duration{-5, -500'000'000}}, {"ticket.at", Timestamp{-1, 1}}});
  require_done(step);
  CHECK(engine.show(step.case_id()).data.at("ticket.took") == Value(Duration{-5, -500'000'000}));
  CHECK(engine.verify_log().problems == Words{});
}

TEST_CASE("a closed case says so, also to somebody who looked at it before") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  require_done(bench.engine().perform(id, "decline", "cat"));
  CHECK(kinds(bench.engine().perform(id, "decline", "cat", {.command = {.expected_revision = 1}})) == std::vector{Kind::case_over});
}

TEST_CASE("a worklist may be asked for without a limit") {
  Bench bench = ticket();
  begin_case(bench);
  OfferFilter all;
  all.limit = SIZE_MAX;
  CHECK(bench.engine().offers_for("ann", all).size() == 1);
}

TEST_CASE("an empty text is not a solution") {
  Bench bench = ticket();
  const CaseId id = begin_case(bench);
  CHECK_THROWS_WITH(bench.engine().perform(id, "work", "ann", {.data = {{"ticket.solution", ""}}}),
                    "ticket.solution takes text, not an empty text");
}

TEST_CASE("whoever takes work over is asked for role and people alone, not for a guard") {
  const std::string text = R"(itsmflow: 1
process: flow
version: 1.0.0
roles: {agent: Agent}
start: {role: agent}
activities:
  a: {role: agent, when: actor.id == 'ann'}
transitions: [start -> a, a -> end]
)";
  Bench bench = Bench::text(text, Directory{{"ann", {"agent"}}, {"ben", {"agent"}}});
  const CaseId id = bench.engine().start("flow", "ann").case_id();
  require_done(bench.engine().claim(id, "a", "ann"));
  require_done(bench.engine().hand_over(id, "a", "ann", "ben"));
  require_done(bench.engine().claim(id, "a", "ben"));
  CHECK(kinds(bench.engine().perform(id, "a", "ben")) == std::vector{Obstacle::Kind::guard_false});
}
