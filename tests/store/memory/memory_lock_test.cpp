#include "catch.hpp"
#include "threads/in_threads.hpp"

#include "store/memory/gate.hpp"
#include "store/memory/memory_lock.hpp"

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>

using namespace itsmflow;

// Where something is seen that may not be seen, or a thread is forgotten, these don't end or count it; tsan sees what isn't ordered.

TEST_CASE("readers see nothing half written, and everybody has his turn") {
  constexpr int kTimes = 3'000;
  MemoryLock lock;
  int one = 0;
  int other = 0;
  std::atomic<int> wrong{0};
  in_threads(6, [&](int t) {
    const std::thread::id self = std::this_thread::get_id();
    for (int i = 0; i < kTimes; ++i) {
      if (t % 2 == 0) {
        lock.lock_read();
        if (one != other) ++wrong;
        if (i % 64 == 0) std::this_thread::yield();
        lock.unlock_read(self);
      } else {
        lock.enter();
        lock.lock_write();
        ++one;
        if (i % 64 == 0) std::this_thread::yield();
        ++other;
        lock.unlock_write(self);
      }
    }
  });
  CHECK(wrong == 0);
  CHECK(one == 3 * kTimes);
  CHECK(other == 3 * kTimes);
}

TEST_CASE("a writer comes between readers who never leave the store without one") {
  MemoryLock lock;
  std::atomic<bool> has_written{false};
  std::atomic<int> reading{0};
  std::atomic<int> entered{0};
  in_threads(3, [&](int t) {
    const std::thread::id self = std::this_thread::get_id();
    if (t == 0) {
      while (reading == 0) std::this_thread::yield();
      lock.enter();
      lock.lock_write();
      has_written = true;
      lock.unlock_write(self);
      return;
    }
    while (!has_written) {
      lock.lock_read();
      ++reading;
      // Until the other one has come in since, so that there is always one, unless he waits for the writer.
      const int before = ++entered;
      for (int looked = 0; entered == before && !has_written && looked < 10'000; ++looked) std::this_thread::yield();
      lock.unlock_read(self);
    }
  });
  CHECK(has_written);
}

TEST_CASE("a reader comes between writers who never leave the store without one") {
  MemoryLock lock;
  std::atomic<bool> has_read{false};
  in_threads(4, [&](int t) {
    const std::thread::id self = std::this_thread::get_id();
    if (t == 0) {
      lock.lock_read();
      has_read = true;
      lock.unlock_read(self);
      return;
    }
    while (!has_read) {
      lock.enter();
      lock.lock_write();
      lock.unlock_write(self);
    }
  });
  CHECK(has_read);
}

TEST_CASE("nobody looks through a gate while something changes") {
  constexpr int kTimes = 5'000;
  Gate gate;
  std::mutex one_at_a_time;
  int one = 0;
  int other = 0;
  std::atomic<int> wrong{0};
  in_threads(4, [&](int t) {
    for (int i = 0; i < kTimes; ++i) {
      if (t < 2) {
        Gate::Looker looker(gate);
        const std::shared_lock looking(looker);
        if (one != other) ++wrong;
      } else {
        const std::lock_guard alone(one_at_a_time);
        const std::lock_guard shut(gate);
        ++one;
        ++other;
      }
    }
  });
  CHECK(wrong == 0);
  CHECK(one == 2 * kTimes);
}
