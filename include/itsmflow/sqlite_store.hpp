#pragma once

#include <itsmflow/error.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/store.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace itsmflow {

/// A case, or the command with an idempotency key, is looked for in a file from which it was moved to an archive. Such a command was
/// done, and isn't done again.
class ITSMFLOW_EXPORT MovedToArchive final : public NotFound {
 public:
  MovedToArchive(CaseId id, const std::string& message);
  ~MovedToArchive() override;

  /// The case that was moved.
  CaseId case_id() const noexcept { return case_; }

 private:
  CaseId case_;
};

/// What SqliteStore::archive did. Numbers of cases, but for `events`.
struct ArchiveReport {
  std::int64_t moved = 0;
  std::int64_t events = 0;  ///< of the cases that were moved
  // What stayed, by the first reason that holds:
  std::int64_t open = 0;     ///< it isn't closed
  std::int64_t recent = 0;   ///< its last change is too recent
  std::int64_t waiting = 0;  ///< it has a timer, or something of it is yet to be told or done
  std::int64_t linked = 0;   ///< it belongs together with a case that stays for one of the reasons above
};

/// Keeps everything in one SQLite file that several threads and processes may use at the same time. docs/store.md has its schema.
/// One write transaction at a time; readers neither wait for it nor keep it waiting. Not to be carried into a child by fork().
class ITSMFLOW_EXPORT SqliteStore final : public Store {
 public:
  /// What a step that returned survives.
  enum class Durability {
    full,    ///< a step that returned survives a power cut
    normal,  ///< it survives the end of the process; a power cut may take the last steps, never half of one
    group,   ///< as full; steps of several threads share one commit
  };
  /// Whether the file must be there, and may be written.
  enum class Open {
    create,     ///< made if it does not exist
    existing,   ///< must exist
    read_only,  ///< must exist; writing is refused
  };
  /// How a file is opened.
  struct Options {
    Durability durability = Durability::full;
    Open open = Open::create;
    std::int64_t busy_timeout_ms = 5000;  ///< how long to wait for other writers, threads and processes, before StoreError(busy)
    /// Name of a VFS (SQLite's word for the layer that reads and writes files) that was registered with SQLite before, and stays so until
    /// the store has ended; empty: SQLite's default. UsageError where there is none of that name.
    std::string vfs = {};
  };

  /// What check() found.
  struct Report {
    std::vector<std::string> problems;  ///< in words, at most some dozens; empty: there are none
    std::size_t mendable = 0;  ///< of so many what is wrong can be told from what is right: by mend() and Engine::rebuild()
  };

  /// Opens a file. Throws StoreError: cannot_open, newer_version, corrupt, busy, …
  explicit SqliteStore(const std::string& path, Options options);
  explicit SqliteStore(const std::string& path) : SqliteStore(path, Options{}) {}

  /// Works on the embedder's own connection, which must outlive the store; only one thread at a time may use either.
  /// Each step is a savepoint in whatever transaction is open, so that it comes to be or is undone together with the embedder's
  /// own rows; what the step has for the outbox is not told before the outermost commit. Where none is open a step commits itself.
  /// The tables are made here where they are missing: UsageError if a transaction is open then.
  static SqliteStore borrow(sqlite3* connection);

  ~SqliteStore() override;
  SqliteStore(SqliteStore&&) noexcept;
  SqliteStore& operator=(SqliteStore&&) noexcept;

  std::unique_ptr<Transaction> begin(Access access) override;

  /// Copies the file to a new one, as it is at one moment, while threads and processes go on working. The copy is whole and on disk when this
  /// returns, and isn't there if it throws: StoreError (cannot_open where there is a file of that name already, full, …); UsageError for a
  /// borrowed connection, whose owner copies it. It has the permissions of the file, is a store like it, and is written through
  /// SQLite's default VFS.
  void backup(const std::string& to) const;
  /// The same of a file that isn't opened as a store. One that an older itsmflow wrote is copied as it is: for what one wants before it is
  /// opened for writing, which brings it to the schema of today.
  static void backup(const std::string& path, const std::string& to);

  /// Looks for what is wrong with the file itself: pages that can't be read, indices that don't fit their tables, tables that aren't
  /// as they were made, rows that name what isn't there, heads and numbers that don't go on. Reads all of it. What the events of a
  /// case come to is not for the store to know: Engine::verify_log.
  Report check() const;
  /// Builds the indices anew, and lets numbers go on above those that are in use. Throws StoreError (corrupt) where the tables
  /// can't be read, UsageError where a table has twice what may be there once. Nothing is changed then.
  void mend();

  /// Moves closed cases whose last change is before a moment to an archive: a file like this one that takes no steps; made where there is
  /// none, and added to where it is an archive of this file. Cases of which one ran or started the other move together or not at all.
  /// A case is on the disk there before it goes here, so that one that was interrupted is in both: to call it again finishes that.
  /// It moves some cases at a time; other threads and processes go on working meanwhile. UsageError where `to` is this file, an archive of
  /// another or no archive, where this is an archive, and for a borrowed connection. docs/store.md.
  ArchiveReport archive(const std::string& to, Timestamp before);
  /// This file is an archive of that one.
  bool is_archive_of(const SqliteStore& other) const;

 private:
  struct Impl;
  explicit SqliteStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace itsmflow
