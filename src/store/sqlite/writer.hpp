#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include <itsmflow/error.hpp>

#include "store/sqlite/scope.hpp"

namespace itsmflow {

/// The one connection that writes, handed from thread to thread.
///
/// With Grouping::on each write transaction is a savepoint in a transaction that may hold several. Whoever ends one hands the
/// connection on if somebody is waiting for it, else commits for all; each returns from its own commit() when that has happened.
class Writer {
 public:
  enum class Grouping { off, on };

  Writer(std::unique_ptr<Connection> connection, Grouping grouping, std::chrono::milliseconds patience);

  /// Waits for other threads, then for other processes; StoreError(busy) if either takes too long.
  std::unique_ptr<Scope> begin();

 private:
  using Clock = std::chrono::steady_clock;
  class SingleScope;
  class GroupScope;

  /// Steps that share a commit. Fields are guarded by mutex_, but outbox_end belongs to the thread whose turn it is.
  struct Group {
    std::size_t turns = 0;    ///< transactions begun in it
    std::size_t members = 0;  ///< of them, those that wait for the commit
    bool ended = false;
    std::optional<StoreError> error;
    std::int64_t outbox_end = std::numeric_limits<std::int64_t>::max();
  };
  using Lock = std::unique_lock<std::mutex>;

  void take_turn();
  void end_turn() noexcept;

  void open_group();
  /// Ends a turn in the open group: hands it on, or commits.
  void leave_group(Lock& lock) noexcept;
  bool somebody_comes(Lock& lock, const Group& group);
  std::optional<StoreError> commit_group() noexcept;

  std::unique_ptr<Connection> connection_;
  Grouping grouping_;
  std::chrono::milliseconds patience_;

  std::mutex mutex_;
  std::condition_variable turn_;     ///< somebody's turn has ended
  std::condition_variable arrival_;  ///< somebody has come to wait for a turn
  std::condition_variable ended_;    ///< a group has ended
  bool taken_ = false;
  std::thread::id owner_;
  std::size_t waiting_ = 0;
  std::shared_ptr<Group> group_;  ///< whose transaction is open; shared with the members that wait for its end
  std::size_t last_members_ = 0;
  Clock::duration last_commit_{};
};

}  // namespace itsmflow
