#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>

#include "catch.hpp"
#include "store/conformance/samples.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using conformance::add_case;
using conformance::add_step;
using conformance::load;

namespace {

/// The embedder: a program with a database and tables of its own.
class Embedder {
 public:
  explicit Embedder(const std::string& path) {
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    run("PRAGMA application_id = 77; PRAGMA user_version = 12; CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, case_id "
        "INTEGER)");
  }
  ~Embedder() { sqlite3_close(handle); }
  Embedder(const Embedder&) = delete;
  Embedder& operator=(const Embedder&) = delete;

  void run(const std::string& sql) {
    INFO(sql);
    REQUIRE(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  std::int64_t number(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    const std::int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
  }

  sqlite3* handle = nullptr;
};

std::size_t waiting(Store& store) {
  return store.begin(Store::Access::read)->outbox("", 100).size();
}

conformance::Change telling(const std::string& key) {
  return [key](StepRecord& step) { step.outbox = {{0, step.after.id, key, "notify", "{}", {conformance::kNoon, 0}}}; };
}

}  // namespace

TEST_CASE("a borrowed step and the embedder's own rows come to be together") {
  const TempFolder folder;
  const std::string path = folder.file("orders.db");
  Embedder embedder(path);
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  embedder.run("BEGIN IMMEDIATE");
  const CaseId id = add_case(store);
  embedder.run("INSERT INTO orders VALUES (1, " + to_string(id) + ")");
  embedder.run("COMMIT");
  CHECK(load(store, id));
  CHECK(embedder.number("SELECT count(*) FROM orders JOIN cases ON cases.id = orders.case_id") == 1);
}

TEST_CASE("the embedder's rollback undoes the borrowed step, its people and its numbers, and the store works on") {
  Embedder embedder(":memory:");
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  const CaseId kept = add_case(store);
  const Digest head = conformance::head_of(store);

  embedder.run("BEGIN");
  embedder.run("INSERT INTO orders VALUES (1, 1)");
  const PersonKey anna = conformance::intern(store, "anna");
  add_step(store, kept, [&](StepRecord& step) {
    step.events.front().actor = anna;
    step.events.front().key = "once";
  });
  const CaseId undone = add_case(store);
  CHECK(load(store, kept)->revision == 2);
  embedder.run("ROLLBACK");

  CHECK(embedder.number("SELECT count(*) FROM orders") == 0);
  CHECK(load(store, kept)->revision == 1);
  CHECK_FALSE(load(store, undone));
  CHECK(conformance::head_of(store) == head);
  CHECK_FALSE(store.begin(Store::Access::read)->find_person("anna"));

  const PersonKey bo = conformance::intern(store, "bo");
  add_step(store, kept, [&](StepRecord& step) {
    step.events.front().actor = bo;
    step.events.front().key = "once";
  });
  CHECK(conformance::events_of(store, kept).back().position == 2);
  CHECK(store.begin(Store::Access::read)->person(bo) == "bo");
}

TEST_CASE("the outbox of a borrowed step waits for the outermost commit") {
  Embedder embedder(":memory:");
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  const CaseId id = add_case(store, telling("one"));
  CHECK(waiting(store) == 1);

  embedder.run("BEGIN");
  add_step(store, id, telling("two"));
  CHECK(waiting(store) == 0);
  embedder.run("COMMIT");
  CHECK(waiting(store) == 2);

  embedder.run("SAVEPOINT outer_one; SAVEPOINT outer_two");
  add_step(store, id, telling("three"));
  embedder.run("RELEASE outer_two");
  CHECK(waiting(store) == 0);
  embedder.run("ROLLBACK TO outer_one; RELEASE outer_one");
  CHECK(waiting(store) == 2);
  add_step(store, id, telling("three"));
  CHECK(waiting(store) == 3);
}

TEST_CASE(
    "nothing is leased inside an embedder's open transaction, which may be undone; what is given back there may be undone too") {
  Embedder embedder(":memory:");
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  add_case(store, telling("one"));
  const Timestamp now{conformance::kNoon, 0};
  const Timestamp until{conformance::kNoon + 60, 0};
  const auto lease = [&] {
    const auto transaction = store.begin(Store::Access::write);
    const auto rows = transaction->lease_outbox("notify", now, until, 10);
    transaction->commit();
    return rows;
  };
  embedder.run("BEGIN");
  CHECK(lease().empty());
  embedder.run("COMMIT");
  const auto rows = lease();
  REQUIRE(rows.size() == 1);
  CHECK(lease().empty());

  embedder.run("BEGIN");
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->release_outbox(rows[0].id, until);
    transaction->commit();
  }
  embedder.run("ROLLBACK");
  CHECK(lease().empty());
}

TEST_CASE("a borrowed step that is not committed undoes itself and leaves the embedder's rows") {
  Embedder embedder(":memory:");
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  const CaseId id = add_case(store);
  embedder.run("BEGIN");
  embedder.run("INSERT INTO orders VALUES (1, 1)");
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->write(conformance::next_step(*transaction->load(id)));
  }
  CHECK_THROWS_AS(add_step(store, id, [](StepRecord& step) { step.events.front().actor = 99; }), UsageError);
  embedder.run("COMMIT");
  CHECK(embedder.number("SELECT count(*) FROM orders") == 1);
  CHECK(load(store, id)->revision == 1);
}

TEST_CASE("borrowing leaves the embedder's marks and its settings as they are") {
  Embedder embedder(":memory:");
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  add_case(store);
  CHECK(embedder.number("PRAGMA application_id") == 77);
  CHECK(embedder.number("PRAGMA user_version") == 12);
  CHECK(embedder.number("PRAGMA foreign_keys") == 0);
}

TEST_CASE("a file that an embedder made with a borrowed store is opened by its path too") {
  const TempFolder folder;
  const std::string path = folder.file("orders.db");
  Embedder embedder(path);
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  const CaseId id = add_case(store);
  {
    SqliteStore other(path);
    add_step(other, id);
  }
  CHECK(load(store, id)->revision == 2);
  CHECK(embedder.number("PRAGMA application_id") == 77);
  CHECK(embedder.number("PRAGMA user_version") == 12);
}

TEST_CASE("tables are not made inside an embedder's open transaction") {
  Embedder embedder(":memory:");
  embedder.run("BEGIN");
  CHECK_THROWS_AS(SqliteStore::borrow(embedder.handle), UsageError);
  embedder.run("ROLLBACK");
  { SqliteStore store = SqliteStore::borrow(embedder.handle); }
  embedder.run("BEGIN");
  CHECK_NOTHROW(SqliteStore::borrow(embedder.handle));
  embedder.run("ROLLBACK");
}

TEST_CASE("an embedder's table that has one of our names is left alone, and the store refused") {
  Embedder embedder(":memory:");
  embedder.run("CREATE TABLE people (name TEXT)");
  try {
    SqliteStore::borrow(embedder.handle);
    FAIL("it was borrowed");
  } catch (const StoreError& error) {
    CHECK(error.kind() == StoreError::Kind::cannot_open);
    CHECK(std::string(error.what()).find("table people") != std::string::npos);
  }
  CHECK(embedder.number("SELECT count(*) FROM sqlite_schema") == 2);
}

TEST_CASE("an embedder's temporary table does not stand in for ours") {
  Embedder embedder(":memory:");
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  embedder.run("CREATE TEMP TABLE events AS SELECT * FROM main.events");
  const CaseId id = add_case(store);
  CHECK(conformance::events_of(store, id).size() == 1);
  CHECK(embedder.number("SELECT count(*) FROM temp.events") == 0);
  CHECK(embedder.number("SELECT count(*) FROM main.events") == 1);
}

TEST_CASE("misuse of a borrowed connection is told") {
  CHECK_THROWS_AS(SqliteStore::borrow(nullptr), UsageError);
  Embedder embedder(":memory:");
  SqliteStore store = SqliteStore::borrow(embedder.handle);
  const auto open = store.begin(Store::Access::write);
  CHECK_THROWS_AS(store.begin(Store::Access::read), UsageError);
  CHECK(embedder.number("SELECT count(*) FROM events") == 0);
}

TEST_CASE("a borrowed step in a transaction that has read an old state is refused as busy and says how to begin") {
  const TempFolder folder;
  const std::string path = folder.file("orders.db");
  SqliteStore other(path);
  const CaseId id = add_case(other);
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  {
    SqliteStore store = SqliteStore::borrow(handle);
    REQUIRE(sqlite3_exec(handle, "BEGIN; SELECT count(*) FROM events", nullptr, nullptr, nullptr) == SQLITE_OK);
    add_step(other, id);
    try {
      add_step(store, id);
      FAIL("a step was written on an old state");
    } catch (const StoreError& error) {
      CHECK(error.kind() == StoreError::Kind::busy);
      CHECK(std::string(error.what()).find("BEGIN IMMEDIATE") != std::string::npos);
    }
    REQUIRE(sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK);
    add_step(store, id);
    CHECK(load(other, id)->revision == 3);
  }
  sqlite3_close(handle);
}
