#include "store/memory/memory_lock.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>

namespace itsmflow {

void MemoryLock::refuse_second() const {
  const std::thread::id self = std::this_thread::get_id();
  if (writer_ != self && std::find(readers_.begin(), readers_.end(), self) == readers_.end()) return;
  throw UsageError("This thread has a transaction of this store open already; end it before it begins another.");
}

void MemoryLock::lock_read() {
  std::unique_lock lock(mutex_);
  refuse_second();
  free_.wait(lock, [&] { return writer_ == std::thread::id(); });
  readers_.push_back(std::this_thread::get_id());
}

void MemoryLock::unlock_read() noexcept {
  const std::lock_guard lock(mutex_);
  const auto self = std::find(readers_.begin(), readers_.end(), std::this_thread::get_id());
  // A reader that was ended by another thread than the one that began it still leaves.
  readers_.erase(self == readers_.end() ? readers_.begin() : self);
  if (readers_.empty()) free_.notify_all();
}

void MemoryLock::lock_write() {
  std::unique_lock lock(mutex_);
  refuse_second();
  free_.wait(lock, [&] { return writer_ == std::thread::id() && readers_.empty(); });
  writer_ = std::this_thread::get_id();
}

void MemoryLock::unlock_write() noexcept {
  const std::lock_guard lock(mutex_);
  writer_ = std::thread::id();
  free_.notify_all();
}

}  // namespace itsmflow
