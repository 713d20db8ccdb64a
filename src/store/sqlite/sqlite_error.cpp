#include "store/sqlite/sqlite_error.hpp"
#include "base/utf8.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace itsmflow {
namespace {

using Kind = StoreError::Kind;

bool is_full(const SqliteFailure& failure) {
  // SQLite knows ENOSPC as "full"; a quota or a limit on the size of files is the same to whoever has to do something about it.
  const int error = failure.system_error;
  return (failure.code & 0xFF) == SQLITE_FULL ||
         ((failure.code & 0xFF) == SQLITE_IOERR && (error == ENOSPC || error == EFBIG || error == EDQUOT));
}

Kind kind_of(const SqliteFailure& failure) {
  if (is_full(failure)) return Kind::full;
  switch (failure.code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Kind::busy;
    case SQLITE_READONLY:
      return Kind::read_only;
    case SQLITE_CORRUPT:
    case SQLITE_SCHEMA:
      return Kind::corrupt;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return Kind::cannot_open;
    default:
      return Kind::io;
  }
}

/// What happened and what to do about it.
std::string advice(const SqliteFailure& failure, Kind kind) {
  if (failure.code == SQLITE_BUSY_SNAPSHOT) {
    return "the open transaction began by reading, and somebody has written since. Undo it, and begin it with BEGIN IMMEDIATE.";
  }
  switch (kind) {
    case Kind::busy:
      return "somebody else held it for longer than the limit for waiting. Try again, or wait longer (busy_timeout_ms).";
    case Kind::full:
      return "there is no room left for it. Free some space (or raise the quota), then try again; what was committed is still "
             "there.";
    case Kind::read_only:
      return "it may be read but not written. Change its permissions and those of its folder, or open it for reading only.";
    case Kind::corrupt:
      return "its content contradicts itself. Keep a copy of it, then restore a backup, or try 'sqlite3 FILE .recover'.";
    case Kind::cannot_open:
      if ((failure.code & 0xFF) == SQLITE_NOTADB)
        return "it is not an SQLite database. Check the path; the file was left as it is.";
      return "SQLite can't open it. Check that the file and its folder may be read and written.";
    default:
      return "the system failed to read or write it. Check the device, then try again; what was committed is still there.";
  }
}

bool is_printable(unsigned char byte) {
  return byte >= 0x20 && byte != 0x7F;
}

}  // namespace

SqliteFailure failure_of(sqlite3* connection, int code) {
  if (connection == nullptr) return {code, 0, sqlite3_errstr(code)};
  // SQLite forgets what the system said where undoing went well; then it still stands in errno.
  const int said = errno;
  const int extended = sqlite3_extended_errcode(connection);
  const bool same = (extended & 0xFF) == (code & 0xFF);
  const int known = sqlite3_system_errno(connection);
  const int system_error = known == 0 && (code & 0xFF) == SQLITE_IOERR ? said : known;
  return {same ? extended : code, system_error, same ? sqlite3_errmsg(connection) : sqlite3_errstr(code)};
}

void throw_failure(const SqliteFailure& failure, const std::string& file, std::string_view doing) {
  if ((failure.code & 0xFF) == SQLITE_CONSTRAINT) {
    throw UsageError(file + " refuses what was to be written, because it contradicts what is stored: " + failure.message + ".");
  }
  if ((failure.code & 0xFF) == SQLITE_MISUSE) {
    throw UsageError(file + " can't be used like this (" + failure.message +
                     "): was its connection closed, or is another thread using it?");
  }
  const Kind kind = kind_of(failure);
  std::string detail = failure.message;
  if (failure.system_error != 0 && kind != Kind::busy) detail += std::string("; ") + std::strerror(failure.system_error);
  const std::string message = file + " could not be " + std::string(doing) + ": " + advice(failure, kind) + " (" + detail + ")";
  const bool at_opening = (failure.code & 0xFF) == SQLITE_CANTOPEN || (failure.code & 0xFF) == SQLITE_PERM ||
                          failure.code == SQLITE_READONLY_CANTINIT || failure.code == SQLITE_READONLY_DIRECTORY;
  if (at_opening) throw CannotOpen(message);
  throw StoreError(kind, message);
}

std::string quoted_path(std::string_view path) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "'";
  for (std::size_t i = 0; i < path.size();) {
    const std::size_t length = utf8_length(path, i);
    const auto byte = static_cast<unsigned char>(path[i]);
    if (length == 0 || !is_printable(byte)) {
      text += "\\x";
      text += kDigits[byte >> 4];
      text += kDigits[byte & 15];
      ++i;
    } else {
      text += path.substr(i, length);
      i += length;
    }
  }
  return text + "'";
}

}  // namespace itsmflow
