// Deviations where others work at the same time: items, votes, cases that run, rows, timers, rules with a bad branch.

#include "bench.hpp"

#include <itsmflow/error.hpp>

#include <string>
#include <vector>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

const Motive kLate{"late"};
const std::string kMotives = "  motives: {late: {class: cannot, title: It is late}}\n";

Words deviations(Bench& bench, CaseId id) {
  Words words;
  for (const DeviationView& one : bench.engine().show(id).deviations)
    words.push_back(std::string(to_string(one.kind)) + " " + one.activity + (one.result.empty() ? "" : "." + one.result));
  return words;
}

}  // namespace

TEST_CASE("a running for_each is passed over as a whole, and whoever has an item of it in hand loses it") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: tasks
version: 1.0.0
case: rfc
roles: {lead: {title: Lead}, maker: {title: Maker}}
objects:
  rfc: {states: [planned, made, closed], final: [closed], fields: {tasks: list of string, seen: {type: int, default: 0}}}
start: {requires: [rfc.tasks]}
activities:
  do_all: {role: maker, for_each: {task: rfc.tasks}, moves: {rfc: planned -> made}}
  close: {role: lead, moves: {rfc: made -> closed}}
deviations:
)" + kMotives + "  allow: [{what: skip, activities: [do_all], by: lead}]\n",
                            {{"lea", {"lead"}}, {"max", {"maker"}}});
  const CaseId id = bench.engine().start("tasks", "lea", {{"rfc.tasks", Value::List{"one", "two"}}}).case_id();
  require_done(bench.engine().perform(id, "do_all", "max", {.command = {.item = "1"}}));
  require_done(bench.engine().begin(id, "do_all", "max", {.item = "2"}));
  const Step done = bench.engine().perform(id, "close", "lea", {.motive = kLate});
  require_done(done);
  CHECK(types(done) == Words{"withdrawn", "withdrawn", "deviated", "done", "over"});
  CHECK(deviations(bench, id) == Words{"skip do_all"});
  Words told;
  bench.engine().deliver([&](const Notification& one) { told.push_back(one.kind + " " + one.to + " " + one.item); });
  CHECK(told == Words{"withdrawn max 2"});
}

TEST_CASE("what was answered so far decides how an activity with parts can be passed over") {
  Bench bench = Bench::text(R"yaml(itsmflow: 1
process: review
version: 1.0.0
case: rfc
roles: {lead: {title: Lead}}
objects:
  rfc: {states: [new, liked, closed], final: [closed]}
activities:
  ask:
    parts: {first: {role: lead}, second: {role: lead}}
    answers: [yes_please, no_thanks]
    results:
      liked: {when: "items.exists(i, i.answer == 'yes_please')", moves: {rfc: new -> liked}}
      disliked: {moves: {rfc: new -> liked}}
  close: {role: lead, moves: {rfc: liked -> closed}}
deviations:
)yaml" + kMotives + "  allow: [{what: skip, activities: [ask], by: lead}]\n",
                            {{"lea", {"lead"}}});
  const CaseId id = bench.engine().start("review", "lea", {}).case_id();
  const Motive liked{.name = "late", .skipping = {"ask.liked"}};
  CHECK_FALSE(bench.engine().perform(id, "close", "lea", {.motive = liked}));
  require_done(bench.engine().perform(id, "ask", "lea", {.result = "yes_please", .command = {.item = "first"}}));
  require_done(bench.engine().perform(id, "close", "lea", {.motive = liked}));
  CHECK(deviations(bench, id) == Words{"skip ask.liked"});
}

TEST_CASE("no skip passes over a vote or a case that runs, but a case goes back over both, and the other case is stopped") {
  const std::string other = R"(itsmflow: 1
process: errand
version: 1.0.0
case: errand
roles: {maker: {title: Maker}}
objects: {errand: {states: [open, done], final: [done]}}
activities: {run: {role: maker, moves: {errand: open -> done}}}
)";
  const std::string model = R"(itsmflow: 1
process: board
version: 1.0.0
case: rfc
roles: {lead: {title: Lead}, member: {title: Member}}
objects:
  rfc: {states: [new, asked, voted, fetched, closed], final: [closed]}
activities:
  ask: {role: lead, moves: {rfc: new -> asked}}
  vote:
    votes: {of: member, for: yes_please, against: no_thanks}
    results: {yes_please: {moves: {rfc: asked -> voted}}, no_thanks: {moves: {rfc: asked -> new}}}
  fetch:
    runs: {process: errand, on_cancel: stop}
    results: {done: {moves: {rfc: voted -> fetched}}, cancelled: {moves: {rfc: voted -> new}}}
  close: {role: lead, moves: {rfc: fetched -> closed}}
deviations:
)" + kMotives + "  allow: [{what: skip}, {what: again, activities: [ask]}]\n";
  Bench bench = Bench::texts({model, other}, {{"lea", {"lead"}}, {"mia", {"member"}}, {"max", {"maker"}}});
  const CaseId id = bench.engine().start("board", "lea").case_id();
  require_done(bench.engine().perform(id, "ask", "lea"));
  const Step over_a_vote = bench.engine().perform(id, "close", "lea", {.motive = Motive{"late", "", DeviationKind::skip}});
  REQUIRE_FALSE(over_a_vote);
  require_done(bench.engine().perform(id, "vote", "mia", {.result = "yes_please"}));
  const CaseId errand = bench.engine().show(id).waits.front().other;
  REQUIRE_FALSE(bench.engine().perform(id, "close", "lea", {.motive = Motive{"late", "", DeviationKind::skip}}));
  CHECK(bench.engine().show(errand).status == CaseStatus::open);

  require_done(bench.engine().perform(id, "ask", "lea", {.motive = kLate}));
  CHECK(bench.state(id, "rfc") == "asked");
  CHECK(bench.engine().show(errand).status == CaseStatus::cancelled);
  require_done(bench.engine().perform(id, "vote", "mia", {.result = "yes_please"}));
  require_done(bench.engine().perform(bench.engine().show(id).waits.front().other, "run", "max"));
  require_done(bench.engine().perform(id, "close", "lea"));
}

TEST_CASE("of two branches one is passed over, and the join goes on") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: fork
version: 1.0.0
case: note
roles: {one: {title: One}}
objects: {note: {fields: {text: text}}}
activities:
  begin_it: {role: one}
  left: {role: one}
  right: {role: one, requires: [note.text]}
  finish: {role: one}
transitions:
  - start -> begin_it
  - begin_it -> left & right
  - left & right -> finish
  - finish -> end
deviations:
)" + kMotives + "  allow: [{what: skip, activities: [left, right]}, {what: missing_data, activities: [right]}]\n",
                            {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("fork", "kim").case_id();
  require_done(bench.engine().perform(id, "begin_it", "kim"));
  require_done(bench.engine().perform(id, "left", "kim"));
  const Step done = bench.engine().perform(id, "finish", "kim", {.motive = kLate});
  require_done(done);
  CHECK(deviations(bench, id) == Words{"missing_data right", "skip right"});
  CHECK(bench.engine().show(id).status == CaseStatus::over);
}

TEST_CASE("of several ways none is taken before the performer has named one") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: ways
version: 1.0.0
roles: {one: {title: One}}
activities:
  ask: {role: one}
  phone: {role: one}
  letter: {role: one}
  finish: {role: one}
transitions:
  - start -> ask
  - ask -> phone
  - ask -> letter
  - phone -> finish
  - letter -> finish
  - finish -> end
deviations:
)" + kMotives + "  allow: [{what: skip}]\n",
                            {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("ways", "kim").case_id();
  require_done(bench.engine().perform(id, "ask", "kim"));
  CHECK_THROWS_AS(bench.engine().perform(id, "finish", "kim", {.motive = kLate}), UsageError);
  const std::vector<DeviationOption> options = bench.engine().explain(id, "finish", "kim").deviations;
  REQUIRE(options.size() == 1);
  CHECK(options.front().name_first == Words{"letter", "phone"});
  Motive named = kLate;
  named.skipping = {"letter"};
  require_done(bench.engine().perform(id, "finish", "kim", {.motive = named}));
  CHECK(deviations(bench, id) == Words{"skip letter"});
}

TEST_CASE("a skip passes over nothing that ends the life of an object, calls others off, or ends by itself") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: ends
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, seen, closed], final: [closed]}
  part: {states: [there, gone], final: [gone]}
activities:
  remove: {role: one, moves: {part: there -> gone}}
  look:
    role: one
    results: {early: {moves: {rfc: new -> seen}}, late: {moves: {rfc: new -> seen}, after: 2 days}}
  close: {role: one, moves: {rfc: seen -> closed}, needs: {part: gone}}
deviations:
)" + kMotives + "  allow: [{what: skip, activities: [look]}]\n",
                            {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("ends", "kim").case_id();
  REQUIRE_FALSE(bench.engine().perform(id, "close", "kim", {.motive = kLate}));
  require_done(bench.engine().perform(id, "remove", "kim"));
  Motive by_time = kLate;
  by_time.skipping = {"look.late"};
  REQUIRE_FALSE(bench.engine().perform(id, "close", "kim", {.motive = by_time}));
  Motive early = kLate;
  early.skipping = {"look.early"};
  require_done(bench.engine().perform(id, "close", "kim", {.motive = early}));
}

TEST_CASE("an override is refused where it opens a branch that a rule closes for good") {
  // `risky` is only for what is urgent; after it `undo` must follow, and `undo` needs what only `safe` makes.
  Bench bench = Bench::text(R"(itsmflow: 1
process: branch
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, safe_done, risky_done, closed], final: [closed], fields: {urgent: {type: bool, default: false}}}
activities:
  safe: {role: one, moves: {rfc: new -> safe_done}}
  risky: {role: one, moves: {rfc: new -> risky_done}, when: rfc.urgent}
  undo: {role: one, needs: {rfc: safe_done}}
  close: {role: one, moves: {rfc: safe_done | risky_done -> closed}}
rules:
  - response: [risky, undo]
deviations:
)" + kMotives + "  allow: [{what: override_guard, activities: [risky]}]\n",
                            {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("branch", "kim").case_id();
  const Step refused = bench.engine().perform(id, "risky", "kim", {.motive = kLate});
  REQUIRE_FALSE(refused);
  CHECK(kinds(refused) == std::vector{Kind::guard_false, Kind::would_strand});
  CHECK(bench.state(id, "rfc") == "new");
}

TEST_CASE("data that were set once and are set again decide by what they are then") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: twice
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, rated, done], final: [done], fields: {risk: {type: enum, values: [low, high]}}}
activities:
  rate: {role: one, moves: {rfc: new -> rated}, requires: [rfc.risk]}
  finish: {role: one, moves: {rfc: rated -> done}, when: "rfc.risk == 'low'"}
deviations:
)" + kMotives + "  allow: [{what: again, activities: [rate]}, {what: skip, activities: [rate]}]\n",
                            {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("twice", "kim").case_id();
  require_done(bench.engine().perform(id, "rate", "kim", {.data = {{"rfc.risk", "high"}}}));
  CHECK(kinds(bench.engine().perform(id, "finish", "kim")) == std::vector{Kind::guard_false});
  // Nothing gives the risk again once it is rated, so that what is high again would be the end of it.
  const Step high = bench.engine().perform(id, "rate", "kim", {.data = {{"rfc.risk", "high"}}, .motive = kLate});
  REQUIRE_FALSE(high);
  CHECK(kinds(high) == std::vector{Kind::wrong_state, Kind::would_strand});
  require_done(bench.engine().perform(id, "rate", "kim", {.data = {{"rfc.risk", "low"}}, .motive = kLate}));
  require_done(bench.engine().perform(id, "finish", "kim"));

  // Passed over, the data can come with the step; a refusal says which.
  const CaseId other = bench.engine().start("twice", "kim").case_id();
  const std::vector<DeviationOption> options = bench.engine().explain(other, "finish", "kim").deviations;
  REQUIRE(options.size() == 1);
  CHECK(options.front().give_first == Words{"rfc.risk"});
  require_done(bench.engine().perform(other, "finish", "kim", {.data = {{"rfc.risk", "low"}}, .motive = kLate}));
  CHECK(bench.engine().show(other).data.at("rfc.risk") == Value("low"));
  CHECK_THROWS_AS(bench.engine().perform(bench.engine().start("twice", "kim").case_id(), "rate", "kim",
                                         {.data = {{"rfc.colour", "red"}}, .motive = kLate}),
                  NotFound);
}

TEST_CASE("time and services count as ways on, nobody's cancelling everything does") {
  const std::string head = R"(itsmflow: 1
process: waits
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, sent, back, closed, dropped], final: [closed, dropped], fields: {n: {type: int, default: 0}}}
activities:
  send: {role: one, moves: {rfc: new -> sent}, when: "rfc.n > 0"}
)";
  const std::string tail = "deviations:\n" + kMotives + "  allow: [{what: override_guard, activities: [send]}]\n";
  const auto step = [&](const std::string& activities) {
    Bench bench = Bench::text(head + activities + tail, {{"kim", {"one"}}});
    const CaseId id = bench.engine().start("waits", "kim").case_id();
    return static_cast<bool>(bench.engine().perform(id, "send", "kim", {.motive = kLate}));
  };
  CHECK(
      step("  wait:\n    role: one\n    results: {answered: {moves: {rfc: sent -> closed}, when: rfc.n > 0}, late: {moves: {rfc: "
           "sent -> closed}, after: 2 days}}\n"));
  CHECK(step("  call: {service: caller, results: {done: {moves: {rfc: sent -> closed}}, failed: {moves: {rfc: sent -> back}}}}\n"));
  CHECK_FALSE(
      step("  close: {role: one, moves: {rfc: sent -> closed}, when: rfc.n > 0}\n"
           "  drop: {role: one, moves: {rfc: any -> dropped}, cancels: all}\n"));
  CHECK(
      step("  close: {role: one, moves: {rfc: sent -> closed}, when: rfc.n > 0}\n"
           "  drop: {role: one, moves: {rfc: sent -> dropped}}\n"));
}

TEST_CASE("whatever number a guard lets through may be given on the way to an end, also one between two that it names") {
  const auto step = [](const std::string& guard) {
    Bench bench =
        Bench::text(R"(itsmflow: 1
process: narrow
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, sent, closed], final: [closed], fields: {n: {type: int, default: 0}, cost: number}}
activities:
  send: {role: one, moves: {rfc: new -> sent}, when: "rfc.n > 0"}
  close: {role: one, moves: {rfc: sent -> closed}, requires: [rfc.cost], when: ")" +
                        guard + "\"}\ndeviations:\n" + kMotives + "  allow: [{what: override_guard, activities: [send]}]\n",
                    {{"kim", {"one"}}});
    const CaseId id = bench.engine().start("narrow", "kim").case_id();
    return kinds(bench.engine().perform(id, "send", "kim", {.motive = kLate}));
  };
  CHECK(step("rfc.cost > 10.0 && rfc.cost < 10.5").empty());
  CHECK(step("rfc.cost > 10.5 && rfc.cost < 10.0") == std::vector{Kind::guard_false, Kind::would_strand});
}

TEST_CASE("a timer that calls everything off completes nothing") {
  const std::string head = R"(itsmflow: 1
process: abandoned
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, made, closed, abandoned], final: [closed, abandoned], fields: {n: {type: int, default: 0}}}
activities:
  make: {role: one, moves: {rfc: new -> made}, when: "rfc.n > 0"}
  close: {role: one, moves: {rfc: made -> closed}, when: "rfc.n > 0"}
  watch:
    role: one
    results: {seen: {needs: {rfc: new | made}}, late: {after: 90 days, cancels: all, moves: {rfc: any -> abandoned}}}
deviations:
)";
  Bench bench = Bench::text(head + kMotives + "  allow: [{what: override_guard, activities: [make]}]\n", {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("abandoned", "kim").case_id();
  CHECK(kinds(bench.engine().perform(id, "make", "kim", {.motive = kLate})) == std::vector{Kind::guard_false, Kind::would_strand});
}

TEST_CASE(
    "extra work ends no case, so that rules that are still open don't stand in its way, nor does it write what an outcome reads") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: extras
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, made, closed], final: [closed], fields: {good: bool, remark: text}}
activities:
  make: {role: one, moves: {rfc: new -> made}}
  note: {role: one, needs: {rfc: made}}
  close: {role: one, moves: {rfc: made -> closed}, asks: [rfc.good, rfc.remark]}
rules:
  - existence: note
deviations:
)" + kMotives + R"(  allow: [{what: extra, activities: [close]}, {what: override_rule, activities: [close]}]
outcomes:
  - success: rfc.good
)",
                            {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("extras", "kim").case_id();
  CHECK_THROWS_AS(bench.engine().perform(id, "close", "kim", {.data = {{"rfc.good", true}}, .motive = kLate}), UsageError);
  require_done(bench.engine().perform(id, "close", "kim", {.data = {{"rfc.remark", "tried"}}, .motive = kLate}));
  CHECK(deviations(bench, id) == Words{"extra close"});
  CHECK_FALSE(bench.engine().show(id).rules.front().is_off);
}

TEST_CASE("who has gone back can't go forward by doing again what was done before") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: forward
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, seen, briefed, granted, closed], final: [closed]}
activities:
  look: {role: one, moves: {rfc: new -> seen}}
  brief: {role: one, moves: {rfc: seen -> briefed}}
  grant: {role: one, moves: {rfc: briefed -> granted}}
  close: {role: one, moves: {rfc: granted -> closed}}
deviations:
)" + kMotives + "  allow: [{what: again, activities: [look, grant]}]\n",
                            {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("forward", "kim").case_id();
  for (const char* activity : {"look", "brief", "grant"}) require_done(bench.engine().perform(id, activity, "kim"));
  require_done(bench.engine().perform(id, "look", "kim", {.motive = kLate}));
  CHECK(bench.state(id, "rfc") == "seen");
  const Step forward = bench.engine().perform(id, "grant", "kim", {.motive = kLate});
  REQUIRE_FALSE(forward);
  CHECK(forward.why_not() == "nobody has done 'grant' yet, so that it can't be done again");
  CHECK(bench.state(id, "rfc") == "seen");
}

TEST_CASE("what is said of a case that has ended is said of what the caller saw") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: judged
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects: {rfc: {states: [new, closed], final: [closed]}}
start: {role: one}
activities: {close: {role: one, moves: {rfc: new -> closed}}}
outcomes: [success, failure]
)",
                            {{"kim", {"one"}}, {"lee", {"one"}}});
  const CaseId id = bench.engine().start("judged", "kim").case_id();
  require_done(bench.engine().perform(id, "close", "kim"));
  const std::int64_t seen = bench.engine().show(id).revision;
  require_done(bench.engine().judge(id, "success", "kim", {}, {.expected_revision = seen}));
  CHECK(kinds(bench.engine().judge(id, "failure", "lee", {}, {.expected_revision = seen})) == std::vector{Kind::conflict});
  CHECK(bench.engine().show(id).outcome == "success");
}

TEST_CASE("why a deviation isn't accepted is told") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: reasons
version: 1.0.0
case: rfc
roles: {one: {title: One}, boss: {title: Boss}}
objects:
  rfc: {states: [new, made, closed], final: [closed], fields: {report: document}}
activities:
  make: {role: one, moves: {rfc: new -> made}, requires: [rfc.report]}
  put_back: {role: one, moves: {rfc: made -> new}}
  close: {role: boss, moves: {rfc: made -> closed}}
deviations:
  motives: {late: {class: cannot, title: It is late}, idle: {class: will_not, title: No wish}}
  allow:
    - {what: missing_data, activities: [make], motives: [late], at_most: 1, confirm: {by: boss, disapproved: stop}}
    - {what: again, activities: [make]}
    - {what: extra, activities: [put_back], motives: [late]}
    - {what: out_of_role, activities: [close], by: one}
  never: []
)",
                            {{"kim", {"one"}}, {"lee", {"boss"}}});
  const CaseId id = bench.engine().start("reasons", "kim").case_id();
  const auto why = [&](const char* activity, const Motive& motive) {
    return bench.engine().perform(id, activity, "kim", {.motive = motive}).why_not();
  };
  CHECK(why("make", Motive{"idle"}) == "missing_data on 'make' is not permitted for idle, but for late");
  CHECK(why("put_back", Motive{"idle"}) == "extra on 'put_back' is not permitted for idle, but for late");
  CHECK_THROWS_WITH(why("make", Motive{"", "it is urgent"}), "a deviation needs a motive; process 'reasons' has late and idle");
  CHECK(why("close", Motive{"late"}) == "the model permits no deviation from the order of work here");
  require_done(bench.engine().perform(id, "make", "kim", {.motive = kLate}));
  CHECK(why("make", Motive{"late", "", DeviationKind::again}) ==
        "missing_data on 'make' was used as often as the model permits in one case");
  require_done(bench.engine().disapprove(id, 1, "lee"));
  CHECK(why("close", kLate) == "the case takes no more deviations until somebody confirms deviation 1");
}

TEST_CASE("whoever may not skip what comes first is told which motive may") {
  Bench bench = Bench::text(R"(itsmflow: 1
process: skips
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, made, closed], final: [closed]}
activities:
  make: {role: one, moves: {rfc: new -> made}}
  close: {role: one, moves: {rfc: made -> closed}}
deviations:
  motives: {late: {class: cannot, title: It is late}, idle: {class: will_not, title: No wish}}
  allow: [{what: skip, activities: [make], motives: [late]}]
)",
                            {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("skips", "kim").case_id();
  const Step idle = bench.engine().perform(id, "close", "kim", {.motive = Motive{"idle"}});
  CHECK(idle.why_not() == "skip on 'make' is not permitted for idle, but for late");
  require_done(bench.engine().perform(id, "close", "kim", {.motive = kLate}));
}

}  // namespace itsmflow
