#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace itsmflow {

/// A std::shared_mutex for what takes a microsecond or two: who has to wait looks again and again for a while before he falls asleep, which, with
/// being woken, would take longer. Only one thread at a time may call lock().
class Gate {
 public:
  void lock_shared() noexcept {
    for (int looked = 0;;) {
      std::uint32_t now = state_.load(std::memory_order_relaxed);
      if ((now & kShut) == 0) {
        if (state_.compare_exchange_weak(now, now + kInside, std::memory_order_acquire, std::memory_order_relaxed)) return;
      } else if (++looked >= kLooks) {
        state_.wait(now, std::memory_order_relaxed);
      }
    }
  }
  void unlock_shared() noexcept { state_.fetch_sub(kInside, std::memory_order_release); }

  /// Those inside are only looking: they are waited for awake.
  void lock() noexcept {
    state_.fetch_or(kShut, std::memory_order_relaxed);
    for (int looked = 0; state_.load(std::memory_order_acquire) != kShut; ++looked)
      if (looked >= kLooks) std::this_thread::yield();
  }
  void unlock() noexcept {
    state_.exchange(0);  // in order before it is asked whether somebody sleeps
    state_.notify_all();
  }

 private:
  static constexpr std::uint32_t kShut = 1;
  static constexpr std::uint32_t kInside = 2;  ///< for each thread that is inside
  static constexpr int kLooks = 2'000;         ///< some microseconds

  std::atomic<std::uint32_t> state_ = 0;
};

}  // namespace itsmflow
