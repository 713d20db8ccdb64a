#include "store/sqlite/open.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>
#include <thread>

#include <unistd.h>

#include "store/sqlite/schema.hpp"
#include "store/sqlite/sqlite_error.hpp"

namespace itsmflow {
namespace {

using Open = SqliteStore::Open;
using Kind = StoreError::Kind;
namespace fs = std::filesystem;

int busy_timeout(const SqliteStore::Options& options) {
  constexpr std::int64_t kMost = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp<std::int64_t>(options.busy_timeout_ms, 0, kMost));
}

std::string read_only_message(const std::string& file) {
  return file + " may be read but not written. Change its permissions, or open it for reading only.";
}

/// Why the system does not open a path, as far as can be seen from outside; empty: it can't.
std::string reason(const std::string& path, Open open) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  const fs::path folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : fs::path(".");
  if (status.type() == fs::file_type::not_found) {
    if (!fs::exists(folder, error) && !error) return "there is no folder " + quoted_path(folder.string()) + ". Make it first.";
    if (open != Open::create) return "there is no such file. Check the path.";
  }
  if (::access(folder.c_str(), X_OK) != 0) {
    return "the folder " + quoted_path(folder.string()) + " may not be entered (" + std::strerror(errno) + ").";
  }
  if (fs::exists(status) && ::access(path.c_str(), R_OK) != 0)
    return std::string("the file may not be read (") + std::strerror(errno) + ").";
  if (::access(folder.c_str(), W_OK) != 0) {
    return "the folder " + quoted_path(folder.string()) + " may not be written (" + std::strerror(errno) +
           "), and SQLite keeps its -wal and -shm files there. Change its permissions, or copy the file to another folder.";
  }
  return {};
}

[[noreturn]] void explain(const std::string& path, Open open, const CannotOpen& error) {
  std::error_code ignored;
  if (open != Open::read_only && fs::is_regular_file(path, ignored) && ::access(path.c_str(), R_OK) == 0 &&
      ::access(path.c_str(), W_OK) != 0) {
    throw StoreError(Kind::read_only, read_only_message(quoted_path(path)));
  }
  const std::string why = reason(path, open);
  if (why.empty()) throw StoreError(error);
  throw StoreError(Kind::cannot_open, quoted_path(path) + " could not be opened: " + why);
}

/// SQLite would only say "SQL logic error", and a name in a URI would let a path choose.
void check_vfs(const std::string& name) {
  if (name.empty() || (name.find('\0') == std::string::npos && sqlite3_vfs_find(name.c_str()) != nullptr)) return;
  throw UsageError("A store can't be opened: no VFS called " + quoted_path(name) +
                   " is registered with SQLite. Call sqlite3_vfs_register() first, or leave Options::vfs empty.");
}

std::unique_ptr<Connection> connect(const std::string& path, int flags, const SqliteStore::Options& options) {
  // With a folder in front no name has a special meaning to SQLite.
  const std::string name = path.front() == '/' ? path : "./" + path;
  try {
    auto own = std::make_unique<SQLite::Database>(name, flags | SQLITE_OPEN_NOMUTEX, busy_timeout(options), options.vfs);
    sqlite3_extended_result_codes(own->getHandle(), 1);
    return std::make_unique<Connection>(std::move(own), quoted_path(path));
  } catch (const SQLite::Exception& error) {
    throw_failure({error.getExtendedErrorCode(), 0, error.what()}, quoted_path(path), "opened");
  }
}

/// Turns on the write-ahead log. SQLite does not wait here for others who do the same, so this does.
void use_wal(Connection& connection, int timeout_ms) {
  if (connection.ask("PRAGMA main.journal_mode") == "wal") return;
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    try {
      const auto mode = connection.ask("PRAGMA main.journal_mode = WAL");
      if (mode == "wal") return;
      throw StoreError(Kind::cannot_open, connection.file() +
                                              " can't be used here: SQLite needs shared memory for its write-ahead log, which "
                                              "this file system has not. Keep the file on a local one.");
    } catch (const StoreError& error) {
      if (error.kind() != Kind::busy || std::chrono::steady_clock::now() >= until) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void prepare_reading(Connection& connection) {
  connection.run("PRAGMA trusted_schema = OFF");  // a file from elsewhere must not call functions by its views
}

/// An older file's version and the one it needs, for messages.
std::string needs_newer(std::int64_t version) {
  return "was made by an older itsmflow: its schema has version " + std::to_string(version) + " and has to be brought to version " +
         std::to_string(migrations().back().version);
}

/// The version of its tables, which are there.
std::int64_t version_to_read(Connection& connection) {
  const std::int64_t version = schema_version(connection, Owner::us);
  if (version != 0) return version;
  throw StoreError(Kind::read_only,
                   connection.file() + " has no tables of this version of itsmflow, and opened for reading they can't be made.");
}

void check_readable(Connection& connection) {
  const std::int64_t version = version_to_read(connection);
  if (version == migrations().back().version) return;
  throw StoreError(Kind::read_only, connection.file() + " " + needs_newer(version) +
                                        ", which can't be done where it is opened for reading. Open it for writing once; "
                                        "`itsmflow backup` copies it as it is.");
}

void prepare_writing(Connection& connection, const SqliteStore::Options& options) {
  const std::int64_t version = schema_version(connection, Owner::us);  // before anything is changed
  if (sqlite3_db_readonly(connection.handle(), "main") == 1) {
    if (version != 0 && version != migrations().back().version) {
      throw StoreError(Kind::read_only, connection.file() + " " + needs_newer(version) +
                                            ", but it may be read and not written. Change its permissions, or those of a copy.");
    }
    throw StoreError(Kind::read_only, read_only_message(connection.file()));
  }
  use_wal(connection, busy_timeout(options));
  const bool sync = options.durability != SqliteStore::Durability::normal;
  connection.run(sync ? "PRAGMA main.synchronous = FULL; PRAGMA foreign_keys = ON"
                      : "PRAGMA main.synchronous = NORMAL; PRAGMA foreign_keys = ON");
  if (version != migrations().back().version) migrate(connection, Owner::us);
}

}  // namespace

void check_path(const std::string& path) {
  if (path.empty()) throw StoreError(Kind::cannot_open, "A store can't be opened: its path is empty. Name a file.");
  if (path.find('\0') != std::string::npos) {
    throw StoreError(Kind::cannot_open,
                     quoted_path(path) + " can't be opened: a path can't have a NUL byte. Check where it comes from.");
  }
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {  // opened for reading it would only fail later, as if the device were broken
    throw StoreError(Kind::cannot_open, quoted_path(path) + " could not be opened: it is a folder. Name a file in it.");
  }
  if (path == ":memory:") {
    throw StoreError(Kind::cannot_open,
                     "':memory:' is not a file. For a store in memory use MemoryStore; for a file of this name, './:memory:'.");
  }
}

std::unique_ptr<Connection> open_file(const std::string& path, const SqliteStore::Options& options) {
  check_path(path);
  check_vfs(options.vfs);
  try {
    if (options.open == Open::read_only) {
      auto connection = open_reader(path, options);
      check_readable(*connection);
      return connection;
    }
    const int flags = SQLITE_OPEN_READWRITE | (options.open == Open::create ? SQLITE_OPEN_CREATE : 0);
    auto connection = connect(path, flags, options);
    prepare_reading(*connection);
    prepare_writing(*connection, options);
    return connection;
  } catch (const CannotOpen& error) {
    explain(path, options.open, error);
  }
}

void check_is_store(const std::string& path, const SqliteStore::Options& options) {
  check_path(path);
  check_vfs(options.vfs);
  try {
    version_to_read(*open_reader(path, options));
  } catch (const CannotOpen& error) {
    explain(path, options.open, error);
  }
}

std::unique_ptr<Connection> open_reader(const std::string& path, const SqliteStore::Options& options) {
  auto connection = connect(path, SQLITE_OPEN_READONLY, options);
  prepare_reading(*connection);
  return connection;
}

std::unique_ptr<Connection> open_empty(const std::string& path, const SqliteStore::Options& options) {
  return connect(path, SQLITE_OPEN_READWRITE, options);
}

}  // namespace itsmflow
