#include "store/sqlite/connection.hpp"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include "store/micros.hpp"
#include "store/sqlite/sqlite_error.hpp"

namespace itsmflow {

Connection::Connection(std::unique_ptr<SQLite::Database> own, std::string file)
    : own_(std::move(own)), handle_(own_->getHandle()), file_(std::move(file)) {}

Connection::Connection(sqlite3* borrowed, std::string file) : handle_(borrowed), file_(std::move(file)) {}

Connection::~Connection() {
  for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
}

bool Connection::in_transaction() const noexcept {
  return sqlite3_get_autocommit(handle_) == 0;
}

std::int64_t Connection::changes() const noexcept {
  return sqlite3_changes64(handle_);
}

std::int64_t Connection::last_rowid() const noexcept {
  return sqlite3_last_insert_rowid(handle_);
}

void Connection::run(const char* statements) {
  errno = 0;
  const int code = sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, "used");
}

std::optional<std::string> Connection::ask(const std::string& statement) {
  sqlite3_stmt* prepared = nullptr;
  int code = sqlite3_prepare_v2(handle_, statement.c_str(), static_cast<int>(statement.size()), &prepared, nullptr);
  if (code != SQLITE_OK) fail(code, "read");
  std::optional<std::string> answer;
  code = sqlite3_step(prepared);
  if (code == SQLITE_ROW) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0));
    if (text != nullptr) answer = std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(prepared, 0)));
  }
  const SqliteFailure failure = failure_of(handle_, code);  // finalizing clears it
  sqlite3_finalize(prepared);
  if (code != SQLITE_ROW && code != SQLITE_DONE) throw_failure(failure, file_, "read");
  return answer;
}

void Connection::run(Sql sql) {
  Query(*this, sql).run();
}

int Connection::try_run(Sql sql) noexcept {
  sqlite3_stmt*& statement = statements_[static_cast<std::size_t>(sql)];
  if (statement == nullptr) {
    const int code = sqlite3_prepare_v3(handle_, sql_text(sql), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return code;
  }
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
}

int Connection::try_run_once(const char* statements) noexcept {
  return sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr);
}

std::uint32_t Connection::data_version() const noexcept {
  unsigned int version = 0;
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_DATA_VERSION, &version);
  return version;
}

void Connection::recall() noexcept {
  const Kept kept = std::exchange(kept_, Kept::no);
  if (kept == Kept::no || (kept == Kept::since_commit && data_version() != version_)) remembered_.clear();
}

void Connection::forget() noexcept {
  kept_ = Kept::no;
  remembered_.clear();
}

void Connection::committed() noexcept {
  if (kept_ == Kept::until_commit) {
    version_ = data_version();
    kept_ = version_ == 0 ? Kept::no : Kept::since_commit;  // 0: this SQLite doesn't tell; after a commit it is more
  }
  if (!std::exchange(empty_log_, false)) return;
  sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

sqlite3_stmt* Connection::prepared(Sql sql) {
  sqlite3_stmt*& statement = statements_[static_cast<std::size_t>(sql)];
  if (statement != nullptr) return statement;
  const int code = sqlite3_prepare_v3(handle_, sql_text(sql), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) fail(code, "used");
  return statement;
}

void Connection::fail(int code, std::string_view doing) {
  last_failure_ = code;
  throw_failure(failure_of(handle_, code), file_, doing);
}

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::step() {
  errno = 0;  // see failure_of()
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  connection_.fail(code, sqlite3_column_count(statement_) > 0 ? "read" : "written");
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Query::maybe_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::string Query::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Digest Query::digest(int column) const {
  Digest digest{};
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  if (bytes == nullptr || static_cast<std::size_t>(size) != digest.size()) {
    throw StoreError(StoreError::Kind::corrupt, connection_.file() + " has a digest of " + std::to_string(size) +
                                                    " bytes where 32 belong: it was changed by something else. Restore a backup.");
  }
  std::copy_n(bytes, digest.size(), digest.begin());
  return digest;
}

void Query::check(int code) const {
  if (code == SQLITE_OK) return;
  sqlite3_clear_bindings(statement_);  // the destructor does not run where a constructor threw
  connection_.fail(code, "used");
}

void Query::bind(std::int64_t value) {
  check(sqlite3_bind_int64(statement_, ++bound_, value));
}

void Query::bind(std::size_t limit) {
  constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  bind(static_cast<std::int64_t>(std::min(limit, kMost)));
}

void Query::bind(const std::optional<std::int64_t>& value) {
  value ? bind(*value) : bind(nullptr);
}

void Query::bind(std::string_view text) {
  // An empty view may have no pointer, which SQLite would take for NULL.
  check(sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::bind(const std::optional<std::string_view>& text) {
  text ? bind(*text) : bind(nullptr);
}

void Query::bind(Timestamp time) {
  bind(to_micros(time));
}

void Query::bind(const Digest& digest) {
  check(sqlite3_bind_blob64(statement_, ++bound_, digest.data(), digest.size(), SQLITE_STATIC));
}

void Query::bind(std::nullptr_t) {
  check(sqlite3_bind_null(statement_, ++bound_));
}

void Query::bind(const Digest* digest) {
  digest != nullptr ? bind(*digest) : bind(nullptr);
}

void Query::bind(const Column& column) {
  check(sqlite3_bind_value(statement_, ++bound_, sqlite3_column_value(column.row.statement_, column.number)));
}

}  // namespace itsmflow
