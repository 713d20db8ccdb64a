#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <sqlite3.h>

#include <array>
#include <fstream>
#include <iterator>
#include <set>

#include "catch.hpp"
#include "places.hpp"
#include "store/conformance/samples.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/schema.hpp"
#include "temp_folder.hpp"

using namespace itsmflow;
using conformance::add_case;
using conformance::add_step;

namespace {

/// A connection as another program has it.
class Plain {
 public:
  explicit Plain(const std::string& path) {
    sqlite3_open(path.c_str(), &handle_);
    sqlite3_busy_timeout(handle_, 1'000);
  }
  ~Plain() { sqlite3_close(handle_); }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;

  sqlite3* handle() const { return handle_; }

  /// All rows, their columns with a bar between.
  std::vector<std::string> rows(const std::string& sql) const {
    std::vector<std::string> result;
    sqlite3_stmt* statement = nullptr;
    INFO(sql);
    REQUIRE(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
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

 private:
  sqlite3* handle_ = nullptr;
};

using Rows = std::vector<std::string>;

constexpr std::array kThreeVersions = {
    Migration{1, "CREATE TABLE main.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"},
    Migration{2, "CREATE TABLE main.two (id INTEGER PRIMARY KEY)"},
    Migration{3, "ALTER TABLE two ADD COLUMN more TEXT DEFAULT 'new'; INSERT INTO two (id) VALUES (1)"}};

}  // namespace

TEST_CASE("a fresh file gets the newest schema and is marked as ours") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  { SqliteStore store(path); }
  const Plain plain(path);
  CHECK(plain.rows("PRAGMA application_id") == Rows{std::to_string(0x4954534D)});
  CHECK(plain.rows("PRAGMA user_version") == Rows{"3"});
  CHECK(plain.rows("PRAGMA journal_mode") == Rows{"wal"});
  CHECK(plain.rows("SELECT key, value FROM meta ORDER BY key") == Rows{"application|itsmflow", "schema_version|3"});
}

TEST_CASE("a database of version 0, that is an empty one, is brought to the newest version and works") {
  const TempFolder folder;
  const std::string path = folder.file("empty.db");
  CHECK(Plain(path).rows("PRAGMA user_version = 0; ").empty());
  CHECK(Plain(path).rows("VACUUM").empty());  // a database with a header and nothing else
  REQUIRE(std::filesystem::file_size(path) > 0);
  SqliteStore store(path, {.open = SqliteStore::Open::existing});
  CHECK(conformance::load(store, add_case(store)));
}

TEST_CASE("migrations run in order, each once, and keep what is there") {
  Plain plain(":memory:");
  Connection connection(plain.handle(), "test");
  const std::span<const Migration> all = kThreeVersions;
  migrate(connection, Owner::us, all.first(2));
  CHECK(schema_version(connection, Owner::us, all) == 2);
  CHECK(plain.rows("SELECT count(*) FROM two") == Rows{"0"});
  connection.run("INSERT INTO two VALUES (7)");

  migrate(connection, Owner::us, all);
  CHECK(schema_version(connection, Owner::us, all) == 3);
  CHECK(plain.rows("SELECT id, more FROM two ORDER BY id") == Rows{"1|new", "7|new"});

  migrate(connection, Owner::us, all);
  CHECK(plain.rows("SELECT count(*) FROM two") == Rows{"2"});
  CHECK_THROWS_AS(schema_version(connection, Owner::us, all.first(2)), StoreError);
}

TEST_CASE("a migration that fails leaves the version from before") {
  Plain plain(":memory:");
  Connection connection(plain.handle(), "test");
  const std::array broken = {kThreeVersions[0], kThreeVersions[1],
                             Migration{3, "DROP TABLE two; INSERT INTO never_there VALUES (1)"}};
  migrate(connection, Owner::us, std::span(broken).first(2));
  CHECK_THROWS_AS(migrate(connection, Owner::us, broken), StoreError);
  CHECK(schema_version(connection, Owner::us, broken) == 2);
  CHECK(plain.rows("SELECT count(*) FROM two") == Rows{"0"});
  CHECK_FALSE(connection.in_transaction());
}

TEST_CASE("no statement of the store looks through a whole table or sorts") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  { SqliteStore store(path); }
  const Plain plain(path);
  std::size_t explained = 0;
  for (std::size_t i = 0; i < kSqlCount; ++i) {
    const std::string sql = sql_text(static_cast<Sql>(i));
    REQUIRE_FALSE(sql.empty());
    if (static_cast<Sql>(i) == Sql::last_case) continue;  // sqlite_sequence has one row a table, and can't have an index
    if (sql.find(' ') == std::string::npos || sql.starts_with("BEGIN") || sql.starts_with("ROLLBACK") ||
        sql.starts_with("SAVEPOINT") || sql.starts_with("RELEASE")) {
      continue;
    }
    for (const std::string& row : plain.rows("EXPLAIN QUERY PLAN " + sql)) {
      INFO(sql << "\n" << row);
      CHECK(row.find("SCAN") == std::string::npos);
      CHECK(row.find("TEMP B-TREE") == std::string::npos);
      CHECK(row.find("AUTOMATIC") == std::string::npos);
      ++explained;
    }
  }
  CHECK(explained > 25);
}

TEST_CASE("a step that changes nothing special writes its event, its case and no row more") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore store(path);
  const CaseId id = add_case(store);
  const Plain plain(path);
  const auto counts = [&] {
    return plain.rows(
        "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM cases), (SELECT count(*) FROM offers), (SELECT count(*) FROM "
        "outbox), "
        "(SELECT count(*) FROM people), (SELECT count(*) FROM models), (SELECT count(*) FROM meta), (SELECT count(*) FROM timers)");
  };
  CHECK(counts() == Rows{"1|1|0|0|0|1|2|0"});
  add_step(store, id);
  CHECK(counts() == Rows{"2|1|0|0|0|1|2|0"});
}

TEST_CASE("the views show times and persons as people read them") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore store(path);
  const PersonKey anna = conformance::intern(store, "anna");
  const CaseId id = add_case(store, [&](StepRecord& step) {
    step.after.started = {-1, 999'999'000};
    step.after.changed = {-86'400, 0};
    step.events.front().at = {-62'135'596'800, 1'000};
    step.events.front().actor = anna;
    step.offers_set = {{step.after.id, "implement", "operator", anna}};
    step.timers_set = {{step.after.id, "reminder", {253'402'300'799, 999'999'000}}};
  });
  const Plain plain(path);
  CHECK(plain.rows("SELECT id, version, started, changed FROM case_list") ==
        Rows{to_string(id) + "|1|1969-12-31T23:59:59.999999Z|1969-12-31T00:00:00.000000Z"});
  CHECK(plain.rows("SELECT at, actor, length(digest) FROM event_list") == Rows{"0001-01-01T00:00:00.000001Z|anna|64"});
  CHECK(plain.rows("SELECT activity, role, holder FROM offer_list") == Rows{"implement|operator|anna"});
  CHECK(plain.rows("SELECT name, due FROM timer_list") == Rows{"reminder|9999-12-31T23:59:59.999999Z"});
}

TEST_CASE("a person who is erased has no id any more, and the key is nobody else's") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore store(path);
  const PersonKey anna = conformance::intern(store, "anna");
  const CaseId id = add_case(store, [&](StepRecord& step) { step.events.front().actor = anna; });
  CHECK(Plain(path).rows("UPDATE people SET id = NULL WHERE id = 'anna'").empty());

  CHECK_FALSE(store.begin(Store::Access::read)->person(anna));
  CHECK_FALSE(store.begin(Store::Access::read)->find_person("anna"));
  CHECK(conformance::intern(store, "anna") != anna);
  CHECK(conformance::events_of(store, id).front().actor == anna);
  CHECK(Plain(path).rows("SELECT actor FROM event_list") == Rows{"NULL"});
}

TEST_CASE("docs/store.md describes every table, view and column, and nothing else") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  { SqliteStore store(path); }
  std::ifstream in(places::source() + "/docs/store.md");
  REQUIRE(in.good());
  // "### `events`" begins a table of columns, whose rows begin with "| `column` |".
  std::set<std::string> described;
  std::string table;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("#")) table = line.starts_with("### `") ? line.substr(5, line.find('`', 5) - 5) : "";
    if (!table.empty() && line.starts_with("| `")) described.insert(table + "." + line.substr(3, line.find('`', 3) - 3));
  }
  std::set<std::string> there;
  for (const std::string& column :
       Plain(path).rows("SELECT s.name || '.' || c.name FROM sqlite_schema AS s JOIN pragma_table_info(s.name) AS c "
                        "WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite_%'")) {
    there.insert(column);
  }
  CHECK(described == there);
}

TEST_CASE("the queries that docs/store.md shows run on a store") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  SqliteStore store(path);
  add_step(store, add_case(store));
  std::ifstream in(places::source() + "/docs/store.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const Plain plain(path);
  std::size_t run = 0;
  for (std::size_t at = page.find("```sql\n"); at != std::string::npos; at = page.find("```sql\n", at)) {
    at += 7;
    const std::size_t end = page.find("```", at);
    REQUIRE(end != std::string::npos);
    plain.rows(page.substr(at, end - at));
    at = end;
    ++run;
  }
  CHECK(run >= 5);
}

TEST_CASE("the code that docs/store.md shows is that of the example, which is built and run") {
  const auto text_of = [](const std::string& name) {
    std::ifstream in(places::source() + name);
    REQUIRE(in.good());
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  const std::string page = text_of("/docs/store.md");
  const std::string example = text_of("/examples/custom-store/custom_store.cpp");
  const std::size_t begin = page.find("```cpp\n") + 7;
  const std::size_t end = page.find("```", begin);
  REQUIRE(end != std::string::npos);
  CHECK(example.find(page.substr(begin, end - begin)) != std::string::npos);
  CHECK(page.find("```cpp\n", end) == std::string::npos);
}
