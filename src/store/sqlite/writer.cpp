#include "store/sqlite/writer.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <sqlite3.h>

namespace itsmflow {
namespace {

/// More than threads that are likely to wait; keeps other processes from waiting without end.
constexpr std::size_t kMostInGroup = 64;
/// A leader does not wait longer than this for those who were there last time.
constexpr std::chrono::milliseconds kLongestWait{2};

}  // namespace

/// A transaction of its own.
class Writer::SingleScope final : public Scope {
 public:
  explicit SingleScope(Writer& writer) : Scope(*writer.connection_, Store::Access::write), writer_(writer) {
    writer_.take_turn();
    try {
      connection_.run(Sql::begin_write);
      connection_.recall();
    } catch (...) {
      writer_.end_turn();
      throw;
    }
  }
  ~SingleScope() override {
    if (done_) return;
    connection_.forget();
    if (connection_.in_transaction()) connection_.try_run(Sql::rollback);
    writer_.end_turn();
  }

  void commit() override {
    connection_.run(Sql::commit);  // where it throws, the destructor undoes
    done_ = true;
    connection_.committed();
    writer_.end_turn();
  }

 private:
  Writer& writer_;
  bool done_ = false;
};

/// A savepoint in the transaction of a group.
class Writer::GroupScope final : public Scope {
 public:
  explicit GroupScope(Writer& writer) : Scope(*writer.connection_, Store::Access::write), writer_(writer) {
    writer_.take_turn();
    try {
      writer_.open_group();
      group_ = writer_.group_;
      connection_.run(Sql::savepoint);
      connection_.recall();
    } catch (...) {
      Lock lock(writer_.mutex_);
      writer_.leave_group(lock);
      throw;
    }
  }

  ~GroupScope() override {
    if (done_) return;
    connection_.forget();
    if (connection_.in_transaction() &&
        (connection_.try_run(Sql::rollback_to) != SQLITE_OK || connection_.try_run(Sql::release) != SQLITE_OK)) {
      connection_.try_run(Sql::rollback);  // the group goes with it; leave_group() tells its members
    }
    Lock lock(writer_.mutex_);
    writer_.leave_group(lock);
  }

  void commit() override {
    connection_.run(Sql::release);
    done_ = true;
    Lock lock(writer_.mutex_);
    ++group_->members;
    writer_.leave_group(lock);
    writer_.ended_.wait(lock, [&] { return group_->ended; });
    if (group_->error) throw StoreError(*group_->error);
  }

  std::int64_t outbox_end() const override { return group_->outbox_end; }
  void note_outbox(std::int64_t id) override { group_->outbox_end = std::min(group_->outbox_end, id); }

 private:
  Writer& writer_;
  std::shared_ptr<Group> group_;
  bool done_ = false;
};

Writer::Writer(std::unique_ptr<Connection> connection, Grouping grouping, std::chrono::milliseconds patience)
    : connection_(std::move(connection)), grouping_(grouping), patience_(patience) {}

std::unique_ptr<Scope> Writer::begin() {
  if (grouping_ == Grouping::on) return std::make_unique<GroupScope>(*this);
  return std::make_unique<SingleScope>(*this);
}

void Writer::take_turn() {
  Lock lock(mutex_);
  if (taken_ && owner_ == std::this_thread::get_id()) {
    throw UsageError("This thread has a write transaction of " + connection_->file() +
                     " open already; end it before it begins another.");
  }
  ++waiting_;
  arrival_.notify_one();
  const bool mine = turn_.wait_for(lock, patience_, [&] { return !taken_; });
  --waiting_;
  if (!mine) {
    throw StoreError(StoreError::Kind::busy,
                     connection_->file() +
                         " could not be written: another thread has held its write transaction for longer than the "
                         "limit for waiting. Try again, or wait longer (busy_timeout_ms).");
  }
  taken_ = true;
  owner_ = std::this_thread::get_id();
}

void Writer::end_turn() noexcept {
  const std::lock_guard lock(mutex_);
  taken_ = false;
  owner_ = std::thread::id();
  turn_.notify_one();
}

void Writer::open_group() {
  // group_ is changed only by the thread whose turn it is, which is this one.
  if (!group_) {
    connection_->run(Sql::begin_write);
    auto group = std::make_shared<Group>();
    const std::lock_guard lock(mutex_);
    group_ = std::move(group);
  }
  const std::lock_guard lock(mutex_);
  ++group_->turns;
}

void Writer::leave_group(Lock& lock) noexcept {
  const std::shared_ptr<Group> group = group_;
  if (group && (!connection_->in_transaction() || group->turns >= kMostInGroup || !somebody_comes(lock, *group))) {
    lock.unlock();
    const auto began = Clock::now();
    std::optional<StoreError> error = commit_group();
    const auto took = Clock::now() - began;
    lock.lock();
    group->error = std::move(error);
    group->ended = true;
    group_ = nullptr;
    last_members_ = group->members;
    last_commit_ = took;
    ended_.notify_all();
  }
  taken_ = false;
  owner_ = std::thread::id();
  turn_.notify_one();
}

bool Writer::somebody_comes(Lock& lock, const Group& group) {
  if (waiting_ > 0) return true;
  // Threads that shared the last commit have just been woken and will soon be back: a moment's wait saves them each a commit.
  if (group.members == 0 || group.members >= last_members_) return false;
  return arrival_.wait_for(lock, std::min<Clock::duration>(last_commit_ / 2, kLongestWait), [&] { return waiting_ > 0; });
}

std::optional<StoreError> Writer::commit_group() noexcept {
  try {
    if (!connection_->in_transaction()) {
      // SQLite undoes the whole transaction where it can't go on (disk full, no memory), and one step's end is then all steps' end.
      const bool full = (connection_->last_failure() & 0xFF) == SQLITE_FULL;
      return StoreError(full ? StoreError::Kind::full : StoreError::Kind::io,
                        connection_->file() +
                            " could not be written: a step that shared the commit of this one failed, and "
                            "SQLite undid both. Try again; what was committed before is still there.");
    }
    connection_->run(Sql::commit);
    connection_->committed();
    return std::nullopt;
  } catch (const StoreError& error) {
    connection_->forget();
    connection_->try_run(Sql::rollback);
    return error;
  } catch (const std::exception& error) {
    connection_->forget();
    connection_->try_run(Sql::rollback);
    return StoreError(StoreError::Kind::io, error.what());
  }
}

}  // namespace itsmflow
