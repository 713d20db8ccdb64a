#include "store/memory/memory_lock.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>

namespace itsmflow {

void MemoryLock::refuse_second() const {
  const std::thread::id self = std::this_thread::get_id();
  if (writer_ != self && std::find(readers_.begin(), readers_.end(), self) == readers_.end()) return;
  throw UsageError("This thread has a transaction of this store open already; end it before it begins another.");
}

template <class Ready>
void MemoryLock::wait_for_turn(std::unique_lock<std::mutex>& lock, Ready ready) {
  const std::uint64_t ticket = next_++;
  changed_.wait(lock, [&] { return serving_ == ticket && ready(); });
  ++serving_;
  if (serving_ != next_) changed_.notify_all();
}

void MemoryLock::lock_read() {
  std::unique_lock lock(mutex_);
  refuse_second();
  readers_.reserve(readers_.size() + next_ - serving_ + 1);  // getting in can't fail
  wait_for_turn(lock, [&] { return writer_ == std::thread::id(); });
  readers_.push_back(std::this_thread::get_id());
}

void MemoryLock::unlock_read() noexcept {
  const std::lock_guard lock(mutex_);
  const auto self = std::find(readers_.begin(), readers_.end(), std::this_thread::get_id());
  // A reader that was ended by another thread than the one that began it still leaves.
  readers_.erase(self == readers_.end() ? readers_.begin() : self);
  if (readers_.empty()) changed_.notify_all();
}

void MemoryLock::lock_write() {
  std::unique_lock lock(mutex_);
  refuse_second();
  wait_for_turn(lock, [&] { return writer_ == std::thread::id() && readers_.empty(); });
  writer_ = std::this_thread::get_id();
}

void MemoryLock::unlock_write() noexcept {
  const std::lock_guard lock(mutex_);
  writer_ = std::thread::id();
  changed_.notify_all();
}

}  // namespace itsmflow
