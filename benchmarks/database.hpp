// A connection of our own to a database, for what SQLite does alone and for stores that borrow it.

#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

/// A connection as the store opens its own. `vfs`: the name of one that is registered; empty: SQLite's default.
class Database {
 public:
  Database(const std::string& file, bool sync, const std::string& vfs = {}) {
    must(sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs.empty() ? nullptr : vfs.c_str()));
    run("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
    run(sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  }
  ~Database() {
    for (sqlite3_stmt* statement : prepared_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  sqlite3* handle() const { return handle_; }
  void run(const char* sql) { must(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    must(sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    prepared_.push_back(statement);
    return statement;
  }
  void must(int code) const {
    if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle_));
  }

 private:
  sqlite3* handle_ = nullptr;
  std::vector<sqlite3_stmt*> prepared_;
};

/// So many steps in one transaction.
class Transactions {
 public:
  Transactions(Database& database, std::int64_t steps) : database_(database), steps_(steps) {}
  void before_step() {
    if (at_ % steps_ == 0) database_.run("BEGIN IMMEDIATE");
  }
  void after_step() {
    if (++at_ % steps_ == 0) database_.run("COMMIT");
  }
  void end() {
    if (at_ % steps_ != 0) database_.run("COMMIT");
    at_ = 0;
  }

 private:
  Database& database_;
  std::int64_t steps_;
  std::int64_t at_ = 0;
};
