#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace itsmflow {

/// Many readers or one writer. Who may write enters first, beside whoever is there. Readers that wait get in after the writer who is there, all
/// together, and readers who come when a writer waits for others get in after him: so neither can keep the other waiting without end. Unlike
/// std::shared_mutex it tells a thread that would wait for itself: UsageError.
class MemoryLock {
 public:
  void lock_read();
  void enter();
  /// Of a thread that has entered.
  void lock_write() noexcept;
  // `of`: the thread that has begun it, which need not be the one that ends it.
  void unlock_read(std::thread::id of) noexcept;
  void leave(std::thread::id of) noexcept;
  /// Leaves, too.
  void unlock_write(std::thread::id of) noexcept;

 private:
  /// The threads that have a transaction, some here and some there, so that they mostly don't meet.
  struct alignas(64) Threads {
    std::mutex mutex;
    std::vector<std::thread::id> inside;
  };
  Threads& beside(std::thread::id thread) noexcept;
  bool try_lock_write() noexcept;
  void admit_readers() noexcept;

  static constexpr std::size_t kPlaces = 16;
  std::array<Threads, kPlaces> threads_;

  // Writers only need the word. Readers are rarer, and decide about each other under the mutex.
  alignas(64) std::atomic<std::uint32_t> word_ = 0;
  std::atomic<std::uint32_t> waiting_writers_ = 0;
  std::mutex mutex_;
  std::condition_variable admitted_;
  std::uint64_t admissions_ = 0;
  std::size_t readers_ = 0;          ///< who are in
  std::size_t waiting_readers_ = 0;  ///< who come in at the next admission
};

}  // namespace itsmflow
