#include "store/sqlite/read_pool.hpp"

#include <utility>

namespace itsmflow {

class ReadPool::ReadScope final : public Scope {
 public:
  ReadScope(ReadPool& pool, std::unique_ptr<Connection> own) : Scope(*own, Store::Access::read), pool_(pool), own_(std::move(own)) {
    connection_.forget();
    connection_.run(Sql::begin_read);
    Query(connection_, Sql::take_view).run();  // SQLite takes the view at the first look, not at BEGIN
  }
  ~ReadScope() override { end(); }

  void commit() override { end(); }

 private:
  void end() noexcept {
    if (!own_) return;
    connection_.try_run(Sql::rollback);
    // One that can't even end its transaction is of no use any more.
    if (!connection_.in_transaction()) pool_.give_back(std::move(own_));
    own_.reset();
  }

  ReadPool& pool_;
  std::unique_ptr<Connection> own_;
};

std::unique_ptr<Scope> ReadPool::begin() {
  return std::make_unique<ReadScope>(*this, take());
}

std::unique_ptr<Connection> ReadPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return connect_();
}

void ReadPool::give_back(std::unique_ptr<Connection> connection) noexcept {
  const std::lock_guard lock(mutex_);
  try {
    idle_.push_back(std::move(connection));
  } catch (...) {  // no memory for the list: the connection is closed instead
  }
}

}  // namespace itsmflow
