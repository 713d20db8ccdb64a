#include "store/memory/memory_lock.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>

#include "store/memory/gate.hpp"

namespace itsmflow {
namespace {

// What the word says.
constexpr std::uint32_t kWritten = 1;      // a writer is in
constexpr std::uint32_t kRead = 2;         // readers are in, or come in as soon as nobody writes: no writer gets in
constexpr std::uint32_t kReadersWait = 4;  // the writer who leaves lets them in

/// Whoever writes is nearly always done in a microsecond or two, sooner than a thread falls asleep and is woken.
constexpr int kLooks = 1'000;

}  // namespace

MemoryLock::Threads& MemoryLock::beside(std::thread::id thread) noexcept {
  return threads_[place_of(thread, kPlaces)];
}

void MemoryLock::enter() {
  const std::thread::id self = std::this_thread::get_id();
  Threads& threads = beside(self);
  const std::lock_guard lock(threads.mutex);
  if (std::find(threads.inside.begin(), threads.inside.end(), self) != threads.inside.end())
    throw UsageError("This thread has a transaction of this store open already; end it before it begins another.");
  threads.inside.push_back(self);
}

void MemoryLock::leave(std::thread::id of) noexcept {
  Threads& threads = beside(of);
  const std::lock_guard lock(threads.mutex);
  threads.inside.erase(std::find(threads.inside.begin(), threads.inside.end(), of));
}

void MemoryLock::lock_read() {
  enter();
  std::unique_lock lock(mutex_);
  const std::uint64_t before = admissions_;
  word_.fetch_or(
      kReadersWait);  // in order before it is asked who waits: a writer who leaves without seeing it doesn't wait any more
  ++waiting_readers_;
  if (waiting_writers_.load() == 0) admit_readers();
  admitted_.wait(lock, [&] { return admissions_ != before; });
}

void MemoryLock::unlock_read(std::thread::id of) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (--readers_ == 0) {
      word_.fetch_and(~kRead);
      word_.notify_all();  // readers who wait came after a writer who waits, and who lets them in
    }
  }
  leave(of);
}

/// Under the mutex. All who wait come in, now or when the writer who is in leaves.
void MemoryLock::admit_readers() noexcept {
  if ((word_.fetch_or(kRead) & kWritten) != 0) return;
  word_.fetch_and(~kReadersWait);
  readers_ += waiting_readers_;
  waiting_readers_ = 0;
  ++admissions_;
  admitted_.notify_all();
}

bool MemoryLock::try_lock_write() noexcept {
  std::uint32_t now = word_.load(std::memory_order_relaxed);
  return (now & (kWritten | kRead)) == 0 && word_.compare_exchange_strong(now, now | kWritten);
}

void MemoryLock::lock_write() noexcept {
  for (int looked = 0; looked < kLooks; ++looked)
    if (try_lock_write()) return;
  ++waiting_writers_;
  while (!try_lock_write()) {
    const std::uint32_t now = word_.load();
    if ((now & (kWritten | kRead)) != 0) word_.wait(now);
  }
  --waiting_writers_;
}

void MemoryLock::unlock_write(std::thread::id of) noexcept {
  const std::uint32_t was = word_.fetch_and(~kWritten);
  if ((was & (kRead | kReadersWait)) != 0) {
    const std::lock_guard lock(mutex_);
    if (waiting_readers_ > 0) admit_readers();
  }
  word_.notify_one();
  leave(of);
}

}  // namespace itsmflow
