#pragma once

#include <napi.h>
#include <itsmflow/itsmflow.hpp>

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "main_thread.hpp"

namespace itsmflow::node {

struct EngineHandle;

/// A store that can be closed while engines on it are still there: what they are asked for then is a UsageError.
class StoreHandle {
 public:
  explicit StoreHandle(std::unique_ptr<Store> store) : store_(std::move(store)) {}
  explicit StoreHandle(std::unique_ptr<SqliteStore> store) : sqlite_(store.get()), store_(std::move(store)) {}

  /// The store isn't closed before this ends.
  class Use {
   public:
    explicit Use(StoreHandle& handle) : handle_(&handle) {}
    Use(Use&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Use& operator=(Use&&) = delete;
    ~Use();

   private:
    StoreHandle* handle_;
  };
  Use use();

  // In use:
  Store& store() noexcept { return *store_; }
  SqliteStore& sqlite() noexcept { return *sqlite_; }

  void know(const std::shared_ptr<EngineHandle>& engine);
  /// Waits for what uses it; where the program ends it doesn't.
  void close(const Threads& threads);

 private:
  std::mutex mutex_;
  std::condition_variable unused_;
  std::size_t uses_ = 0;
  bool is_closed_ = false;
  std::vector<std::weak_ptr<EngineHandle>> engines_;
  SqliteStore* sqlite_ = nullptr;
  std::unique_ptr<Store> store_;
};

/// An engine with everything that has to outlive it.
struct EngineHandle {
  std::shared_ptr<StoreHandle> store;
  std::shared_ptr<const Directory> directory;
  std::unique_ptr<Clock> clock;
  std::shared_ptr<Lane> lane;
  std::unique_ptr<Engine> engine;
};

std::shared_ptr<const Directory> make_directory_of_functions(MainThread& main, bool has_holders_of);
std::unique_ptr<Clock> make_clock_of_function(MainThread& main);
Authorize make_authorize_of_function(MainThread& main);
ServiceHandler make_service_handler(MainThread& main);
/// Delivers by a function in JavaScript.
void deliver(MainThread& main, const Notification& notification);

// ---- How JavaScript holds all of these ----

template <class T>
Napi::Value wrap(Napi::Env env, std::shared_ptr<T> held) {
  using Held = std::shared_ptr<T>;
  auto owner = std::make_unique<Held>(std::move(held));
  const auto external =
      Napi::External<Held>::New(env, owner.get(), [](Napi::Env, Held* last) { const std::unique_ptr<Held> end(last); });
  owner.release();
  return external;
}

/// index.js gives each function only what is of the right kind.
template <class T>
std::shared_ptr<T> unwrap(Napi::Value value) {
  return *value.As<Napi::External<std::shared_ptr<T>>>().Data();
}

/// What a function gets, read one by one.
struct Given {
  const Napi::CallbackInfo& info;
  MainThread& main;

  Napi::Env env() const { return info.Env(); }
  Napi::Value at(std::size_t index) const { return info[index]; }
  std::string text(std::size_t index, std::string_view name) const;
  CaseId case_id(std::size_t index) const;
};

/// A function as node calls it. What it throws before there is a promise, a promise is rejected with.
using Function = Napi::Value (*)(const Given&);
template <Function function>
Napi::Value promising(const Napi::CallbackInfo& info) {
  MainThread& main = *info.Env().GetInstanceData<MainThread>();
  try {
    return function({info, main});
  } catch (...) {
    const auto deferred = Napi::Promise::Deferred::New(info.Env());
    deferred.Reject(main.show_error(info.Env(), std::current_exception()));
    return deferred.Promise();
  }
}
/// A function that gives what it gives at once, and throws.
template <Function function>
Napi::Value at_once(const Napi::CallbackInfo& info) {
  MainThread& main = *info.Env().GetInstanceData<MainThread>();
  try {
    return function({info, main});
  } catch (...) {
    napi_throw(info.Env(), main.show_error(info.Env(), std::current_exception()));
    return {};
  }
}

template <Function function>
void add_promising(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<promising<function>>(exports.Env(), name));
}
template <Function function>
void add_at_once(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<at_once<function>>(exports.Env(), name));
}

void add_models(Napi::Object exports);
void add_stores(Napi::Object exports);
void add_engine(Napi::Object exports);

}  // namespace itsmflow::node
