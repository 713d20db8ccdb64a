#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/version_1_file.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using Open = SqliteStore::Open;
using Rows = std::vector<std::string>;

namespace {

class Plain {
 public:
  explicit Plain(const std::string& path) { REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK); }
  ~Plain() { sqlite3_close(handle); }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;

  Rows rows(const std::string& sql) const {
    Rows result;
    sqlite3_stmt* statement = nullptr;
    INFO(sql);
    REQUIRE(sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      std::string row;
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        row += (i == 0 ? "" : "|") + std::string(text == nullptr ? "NULL" : text);
      }
      result.push_back(row);
    }
    CHECK(sqlite3_finalize(statement) == SQLITE_OK);
    return result;
  }

  sqlite3* handle = nullptr;
};

/// Everything that version 1 kept, as it reads in both versions.
Rows kept(const Plain& plain) {
  Rows all;
  for (const char* sql :
       {"SELECT * FROM models ORDER BY id", "SELECT * FROM people ORDER BY key",
        "SELECT id, model, process, status, revision, started, changed, hex(head), snapshot FROM cases ORDER BY id",
        "SELECT position, case_id, number, step, type, at, actor, content, texts, key, hex(digest), hex(head) FROM events ORDER BY "
        "1",
        "SELECT case_id, activity, role, holder FROM offers ORDER BY case_id, activity, role",
        "SELECT * FROM timers ORDER BY case_id, name", "SELECT id, case_id, key, kind, body, at FROM outbox ORDER BY id",
        "SELECT name, seq FROM sqlite_sequence ORDER BY name", "SELECT * FROM case_list ORDER BY id",
        "SELECT * FROM event_list ORDER BY position", "SELECT * FROM timer_list ORDER BY case_id, name",
        "SELECT case_id, process, activity, role, holder FROM offer_list ORDER BY case_id, activity, role"}) {
    const Rows rows = plain.rows(sql);
    CHECK_FALSE(rows.empty());
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

Rows schema(const Plain& plain) {
  return plain.rows("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name");
}

std::string refusal(const std::string& path, Open open) {
  try {
    SqliteStore store(path, {.open = open});
  } catch (const StoreError& error) {
    CHECK(error.kind() == StoreError::Kind::read_only);
    return error.what();
  }
  return {};
}

bool has(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

/// Runs something in a process of its own; its result.
int in_child(int (*run)(const std::string&), const std::string& path, std::vector<pid_t>* running = nullptr) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      ::_exit(run(path));
    } catch (...) {
      ::_exit(90);
    }
  }
  if (running != nullptr) {
    running->push_back(child);
    return 0;
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

int open_and_look(const std::string& path) {
  SqliteStore store(path, {.durability = SqliteStore::Durability::normal, .busy_timeout_ms = 30'000});
  return store.begin(Store::Access::read)->offers_of(CaseId{1}).size() == 3 ? 0 : 1;
}

int refused_as_nobody(const std::string& path) {
  if (::geteuid() == 0 && ::setuid(65534) != 0) return 99;  // root may write everything
  try {
    SqliteStore store(path);
    return 1;
  } catch (const StoreError& error) {
    const std::string text = error.what();
    const bool both = text.find("version 1") != std::string::npos && text.find("version 3") != std::string::npos;
    return error.kind() == StoreError::Kind::read_only && both ? 0 : 2;
  }
}

}  // namespace

TEST_CASE("a file of version 1 is opened, brought to version 3, and keeps everything") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  make_version_1_file(path);
  const Rows before = kept(Plain(path));

  SqliteStore store(path, {.open = Open::existing});
  const Plain plain(path);
  CHECK(kept(plain) == before);
  CHECK(plain.rows("PRAGMA user_version") == Rows{"3"});
  CHECK(plain.rows("SELECT value FROM meta WHERE key = 'schema_version'") == Rows{"3"});
  CHECK(plain.rows("PRAGMA integrity_check") == Rows{"ok"});
  CHECK(plain.rows("PRAGMA foreign_key_check").empty());

  const auto transaction = store.begin(Store::Access::read);
  CHECK(conformance::lines(transaction->offers_of(CaseId{1})) ==
        Rows{"1 check anybody nobody", "1 write assigner 3", "1 write operator 3"});
  CHECK(transaction->person(3) == "bo's \"friend\"");
  CHECK_FALSE(transaction->person(2));
  CHECK(transaction->event_by_key("twice")->position == 4);
  CHECK(transaction->next_timer() == Timestamp{-1, 999'995'000});
  CHECK(transaction->model("bb")->process == "incident");
  CHECK(transaction->head()[0] == 0xEE);
  const auto waiting = transaction->outbox("notify", 10);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[1].key == "tell 5");
  CHECK_FALSE(waiting[0].leased_until);
}

TEST_CASE("a file that was brought to version 3 is worked on, and its numbers go on") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  make_version_1_file(path);
  SqliteStore store(path);
  CHECK(conformance::intern(store, "carl") == 10);
  const CaseId id = conformance::add_case(store, [](StepRecord& step) {
    step.offers_set = {{step.after.id, "sign", "r", std::nullopt, "one"}, {step.after.id, "sign", "r", std::nullopt, "two"}};
    step.outbox = {{0, step.after.id, "new", "call", "{}", {0, 0}}};
  });
  CHECK(id == CaseId{8});
  CHECK(conformance::events_of(store, id).front().position == 6);
  const auto transaction = store.begin(Store::Access::write);
  CHECK(transaction->offers_of(id).size() == 2);
  const auto leased = transaction->lease_outbox("", {0, 0}, {60, 0}, 10);
  REQUIRE(leased.size() == 3);
  CHECK(leased[2].id == 9);
}

TEST_CASE("a file that was brought to version 3 has the schema of a fresh one, and version 1 is what it was") {
  const TempFolder folder;
  make_version_1_file(folder.file("old.db"));
  { SqliteStore store(folder.file("old.db")); }
  { SqliteStore store(folder.file("fresh.db")); }
  CHECK(schema(Plain(folder.file("old.db"))) == schema(Plain(folder.file("fresh.db"))));

  Plain plain(":memory:");
  {
    Connection connection(plain.handle, "test");
    migrate(connection, Owner::us, migrations().first(1));
  }
  make_version_1_file(folder.file("literal.db"));
  CHECK(schema(plain) == schema(Plain(folder.file("literal.db"))));
}

TEST_CASE("an itsmflow that knows version 1 alone refuses a file of version 3 and says both versions") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  { SqliteStore store(path); }
  Plain plain(path);
  Connection connection(plain.handle, "'service.db'");
  try {
    schema_version(connection, Owner::us, migrations().first(1));
    FAIL("it was not refused");
  } catch (const StoreError& error) {
    CHECK(error.kind() == StoreError::Kind::newer_version);
    CHECK(has(error.what(), "its schema has version 3, and this one knows 1"));
  }
}

TEST_CASE("processes that open a file of version 1 at the same time bring it to version 3 once") {
  for (int round = 0; round < 5; ++round) {
    const TempFolder folder;
    const std::string path = folder.file("service.db");
    make_version_1_file(path);
    const Rows before = kept(Plain(path));
    std::vector<pid_t> running;
    for (int i = 0; i < 4; ++i) in_child(open_and_look, path, &running);
    for (const pid_t child : running) {
      int status = 0;
      ::waitpid(child, &status, 0);
      CHECK(status == 0);
    }
    CHECK(kept(Plain(path)) == before);
  }
}

TEST_CASE("a migration that is interrupted, wherever, leaves version 1 whole") {
  int interrupted = 0;
  for (int operations = 50;; operations += 150) {
    Plain plain(":memory:");
    fill_version_1(plain.handle);
    const Rows before = kept(plain);
    const Rows schema_before = schema(plain);
    int left = operations / 10;
    const auto stop = [](void* count) { return --*static_cast<int*>(count) < 0 ? 1 : 0; };
    sqlite3_progress_handler(plain.handle, 10, stop, &left);
    bool done = true;
    try {
      SqliteStore::borrow(plain.handle);
    } catch (const StoreError&) {
      done = false;
    }
    sqlite3_progress_handler(plain.handle, 0, nullptr, nullptr);
    CHECK(kept(plain) == before);
    if (done) break;
    CHECK(schema(plain) == schema_before);
    CHECK(sqlite3_get_autocommit(plain.handle) == 1);
    ++interrupted;
    REQUIRE(interrupted < 1'000);
  }
  CHECK(interrupted > 3);
}

TEST_CASE("a file of version 1 that is opened for reading is refused with both versions and left as it is") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  make_version_1_file(path);
  const std::string seen = refusal(path, Open::read_only);
  CHECK(has(seen, "has version 1 and has to be brought to version 3"));
  CHECK(has(seen, "Open it for writing once"));
  CHECK(Plain(path).rows("PRAGMA user_version") == Rows{"1"});
}

TEST_CASE("a file of version 1 that may not be written is refused and left as it is") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  make_version_1_file(path);
  CHECK(Plain(path).rows("PRAGMA journal_mode = DELETE") == Rows{"delete"});
  ::chmod(folder.path().c_str(), 0755);
  ::chmod(path.c_str(), 0444);
  CHECK(in_child(refused_as_nobody, path) == 0);
  CHECK(Plain(path).rows("PRAGMA user_version") == Rows{"1"});
}

TEST_CASE("an embedder's tables of version 1 are brought to version 3, but not inside an open transaction") {
  Plain plain(":memory:");
  run_sql(plain.handle, "PRAGMA application_id = 77; PRAGMA user_version = 12; CREATE TABLE orders (id INTEGER PRIMARY KEY)");
  run_sql(plain.handle, "CREATE VIEW broken AS SELECT * FROM never_there");
  fill_version_1(plain.handle);
  const Rows before = kept(plain);

  run_sql(plain.handle, "BEGIN; INSERT INTO orders VALUES (1)");
  try {
    SqliteStore::borrow(plain.handle);
    FAIL("it was borrowed");
  } catch (const UsageError& error) {
    CHECK(has(error.what(), "of version 1, and they are not brought to version 3 inside an open transaction"));
  }
  run_sql(plain.handle, "COMMIT");
  CHECK(plain.rows("SELECT value FROM meta WHERE key = 'schema_version'") == Rows{"1"});

  SqliteStore store = SqliteStore::borrow(plain.handle);
  CHECK(kept(plain) == before);
  CHECK(plain.rows("SELECT value FROM meta WHERE key = 'schema_version'") == Rows{"3"});
  CHECK(plain.rows("PRAGMA application_id") == Rows{"77"});
  CHECK(plain.rows("PRAGMA user_version") == Rows{"12"});
  CHECK(plain.rows("SELECT * FROM orders") == Rows{"1"});
}

TEST_CASE("a database of version 2 is brought to version 3, and a table of the embedder's that has a new name is in the way") {
  Plain plain(":memory:");
  {
    Connection connection(plain.handle, "test");
    migrate(connection, Owner::embedder, migrations().first(2));
  }
  SECTION("nothing is in the way") {
    SqliteStore store = SqliteStore::borrow(plain.handle);
    CHECK(plain.rows("SELECT value FROM meta WHERE key = 'schema_version'") == Rows{"3"});
    CHECK(plain.rows("SELECT count(*) FROM elsewhere") == Rows{"0"});
  }
  SECTION("a table of that name") {
    run_sql(plain.handle, "CREATE TABLE elsewhere (mine TEXT)");
    try {
      SqliteStore::borrow(plain.handle);
      FAIL("it was borrowed");
    } catch (const StoreError& error) {
      CHECK(error.kind() == StoreError::Kind::cannot_open);
      CHECK(has(error.what(), "already has the table elsewhere"));
    }
    CHECK(plain.rows("SELECT value FROM meta WHERE key = 'schema_version'") == Rows{"2"});
  }
}
