// Files that something has damaged: what is said of them, what is written anew, and that cases go on as if nothing had been.

#include <itsmflow/engine.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"
#include "places.hpp"
#include "plain_sqlite.hpp"
#include "store/failing_store.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using Durability = SqliteStore::Durability;

namespace {

const Directory& people() {
  static const Directory all({{"cleo", {"assigner"}, ""},
                              {"bo", {"operator"}, ""},
                              {"al", {"agent"}, ""},
                              {"cy", {"security", "capacity"}, ""},
                              {"ed", {"board"}, ""},
                              {"fay", {"board"}, ""},
                              {"will", {"worker"}, ""}});
  return all;
}

const Library& library() {
  static const Library all =
      load_library({places::source() + "/models/municipality", places::source() + "/tests/scenario/outside"}).value_or_throw();
  return all;
}

void done(const Step& step) {
  for (const Obstacle& obstacle : step.obstacles()) UNSCOPED_INFO(obstacle.message());
  REQUIRE(step);
}

/// A file, and an engine on it whose clock stands still.
class Open {
 public:
  explicit Open(const std::string& path) : store_(path, {.durability = Durability::normal}) {
    engine_ = std::make_unique<Engine>(library(), store_, people(), EngineOptions{.clock = &clock_});
  }

  Engine& engine() { return *engine_; }
  SqliteStore& store() { return store_; }

  void perform(std::int64_t id, const std::string& activity, const std::string& person, const Work& work = {}) {
    done(engine_->perform(CaseId{id}, activity, person, work));
  }

  /// Case 1 is over; 2 waits to be confirmed until a moment; 3 was handed over; 4 is half voted, with a timer; 5 runs 6.
  void fill() {
    for (int i = 1; i <= 3; ++i) {
      done(engine_->start("minor-change", "cleo", {{"rfc.summary", "Script " + std::to_string(i)}}, {.key = std::to_string(i)}));
      perform(i, "prepare", "cleo", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", std::int64_t{40}}}});
    }
    const Data result = {{"rfc.accounts_done", std::int64_t{40}}, {"rfc.test_report", "t.pdf"}};
    perform(1, "transfer", "bo", {.result = "understood"});
    perform(1, "implement", "bo", {.data = result});
    perform(1, "report", "bo");
    perform(1, "check", "cleo", {.result = "approved"});
    perform(2, "transfer", "bo", {.result = "understood"});
    perform(2, "implement", "bo",
            {.data = {{"rfc.accounts_done", std::int64_t{40}}}, .motive = Motive{.name = "time_pressure", .because = "the bus"}});
    done(engine_->claim(CaseId{3}, "transfer", "bo"));
    for (int i = 4; i <= 5; ++i) {
      done(engine_->start("flow", "al", {{"rfc.ticket", std::int64_t{i}}, {"rfc.places", Value(Value::List{Value("here")})}}));
      perform(i, "assess", "cy", {.result = "agree", .data = {{"rfc.view", "good"}}, .command = {.item = "security"}});
      perform(i, "assess", "cy", {.result = "agree", .command = {.item = "capacity"}});
      perform(i, "decide", "ed", {.result = "accepted"});
    }
    perform(5, "decide", "fay", {.result = "accepted"});
    perform(5, "visit", "al", {.command = {.item = "1"}});
    done(engine_->send(CaseId{5}, "vendor_reply", {{"ticket", std::int64_t{5}}, {"price", 1.5}}));
    done(engine_->answer(CaseId{5}, "deploy", {.result = "deployed", .data = {{"rfc.server", "web"}}}));
  }

  /// Something in every open case.
  void go_on() {
    clock_.advance(Duration{60, 0});
    perform(2, "report", "bo");
    done(engine_->confirm(CaseId{2}, 1, "cleo"));
    perform(3, "transfer", "bo", {.result = "unclear", .data = {{"rfc.question", "Which?"}}});
    perform(4, "decide", "fay", {.result = "accepted"});
    perform(6, "do_it", "will", {.data = {{"task.found", "a cable"}}});
    done(engine_->start("minor-change", "cleo", {{"rfc.summary", "One more"}}));
  }

 private:
  SqliteStore store_;
  ManualClock clock_{Timestamp{1'394'020'800, 0}};
  std::unique_ptr<Engine> engine_;
};

/// What stands in a file, but for what differs by chance (salts, and so digests).
Rows without_salts(const std::string& path) {
  return run_plain(path,
                   "SELECT id, process, status, revision, started, changed, snapshot FROM cases ORDER BY 1;"
                   "SELECT case_id, activity, item, role, holder FROM offers ORDER BY 1, 2, 3, 4;"
                   "SELECT case_id, name, due FROM timers ORDER BY 1, 2;"
                   "SELECT position, case_id, number, step, type, at, actor, key FROM events ORDER BY 1;"
                   "SELECT case_id, key, kind, body, at FROM outbox ORDER BY id");
}

/// All of it.
Rows everything(const std::string& path) {
  return run_plain(
      path,
      "SELECT id, model, process, status, revision, started, changed, hex(head), snapshot FROM cases ORDER BY 1;"
      "SELECT * FROM offers ORDER BY 1, 2, 3, 4; SELECT * FROM timers ORDER BY 1, 2;"
      "SELECT position, case_id, number, step, type, at, actor, content, texts, key, hex(digest), hex(head) FROM events ORDER "
      "BY 1; SELECT * FROM outbox ORDER BY id; SELECT * FROM people ORDER BY key; SELECT * FROM models ORDER BY id;"
      "SELECT * FROM sqlite_sequence ORDER BY name");
}

/// Everything that is said of a file.
struct Said {
  Rows problems;
  std::size_t mendable = 0;

  bool has(const std::string& part) const {
    for (const std::string& problem : problems) UNSCOPED_INFO(problem);
    return std::any_of(problems.begin(), problems.end(),
                       [&](const std::string& problem) { return problem.find(part) != std::string::npos; });
  }
};

Said said_of(Open& file) {
  SqliteStore::Report report = file.store().check();
  const LogReport log = file.engine().verify_log();
  Said said{std::move(report.problems), report.mendable + log.mendable};
  said.problems.insert(said.problems.end(), log.problems.begin(), log.problems.end());
  return said;
}

/// A good file, and copies of it that are damaged.
class Files {
 public:
  Files() { Open(good()).fill(); }

  std::string good() const { return folder_.file("good.db"); }
  std::string copy(const std::string& name) const {
    const std::string path = folder_.file(name);
    for (const char* const more : {"", "-wal", "-shm"}) std::filesystem::remove(path + more);
    std::filesystem::copy_file(good(), path);
    return path;
  }
  std::string damaged(const std::string& sql) const {
    const std::string path = copy("damaged.db");
    run_plain(path, "PRAGMA foreign_keys = OFF; " + sql);
    return path;
  }

 private:
  TempFolder folder_;
};

struct Damage {
  std::string sql;
  std::string said;
};

}  // namespace

TEST_CASE("what follows from the events is written anew, and cases go on as if it had never been damaged") {
  const Files files;
  const Rows before = everything(files.good());
  const std::string gone_on = files.copy("gone-on.db");
  Open(gone_on).go_on();
  const Rows later = without_salts(gone_on);

  const std::vector<Damage> damages = {
      {"UPDATE cases SET snapshot = '{}' WHERE id = 2", "case 2: the snapshot is not what its events come to"},
      {"UPDATE cases SET snapshot = 'no JSON at all' WHERE id IN (2, 4)", "case 4: the snapshot is not what its events come to"},
      {"UPDATE cases SET snapshot = replace(snapshot, 'login.ps1', 'other.ps1') WHERE id = 3", "case 3: the snapshot is not"},
      {"UPDATE cases SET revision = 99 WHERE id = 3", "case 3: the revision is not what its events come to"},
      {"UPDATE cases SET revision = 1, head = zeroblob(32), snapshot = '' WHERE id = 3", "case 3: the head is not"},
      {"UPDATE cases SET head = zeroblob(32) WHERE id = 3", "case 3: the head is not what its events come to"},
      {"UPDATE cases SET status = 'cancelled' WHERE id = 3", "case 3: the status is not what its events come to"},
      {"UPDATE cases SET status = 'open' WHERE id = 1", "case 1: the status is not what its events come to"},
      {"UPDATE cases SET process = 'incident' WHERE id = 3", "case 3: the process is not what its events come to"},
      {"UPDATE cases SET model = (SELECT id FROM models WHERE process = 'task') WHERE id = 3", "case 3: the model is not"},
      {"UPDATE cases SET model = 77 WHERE id = 3", "case 3: its row is missing"},
      {"UPDATE cases SET started = started + 1 WHERE id = 3", "case 3: the time of its start is not"},
      {"UPDATE cases SET changed = changed - 1 WHERE id = 3", "case 3: the time of its last change is not"},
      {"DELETE FROM cases WHERE id = 3", "case 3: its row is missing"},
      {"DELETE FROM cases", "case 6: its row is missing"},
      {"DELETE FROM cases; DELETE FROM offers; DELETE FROM timers", "case 1: its row is missing"},
      {"DELETE FROM offers WHERE case_id = 2", "case 2: the offers are not what its events come to"},
      {"UPDATE offers SET holder = NULL WHERE case_id = 3", "case 3: the offers are not what its events come to"},
      {"INSERT INTO offers VALUES (1, 'check', '', 'assigner', NULL)", "case 1: the offers are not what its events come to"},
      {"UPDATE offers SET role = 'nobody'", "case 4: the offers are not what its events come to"},
      {"DELETE FROM timers WHERE case_id = 4", "case 4: the timers are not what its events come to"},
      {"UPDATE timers SET due = due + 1 WHERE case_id = 2", "case 2: the timers are not what its events come to"},
      {"INSERT INTO timers VALUES (3, 'decide.late', 5)", "case 3: the timers are not what its events come to"},
      {"INSERT INTO timers VALUES (98, 'a', 5)", "a timer of case 98, of which nothing else is there"},
      {"INSERT INTO timers VALUES (98, 'a', 5), (98, 'b', 5)", "timers of case 98, of which nothing else is there"},
      {"INSERT INTO offers VALUES (99, 'check', '', 'assigner', 1), (98, 'check', '', 'assigner', 1)",
       "2 rows of offers name a case that isn't there"},
      {"INSERT INTO offers VALUES (3, 'check', '', 'assigner', 99)", "1 row of offers names a person that isn't there"},
      {"UPDATE events SET head = zeroblob(32) WHERE position = (SELECT max(position) FROM events)",
       "the head over all cases is not the one that the events come to"},
      {"UPDATE events SET head = NULL WHERE position = (SELECT max(position) FROM events)", "1 of the heads over all cases is not"},
      {"UPDATE events SET head = digest WHERE position = 2",
       "1 of the heads over all cases is not what the events come to, the first at position 2"},
      {"UPDATE events SET head = zeroblob(32)",
       "of the heads over all cases are not what the events come to, the first at position 1"},
      {"UPDATE sqlite_sequence SET seq = 2 WHERE name = 'cases'", "numbers of cases would be given a second time"},
      {"DELETE FROM sqlite_sequence WHERE name = 'people'", "numbers of people would be given a second time"},
  };
  for (const Damage& damage : damages) {
    INFO(damage.sql);
    const std::string path = files.damaged(damage.sql);
    Open file(path);
    const Said said = said_of(file);
    CHECK(said.has(damage.said));
    CHECK(said.mendable == said.problems.size());

    file.store().mend();
    const RebuildReport report = file.engine().rebuild();
    CHECK(report.left == Rows{});
    CHECK(everything(path) == before);
    CHECK(said_of(file).problems == Rows{});
    file.go_on();
    CHECK(without_salts(path) == later);
    CHECK(said_of(file).problems == Rows{});
  }
}

TEST_CASE("of a good file nothing is said, and nothing in it is written anew") {
  const Files files;
  Open file(files.copy("same.db"));
  CHECK(said_of(file).problems == Rows{});
  file.store().mend();
  const RebuildReport report = file.engine().rebuild();
  CHECK(report.cases.empty());
  CHECK(report.heads == 0);
  CHECK(report.strays == 0);
  CHECK(report.left == Rows{});
  CHECK(everything(files.copy("same.db")) == everything(files.good()));
}

TEST_CASE("rebuilding says what it wrote anew") {
  const Files files;
  Open file(
      files.damaged("DELETE FROM cases WHERE id = 3; UPDATE cases SET snapshot = '' WHERE id = 5;"
                    "INSERT INTO offers VALUES (99, 'check', '', 'assigner', 1); INSERT INTO timers VALUES (98, 'a', 5);"
                    "UPDATE events SET head = zeroblob(32) WHERE position IN (1, 2)"));
  const RebuildReport report = file.engine().rebuild();
  CHECK(report.cases == std::vector<CaseId>{CaseId{3}, CaseId{5}});
  CHECK(report.strays == 2);
  CHECK(report.heads >= 1);
}

TEST_CASE("a case of which an event is missing or changed is left as it is, and the others are written anew") {
  const Files files;
  const std::vector<Damage> damages = {
      {"UPDATE events SET content = replace(content, ':40', ':41') WHERE case_id = 3 AND number = 2",
       "case 3: event 2 is not what its digest was made from"},
      {"UPDATE events SET at = at + 1 WHERE case_id = 3 AND number = 2", "case 3: event 2 is not what its digest was made from"},
      {"UPDATE events SET digest = zeroblob(32) WHERE case_id = 3 AND number = 2", "case 3: event 2 is not what its digest"},
      {"UPDATE events SET content = 'no JSON' WHERE case_id = 3 AND number = 2", "event 2 of case 3 can't be read"},
      {"UPDATE events SET texts = replace(texts, 'Script 3', 'Script 4') WHERE case_id = 3 AND number = 1", "case 3: event 1: "},
      {"DELETE FROM events WHERE case_id = 3 AND number = 2", "events are missing between positions"},
      {"DELETE FROM events WHERE case_id = 3 AND number = 1", "case 3"},
      {"DELETE FROM events WHERE case_id = 3 AND number = 3",
       "case 3: its row tells of 3 events, and there are 2: the last ones are missing"},
      {"DELETE FROM events WHERE case_id = 3", "case 3: none of its events is there"},
  };
  for (const Damage& damage : damages) {
    INFO(damage.sql);
    const std::string path = files.damaged(
        damage.sql + "; UPDATE cases SET snapshot = snapshot || ' ' WHERE id IN (3, 5); DELETE FROM offers WHERE case_id = 3");
    Open file(path);
    const Said said = said_of(file);
    CHECK(said.has(damage.said));
    CHECK(said.mendable < said.problems.size());
    const std::string of_3 =
        "SELECT id, status, revision, hex(head), snapshot FROM cases WHERE id = 3; SELECT * FROM offers WHERE case_id = 3;"
        "SELECT position, content, texts, hex(digest), hex(head) FROM events";
    const Rows before = run_plain(path, of_3);
    const RebuildReport report = file.engine().rebuild();
    CHECK(report.cases == std::vector<CaseId>{CaseId{5}});
    CHECK_FALSE(report.left.empty());
    CHECK(run_plain(path, of_3) == before);
    CHECK(said_of(file).mendable <= said.mendable);
  }
}

TEST_CASE("a case that needs a person who isn't there is left, and keeps no other from being written anew") {
  const Files files;
  Open file(files.damaged("UPDATE cases SET snapshot = ''; DELETE FROM people WHERE id = 'bo'"));
  const RebuildReport report = file.engine().rebuild();
  CHECK(std::find(report.cases.begin(), report.cases.end(), CaseId{3}) == report.cases.end());  // bo has it in hand
  CHECK(report.cases.size() == 5);
  REQUIRE(report.left.size() == 1);
  CHECK(report.left[0].find("there is no person of key") != std::string::npos);
}

TEST_CASE("heads are left as they are while events are missing or changed: they show it") {
  const Files files;
  const std::string path = files.damaged(
      "UPDATE events SET at = at + 1 WHERE case_id = 3 AND number = 2; UPDATE events SET head = zeroblob(32) WHERE position = 2");
  Open file(path);
  const Rows before = run_plain(path, "SELECT hex(head) FROM events ORDER BY position");
  CHECK(file.engine().rebuild().heads == 0);
  CHECK(run_plain(path, "SELECT hex(head) FROM events ORDER BY position") == before);
}

TEST_CASE("what is not derived is told and left: persons, models, the outbox, triggers") {
  const Files files;
  const std::vector<Damage> damages = {
      {"INSERT INTO outbox (case_id, key, kind, body, at) VALUES (99, 'k', 'notify', '{}', 1)",
       "1 row of outbox names a case that isn't there"},
      {"UPDATE models SET source = source || ' ' WHERE process = 'task'", "the stored model "},
      {"DELETE FROM people WHERE id = 'will'; DELETE FROM people WHERE id = 'bo'", "of events name a person that isn't there"},
      {"CREATE TRIGGER sly AFTER INSERT ON events BEGIN DELETE FROM offers; END", "the trigger sly on events isn't itsmflow's"},
      {"DROP INDEX cases_by_status", "the index cases_by_status is missing"},
      {"DROP INDEX cases_by_status; CREATE INDEX cases_by_status ON cases (id)", "the index cases_by_status isn't defined as"},
  };
  for (const Damage& damage : damages) {
    INFO(damage.sql);
    const std::string path = files.damaged(damage.sql);
    Open file(path);
    CHECK(said_of(file).has(damage.said));
    const Rows before =
        run_plain(path, "SELECT * FROM outbox; SELECT * FROM people; SELECT * FROM models; SELECT name FROM sqlite_schema");
    file.store().mend();
    file.engine().rebuild();
    CHECK(run_plain(path, "SELECT * FROM outbox; SELECT * FROM people; SELECT * FROM models; SELECT name FROM sqlite_schema") ==
          before);
    CHECK(said_of(file).has(damage.said));
  }
}

TEST_CASE("an index that doesn't fit its table any more is told, and built anew") {
  const Files files;
  const std::string path = files.copy("damaged.db");
  // Changed while nobody knows of the index.
  const std::string row = run_plain(path, "SELECT rootpage || '|' || sql FROM sqlite_schema WHERE name = 'events_by_key'").at(0);
  run_plain(path, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'events_by_key'");
  run_plain(path, "UPDATE events SET key = 'other' WHERE key = '2'");
  const std::size_t bar = row.find('|');
  run_plain(path, "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('index', 'events_by_key', 'events', " +
                      row.substr(0, bar) + ", '" + row.substr(bar + 1) + "')");
  Open file(path);
  const Said said = said_of(file);
  CHECK(said.has("the file is damaged: "));
  CHECK(said.has("index events_by_key"));
  CHECK(said.mendable == said.problems.size());
  file.store().mend();
  CHECK(said_of(file).problems == Rows{});
  CHECK(file.store().begin(Store::Access::read)->event_by_key("other").has_value());
}

TEST_CASE("wherever a page of bytes is overwritten something is said of it, and rebuilding makes it no worse") {
  const Files files;
  run_plain(files.good(), "PRAGMA wal_checkpoint(TRUNCATE)");
  const std::string whole = bytes_of(files.good());
  constexpr std::size_t kPage = 4096;
  REQUIRE(whole.size() % kPage == 0);
  std::size_t told = 0;
  for (std::size_t at = kPage; at < whole.size(); at += kPage) {
    CAPTURE(at / kPage + 1);
    const std::string path = files.copy("damaged.db");
    {
      std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
      file.seekp(static_cast<std::streamoff>(at));
      file << std::string(kPage, '\xA5');
    }
    try {
      Open file(path);
      const SqliteStore::Report report = file.store().check();
      CHECK_FALSE(report.problems.empty());
      try {
        file.engine().rebuild();
      } catch (const StoreError& error) {
        CHECK(error.kind() == StoreError::Kind::corrupt);
      }
      CHECK_FALSE(file.store().check().problems.empty());
      ++told;
    } catch (const StoreError& error) {  // it can't even be opened
      CHECK(error.kind() == StoreError::Kind::corrupt);
    }
  }
  CHECK(told > 5);
}

TEST_CASE("a rebuilding that is killed, wherever, leaves a file that is no worse, and is finished by calling it again") {
  const TempFolder folder;
  const std::string good = folder.file("good.db");
  {
    Open file(good);
    for (int i = 0; i < 120; ++i) done(file.engine().start("task", "will", {{"task.what", "cable"}}));
  }
  const Rows whole = everything(good);
  run_plain(good,
            "UPDATE cases SET snapshot = 'x'; INSERT INTO timers VALUES (1, 'a', 5); DELETE FROM offers;"
            "UPDATE events SET head = zeroblob(32) WHERE position > 50");
  for (const auto how : {FailingStore::How::dies, FailingStore::How::answer_lost}) {
    // begin, 100 cases, commit, begin, 20 cases, commit, begin, strays, heads, commit
    for (const int call : {1, 2, 57, 101, 102, 103, 104, 110, 123, 124, 125, 126, 127, 128}) {
      CAPTURE(call);
      const std::string path = folder.file("damaged.db");
      for (const char* const more : {"", "-wal", "-shm"}) std::filesystem::remove(path + more);
      std::filesystem::copy_file(good, path);
      SqliteStore store(path, {.durability = Durability::normal});
      FailingStore failing(store);
      Engine engine(library(), failing, people());
      const std::size_t problems = engine.verify_log().problems.size();
      failing.fail_at(call, how);
      CHECK_THROWS_AS(engine.rebuild(), StoreError);
      failing.fail_at(0);
      const LogReport between = engine.verify_log();
      CHECK(between.problems.size() <= problems);
      CHECK(between.mendable == between.problems.size());
      CHECK(engine.rebuild().left == Rows{});
      CHECK(engine.verify_log().problems == Rows{});
      CHECK(everything(path) == whole);
    }
  }
}

TEST_CASE("an embedder's own connection is checked and mended too") {
  const Files files;
  const std::string path = files.damaged("DELETE FROM cases WHERE id = 3");
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &connection) == SQLITE_OK);
  {
    SqliteStore store = SqliteStore::borrow(connection);
    CHECK_FALSE(store.check().problems.empty());
    store.mend();
    Engine engine(library(), store, people());
    CHECK(engine.rebuild().cases == std::vector<CaseId>{CaseId{3}});
    CHECK(store.check().problems == Rows{});
  }
  CHECK(sqlite3_close(connection) == SQLITE_OK);
}
