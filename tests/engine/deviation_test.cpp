// Deviations, by the rules of docs/semantics.md, section 9.

#include "bench.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;
using Words = std::vector<std::string>;

/// A change with somebody who answers for it and somebody who makes it. `deviations`: lines of `allow`, and what else there is.
std::string change(const std::string& allow, const std::string& more = "") {
  return R"(itsmflow: 1
process: small-change
title: Small change
version: 1.0.0
case: rfc
roles:
  assigner: {title: Assigner}
  operator: {title: Operator}
objects:
  rfc:
    states: [new, drafted, understood, made, reported, approved, rejected]
    final: [approved, rejected]
    fields: {script: string, accounts: {type: int, default: 0}, accounts_done: {type: int, default: 0}, report: document, note: text}
start: {role: assigner}
activities:
  prepare: {role: assigner, moves: {rfc: new -> drafted}, requires: [rfc.script], asks: [rfc.accounts]}
  transfer:
    role: operator
    results:
      clear: {moves: {rfc: drafted -> understood}}
      unclear: {moves: {rfc: drafted -> new}, requires: [rfc.note]}
  make: {role: operator, moves: {rfc: understood -> made}, requires: [rfc.report], asks: [rfc.accounts_done, rfc.note]}
  tell: {role: operator, moves: {rfc: made -> reported}}
  check:
    role: assigner
    results:
      approved: {moves: {rfc: reported -> approved}, when: "rfc.accounts_done == rfc.accounts"}
      rejected: {moves: {rfc: reported -> rejected}}
deviations:
  motives:
    emergency: {class: better_way, title: Emergency}
    hurry: {class: will_not, title: Hurry}
  allow:
)" + allow +
         more;
}

const Directory kPeople{{"anna", {"assigner"}}, {"bo", {"operator"}}, {"cleo", {"assigner"}}, {"dan", {"operator"}}};

CaseId drafted(Bench& bench) {
  const CaseId id = bench.engine().start("small-change", "anna").case_id();
  require_done(bench.engine().perform(id, "prepare", "anna", {.data = {{"rfc.script", "login.ps1"}}}));
  return id;
}
CaseId understood(Bench& bench) {
  const CaseId id = drafted(bench);
  require_done(bench.engine().perform(id, "transfer", "bo", {.result = "clear"}));
  return id;
}

Words deviations(Bench& bench, CaseId id) {
  Words words;
  for (const DeviationView& one : bench.engine().show(id).deviations)
    words.push_back(std::string(to_string(one.kind)) + " " + one.activity + (one.result.empty() ? "" : "." + one.result));
  return words;
}

Motive hurry() {
  return {.name = "hurry", .because = "the users wait"};
}

}  // namespace

TEST_CASE("a step with a missing report is refused, says what a motive would do, and is done with it as a deviation") {
  Bench bench = Bench::text(
      change("    - {what: missing_data, activities: [make], motives: [hurry], confirm: {by: assigner, within: 1 day}}\n"),
      kPeople);
  const CaseId id = understood(bench);

  const Step refused = bench.engine().perform(id, "make", "bo");
  REQUIRE_FALSE(refused);
  CHECK(kinds(refused) == std::vector{Kind::missing_data});
  REQUIRE(refused.deviations().size() == 1);
  const DeviationOption& option = refused.deviations().front();
  CHECK(option.kinds == std::vector{DeviationKind::missing_data});
  CHECK(option.motives == Words{"hurry"});
  CHECK(option.confirm_by == Words{"assigner"});
  CHECK(option.obstacles.empty());
  CHECK(option.completion == Words{"bo: tell", "anna: check.approved"});

  const Step done = bench.engine().perform(id, "make", "bo", {.motive = hurry()});
  require_done(done);
  CHECK(types(done) == Words{"deviated", "done"});
  const Event& event = done.events().front();
  CHECK(event.deviation == 1);
  CHECK(event.kind == DeviationKind::missing_data);
  CHECK(event.motive == "hurry");
  CHECK(event.note == "the users wait");
  CHECK(event.actor == "bo");
  CHECK(event.role == "operator");
  CHECK(event.overrode == Words{"'make' requires rfc.report"});
  CHECK(bench.state(id, "rfc") == "made");
  const CaseView view = bench.engine().show(id);
  REQUIRE(view.deviations.size() == 1);
  CHECK(view.deviations.front().confirmation == ConfirmationStatus::awaited);
  CHECK(view.deviations.front().due == parse_timestamp("2014-03-04T08:00:00Z"));
}

TEST_CASE("a motive that the line doesn't name permits nothing, and one that the model doesn't have is an error of the caller") {
  Bench bench = Bench::text(change("    - {what: missing_data, activities: [make], motives: [hurry]}\n"), kPeople);
  const CaseId id = understood(bench);

  const Step refused = bench.engine().perform(id, "make", "bo", {.motive = Motive{"emergency"}});
  REQUIRE_FALSE(refused);
  CHECK(kinds(refused) == std::vector{Kind::missing_data});
  CHECK_THROWS_AS(bench.engine().perform(id, "make", "bo", {.motive = Motive{"laziness"}}), NotFound);
  CHECK(bench.engine().events(id).size() == 3);
}

TEST_CASE("a motive where nothing stands in the way makes no deviation") {
  Bench bench = Bench::text(change("    - {what: missing_data, activities: [make]}\n"), kPeople);
  const CaseId id = understood(bench);
  require_done(bench.engine().perform(id, "make", "bo", {.data = {{"rfc.report", "test.pdf"}}, .motive = hurry()}));
  CHECK(bench.engine().show(id).deviations.empty());
}

TEST_CASE("each kind of obstacle is a deviation of its own, and one that isn't permitted refuses them all") {
  const std::string out_of_role = "    - {what: out_of_role, activities: [make], by: assigner}\n";
  Bench without = Bench::text(change(out_of_role), kPeople);
  const CaseId first = understood(without);
  const Step refused = without.engine().perform(first, "make", "cleo", {.motive = hurry()});
  REQUIRE_FALSE(refused);
  CHECK(kinds(refused) == std::vector{Kind::missing_data, Kind::wrong_role});
  CHECK(deviations(without, first).empty());

  Bench with = Bench::text(change(out_of_role + "    - {what: missing_data, activities: [make], by: assigner}\n"), kPeople);
  const CaseId second = understood(with);
  require_done(with.engine().perform(second, "make", "cleo", {.motive = hurry()}));
  CHECK(deviations(with, second) == Words{"missing_data make", "out_of_role make"});
  const auto events = with.engine().events(second);
  CHECK(events.back().role == "assigner");  // as which she did it
}

TEST_CASE("so often as a line says, and no more than the model allows in one case") {
  Bench bench = Bench::text(change("    - {what: override_guard, activities: [check], at_most: 1}\n"
                                   "    - {what: again, activities: [tell]}\n",
                                   "  at_most: 2\n"),
                            kPeople);
  const CaseId id = drafted(bench);
  require_done(bench.engine().perform(id, "transfer", "bo", {.result = "clear"}));
  require_done(bench.engine().perform(id, "make", "bo", {.data = {{"rfc.report", "t.pdf"}}}));
  require_done(bench.engine().perform(id, "tell", "bo"));
  require_done(bench.engine().perform(id, "tell", "bo", {.motive = hurry()}));
  require_done(bench.engine().perform(id, "tell", "bo", {.motive = hurry()}));
  CHECK(deviations(bench, id) == Words{"again tell", "again tell"});
  const Step third = bench.engine().perform(id, "tell", "bo", {.motive = hurry()});
  REQUIRE_FALSE(third);
}

TEST_CASE("what comes first is passed over, each recorded, and the state is assumed until somebody else confirms it") {
  Bench bench = Bench::text(change("    - {what: skip, activities: [transfer], by: operator}\n"), kPeople);
  const CaseId id = drafted(bench);
  const Data report{{"rfc.report", "t.pdf"}};

  const Step unnamed = bench.engine().perform(id, "make", "bo", {.data = report, .motive = hurry()});
  REQUIRE_FALSE(unnamed);  // a skip never decides: transfer has two results
  const std::vector<DeviationOption> options = bench.engine().explain(id, "make", "bo", {.data = report}).deviations;
  REQUIRE(options.size() == 1);
  CHECK(options.front().kinds == std::vector{DeviationKind::skip});
  CHECK(options.front().name_first == Words{"transfer.clear"});
  Motive motive = hurry();
  motive.skipping = {"transfer.clear"};
  const Step done = bench.engine().perform(id, "make", "bo", {.data = report, .motive = motive});
  require_done(done);
  CHECK(types(done) == Words{"deviated", "done"});
  CHECK(deviations(bench, id) == Words{"skip transfer.clear"});
  CHECK(bench.engine().show(id).assumed.empty());  // moved on by somebody since
  CHECK(bench.state(id, "rfc") == "made");

  CHECK(kinds(bench.engine().confirm(id, 1, "bo")) == std::vector{Kind::four_eyes});
  CHECK(kinds(bench.engine().confirm(id, 1, "anna")) == std::vector{Kind::wrong_role});
  require_done(bench.engine().disapprove(id, 1, "dan", "he never asked"));
  CHECK(bench.engine().show(id).deviations.front().confirmation == ConfirmationStatus::disapproved);
  require_done(bench.engine().confirm(id, 1, "dan", "he had asked me"));
  CHECK(kinds(bench.engine().confirm(id, 1, "dan")) == std::vector{Kind::taken});
}

TEST_CASE("an outcome that rests on an assumed state is undecided until the skip is confirmed") {
  const std::string model = R"(itsmflow: 1
process: tidy
title: Tidy up
version: 1.0.0
case: task
roles: {one: {title: One}, other: {title: Other}}
objects:
  task: {states: [open, closed], final: [closed]}
  room: {states: [messy, tidy]}
activities:
  tidy: {role: other, moves: {room: messy -> tidy}}
  close: {role: one, moves: {task: open -> closed}, needs: {room: tidy}}
deviations:
  motives: {late: {class: cannot, title: It is late}}
  allow:
    - {what: skip, activities: [tidy], by: one}
outcomes:
  - success: room.state == "tidy"
  - failure
)";
  Bench bench = Bench::text(model, {{"kim", {"one", "other"}}, {"lee", {"other"}}});
  const CaseId id = bench.engine().start("tidy", "kim").case_id();
  const Step done = bench.engine().perform(id, "close", "kim", {.motive = Motive{"late"}});
  require_done(done);
  CHECK(types(done) == Words{"deviated", "done", "over"});
  CHECK(bench.engine().show(id).assumed == Words{"room.state"});
  CHECK(bench.engine().show(id).outcome == "undecided");
  require_done(bench.engine().confirm(id, 1, "lee"));  // after the end
  CHECK(bench.engine().show(id).outcome == "success");
  CHECK(bench.engine().show(id).counts_as == Outcome::Counts::success);
  require_done(bench.engine().judge(id, "failure", "lee", "the dust came back"));
  CHECK(bench.engine().show(id).outcome == "failure");
  CHECK(bench.engine().show(id).judge == "lee");
  require_done(bench.engine().judge(id, "undecided", "lee"));
  CHECK(bench.engine().show(id).outcome == "success");
  CHECK_THROWS_AS(bench.engine().judge(id, "sucess", "lee"), NotFound);
  CHECK(bench.engine().verify_log().problems == Words{});
}

TEST_CASE("extra work is recorded with its documents, and nothing moves") {
  Bench bench = Bench::text(change("    - {what: extra, activities: [make]}\n"), kPeople);
  const CaseId id = drafted(bench);
  const Step done = bench.engine().perform(id, "make", "bo", {.data = {{"rfc.report", "try.pdf"}}, .motive = hurry()});
  require_done(done);
  CHECK(types(done) == Words{"deviated"});
  CHECK(bench.state(id, "rfc") == "drafted");
  CHECK(bench.engine().show(id).data.at("rfc.report") == Value("try.pdf"));
  CHECK_THROWS_AS(
      bench.engine().perform(id, "make", "bo", {.data = {{"rfc.report", "x"}, {"rfc.accounts_done", 3}}, .motive = hurry()}),
      UsageError);  // a guard reads it
}

TEST_CASE("done again, the case goes back to where it was before, and data stay") {
  Bench bench = Bench::text(change("    - {what: again, activities: [prepare]}\n"), kPeople);
  const CaseId id = understood(bench);
  require_done(bench.engine().begin(id, "make", "bo"));
  const Step done = bench.engine().perform(id, "prepare", "anna", {.data = {{"rfc.script", "logon.ps1"}}, .motive = hurry()});
  require_done(done);
  CHECK(types(done) == Words{"withdrawn", "deviated", "done"});
  CHECK(bench.state(id, "rfc") == "drafted");
  CHECK(bench.engine().show(id).data.at("rfc.script") == Value("logon.ps1"));
  CHECK(offered(bench.engine(), id, "bo") == Words{"transfer"});
}

TEST_CASE("where two kinds fit the performer must say which is meant") {
  Bench bench =
      Bench::text(change("    - {what: extra, activities: [prepare]}\n    - {what: again, activities: [prepare]}\n"), kPeople);
  const CaseId id = understood(bench);
  CHECK_THROWS_AS(bench.engine().perform(id, "prepare", "anna", {.motive = hurry()}), UsageError);
  Motive motive = hurry();
  motive.as = DeviationKind::extra;
  require_done(bench.engine().perform(id, "prepare", "anna", {.motive = motive}));
  CHECK(bench.state(id, "rfc") == "understood");
}

TEST_CASE("what is under `never` is neither passed over nor done in spite of an obstacle") {
  Bench bench = Bench::text(change("    - {what: override_guard}\n    - {what: override_people}\n", "  never: [check]\n"), kPeople);
  const CaseId id = understood(bench);
  require_done(bench.engine().perform(id, "make", "bo", {.data = {{"rfc.report", "t.pdf"}, {"rfc.accounts_done", 1}}}));
  require_done(bench.engine().perform(id, "tell", "bo"));
  const Step refused = bench.engine().perform(id, "check", "anna", {.result = "approved", .motive = hurry()});
  REQUIRE_FALSE(refused);
  CHECK(kinds(refused) == std::vector{Kind::guard_false});
  CHECK(refused.deviations().empty());
}

TEST_CASE("a deviation after which no case could be completed is refused as would_strand") {
  // Only `prepare` gives the accounts; passed over, they stay 0, and `check` can only approve what is above 0.
  const std::string model = R"(itsmflow: 1
process: strands
title: Strands
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, drafted, made, approved], final: [approved], fields: {accounts: {type: int, default: 0}}}
activities:
  prepare: {role: one, moves: {rfc: new -> drafted}, asks: [rfc.accounts]}
  make: {role: one, moves: {rfc: drafted -> made}}
  check: {role: one, moves: {rfc: made -> approved}, when: "rfc.accounts > 0"}
deviations:
  motives: {late: {class: cannot, title: It is late}}
  allow: [{what: skip, activities: [prepare]}, {what: override_guard, activities: [check]}]
)";
  Bench bench = Bench::text(model, {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("strands", "kim").case_id();
  const Step refused = bench.engine().perform(id, "make", "kim", {.motive = Motive{"late"}});
  REQUIRE_FALSE(refused);
  CHECK(kinds(refused) == std::vector{Kind::not_reached, Kind::wrong_state, Kind::would_strand});
  CHECK(refused.obstacles().back().message() ==
        "after this step the case could not be completed any more: 'check' needs rfc.accounts > 0, but rfc.accounts is 0");
  CHECK(bench.engine().events(id).size() == 1);

  require_done(bench.engine().perform(id, "prepare", "kim"));
  require_done(bench.engine().perform(id, "make", "kim"));
  require_done(bench.engine().perform(id, "check", "kim", {.motive = Motive{"late"}}));  // which ends it
}

TEST_CASE("two people and a four-eyes rule: who answers for a skip counts as its performer") {
  const std::string model = R"(itsmflow: 1
process: eyes
title: Eyes
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [new, written, read, done], final: [done]}
activities:
  write: {role: one, moves: {rfc: new -> written}}
  read: {role: one, moves: {rfc: written -> read}}
  finish: {role: one, moves: {rfc: read -> done}}
rules:
  - four_eyes: [write, finish]
  - four_eyes: [read, finish]
deviations:
  motives: {late: {class: cannot, title: It is late}}
  allow: [{what: skip, activities: [write]}]
)";
  Bench two = Bench::text(model, {{"kim", {"one"}}, {"lee", {"one"}}});
  const CaseId id = two.engine().start("eyes", "kim").case_id();
  require_done(two.engine().perform(id, "read", "kim", {.motive = Motive{"late"}}));  // lee can still finish
  CHECK(kinds(two.engine().perform(id, "finish", "kim")) == std::vector{Kind::four_eyes, Kind::four_eyes});
  require_done(two.engine().perform(id, "finish", "lee"));

  Bench one = Bench::text(model, {{"kim", {"one"}}});
  const CaseId alone = one.engine().start("eyes", "kim").case_id();
  CHECK(kinds(one.engine().perform(alone, "read", "kim", {.motive = Motive{"late"}})) ==
        std::vector{Kind::not_reached, Kind::wrong_state, Kind::would_strand});
}

TEST_CASE("a rule that is overridden is off for the case, and for no other") {
  const std::string model = R"(itsmflow: 1
process: ruled
title: Ruled
version: 1.0.0
case: rfc
roles: {one: {title: One}}
objects:
  rfc: {states: [open, done], final: [done]}
activities:
  test: {role: one, needs: {rfc: open}}
  ship: {role: one, needs: {rfc: open}}
  finish: {role: one, moves: {rfc: open -> done}}
rules:
  - precedence: [test, ship]
deviations:
  motives: {late: {class: cannot, title: It is late}}
  allow: [{what: override_rule, activities: [ship]}]
)";
  Bench bench = Bench::text(model, {{"kim", {"one"}}});
  const CaseId id = bench.engine().start("ruled", "kim").case_id();
  CHECK(kinds(bench.engine().perform(id, "ship", "kim")) == std::vector{Kind::rule});
  require_done(bench.engine().perform(id, "ship", "kim", {.motive = Motive{"late"}}));
  CHECK(bench.engine().show(id).rules.front().is_off);
  require_done(bench.engine().perform(id, "ship", "kim"));
  CHECK(deviations(bench, id) == Words{"override_rule ship"});
  require_done(bench.engine().perform(id, "finish", "kim"));
  const CaseId other = bench.engine().start("ruled", "kim").case_id();
  CHECK(kinds(bench.engine().perform(other, "ship", "kim")) == std::vector{Kind::rule});
}

TEST_CASE("late confirmation is told, and stops further deviations where the line says so, also after the end") {
  Bench bench =
      Bench::text(change("    - {what: missing_data, activities: [make], confirm: {by: assigner, within: 1 day, late: stop}}\n"
                         "    - {what: override_guard, activities: [check]}\n"),
                  kPeople);
  const CaseId id = understood(bench);
  require_done(bench.engine().perform(id, "make", "bo", {.data = {{"rfc.accounts_done", 1}}, .motive = hurry()}));
  require_done(bench.engine().perform(id, "tell", "bo"));
  CHECK(bench.engine().next_due() == parse_timestamp("2014-03-04T08:00:00Z"));
  bench.clock().set(parse_timestamp("2014-03-04T08:00:00Z").value());
  CHECK(bench.engine().due() == 1);
  CHECK(bench.engine().show(id).deviations.front().confirmation == ConfirmationStatus::late);
  CHECK_FALSE(bench.engine().next_due());
  Words told;
  bench.engine().deliver([&](const Notification& one) { told.push_back(one.kind + " " + one.to); });
  CHECK(std::find(told.begin(), told.end(), "confirmation_late anna") != told.end());
  CHECK(std::find(told.begin(), told.end(), "deviated cleo") != told.end());

  const Step stopped = bench.engine().perform(id, "check", "anna", {.result = "approved", .motive = hurry()});
  REQUIRE_FALSE(stopped);
  require_done(bench.engine().confirm(id, 1, "cleo"));
  require_done(bench.engine().perform(id, "check", "anna", {.result = "approved", .motive = hurry()}));
  CHECK(bench.engine().show(id).status == CaseStatus::over);
}

TEST_CASE("a deadline outlives its case") {
  Bench bench =
      Bench::text(change("    - {what: override_guard, activities: [check], confirm: {by: assigner, within: 1 day}}\n"), kPeople);
  const CaseId id = understood(bench);
  require_done(bench.engine().perform(id, "make", "bo", {.data = {{"rfc.report", "t"}, {"rfc.accounts_done", 1}}}));
  require_done(bench.engine().perform(id, "tell", "bo"));
  require_done(bench.engine().perform(id, "check", "anna", {.result = "approved", .motive = hurry()}));
  CHECK(bench.engine().show(id).status == CaseStatus::over);
  CHECK(bench.engine().due(parse_timestamp("2014-03-05T08:00:00Z")) == 1);
  CHECK(bench.engine().show(id).deviations.front().confirmation == ConfirmationStatus::late);
  require_done(bench.engine().confirm(id, 1, "cleo"));
  CHECK(bench.engine().verify_log().problems == Words{});
}

TEST_CASE("a deviation that carries a key is made once") {
  Bench bench = Bench::text(change("    - {what: extra, activities: [make]}\n"), kPeople);
  const CaseId id = drafted(bench);
  const Work work{.data = {{"rfc.report", "t"}}, .motive = hurry(), .command = {.key = "k1"}};
  const Step first = bench.engine().perform(id, "make", "bo", work);
  require_done(first);
  const Step again = bench.engine().perform(id, "make", "bo", work);
  CHECK(again.revision() == first.revision());
  CHECK(deviations(bench, id).size() == 1);
}

TEST_CASE("cases are found by compliance, outcome and what waits to be confirmed") {
  Bench bench = Bench::text(change("    - {what: missing_data, activities: [make], confirm: {by: assigner}}\n"), kPeople);
  const CaseId good = understood(bench);
  const CaseId bad = understood(bench);
  require_done(bench.engine().perform(bad, "make", "bo", {.motive = hurry()}));
  const auto found = [&](const CaseFilter& filter) {
    std::vector<CaseId> ids;
    for (const CaseView& view : bench.engine().cases(filter)) ids.push_back(view.id);
    return ids;
  };
  CHECK(found({.complies = true}) == std::vector{good});
  CHECK(found({.complies = false}) == std::vector{bad});
  CHECK(found({.confirmation = ConfirmationStatus::awaited}) == std::vector{bad});
  CHECK(found({.confirmation = ConfirmationStatus::late}).empty());
  CHECK_THROWS_WITH(found({.value = "drafted"}), "a value to find cases by needs its field");
}

TEST_CASE("who could deviate is told to somebody who may not") {
  Bench bench = Bench::text(change("    - {what: missing_data, activities: [make], by: operator}\n"), kPeople);
  const CaseId id = understood(bench);
  const Explanation explanation = bench.engine().explain(id, "make", "anna");
  CHECK(explanation.deviations.empty());
  CHECK(explanation.could_deviate == Words{"bo", "dan"});
}

TEST_CASE("asked about one way to deviate, only that is told, and by whatever motive where none is named") {
  Bench bench = Bench::text(
      change("    - {what: skip, activities: [transfer]}\n    - {what: missing_data, activities: [make], motives: [hurry]}\n"),
      kPeople);
  const CaseId id = drafted(bench);
  const auto ask = [&](const Motive& motive, const Data& data = {{"rfc.report", "t"}}) {
    return bench.engine().explain(id, "make", "bo", {.data = data, .motive = motive}).deviations;
  };

  const auto unnamed = bench.engine().explain(id, "make", "bo", {.data = {{"rfc.report", "t"}}}).deviations;
  REQUIRE(unnamed.size() == 1);
  CHECK(unnamed.front().name_first == Words{"transfer.clear"});  // the only way there; whoever passes it over says so
  const auto named = ask({.skipping = {"transfer.clear"}});
  REQUIRE(named.size() == 1);
  CHECK(named.front().skips == Words{"transfer.clear"});
  CHECK(named.front().assumes.empty());  // the step itself moves it on
  CHECK(named.front().motives == Words{"emergency", "hurry"});
  CHECK(ask({.name = "emergency", .skipping = {"transfer.clear"}}).front().motives == Words{"emergency"});
  CHECK(ask({.as = DeviationKind::again}).empty());
  CHECK(ask({.name = "emergency", .skipping = {"transfer.clear"}}, {}).empty());
  CHECK_THROWS_AS(ask({.name = "hury"}), NotFound);
  CHECK_THROWS_AS(ask({.skipping = {"transfr"}}), NotFound);
  CHECK_THROWS_AS(ask({.as = DeviationKind::missing_data}), UsageError);
}

TEST_CASE("whoever may confirm a deviation or give an outcome is told that it waits for him") {
  Bench bench = Bench::text(change("    - {what: missing_data, activities: [make], confirm: {by: assigner, within: 1 day}}\n"
                                   "    - {what: override_guard, activities: [check], confirm: {by: assigner}}\n",
                                   "outcomes:\n  by: operator\n  of: [success, failure]\n"),
                            kPeople);
  const auto waiting = [&](const std::string& person) {
    Words words;
    for (const VerdictOffer& offer : bench.engine().verdicts_for(person))
      words.push_back(to_string(offer.case_id) + " " +
                      (offer.deviation ? std::to_string(offer.deviation->number) : std::string("outcome")));
    return words;
  };
  const CaseId id = understood(bench);
  CHECK(waiting("anna").empty());
  require_done(bench.engine().perform(id, "make", "bo", {.motive = hurry()}));
  CHECK(waiting("anna") == Words{"1 1"});
  CHECK(waiting("bo").empty());
  bench.clock().advance(Duration{3 * 86'400, 0});
  bench.engine().due();
  CHECK(waiting("cleo") == Words{"1 1"});  // late, but still to be said

  require_done(bench.engine().perform(id, "tell", "bo"));
  require_done(bench.engine().perform(id, "check", "anna", {.result = "approved"}));
  CHECK(waiting("bo") == Words{"1 outcome"});
  require_done(bench.engine().confirm(id, 1, "anna"));
  CHECK(waiting("anna") == Words{"1 outcome"});  // she ended the case
  CHECK(waiting("cleo").empty());
  require_done(bench.engine().judge(id, "success", "bo"));
  CHECK(waiting("bo").empty());
}

TEST_CASE(
    "an outcome that no assumed state decides is given by whoever may, and one that a skip decides waits for its confirmation") {
  const std::string model = R"(itsmflow: 1
process: tidy
version: 1.0.0
case: task
roles: {one: {title: One}, other: {title: Other}}
objects:
  task: {states: [open, closed], final: [closed]}
  room: {states: [messy, tidy]}
activities:
  tidy: {role: other, moves: {room: messy -> tidy}}
  close: {role: one, moves: {task: open -> closed}, needs: {room: tidy}}
deviations:
  motives: {late: {class: cannot, title: It is late}}
  allow:
    - {what: skip, activities: [tidy], by: one}
outcomes:
  by: one
  of:
)";
  const Directory people{{"kim", {"one", "other"}}, {"lee", {"other"}}, {"max", {"one"}}};
  const auto waiting = [](Bench& bench, const std::string& person) {
    Words words;
    for (const VerdictOffer& offer : bench.engine().verdicts_for(person))
      words.push_back(offer.deviation ? "skip " + offer.deviation->because : std::string("outcome"));
    return words;
  };
  const auto closed = [](Bench& bench) {
    const CaseId id = bench.engine().start("tidy", "kim").case_id();
    require_done(bench.engine().perform(id, "close", "kim", {.motive = Motive{.name = "late", .because = "the bus"}}));
    REQUIRE(bench.engine().show(id).assumed == Words{"room.state"});
    return id;
  };

  Bench given = Bench::text(model + "    - success\n    - failure\n", people);
  closed(given);
  CHECK(waiting(given, "max") == Words{"outcome"});
  CHECK(waiting(given, "lee").empty());

  Bench decided = Bench::text(model + "    - success: room.state == \"tidy\"\n    - failure\n", people);
  const CaseId id = closed(decided);
  CHECK(waiting(decided, "lee") == Words{"skip the bus"});  // no line asks for it, but the outcome rests on it
  CHECK(waiting(decided, "max").empty());
  CHECK(waiting(decided, "kim").empty());
  require_done(decided.engine().disapprove(id, 1, "lee"));
  CHECK(waiting(decided, "lee").empty());
  CHECK(waiting(decided, "max") == Words{"outcome"});
  CHECK(decided.engine().verdicts_for("max", {.after = id}).empty());
}

TEST_CASE("what is late stops the case from the moment on, noticed or not") {
  Bench bench =
      Bench::text(change("    - {what: missing_data, activities: [make], confirm: {by: assigner, within: 1 day, late: stop}}\n"
                         "    - {what: override_guard, activities: [check]}\n"),
                  kPeople);
  const CaseId id = bench.engine().start("small-change", "anna").case_id();
  require_done(bench.engine().perform(id, "prepare", "anna", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 3}}}));
  require_done(bench.engine().perform(id, "transfer", "bo", {.result = "clear"}));
  require_done(bench.engine().perform(id, "make", "bo", {.motive = hurry()}));
  require_done(bench.engine().perform(id, "tell", "bo"));
  bench.clock().advance(Duration{86'400, 0});
  const Step stopped = bench.engine().perform(id, "check", "anna", {.result = "approved", .motive = hurry()});
  REQUIRE_FALSE(stopped);
  CHECK(stopped.why_not() == "the case takes no more deviations until somebody confirms deviation 1");
  require_done(bench.engine().confirm(id, 1, "cleo"));
  require_done(bench.engine().perform(id, "check", "anna", {.result = "approved", .motive = hurry()}));
}

TEST_CASE("a deviation that nobody could do whatever was given isn't held out, and who could confirm one is named") {
  Bench bench = Bench::text(
      change("    - {what: skip, activities: [transfer], confirm: {by: assigner}}\n", "rules:\n  - four_eyes: [prepare, make]\n"),
      {{"anna", {"assigner", "operator"}}, {"bo", {"operator"}}, {"cleo", {"assigner"}}});
  const CaseId id = drafted(bench);
  const Motive named{.name = "hurry", .skipping = {"transfer.clear"}};
  const auto ask = [&](const std::string& person) {
    return bench.engine().explain(id, "make", person, {.data = {{"rfc.report", "t"}}, .motive = named});
  };
  CHECK(ask("anna").deviations.empty());
  CHECK(ask("anna").why_no_deviation == "the model permits no override_people on 'make'");
  REQUIRE(ask("bo").deviations.size() == 1);
  CHECK(ask("bo").deviations.front().could_confirm == Words{"anna", "cleo"});
}

}  // namespace itsmflow
