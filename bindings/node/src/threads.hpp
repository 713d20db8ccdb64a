#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace itsmflow::node {

/// The threads on which engines work: as many as have something to do, and never those of libuv. There a call that waits for a function
/// in JavaScript would keep a thread from the very reading and writing that this function may wait for.
class Threads {
 public:
  using Work = std::function<void()>;

  Threads() = default;
  ~Threads() { end(); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  void start(Work work);
  /// The thread that calls this is never needed again: it sleeps until the process has ended.
  [[noreturn]] void park();
  /// Waits for every thread but those that are parked. Nothing that waits to be started is started any more.
  void end();
  bool is_ending() const;

 private:
  void work();

  mutable std::mutex mutex_;
  std::condition_variable something_to_do_;
  std::condition_variable one_less_;
  std::deque<Work> waiting_;
  std::list<std::thread> threads_;
  std::size_t idle_ = 0;
  std::size_t working_ = 0;  ///< threads that have neither ended nor been parked
  bool ending_ = false;
};

/// A piece of work in a lane.
class Job {
 public:
  virtual ~Job() = default;
  /// Does it. Whoever holds the job gives it away: it may be gone before this returns.
  virtual void work(std::unique_ptr<Job> self) noexcept = 0;
};

/// Does jobs one after the other, in the order in which they came.
///
/// A job that waits for something which other jobs of the lane may be needed for steps aside, so that they can be done, and comes back.
class Lane : public std::enable_shared_from_this<Lane> {
 public:
  explicit Lane(Threads& threads) : threads_(threads) {}

  void add(std::unique_ptr<Job> job);
  void step_aside();
  /// Goes before the jobs that wait.
  void come_back();

 private:
  void go_on();
  void work();

  Threads& threads_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::deque<std::unique_ptr<Job>> waiting_;
  std::size_t coming_back_ = 0;
  bool taken_ = false;
};

}  // namespace itsmflow::node
