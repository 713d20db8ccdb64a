// Real cases, moved to archives: what an engine and the log say of them afterwards.

#include "catch.hpp"
#include "places.hpp"
#include "plain_sqlite.hpp"
#include "temp_folder.hpp"

#include <itsmflow/deviation_report.hpp>
#include <itsmflow/itsmflow.hpp>
#include <itsmflow/story.hpp>

#include <fstream>
#include <functional>
#include <string>
#include <vector>

using namespace itsmflow;
using Words = std::vector<std::string>;

namespace {

const std::string kMunicipality = places::source() + "/models/municipality";

const std::string kFlow = R"(itsmflow: 1
process: flow
version: 1.0.0
case: rfc
roles: {agent: Agent}
objects:
  rfc:
    states: [new, done, failed]
    final: [done, failed]
    fields: {words: string}
start: {role: agent}
activities:
  work:
    runs: {process: task, returns: {rfc.words: task.found}}
    results:
      done: {moves: {rfc: new -> done}}
      cancelled: {moves: {rfc: new -> failed}}
)";

const std::string kTask = R"(itsmflow: 1
process: task
version: 1.0.0
case: task
roles: {agent: Agent}
objects:
  task:
    states: [new, done]
    final: [done]
    fields: {found: string}
start: {role: agent}
activities:
  do_it: {role: agent, moves: {task: new -> done}, asks: [task.found]}
)";

bool has(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "it was done";
}

/// Cases 1, 3 and 5 are over, 2 and 4 are open, and their steps alternate; 1 and 3 are in old.db, 5 in new.db.
class Town {
 public:
  Town() {
    for (int i = 0; i < 5; ++i) {
      clock.advance(Duration{60, 0});
      REQUIRE(engine.start("minor-change", "anna", {{"rfc.summary", "log-in script"}}, {.key = "start " + std::to_string(i + 1)}));
    }
    prepare(2);
    cancel(1);
    prepare(4);
    prepare(3);
    cancel(3);
    head_before_5 = engine.verify_log().head;
    REQUIRE(store.archive(old_path, clock.now()).moved == 1);  // of 3 the last change isn't before
    clock.advance(Duration{60, 0});
    REQUIRE(store.archive(old_path, clock.now()).moved == 1);
    cancel(5);
    prepare(2, "again");
    clock.advance(Duration{60, 0});
    head = engine.verify_log().head;
    REQUIRE(store.archive(new_path, clock.now()).moved == 1);
  }

  void prepare(std::int64_t id, const std::string& script = "login.ps1") {
    const Data data{{"rfc.script", script}, {"rfc.accounts", 3000}};
    if (script == "again")
      REQUIRE(engine.perform(CaseId{id}, "transfer", "bo", {.result = "unclear", .data = {{"rfc.question", "which?"}}}));
    else
      REQUIRE(engine.perform(CaseId{id}, "prepare", "anna", {.data = data}));
  }
  void cancel(std::int64_t id) {
    clock.advance(Duration{60, 0});
    REQUIRE(engine.cancel(CaseId{id}, "cleo", "not needed", {.key = "cancel " + std::to_string(id)}));
    engine.deliver([](const Notification&) {});  // what waits to be told keeps a case here
  }

  TempFolder folder;
  std::string path = folder.file("service.db");
  std::string old_path = folder.file("old.db");
  std::string new_path = folder.file("new.db");
  Directory people{{"anna", {"assigner"}}, {"bo", {"operator"}}, {"cleo", {"assigner"}}};
  ManualClock clock{Timestamp{1'394'020'800, 0}};
  SqliteStore store{path};
  Engine engine{load_library(kMunicipality).value_or_throw(), store, people, {.clock = &clock}};
  std::string head_before_5;
  std::string head;
};

}  // namespace

TEST_CASE("the log of a file from which cases were moved fits together, alone and with its archives") {
  Town town;
  const LogReport alone = town.engine.verify_log(town.head);
  CHECK(alone.problems == Words{});
  CHECK(alone.cases == 2);
  CHECK(alone.head == town.head);
  CHECK(alone.expected_head_found);
  CHECK(alone.elsewhere > 0);

  SqliteStore old(town.old_path, {.open = SqliteStore::Open::read_only});
  SqliteStore newer(town.new_path, {.open = SqliteStore::Open::read_only});
  const LogReport some = town.engine.verify_log({}, {&newer});
  CHECK(some.problems == Words{});
  CHECK(some.cases == 3);
  CHECK(some.elsewhere < alone.elsewhere);
  CHECK(some.elsewhere + some.events == alone.elsewhere + alone.events);
  const LogReport whole = town.engine.verify_log(town.head_before_5, {&newer, &old});
  CHECK(whole.problems == Words{});
  CHECK(whole.cases == 5);
  CHECK(whole.elsewhere == 0);
  CHECK(whole.events == alone.elsewhere + alone.events);
  CHECK(whole.head == town.head);
  CHECK(whole.expected_head_found);

  // An archive is a file like any other, and alone it fits together too.
  const Engine in_old(load_library(kMunicipality).value_or_throw(), old, town.people);
  const LogReport archived = in_old.verify_log();
  CHECK(archived.problems == Words{});
  CHECK(archived.cases == 2);
}

TEST_CASE(
    "a head that was kept and fell on what is elsewhere is not said to be missing, and one that never was is, once all is read") {
  Town town;
  // Right after the last step of case 3, which is elsewhere now: the next event, of case 5, is as well.
  const LogReport alone = town.engine.verify_log(town.head_before_5);
  CHECK(alone.problems == Words{});
  CHECK_FALSE(alone.expected_head_found);
  CHECK(alone.expected_head_undecided);

  SqliteStore old(town.old_path);
  SqliteStore newer(town.new_path);
  const std::string never(64, 'f');
  CHECK(town.engine.verify_log(never, {&old}).expected_head_undecided);
  const LogReport whole = town.engine.verify_log(never, {&old, &newer});
  CHECK_FALSE(whole.expected_head_undecided);
  REQUIRE(whole.problems.size() == 1);
  CHECK(has(whole.problems.front(), "no event leads to the expected head"));
}

TEST_CASE("what is changed, hidden or taken away in either file is found") {
  Town town;
  SqliteStore old(town.old_path);
  SqliteStore newer(town.new_path);
  const auto problems = [&] { return town.engine.verify_log({}, {&old, &newer}).problems; };
  REQUIRE(problems().empty());
  SECTION("an event of the archive is changed") {
    run_plain(town.old_path, "UPDATE events SET at = at + 1 WHERE number = 1");
    const Words found = problems();
    REQUIRE_FALSE(found.empty());
    CHECK(has(found.front(), "archive 1: case 1: event 1 is not what its digest was made from"));
  }
  SECTION("a case of the archive is taken away") {
    run_plain(town.old_path, "DELETE FROM events WHERE case_id = 3; DELETE FROM cases WHERE id = 3");
    const Words found = problems();
    REQUIRE_FALSE(found.empty());
    CHECK(has(found.front(), "archive 1: events are missing between positions"));
  }
  SECTION("a case of the archive is taken away, and the archive says that it is elsewhere") {
    run_plain(town.old_path,
              "DELETE FROM elsewhere; INSERT INTO elsewhere SELECT position, position, head FROM events WHERE case_id = 3 AND head "
              "IS NOT "
              "NULL; DELETE FROM events WHERE case_id = 3; DELETE FROM cases WHERE id = 3");
    const LogReport report = town.engine.verify_log({}, {&old, &newer});
    CHECK((!report.problems.empty() || report.elsewhere > 0));
  }
  SECTION("an event of the file is taken away") {
    run_plain(town.path, "DELETE FROM events WHERE case_id = 2 AND number = 1");
    const Words found = problems();
    REQUIRE_FALSE(found.empty());
    CHECK(has(found.front(), "events are missing between positions 1 and 3"));
    CHECK_FALSE(town.engine.verify_log().problems.empty());
  }
  SECTION("a case of the file is taken away, and hidden as if it had been moved") {
    const std::string hide =
        "INSERT INTO elsewhere SELECT position, position, head FROM events WHERE case_id = 2; "
        "DELETE FROM offers WHERE case_id = 2; DELETE FROM timers WHERE case_id = 2; DELETE FROM outbox WHERE case_id = 2;"
        "DELETE FROM events WHERE case_id = 2; DELETE FROM cases WHERE id = 2";
    run_plain(town.path, hide);
    const LogReport report = town.engine.verify_log({}, {&old, &newer});
    CHECK((!report.problems.empty() || report.elsewhere > 0));  // no archive has them
  }
  SECTION("the file has another head for what is elsewhere") {
    run_plain(town.path, "UPDATE elsewhere SET head = zeroblob(32) WHERE last = (SELECT min(last) FROM elsewhere)");
    const Words found = problems();
    REQUIRE_FALSE(found.empty());
    CHECK(has(found.front(), "don't come to the head that they had when they were moved"));
  }
  SECTION("the file has another head for the last that is elsewhere") {
    run_plain(town.path, "UPDATE elsewhere SET head = zeroblob(32) WHERE last = (SELECT max(last) FROM elsewhere)");
    CHECK_FALSE(town.engine.verify_log().problems.empty());
  }
  SECTION("a run of what is elsewhere is taken away") {
    run_plain(town.path, "DELETE FROM elsewhere WHERE last = (SELECT min(last) FROM elsewhere)");
    CHECK_FALSE(town.engine.verify_log().problems.empty());
    CHECK_FALSE(problems().empty());
  }
  SECTION("an archive is given in which the same position is something else") {
    run_plain(town.new_path,
              "UPDATE events SET position = (SELECT min(last) FROM elsewhere) WHERE position = (SELECT min(position) FROM events)");
    CHECK_FALSE(problems().empty());
  }
}

TEST_CASE("a case that was moved takes no step, a command is not done twice, and the archive shows what was") {
  Town town;
  CHECK(refusal([&] { town.engine.show(CaseId{1}); }) == "case 1 was moved to an archive");
  CHECK(refusal([&] { town.engine.events(CaseId{1}); }) == "case 1 was moved to an archive");
  CHECK(refusal([&] { town.engine.perform(CaseId{3}, "transfer", "bo", {.result = "understood"}); }) ==
        "case 3 was moved to an archive");
  CHECK(has(refusal([&] {
              town.engine.start("minor-change", "anna", {{"rfc.summary", "log-in script"}}, {.key = "start 3"});
            }),
            "the command with the key 'start 3' was done in case 3, which was moved to an archive; it isn't done again"));
  CHECK(has(refusal([&] { town.engine.cancel(CaseId{5}, "cleo", "not needed", {.key = "cancel 5"}); }), "was done in case 5"));
  CHECK(town.engine.cases().size() == 2);
  CHECK(town.engine.verify_log().problems == Words{});

  SqliteStore old(town.old_path);
  Engine in_old(load_library(kMunicipality).value_or_throw(), old, town.people, {.clock = &town.clock});
  const CaseView view = in_old.show(CaseId{1});
  CHECK(view.status == CaseStatus::cancelled);
  CHECK(view.data.at("rfc.summary") == Value("log-in script"));
  CHECK(in_old.events(CaseId{1}).back().actor == "cleo");
  const Step step = in_old.perform(CaseId{1}, "prepare", "anna");
  REQUIRE_FALSE(step);
  CHECK(step.obstacles().front().kind() == Obstacle::Kind::case_over);
  CHECK(has(refusal([&] { in_old.start("minor-change", "anna", {{"rfc.summary", "new"}}); }), "is an archive"));
  CHECK(has(render(tell_story(in_old, CaseId{1}), StoryFormat::text), "not needed"));

  const std::string stand_in = in_old.erase_person("cleo").stand_in;
  CHECK(stand_in.starts_with("erased-"));
  CHECK(in_old.events(CaseId{1}).back().actor == stand_in);
  CHECK(in_old.verify_log().problems == Words{});
  CHECK(town.engine.events(CaseId{2}).front().actor == "anna");
  const LogReport whole = town.engine.verify_log({}, {&old, std::make_unique<SqliteStore>(town.new_path).get()});
  CHECK(whole.problems == Words{});
}

TEST_CASE("a case and the one that it runs go together, once both are over") {
  const TempFolder folder;
  std::ofstream(folder.file("flow.yaml")) << kFlow;
  std::ofstream(folder.file("task.yaml")) << kTask;
  SqliteStore store(folder.file("service.db"));
  const Directory people{{"ann", {"agent"}}};
  ManualClock clock{Timestamp{1'394'020'800, 0}};
  Engine engine(load_library(std::vector<std::string>{folder.file("flow.yaml"), folder.file("task.yaml")}).value_or_throw(), store,
                people, {.clock = &clock});
  const CaseId flow = engine.start("flow", "ann").case_id();
  const CaseId task = engine.show(flow).waits.front().other;
  REQUIRE(task.value == 2);
  clock.advance(Duration{60, 0});
  REQUIRE(store.archive(folder.file("old.db"), clock.now()).open == 2);
  REQUIRE(engine.perform(task, "do_it", "ann", {.data = {{"task.found", "all"}}}));
  clock.advance(Duration{60, 0});
  REQUIRE(store.archive(folder.file("old.db"), clock.now()).moved == 2);
  SqliteStore old(folder.file("old.db"));
  const Engine in_old(Library(engine.library()), old, people);
  CHECK(in_old.show(flow).data.at("rfc.words") == Value("all"));
  CHECK(in_old.show(task).parent == flow);
  CHECK(in_old.verify_log().problems == Words{});
}

TEST_CASE("in an archive nobody has anything to say of a case any more") {
  const TempFolder folder;
  SqliteStore store(folder.file("service.db"));
  const Directory people{{"anna", {"assigner"}}, {"bo", {"operator"}}, {"cleo", {"assigner"}}};
  ManualClock clock{Timestamp{1'394'020'800, 0}};
  const Library library = load_library(kMunicipality).value_or_throw();
  Engine engine(library, store, people, {.clock = &clock});
  const CaseId id = engine.start("minor-change", "cleo", {{"rfc.summary", "log-in script"}}).case_id();
  REQUIRE(engine.perform(id, "prepare", "cleo", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 3000}}}));
  REQUIRE(engine.perform(id, "transfer", "bo", {.result = "understood"}));
  REQUIRE(engine.perform(id, "implement", "bo",
                         {.data = {{"rfc.accounts_done", 3000}}, .motive = Motive{"time_pressure", "the last bus"}}));
  REQUIRE(engine.cancel(id, "cleo", "not needed"));
  engine.deliver([](const Notification&) {});
  clock.advance(Duration{60, 0});
  CHECK(store.archive(folder.file("old.db"), clock.now()).waiting == 1);  // somebody may still confirm in time
  clock.advance(Duration{86'400 * 30, 0});
  engine.due();
  engine.deliver([](const Notification&) {});
  REQUIRE(engine.verdicts_for("cleo").size() + engine.verdicts_for("anna").size() > 0);
  clock.advance(Duration{60, 0});
  REQUIRE(store.archive(folder.file("old.db"), clock.now()).moved == 1);

  SqliteStore old(folder.file("old.db"));
  Engine in_old(library, old, people, {.clock = &clock});
  CHECK(in_old.verdicts_for("cleo").empty());
  CHECK(in_old.verdicts_for("anna").empty());
  CHECK(has(refusal([&] { in_old.confirm(id, 1, "cleo", "fine"); }), "case 1 is closed"));
  CHECK(in_old.verify_log().problems == Words{});
}

TEST_CASE("a report over a file and its archives counts every case once") {
  Town town;
  const auto counted = [&](const std::vector<const Engine*>& engines) {
    const auto reports = report_deviations(engines);
    return reports.empty() ? 0 : reports.front().cases();
  };
  SqliteStore old(town.old_path);
  SqliteStore newer(town.new_path);
  const Engine in_old(Library(town.engine.library()), old, town.people);
  const Engine in_newer(Library(town.engine.library()), newer, town.people);
  CHECK(counted({&town.engine}) == 2);
  CHECK(counted({&town.engine, &in_old}) == 4);
  CHECK(counted({&town.engine, &in_old, &in_newer}) == 5);
  CHECK(counted({&town.engine, &in_old, &in_old, &town.engine}) == 4);
}
