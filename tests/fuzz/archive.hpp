#pragma once

#include "store/sqlite/archive.hpp"
#include "store/sqlite/borrowed.hpp"

#include <itsmflow/error.hpp>

// What SqliteStore::archive does with files, for databases in memory: the same code works at both ends of the move.

namespace itsmflow::fuzz {

/// Later than any case ends: whatever is over is old enough to move.
inline constexpr Timestamp kLongAfter{4'000'000'000, 0};

/// Moves all cases that may move. Throws what SqliteStore::archive does.
inline ArchiveReport move_closed_cases(sqlite3* from, sqlite3* to) {
  Borrowed writer(from);
  const Borrowed with_tables(to);
  Connection file(from, "the file");
  Connection archive(to, "the archive");
  if (is_archive(file)) throw UsageError("nothing is moved from an archive");

  const MovePlan plan = plan_move(file, kLongAfter);
  ArchiveReport report = plan.report;
  if (plan.families.empty()) return report;
  if (!log_id(file)) {
    const auto first = file.ask("SELECT lower(hex(digest)) FROM main.events WHERE position = 1");
    if (!first) throw StoreError(StoreError::Kind::corrupt, "there is no first event");
    const auto scope = writer.begin(Store::Access::write);
    Query(scope->connection(), Sql::set_mark, "log", *first).run();
    scope->commit();
  }
  make_archive(file, archive);
  check_no_other(file, archive, plan.families);
  put_into_archive(file, archive, plan.families);
  const auto scope = writer.begin(Store::Access::write);
  take_out(scope->connection(), plan.families, report);
  scope->commit();
  return report;
}

}  // namespace itsmflow::fuzz
