#include "threads.hpp"

#include <chrono>
#include <utility>

namespace itsmflow::node {

void Threads::start(Work work) {
  const std::scoped_lock lock(mutex_);
  if (ending_) return;
  waiting_.push_back(std::move(work));
  if (idle_ >= waiting_.size()) {
    something_to_do_.notify_one();
    return;
  }
  ++working_;
  threads_.emplace_back([this] { this->work(); });
}

void Threads::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    something_to_do_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    --idle_;
    if (ending_) break;
    Work next = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    next();
    next = nullptr;
    lock.lock();
  }
  --working_;
  one_less_.notify_all();
}

void Threads::park() {
  {
    const std::scoped_lock lock(mutex_);
    for (auto thread = threads_.begin(); thread != threads_.end(); ++thread) {
      if (thread->get_id() != std::this_thread::get_id()) continue;
      thread->detach();
      threads_.erase(thread);
      break;
    }
    --working_;
    one_less_.notify_all();
  }
  while (true) std::this_thread::sleep_for(std::chrono::hours(24));
}

void Threads::end() {
  std::list<std::thread> ended;
  std::deque<Work> dropped;
  {
    std::unique_lock lock(mutex_);
    ending_ = true;
    something_to_do_.notify_all();
    one_less_.wait(lock, [this] { return working_ == 0; });
    ended.swap(threads_);
    dropped.swap(waiting_);
  }
  for (std::thread& thread : ended) thread.join();
}

bool Threads::is_ending() const {
  const std::scoped_lock lock(mutex_);
  return ending_;
}

void Lane::add(std::unique_ptr<Job> job) {
  const std::scoped_lock lock(mutex_);
  waiting_.push_back(std::move(job));
  if (taken_ || coming_back_ > 0) return;
  taken_ = true;
  go_on();
}

void Lane::go_on() {
  threads_.start([self = shared_from_this()] { self->work(); });
}

void Lane::work() {
  std::unique_lock lock(mutex_);
  while (coming_back_ == 0 && !waiting_.empty() && !threads_.is_ending()) {
    std::unique_ptr<Job> job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    Job& next = *job;
    next.work(std::move(job));
    lock.lock();
  }
  taken_ = false;
  left_.notify_one();
}

void Lane::step_aside() {
  const std::scoped_lock lock(mutex_);
  if (coming_back_ == 0 && !waiting_.empty()) {
    go_on();  // the lane stays taken, by the thread that begins
    return;
  }
  taken_ = false;
  left_.notify_one();
}

void Lane::come_back() {
  std::unique_lock lock(mutex_);
  ++coming_back_;
  left_.wait(lock, [this] { return !taken_; });
  --coming_back_;
  taken_ = true;
}

}  // namespace itsmflow::node
