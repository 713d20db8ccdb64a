#include "store/sqlite/check_file.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/sqlite/heads.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/sqlite_error.hpp"

namespace itsmflow {
namespace {

using Row = std::vector<std::string>;

/// Gives each row of a statement that is needed once, as texts, before it reads on; NULL is empty.
void for_each_row(Connection& connection, const char* sql, const std::function<void(const Row&)>& take) {
  sqlite3_stmt* prepared = nullptr;
  if (const int code = sqlite3_prepare_v2(connection.handle(), sql, -1, &prepared, nullptr); code != SQLITE_OK)
    connection.fail(code, "read");
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, sqlite3_finalize);
  int code = SQLITE_OK;
  while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
    Row row;
    for (int column = 0; column < sqlite3_column_count(prepared); ++column) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, column));
      row.emplace_back(text == nullptr ? "" : text);
    }
    take(row);
  }
  if (code != SQLITE_DONE) connection.fail(code, "read");
}

std::vector<Row> rows_of(Connection& connection, const char* sql) {
  std::vector<Row> rows;
  for_each_row(connection, sql, [&](const Row& row) { rows.push_back(row); });
  return rows;
}

const char* const kSchemaRows =
    "SELECT type, name, coalesce(sql, ''), tbl_name FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// Tables that number their rows, and the highest number in use, where SQLite's own memory of it (sqlite_sequence) lies below.
const char* const kNumbersTooLow =
    "(SELECT name, max(top) AS top FROM (SELECT 'cases' AS name, max(id) AS top FROM main.cases "
    "UNION ALL SELECT 'cases', max(case_id) FROM main.events UNION ALL SELECT 'cases', max(case_id) FROM main.moved_cases "
    "UNION ALL SELECT 'people', max(key) FROM main.people "
    "UNION ALL SELECT 'outbox', max(id) FROM main.outbox) GROUP BY name) AS t "
    "WHERE t.top > coalesce((SELECT max(s.seq) FROM main.sqlite_sequence AS s WHERE s.name = t.name), 0)";

/// What the migrations make, by name.
std::map<std::string, Row> wanted_schema() {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open(":memory:", &handle);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> closing(handle, sqlite3_close);
  if (code != SQLITE_OK) throw_failure({code, 0, sqlite3_errstr(code)}, "a database in memory", "opened");
  Connection fresh(handle, "a database in memory");
  migrate(fresh, Owner::us);
  std::map<std::string, Row> wanted;
  for (const Row& row : rows_of(fresh, kSchemaRows)) wanted.emplace(row[1], row);
  return wanted;
}

class FileCheck {
 public:
  explicit FileCheck(Connection& connection) : connection_(connection) {}

  SqliteStore::Report run() && {
    look([&] { look_at_pages(); });
    look([&] { look_at_schema(); });
    look([&] { look_at_references(); });
    look([&] { look_at_heads(); });
    look([&] { look_at_numbers(); });
    return std::move(report_);
  }

 private:
  enum class By { mending, backup };

  void problem(By by, std::string what) {
    report_.problems.push_back(std::move(what));
    if (by == By::mending) ++report_.mendable;
  }

  /// What can't be read ends one look, not the others.
  template <class Look>
  void look(const Look& at) {
    try {
      at();
    } catch (const StoreError& error) {
      if (error.kind() != StoreError::Kind::corrupt) throw;
      if (std::find(report_.problems.begin(), report_.problems.end(), error.what()) == report_.problems.end())
        problem(By::backup, error.what());
    }
  }

  void look_at_pages() {
    for_each_row(connection_, "PRAGMA main.integrity_check(20)", [&](const Row& row) {
      const std::string& said = row.at(0);
      if (said == "ok") return;
      // An index follows from its table: "row 3 missing from index events_by_key", "wrong # of entries in index events_by_key".
      const bool of_index = said.find(" index ") != std::string::npos;
      problem(of_index ? By::mending : By::backup, fmt::format("the file is damaged: {}", said));
    });
  }

  /// An embedder may have more in the file, but no triggers on what is ours.
  void look_at_schema() {
    const std::map<std::string, Row> wanted = wanted_schema();
    std::map<std::string, Row> there;
    for (const Row& row : rows_of(connection_, kSchemaRows)) {
      if (row[0] == "trigger" && wanted.contains(row[3]))
        problem(By::backup, fmt::format("the trigger {} on {} isn't itsmflow's: drop it", row[1], row[3]));
      there.emplace(row[1], row);
    }
    for (const auto& [name, row] : wanted) {
      const auto found = there.find(name);
      if (found == there.end())
        problem(By::backup, fmt::format("the {} {} is missing", row[0], name));
      else if (found->second != row)
        problem(By::backup, fmt::format("the {} {} isn't defined as itsmflow defines it", row[0], name));
    }
  }

  void look_at_references() {
    const auto rows = rows_of(connection_,
                              "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check "
                              "WHERE \"table\" IN ('cases', 'events', 'offers', 'timers', 'outbox') GROUP BY 1, 2 ORDER BY 1, 2");
    for (const Row& row : rows) {
      const std::string& table = row[0];
      const std::string what = row[1] == "people" ? "person" : row[1] == "models" ? "model" : "case";
      const bool one = row[2] == "1";
      problem(follows_from_events(table, what) ? By::mending : By::backup,
              fmt::format("{} row{} of {} name{} a {} that isn't there", row[2], one ? "" : "s", table, one ? "s" : "", what));
    }
  }

  /// Offers, timers and the rows of cases do; an entry of the outbox alone tells nothing of its case.
  bool follows_from_events(const std::string& table, const std::string& what) {
    if (table == "cases" || table == "offers" || table == "timers") return true;
    if (what != "case") return false;
    return table == "events" ||
           connection_.ask(
               "SELECT count(*) FROM main.outbox AS o WHERE NOT EXISTS (SELECT 1 FROM main.cases AS c WHERE c.id = "
               "o.case_id) AND NOT EXISTS (SELECT 1 FROM main.events AS e WHERE e.case_id = o.case_id)") == "0";
  }

  void look_at_heads() {
    const std::vector<WrongHead> wrong = wrong_heads(connection_);
    if (wrong.empty()) return;
    problem(By::mending, fmt::format("{} of the heads over all cases {} not what the events come to, the first at position {}",
                                     wrong.size(), wrong.size() == 1 ? "is" : "are", wrong.front().position));
  }

  /// A number that was used would be given again.
  void look_at_numbers() {
    for (const Row& row : rows_of(connection_, (std::string("SELECT name FROM ") + kNumbersTooLow).c_str()))
      problem(By::mending, fmt::format("numbers of {} would be given a second time", row[0]));
  }

  Connection& connection_;
  SqliteStore::Report report_;
};

}  // namespace

SqliteStore::Report check_file(Connection& connection) {
  return FileCheck(connection).run();
}

void mend_file(Connection& connection) {
  for (const char* const table :
       {"models", "people", "cases", "events", "offers", "timers", "outbox", "elsewhere", "moved_cases", "moved_keys"})
    connection.run((std::string("REINDEX main.") + table).c_str());
  connection.run((std::string("CREATE TEMP TABLE itsmflow_numbers AS SELECT name, top FROM ") + kNumbersTooLow +
                  "; DELETE FROM main.sqlite_sequence WHERE name IN (SELECT name FROM temp.itsmflow_numbers);"
                  "INSERT INTO main.sqlite_sequence (name, seq) SELECT name, top FROM temp.itsmflow_numbers;"
                  "DROP TABLE temp.itsmflow_numbers")
                     .c_str());
}

}  // namespace itsmflow
