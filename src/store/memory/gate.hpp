#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>

namespace itsmflow {

/// A thread's place among `places`, so that threads mostly don't meet.
inline std::size_t place_of(std::thread::id thread, std::size_t places) {
  return std::hash<std::thread::id>()(thread) * 0x9E37'79B9'7F4A'7C15u >> 32 &
         (places - 1);  // ids of threads differ in high bits only
}

/// A std::shared_mutex for what takes a microsecond: who looks (shared) marks a place of his own, so that processors needn't hand a counter to
/// each other at each look; who changes something shuts the gate and waits awake until nobody looks. Only one thread at a time may call lock().
class Gate {
  static constexpr std::size_t kLine = 64;  ///< bytes of a cache line
  struct alignas(kLine) Place {
    std::atomic<std::uint32_t> looking = 0;
  };

 public:
  /// Who looks, once or several times: from the place of the thread that made it.
  class Looker {
   public:
    explicit Looker(Gate& gate) noexcept : gate_(gate), place_(gate.places_[place_of(std::this_thread::get_id(), kPlaces)]) {}

    void lock_shared() noexcept {
      for (;;) {
        place_.looking.fetch_add(1);  // in order before it is asked whether it is shut: see Gate::lock()
        if (!gate_.shut_.load()) return;
        unlock_shared();
        for (int looked = 0; gate_.shut_.load(std::memory_order_relaxed); ++looked)
          if (looked >= kLooks) gate_.shut_.wait(true, std::memory_order_relaxed);
      }
    }
    void unlock_shared() noexcept { place_.looking.fetch_sub(1, std::memory_order_release); }

   private:
    Gate& gate_;
    Place& place_;
  };

  void lock() noexcept {
    shut_.store(true);  // in order before it is asked who looks
    for (const Place& place : places_)
      for (int looked = 0; place.looking.load() != 0; ++looked)
        if (looked >= kLooks) std::this_thread::yield();
  }
  void unlock() noexcept {
    shut_.store(false);
    shut_.notify_all();
  }

 private:
  static constexpr std::size_t kPlaces = 16;
  static constexpr int kLooks = 1'000;  ///< some microseconds: longer than a change takes, shorter than falling asleep

  std::array<Place, kPlaces> places_;
  alignas(kLine) std::atomic<bool> shut_ = false;
};

}  // namespace itsmflow
