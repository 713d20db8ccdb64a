#include "store/sqlite/schema.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "store/sqlite/schema_v1.hpp"
#include "store/sqlite/schema_v2.hpp"
#include "store/sqlite/schema_v3.hpp"

namespace itsmflow {
namespace {

constexpr std::array kMigrations = {Migration{1, kSchemaVersion1}, Migration{2, kSchemaVersion2}, Migration{3, kSchemaVersion3}};

std::int64_t number(const std::optional<std::string>& text) {
  std::int64_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

[[noreturn]] void refuse(StoreError::Kind kind, const Connection& connection, const std::string& what) {
  throw StoreError(kind, connection.file() + " " + what);
}

/// What our table `meta` says; 0: there is none, or it is somebody else's.
std::int64_t version_in_meta(Connection& connection) {
  const auto columns = connection.ask(
      "SELECT count(*) FROM main.sqlite_schema AS s JOIN pragma_table_info('meta', 'main') AS c "
      "WHERE s.type = 'table' AND s.name = 'meta' AND c.name IN ('key', 'value')");
  if (number(columns) != 2) return 0;
  if (connection.ask("SELECT value FROM main.meta WHERE key = 'application'") != "itsmflow") return 0;
  return number(connection.ask("SELECT value FROM main.meta WHERE key = 'schema_version'"));
}

bool is_marked_ours(Connection& connection) {
  return number(connection.ask("PRAGMA main.application_id")) == kApplicationId;
}

/// A table or view of somebody else, named with its kind; nothing if ours have all names they need.
std::optional<std::string> in_the_way(Connection& connection, Owner owner) {
  const std::string where = owner == Owner::us ? "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                                               : std::string("name IN (") + kNamesInVersion1 + ", " + kNamesInVersion3 + ")";
  return connection.ask("SELECT type || ' ' || name FROM main.sqlite_schema WHERE " + where + " LIMIT 1");
}

[[noreturn]] void refuse_stranger(const Connection& connection, const std::string& stranger) {
  refuse(StoreError::Kind::cannot_open, connection,
         "already has the " + stranger +
             ", and itsmflow needs that name for its own. It was left as it is. Rename yours, or give itsmflow a file of its own.");
}

/// An embedder may have had a name before we came to need it.
void check_new_names(Connection& connection, std::int64_t from) {
  if (from == 0 || from >= 3) return;
  const auto stranger = connection.ask(std::string("SELECT type || ' ' || name FROM main.sqlite_schema WHERE name IN (") +
                                       kNamesInVersion3 + ") LIMIT 1");
  if (stranger) refuse_stranger(connection, *stranger);
}

void check_no_stranger(Connection& connection, Owner owner) {
  const std::int64_t application = number(connection.ask("PRAGMA main.application_id"));
  if (owner == Owner::us && application != 0 && application != kApplicationId) {
    refuse(StoreError::Kind::cannot_open, connection,
           "is the database of another program (its application_id is " + std::to_string(application) +
               "). It was left as it is. Choose another path.");
  }
  const auto stranger = in_the_way(connection, owner);
  if (!stranger) return;
  if (owner == Owner::us) {
    refuse(StoreError::Kind::cannot_open, connection,
           "is the database of another program (it has the " + *stranger +
               ", and nothing of itsmflow). It was left as it is. Choose another path.");
  }
  refuse_stranger(connection, *stranger);
}

}  // namespace

std::span<const Migration> migrations() noexcept {
  return kMigrations;
}

namespace {

std::int64_t version_as_it_stands(Connection& connection, Owner owner, std::span<const Migration> known) {
  std::int64_t version = version_in_meta(connection);
  // In a file of ours user_version says the same; a later itsmflow might keep its meta elsewhere, but never this.
  if (is_marked_ours(connection)) {
    version = std::max(version, number(connection.ask("PRAGMA main.user_version")));
  }
  const std::int64_t newest = known.empty() ? 0 : known.back().version;
  if (version > newest) {
    refuse(StoreError::Kind::newer_version, connection,
           "was written by a newer itsmflow: its schema has version " + std::to_string(version) + ", and this one knows " +
               std::to_string(newest) + ". It was left as it is. Use an itsmflow that is at least as new.");
  }
  if (version == 0) check_no_stranger(connection, owner);
  return version;
}

}  // namespace

std::int64_t schema_version(Connection& connection, Owner owner, std::span<const Migration> known) {
  if (connection.in_transaction()) return version_as_it_stands(connection, owner, known);
  // Tables and marks of one moment: another process may be making them just now.
  connection.run("BEGIN");
  try {
    const std::int64_t version = version_as_it_stands(connection, owner, known);
    connection.run("COMMIT");
    return version;
  } catch (...) {
    connection.try_run(Sql::rollback);
    throw;
  }
}

void migrate(Connection& connection, Owner owner, std::span<const Migration> known) {
  connection.run("BEGIN IMMEDIATE");
  try {
    // Looked at again now that nobody else writes: another process may just have done it.
    const std::int64_t from = schema_version(connection, owner, known);
    check_new_names(connection, from);
    std::int64_t version = from;
    for (const Migration& migration : known) {
      if (migration.version <= from) continue;
      connection.run(migration.statements);
      version = migration.version;
    }
    if (version != from) {
      const std::string text = std::to_string(version);
      connection.run(("INSERT INTO main.meta (key, value) VALUES ('application', 'itsmflow'), ('schema_version', '" + text +
                      "') ON CONFLICT (key) DO UPDATE SET value = excluded.value")
                         .c_str());
      if (owner == Owner::us && (from == 0 || is_marked_ours(connection))) {  // else it is an embedder's file that has our tables
        connection.run(("PRAGMA main.application_id = " + std::to_string(kApplicationId)).c_str());
        connection.run(("PRAGMA main.user_version = " + text).c_str());
      }
    }
    connection.run("COMMIT");
  } catch (...) {
    connection.try_run(Sql::rollback);
    throw;
  }
}

}  // namespace itsmflow
