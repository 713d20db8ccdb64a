#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace itsmflow {

/// Many readers or one writer. Unlike std::shared_mutex it tells a thread that would wait for itself: UsageError.
class MemoryLock {
 public:
  void lock_read();
  void unlock_read() noexcept;
  void lock_write();
  void unlock_write() noexcept;

 private:
  void refuse_second() const;

  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::thread::id> readers_;
  std::thread::id writer_;  ///< no thread: nobody writes
};

}  // namespace itsmflow
