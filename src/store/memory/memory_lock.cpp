#include "store/memory/memory_lock.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <atomic>

namespace itsmflow {
namespace {

/// Whoever writes is nearly always done in a microsecond or two, sooner than a thread falls asleep and is woken.
constexpr int kLooks = 40;
constexpr int kPause = 20;  ///< steps between two looks

void pause_shortly() noexcept {
  std::atomic<int> steps = 0;  // which no compiler leaves out
  while (steps.fetch_add(1, std::memory_order_relaxed) < kPause) {
  }
}

void take_out(std::vector<std::thread::id>& threads, std::thread::id of) noexcept {
  threads.erase(std::find(threads.begin(), threads.end(), of));
}

}  // namespace

void MemoryLock::refuse_second() const {
  const std::thread::id self = std::this_thread::get_id();
  const auto is_in = [&](const std::vector<std::thread::id>& threads) {
    return std::find(threads.begin(), threads.end(), self) != threads.end();
  };
  if (is_in(readers_) || is_in(entered_))
    throw UsageError("This thread has a transaction of this store open already; end it before it begins another.");
}

template <class Ready>
void MemoryLock::wait_for_turn(std::unique_lock<std::mutex>& lock, Ready ready) {
  for (int looked = 0; looked < kLooks && !(serving_ == next_ && ready()); ++looked) {
    lock.unlock();
    pause_shortly();
    lock.lock();
  }
  const std::uint64_t ticket = next_++;
  changed_.wait(lock, [&] { return serving_ == ticket && ready(); });
  ++serving_;
  if (serving_ != next_) changed_.notify_all();
}

void MemoryLock::lock_read() {
  std::unique_lock lock(mutex_);
  refuse_second();
  wait_for_turn(lock, [&] { return !is_written_; });
  readers_.push_back(std::this_thread::get_id());
}

void MemoryLock::unlock_read(std::thread::id of) noexcept {
  const std::lock_guard lock(mutex_);
  take_out(readers_, of);
  if (readers_.empty()) changed_.notify_all();
}

void MemoryLock::enter() {
  const std::lock_guard lock(mutex_);
  refuse_second();
  entered_.push_back(std::this_thread::get_id());
}

void MemoryLock::leave(std::thread::id of) noexcept {
  const std::lock_guard lock(mutex_);
  take_out(entered_, of);
}

void MemoryLock::lock_write() {
  std::unique_lock lock(mutex_);
  wait_for_turn(lock, [&] { return !is_written_ && readers_.empty(); });
  is_written_ = true;
}

void MemoryLock::unlock_write(std::thread::id of) noexcept {
  const std::lock_guard lock(mutex_);
  is_written_ = false;
  take_out(entered_, of);
  changed_.notify_all();
}

}  // namespace itsmflow
