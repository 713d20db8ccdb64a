#include "store/sqlite/borrowed.hpp"

#include <itsmflow/error.hpp>

#include <sqlite3.h>

#include "store/sqlite/schema.hpp"
#include "store/sqlite/sqlite_error.hpp"

namespace itsmflow {
namespace {

std::string name_of(sqlite3* connection) {
  if (connection == nullptr) throw UsageError("A connection that is null can't be borrowed; open it first.");
  const char* path = sqlite3_db_filename(connection, "main");
  if (path == nullptr || *path == '\0') return "The borrowed connection's database in memory";
  return quoted_path(path);
}

}  // namespace

class Borrowed::BorrowedScope final : public Scope {
 public:
  BorrowedScope(Borrowed& owner, Store::Access access)
      : Scope(owner.connection_, access), owner_(owner), inner_(connection_.in_transaction()) {
    if (owner_.in_use_) {
      throw UsageError("The store on the borrowed connection of " + connection_.file() +
                       " has a transaction open already; end it first.");
    }
    connection_.run(inner_ ? Sql::savepoint : access == Store::Access::write ? Sql::begin_write : Sql::begin_read);
    owner_.in_use_ = true;
    connection_.forget();
    if (inner_) note_outbox(0);  // the embedder may still undo what is there
  }

  ~BorrowedScope() override {
    owner_.in_use_ = false;
    if (done_ || !connection_.in_transaction()) return;
    if (!inner_) {
      connection_.try_run(Sql::rollback);
    } else if (connection_.try_run(Sql::rollback_to) == SQLITE_OK) {
      connection_.try_run(Sql::release);
    }
  }

  void commit() override {
    connection_.run(inner_ ? Sql::release : Sql::commit);
    done_ = true;
    if (!inner_) connection_.committed();
  }

 private:
  Borrowed& owner_;
  bool inner_;
  bool done_ = false;
};

Borrowed::Borrowed(sqlite3* connection) : connection_(connection, name_of(connection)) {
  const std::int64_t version = schema_version(connection_, Owner::embedder);
  const std::int64_t newest = migrations().back().version;
  if (version == newest) return;
  if (connection_.in_transaction()) {
    const std::string what = version == 0 ? " has no tables of itsmflow yet, and they are not made"
                                          : " has tables of itsmflow of version " + std::to_string(version) +
                                                ", and they are not brought to version " + std::to_string(newest);
    throw UsageError(
        connection_.file() + what +
        " inside an open transaction, whose end may undo it. Borrow the connection once before the transaction begins.");
  }
  migrate(connection_, Owner::embedder);
}

std::unique_ptr<Scope> Borrowed::begin(Store::Access access) {
  return std::make_unique<BorrowedScope>(*this, access);
}

}  // namespace itsmflow
