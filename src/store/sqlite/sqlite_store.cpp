#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "store/sqlite/archive.hpp"
#include "store/sqlite/backup.hpp"
#include "store/sqlite/borrowed.hpp"
#include "store/sqlite/check_file.hpp"
#include "store/sqlite/open.hpp"
#include "store/sqlite/read_pool.hpp"
#include "store/sqlite/sqlite_error.hpp"
#include "store/sqlite/sqlite_transaction.hpp"
#include "store/sqlite/writer.hpp"

namespace itsmflow {

struct SqliteStore::Impl {
  std::optional<Writer> writer;  ///< none: opened for reading
  std::optional<ReadPool> readers;
  std::optional<Borrowed> borrowed;  ///< then neither of the others
  std::string path;
  Options options{};

  std::unique_ptr<Scope> scope(Access access);
};

namespace {

std::chrono::milliseconds patience(const SqliteStore::Options& options) {
  constexpr std::int64_t kLongest = 1'000LL * 86'400 * 365;  // a year: adding it to the time of day can't overflow
  return std::chrono::milliseconds(std::clamp<std::int64_t>(options.busy_timeout_ms, 0, kLongest));
}

[[noreturn]] void refuse_writing(const std::string& path) {
  throw StoreError(StoreError::Kind::read_only, quoted_path(path) + " was opened for reading only; open it for writing too.");
}

}  // namespace

MovedToArchive::MovedToArchive(CaseId id, const std::string& message) : NotFound(Kind::case_, to_string(id), message), case_(id) {}
MovedToArchive::~MovedToArchive() = default;

SqliteStore::SqliteStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

SqliteStore::SqliteStore(const std::string& path, Options options) : impl_(std::make_unique<Impl>()) {
  impl_->path = path;
  std::unique_ptr<Connection> first = open_file(path, options);
  if (options.open != Open::read_only) {
    const auto grouping = options.durability == Durability::group ? Writer::Grouping::on : Writer::Grouping::off;
    impl_->writer.emplace(std::move(first), grouping, patience(options));
  }
  impl_->readers.emplace([path, options] { return open_reader(path, options); });
  impl_->options = std::move(options);
}

SqliteStore SqliteStore::borrow(sqlite3* connection) {
  auto impl = std::make_unique<Impl>();
  impl->borrowed.emplace(connection);
  return SqliteStore(std::move(impl));
}

// The readers are closed before the writer, which as the last one tidies up the write-ahead log.
SqliteStore::~SqliteStore() = default;
SqliteStore::SqliteStore(SqliteStore&&) noexcept = default;
SqliteStore& SqliteStore::operator=(SqliteStore&&) noexcept = default;

std::unique_ptr<Scope> SqliteStore::Impl::scope(Access access) {
  if (borrowed) return borrowed->begin(access);
  if (access == Access::read) return readers->begin();
  if (!writer) refuse_writing(path);
  return writer->begin();
}

std::unique_ptr<Store::Transaction> SqliteStore::begin(Access access) {
  return std::make_unique<SqliteTransaction>(impl_->scope(access));
}

void SqliteStore::backup(const std::string& to) const {
  if (impl_->borrowed)
    throw UsageError("A borrowed connection isn't backed up by the store: whoever owns it knows what else is in it.");
  copy_file(impl_->path, impl_->options, to);
}

void SqliteStore::backup(const std::string& path, const std::string& to) {
  const Options options{.open = Open::read_only};
  check_is_store(path, options);
  copy_file(path, options, to);
}

SqliteStore::Report SqliteStore::check() const {
  const std::unique_ptr<Scope> scope = impl_->scope(Access::read);
  return check_file(scope->connection());
}

void SqliteStore::mend() {
  const std::unique_ptr<Scope> scope = impl_->scope(Access::write);
  mend_file(scope->connection());
  scope->commit();
}

ArchiveReport SqliteStore::archive(const std::string& to, Timestamp before) {
  if (impl_->borrowed)
    throw UsageError("Nothing is moved from a borrowed connection to an archive: whoever owns it knows what else is in it.");
  if (!impl_->writer) refuse_writing(impl_->path);
  return move_to_archive(*impl_->writer, impl_->path, impl_->options, to, before);
}

bool SqliteStore::is_archive_of(const SqliteStore& other) const {
  if (impl_->borrowed || other.impl_->borrowed) return false;
  const std::unique_ptr<Scope> here = impl_->readers->begin();
  const std::unique_ptr<Scope> there = other.impl_->readers->begin();
  return is_archive(here->connection()) && !is_archive(there->connection()) &&
         log_id(here->connection()) == log_id(there->connection());
}

}  // namespace itsmflow
