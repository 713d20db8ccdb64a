#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <itsmflow/store.hpp>

#include "store/sqlite/remembered.hpp"
#include "store/sqlite/sql.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace SQLite {
class Database;
}

namespace itsmflow {

/// A connection with the statements prepared on it: our own (opened and closed by SQLiteCpp) or an embedder's.
///
/// Both are served by the one thin layer over `sqlite3*` that this and Query are, because SQLiteCpp's statements can't be made on a
/// connection that it did not open. Of what is in the database only that is kept here which SQLite says nobody has changed since, and nothing of an embedder's, whose rollback
/// we would miss.
class Connection {
 public:
  /// Takes over a connection that was just opened. `file` is how messages name it.
  Connection(std::unique_ptr<SQLite::Database> own, std::string file);
  /// Uses an embedder's connection.
  Connection(sqlite3* borrowed, std::string file);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  sqlite3* handle() const noexcept { return handle_; }
  const std::string& file() const noexcept { return file_; }
  /// False: it is an embedder's.
  bool is_own() const noexcept { return own_ != nullptr; }
  bool in_transaction() const noexcept;
  /// How many rows the last statement changed.
  std::int64_t changes() const noexcept;
  std::int64_t last_rowid() const noexcept;

  /// Runs statements that are needed once: of the schema, pragmas.
  void run(const char* statements);
  /// The first column of the first row; nothing if there is no row. For pragmas and looks at the schema.
  std::optional<std::string> ask(const std::string& statement);
  /// Runs a prepared statement without parameters and rows.
  void run(Sql sql);
  /// The same, but gives SQLite's result code rather than throwing.
  int try_run(Sql sql) noexcept;
  /// Of a statement that is needed once.
  int try_run_once(const char* statements) noexcept;

  /// Pages that were changed stand in the write-ahead log as they were before, until it is emptied.
  void empty_log_after_commit() noexcept { empty_log_ = true; }
  /// After a commit: empties the log if that was asked for. Where readers need it, the next checkpoint does so.
  void committed() noexcept;

  /// At the begin of a transaction: what is remembered from the one before, if that committed and nobody has changed the file since,
  /// else nothing. Whoever begins one and doesn't ask for it has to forget it.
  void recall() noexcept;
  void forget() noexcept;
  /// For the transaction that is open.
  Remembered& remembered() noexcept { return remembered_; }
  /// What is remembered is what the file has once the transaction, or the group that it is part of, commits.
  void keep_remembered() noexcept { kept_ = Kept::until_commit; }

  /// Prepared on first use, kept until the connection ends.
  sqlite3_stmt* prepared(Sql sql);

  [[noreturn]] void fail(int code, std::string_view doing);

  /// SQLite's result code of the last failure: why a transaction is gone.
  int last_failure() const noexcept { return last_failure_; }

 private:
  std::unique_ptr<SQLite::Database> own_;
  sqlite3* handle_;
  std::string file_;
  std::array<sqlite3_stmt*, kSqlCount> statements_{};
  int last_failure_ = 0;
  bool empty_log_ = false;

  /// How long what is remembered is right.
  enum class Kept {
    no,
    until_commit,  ///< while the transaction is open that it is of
    since_commit   ///< while the data version is what it was then
  };
  std::uint32_t data_version() const noexcept;
  Remembered remembered_;
  Kept kept_ = Kept::no;
  std::uint32_t version_ = 0;
};

class Query;

/// A column of the row that a query is at, to be bound as it is.
struct Column {
  const Query& row;
  int number;
};

/// One use of a prepared statement: binds its parameters in order, steps, and resets it in the end.
/// Texts are not copied: what is given must live until the last step().
class Query {
 public:
  template <class... Parameters>
  Query(Connection& connection, Sql sql, const Parameters&... parameters)
      : connection_(connection), statement_(connection.prepared(sql)) {
    (bind(parameters), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// To the next row; false: there is none.
  bool step();
  /// For statements without rows.
  void run() { step(); }

  std::int64_t integer(int column) const;
  bool is_null(int column) const;
  std::optional<std::int64_t> maybe_integer(int column) const;
  /// Empty where the column is NULL.
  std::string text(int column) const;
  /// Throws StoreError(corrupt) if it is not a digest's 32 bytes.
  Digest digest(int column) const;
  Column column(int number) const { return {*this, number}; }

 private:
  void bind(std::int64_t value);
  void bind(std::size_t limit);
  void bind(const std::optional<std::int64_t>& value);
  void bind(std::string_view text);
  void bind(const std::string& text) { bind(std::string_view(text)); }
  void bind(const char* text) { bind(std::string_view(text)); }
  void bind(const std::optional<std::string_view>& text);
  void bind(Timestamp time);
  void bind(CaseId id) { bind(id.value); }
  void bind(const Digest& digest);
  void bind(std::nullptr_t);
  void bind(const Digest* digest);
  void bind(const Column& column);
  void check(int code) const;

  Connection& connection_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

/// Binds NULL in place of an empty text.
inline std::optional<std::string_view> unless_empty(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace itsmflow
