#pragma once

#include <napi.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "threads.hpp"

namespace itsmflow::node {

/// What a function in JavaScript threw, on its way through the engine. At the other end comes out the same object, which the call keeps.
class Thrown : public std::exception {
 public:
  Thrown(std::size_t index, std::string words) : index_(index), words_(std::move(words)) {}
  const char* what() const noexcept override { return words_.c_str(); }
  std::size_t index() const noexcept { return index_; }

 private:
  std::size_t index_;  ///< among what was thrown in its call
  std::string words_;
};

/// Something to be done on the thread of JavaScript.
class Task {
 public:
  virtual ~Task() = default;
  virtual void run(Napi::Env env) = 0;
};

class Call;

/// What a thread waits for, and what has come of it.
class Answer {
 public:
  virtual ~Answer() = default;
  /// The call that waits.
  Call& asker() const noexcept { return asker_; }
  /// On the thread of JavaScript.
  void give(Napi::Value value);
  void fail(std::exception_ptr failure);
  /// Nobody will answer any more: the program ends.
  void abandon();

 protected:
  enum class State { awaited, given, failed, abandoned };
  explicit Answer(Call& asker) : asker_(asker) {}
  virtual void read(Napi::Value value) = 0;
  /// Throws what it failed with.
  State wait();

 private:
  void become(State state);

  Call& asker_;
  std::mutex mutex_;
  std::condition_variable came_;
  State state_ = State::awaited;
  std::exception_ptr failure_;
};

template <class T>
class AnswerOf final : public Answer {
 public:
  AnswerOf(Call& asker, std::function<T(Napi::Value)> reader) : Answer(asker), reader_(std::move(reader)) {}

  /// None where nobody will answer.
  std::optional<T> get() {
    if (wait() == State::abandoned) return std::nullopt;
    return std::move(value_);
  }

 private:
  void read(Napi::Value value) override { value_.emplace(reader_(value)); }

  std::function<T(Napi::Value)> reader_;
  std::optional<T> value_;
};

/// Puts the arguments of a function in JavaScript together.
using Arguments = std::function<std::vector<napi_value>(Napi::Env)>;

/// The call that this thread works for. UsageError where it works for none.
Call& current_call();

/// The one thread on which JavaScript runs, and how others reach it. There is one for each instance of the addon.
class MainThread {
 public:
  MainThread(Napi::Env env, Napi::Function ask, Napi::Function make_error);
  MainThread(const MainThread&) = delete;
  MainThread& operator=(const MainThread&) = delete;

  Threads& threads() noexcept { return threads_; }

  /// From any thread. Where the program is ending the task is dropped.
  void post(std::unique_ptr<Task> task);

  /// Has a function in JavaScript answer, and waits for it; to be called where a Call works, on whose behalf the function is asked. None: the
  /// program ends, and nobody answers any more.
  template <class T>
  std::optional<T> ask(std::string_view what, Arguments arguments, std::function<T(Napi::Value)> reader) {
    auto answer = std::make_shared<AnswerOf<T>>(current_call(), std::move(reader));
    begin_to_ask(what, std::move(arguments), answer);
    struct Asked {
      MainThread& main;
      Answer* answer;
      ~Asked() { main.forget(answer); }
    } const asked{*this, answer.get()};
    return answer->get();
  }

  // On the thread of JavaScript:

  /// The loop doesn't end while something is held.
  void hold(Napi::Env env);
  void let_go(Napi::Env env);

  /// Puts a question to JavaScript, which settles it by its number at once or later.
  void put(Napi::Env env, const std::string& what, const Arguments& arguments, std::shared_ptr<Answer> answer);
  void settle(double number, Napi::Value value);
  void settle_by_failing(double number, Napi::Value thrown);

  /// The error that stands for an exception in JavaScript. `call`: in which it was thrown; may be null.
  Napi::Value show_error(Napi::Env env, const std::exception_ptr& failure, const Call* call = nullptr);

 private:
  class Question;
  static void run_task(Napi::Env env, Napi::Function, std::nullptr_t*, Task* task);
  using Queue = Napi::TypedThreadSafeFunction<std::nullptr_t, Task, run_task>;

  void begin_to_ask(std::string_view what, Arguments arguments, std::shared_ptr<Answer> answer);
  void forget(Answer* answer);
  std::shared_ptr<Answer> take(double number);
  Napi::Value make_error(Napi::Env env, const char* type, const std::string& message,
                         const std::vector<std::pair<const char*, napi_value>>& more = {});
  void end();

  Queue queue_;
  Napi::FunctionReference ask_;
  Napi::FunctionReference make_error_;
  std::size_t held_ = 0;
  std::uint64_t last_number_ = 0;
  std::map<std::uint64_t, std::shared_ptr<Answer>> questions_;

  std::mutex mutex_;
  bool ending_ = false;
  std::set<Answer*> awaited_;

  Threads threads_;
};

/// One call of a function that gives a promise: its work is done on another thread, and what comes of it is shown on that of JavaScript.
class Call : public Job, public Task {
 public:
  Call(MainThread& main, Napi::Env env, Napi::Value scope, Lane* lane);
  ~Call() override;

  Napi::Promise promise() const { return deferred_.Promise(); }
  MainThread& main() noexcept { return main_; }
  Lane* lane() noexcept { return lane_; }
  Napi::Value scope() const { return scope_.IsEmpty() ? Env().Undefined() : scope_.Value(); }

  // What was thrown by functions in JavaScript, on the thread of JavaScript. Of what is no object nothing can be kept.
  std::size_t keep(Napi::Value thrown);
  Napi::Value thrown(std::size_t index) const { return thrown_.at(index).IsEmpty() ? Napi::Value() : thrown_.at(index).Value(); }

  void work(std::unique_ptr<Job> self) noexcept final;
  void run(Napi::Env env) final;

 protected:
  virtual void do_it() = 0;
  virtual Napi::Value show(Napi::Env env) = 0;

 private:
  Napi::Env Env() const { return deferred_.Env(); }

  MainThread& main_;
  Lane* lane_;  ///< kept by whatever the call works with
  Napi::Promise::Deferred deferred_;
  Napi::Reference<Napi::Value> scope_;  ///< what JavaScript knows of this call; empty: nothing
  std::vector<Napi::Reference<Napi::Value>> thrown_;
  std::exception_ptr failure_;
  bool settled_ = false;
};

/// Does `work` on another thread, and shows what it gives by `show(env, result)`, or its exception by rejecting. In a lane, or where there is none at once.
template <class Work, class Show>
Napi::Value promise_of(MainThread& main, Napi::Env env, const std::shared_ptr<Lane>& lane, Napi::Value scope, Work work,
                       Show show) {
  using Result = decltype(work());
  class This final : public Call {
   public:
    This(MainThread& to, Napi::Env env, Napi::Value scope, const std::shared_ptr<Lane>& lane, Work do_work, Show do_show)
        : Call(to, env, scope, lane.get()), kept_(lane), work_(std::move(do_work)), show_(std::move(do_show)) {}

   private:
    void do_it() override {
      if constexpr (std::is_void_v<Result>) {
        work_();
      } else {
        result_.emplace(work_());
      }
    }
    Napi::Value show(Napi::Env to) override {
      if constexpr (std::is_void_v<Result>) {
        return to.Undefined();
      } else {
        return show_(to, *result_);
      }
    }

    struct Nothing {};
    std::shared_ptr<Lane> kept_;
    Work work_;
    Show show_;
    std::optional<std::conditional_t<std::is_void_v<Result>, Nothing, Result>> result_;
  };
  auto call = std::make_unique<This>(main, env, scope, lane, std::move(work), std::move(show));
  Napi::Promise promise = call->promise();
  main.hold(env);
  (lane ? lane : std::make_shared<Lane>(main.threads()))->add(std::move(call));
  return promise;
}

}  // namespace itsmflow::node
