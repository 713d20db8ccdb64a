#pragma once

#include <itsmflow/error.hpp>

#include <string>
#include <string_view>

struct sqlite3;

namespace itsmflow {

/// What SQLite says went wrong. `code` is its extended result code.
struct SqliteFailure {
  int code = 0;
  int system_error = 0;  ///< errno, where the system was asked; else 0
  std::string message;
};

/// SQLite could not open a file, and can't say why; who knows the path can.
class CannotOpen final : public StoreError {
 public:
  explicit CannotOpen(const std::string& message) : StoreError(Kind::cannot_open, message) {}
};

SqliteFailure failure_of(sqlite3* connection, int code);

/// Throws what a failure is to a user of the store: UsageError if a constraint of a table refused a row, else StoreError.
/// `file` is how messages name the database; `doing` completes "could not be …" ("opened", "read", "written").
[[noreturn]] void throw_failure(const SqliteFailure& failure, const std::string& file, std::string_view doing);

/// A path in quotes; bytes that are no printable UTF-8 text become \xNN.
std::string quoted_path(std::string_view path);

}  // namespace itsmflow
