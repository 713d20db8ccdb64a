#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace itsmflow {

/// Many readers or one writer, in the order they come, so that neither can keep the other waiting without end. Who may write enters first, beside
/// whoever is there. Unlike std::shared_mutex it tells a thread that would wait for itself: UsageError.
class MemoryLock {
 public:
  void lock_read();
  void enter();
  /// Of a thread that has entered.
  void lock_write();
  // `of`: the thread that has begun it, which need not be the one that ends it.
  void unlock_read(std::thread::id of) noexcept;
  void leave(std::thread::id of) noexcept;
  /// Leaves, too.
  void unlock_write(std::thread::id of) noexcept;

 private:
  void refuse_second() const;
  /// Waits until everybody who came before has got in, and `ready` holds.
  template <class Ready>
  void wait_for_turn(std::unique_lock<std::mutex>& lock, Ready ready);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t next_ = 0;     ///< the ticket of who comes next
  std::uint64_t serving_ = 0;  ///< the ticket of who gets in next
  std::vector<std::thread::id> readers_;
  std::vector<std::thread::id> entered_;  ///< who may write, and whoever does
  bool is_written_ = false;
};

}  // namespace itsmflow
