#include "main_thread.hpp"

#include <itsmflow/itsmflow.hpp>

#include <new>

#include "convert.hpp"

namespace itsmflow::node {

// ---- Answers ----

void Answer::give(Napi::Value value) {
  try {
    read(value);
    become(State::given);
  } catch (...) {  // it is of another kind than was asked for
    fail(std::current_exception());
  }
}

void Answer::fail(std::exception_ptr failure) {
  failure_ = std::move(failure);
  become(State::failed);
}

void Answer::abandon() {
  become(State::abandoned);
}

void Answer::become(State state) {
  const std::scoped_lock lock(mutex_);
  if (state_ != State::awaited) return;
  state_ = state;
  came_.notify_one();
}

Answer::State Answer::wait() {
  std::unique_lock lock(mutex_);
  came_.wait(lock, [this] { return state_ != State::awaited; });
  if (state_ == State::failed) std::rethrow_exception(failure_);
  return state_;
}

// ---- The way to the thread of JavaScript ----

MainThread::MainThread(Napi::Env env, Napi::Function ask, Napi::Function make_error)
    : queue_(Queue::New(env, "itsmflow", 0, 1)), ask_(Napi::Persistent(ask)), make_error_(Napi::Persistent(make_error)) {
  queue_.Unref(env);
  // Hooks are called in the reverse order: this one while the queue is still there.
  env.AddCleanupHook([this] { end(); });
}

void MainThread::run_task(Napi::Env env, Napi::Function, std::nullptr_t*, Task* task) {
  const std::unique_ptr<Task> last(task);
  if (static_cast<napi_env>(env) != nullptr) task->run(env);
}

void MainThread::post(std::unique_ptr<Task> task) {
  Task* given = task.release();
  if (queue_.NonBlockingCall(given) != napi_ok) const std::unique_ptr<Task> dropped(given);
}

void MainThread::hold(Napi::Env env) {
  if (held_++ == 0) queue_.Ref(env);
}

void MainThread::let_go(Napi::Env env) {
  if (--held_ == 0) queue_.Unref(env);
}

void MainThread::end() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
    for (Answer* answer : awaited_) answer->abandon();
  }
  threads_.end();
}

// ---- Questions ----

class MainThread::Question final : public Task {
 public:
  Question(MainThread& main, std::string_view what, Arguments arguments, std::shared_ptr<Answer> answer)
      : main_(main), what_(what), arguments_(std::move(arguments)), answer_(std::move(answer)) {}

  void run(Napi::Env env) override { main_.put(env, what_, arguments_, answer_); }

 private:
  MainThread& main_;
  std::string what_;
  Arguments arguments_;
  std::shared_ptr<Answer> answer_;
};

void MainThread::begin_to_ask(std::string_view what, Arguments arguments, std::shared_ptr<Answer> answer) {
  {
    const std::scoped_lock lock(mutex_);
    awaited_.insert(answer.get());
    if (ending_) {
      answer->abandon();
      return;
    }
  }
  post(std::make_unique<Question>(*this, what, std::move(arguments), std::move(answer)));
}

void MainThread::forget(Answer* answer) {
  const std::scoped_lock lock(mutex_);
  awaited_.erase(answer);
}

void MainThread::put(Napi::Env env, const std::string& what, const Arguments& arguments, std::shared_ptr<Answer> answer) {
  const std::uint64_t number = ++last_number_;
  questions_.emplace(number, answer);
  try {
    std::vector<napi_value> given = {answer->asker().scope(), Napi::Number::New(env, static_cast<double>(number)),
                                     Napi::String::New(env, what)};
    for (const napi_value value : arguments(env)) given.push_back(value);
    ask_.Call(given);
  } catch (...) {
    questions_.erase(number);
    answer->fail(std::make_exception_ptr(UsageError("the function '" + what + "' could not be called")));
  }
}

std::shared_ptr<Answer> MainThread::take(double number) {
  const auto found = questions_.find(static_cast<std::uint64_t>(number));
  if (found == questions_.end()) return nullptr;
  std::shared_ptr<Answer> answer = std::move(found->second);
  questions_.erase(found);
  return answer;
}

void MainThread::settle(double number, Napi::Value value) {
  if (const auto answer = take(number)) answer->give(value);
}

void MainThread::settle_by_failing(double number, Napi::Value thrown) {
  const auto answer = take(number);
  if (!answer) return;
  std::string words = "it threw something that is no Error";
  if (thrown.IsObject() && thrown.As<Napi::Object>().Get("message").IsString())
    words = thrown.As<Napi::Object>().Get("message").As<Napi::String>().Utf8Value();
  else if (thrown.IsString())
    words = thrown.As<Napi::String>().Utf8Value();
  answer->fail(std::make_exception_ptr(Thrown(answer->asker().keep(thrown), words)));
}

// ---- Errors ----

Napi::Value MainThread::make_error(Napi::Env env, const char* type, const std::string& message,
                                   const std::vector<std::pair<const char*, napi_value>>& more) {
  Napi::Object values = Napi::Object::New(env);
  for (const auto& [name, value] : more) values.Set(name, value);
  return make_error_.Call({Napi::String::New(env, type), Napi::String::New(env, message), values});
}

Napi::Value MainThread::show_error(Napi::Env env, const std::exception_ptr& failure, const Call* call) {
  const auto text = [&](std::string_view words) { return to_js(env, words); };
  try {
    std::rethrow_exception(failure);
  } catch (const Thrown& error) {
    const Napi::Value same = call == nullptr ? Napi::Value() : call->thrown(error.index());
    if (!same.IsEmpty()) return same;
    return make_error(env, "ItsmflowError", error.what());
  } catch (const MovedToArchive& error) {
    return make_error(
        env, "MovedToArchive", error.what(),
        {{"kind", text(to_string(error.kind()))}, {"wanted", text(error.name())}, {"caseId", to_js(env, error.case_id())}});
  } catch (const NotFound& error) {
    return make_error(env, "NotFound", error.what(), {{"kind", text(to_string(error.kind()))}, {"wanted", text(error.name())}});
  } catch (const UsageError& error) {
    return make_error(env, "UsageError", error.what());
  } catch (const WrongModel& error) {
    return make_error(env, "ModelError", error.what(), {{"diagnostics", to_js(env, error.diagnostics())}});
  } catch (const ModelError& error) {
    return make_error(env, "ModelError", error.what(), {{"diagnostics", Napi::Array::New(env)}});
  } catch (const NotAuthorized& error) {
    return make_error(env, "NotAuthorized", error.what(),
                      {{"entry", text(in_camel_case(to_string(error.entry())))}, {"caseId", to_js(env, error.case_id())}});
  } catch (const StoreError& error) {
    return make_error(env, "StoreError", error.what(), {{"kind", text(to_string(error.kind()))}});
  } catch (const Napi::Error& error) {
    return error.Value();
  } catch (const std::bad_alloc&) {
    return make_error(env, "ItsmflowError", "there is not enough memory for this");
  } catch (const std::exception& error) {
    return make_error(env, "ItsmflowError", error.what());
  } catch (...) {
    return make_error(env, "ItsmflowError", "this is a fault in itsmflow");
  }
}

// ---- Calls ----

namespace {
thread_local Call* current = nullptr;
}  // namespace

Call& current_call() {
  if (current == nullptr) throw UsageError("functions in JavaScript are asked only while an engine works");
  return *current;
}

Call::Call(MainThread& main, Napi::Env env, Napi::Value scope, Lane* lane) : main_(main), lane_(lane), deferred_(env) {
  if (scope.IsObject()) scope_ = Napi::Reference<Napi::Value>::New(scope, 1);
}

Call::~Call() {
  if (settled_) return;
  // The program ends, and this may be another thread than that of JavaScript.
  scope_.SuppressDestruct();
  for (auto& one : thrown_) one.SuppressDestruct();
}

std::size_t Call::keep(Napi::Value thrown) {
  thrown_.emplace_back();
  if (thrown.IsObject() || thrown.IsFunction()) thrown_.back() = Napi::Reference<Napi::Value>::New(thrown, 1);
  return thrown_.size() - 1;
}

void Call::work(std::unique_ptr<Job> self) noexcept {
  current = this;
  try {
    do_it();
  } catch (...) {
    failure_ = std::current_exception();
  }
  current = nullptr;
  MainThread& main = main_;
  self.release();
  main.post(std::unique_ptr<Task>(this));
}

void Call::run(Napi::Env env) {
  settled_ = true;
  main_.let_go(env);
  try {
    const Napi::HandleScope handles(env);
    Napi::Value shown;
    if (!failure_) {
      try {
        shown = show(env);
      } catch (...) {
        failure_ = std::current_exception();
      }
    }
    if (failure_) {
      deferred_.Reject(main_.show_error(env, failure_, this));
    } else {
      deferred_.Resolve(shown);
    }
  } catch (const Napi::Error&) {
    // JavaScript is being ended (process.exit, worker.terminate): nobody waits any more.
  }
}

}  // namespace itsmflow::node
