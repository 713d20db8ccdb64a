#pragma once

#include <itsmflow/sqlite_store.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/scope.hpp"
#include "store/sqlite/writer.hpp"

namespace itsmflow {

/// Which log of all cases the events of a file belong to; none: nothing was ever moved from it or to it.
std::optional<std::string> log_id(Connection& connection);
bool is_archive(Connection& connection);
/// Throws StoreError(read_only). `what` says what it means that it is an archive: "case 17 is closed".
[[noreturn]] void refuse_in_archive(const Connection& connection, const std::string& what);

// A move has two ends, each with a commit of its own: SQLite can't commit two files with write-ahead logs as one. The first puts cases into
// the archive, the second takes them out of the file. Between the two they are in both, which is no harm, and both can be done again.

/// A case as it stood when the move was planned.
struct CaseToMove {
  CaseId id;
  std::int64_t revision = 0;
  Digest head{};
};
/// Cases that belong together, by number.
using Family = std::vector<CaseToMove>;

struct MovePlan {
  std::vector<Family> families;
  ArchiveReport report;  ///< of what stays
};

/// Looks at every case, in a view of one moment.
MovePlan plan_move(Connection& file, Timestamp before);

/// Makes what `to` leads to an archive of the file unless it is one. UsageError where it can't be: it holds something else.
void make_archive(Connection& file, Connection& archive);

/// Throws UsageError where the archive has another case of the same number.
void check_no_other(Connection& file, Connection& archive, std::span<const Family> families);

/// Puts families into the archive as they are in the file, with the people of the file. What is there already is brought up to date. Committed,
/// and as durable as the archive's connection is, when it returns. Families that have changed since the plan are left out.
void put_into_archive(Connection& file, Connection& archive, std::span<const Family> families);

/// Takes out of the file what is in the archive, in the scope of a write transaction that the caller commits. Families that have changed
/// since the plan stay, and count as recent.
void take_out(Connection& file, std::span<const Family> families, ArchiveReport& report);

/// All of this, some cases at a time. Opens `path` once more, for reading, and `to`.
ArchiveReport move_to_archive(Writer& writer, const std::string& path, const SqliteStore::Options& options, const std::string& to,
                              Timestamp before);

}  // namespace itsmflow
