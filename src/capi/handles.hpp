#pragma once

#include <itsmflow/itsmflow.h>
#include <itsmflow/clock.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/store.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow::capi {

/// Stands first in what is behind a handle, and tells one of another kind. Nothing else is likely to begin with these.
enum class Kind : std::uint64_t { call = 0x6974736d666c6f01, library, directory, store, engine, step, reply, rows };

struct Handle {
  explicit Handle(Kind of) noexcept : kind(of) {}
  Kind kind;
};

/// What a callback answers with. Where some of it was refused the answer isn't whole: the callback has failed, whatever it returns.
struct Answering : Handle {
  using Handle::Handle;
  itsmflow_status status(itsmflow_status returned) const noexcept { return returned != ITSMFLOW_OK ? returned : refused; }
  const std::string& why() const noexcept { return failure.empty() ? refusal : failure; }

  std::string failure;                    ///< in the callback's words
  itsmflow_status refused = ITSMFLOW_OK;  ///< what was refused last
  std::string refusal;                    ///< in ours
};

/// What a program gave with its functions, and takes back when nothing needs it any more.
class Context {
 public:
  explicit Context(void* pointer) noexcept : pointer_(pointer) {}
  ~Context() {
    if (destroy_ != nullptr) destroy_(pointer_);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void* get() const noexcept { return pointer_; }
  /// From now on it is ours: before that the caller keeps it.
  void take(void (*destroy)(void*)) noexcept { destroy_ = destroy; }

 private:
  void* pointer_;
  void (*destroy_)(void*) = nullptr;
};

}  // namespace itsmflow::capi

struct itsmflow_call : itsmflow::capi::Handle {
  itsmflow_call() : Handle(itsmflow::capi::Kind::call) {}
  std::string error;
  std::string text;  ///< what the last function gave out
  std::atomic_flag busy;
};

struct itsmflow_library : itsmflow::capi::Handle {
  explicit itsmflow_library(itsmflow::Library loaded) : Handle(itsmflow::capi::Kind::library), library(std::move(loaded)) {}
  itsmflow::Library library;
};

struct itsmflow_directory : itsmflow::capi::Handle {
  explicit itsmflow_directory(std::shared_ptr<const itsmflow::Directory> of)
      : Handle(itsmflow::capi::Kind::directory), directory(std::move(of)) {}
  std::shared_ptr<const itsmflow::Directory> directory;
};

struct itsmflow_store : itsmflow::capi::Handle {
  explicit itsmflow_store(std::shared_ptr<itsmflow::Store> of) : Handle(itsmflow::capi::Kind::store), store(std::move(of)) {}
  std::shared_ptr<itsmflow::Store> store;
};

/// What the engine stands on comes before it, and goes after it.
struct itsmflow_engine : itsmflow::capi::Handle {
  itsmflow_engine(itsmflow::Library library, std::shared_ptr<itsmflow::Store> on, std::shared_ptr<const itsmflow::Directory> people,
                  std::unique_ptr<itsmflow::capi::Context> of, std::unique_ptr<itsmflow::Clock> its_clock,
                  itsmflow::EngineOptions options)
      : Handle(itsmflow::capi::Kind::engine),
        store(std::move(on)),
        directory(std::move(people)),
        context(std::move(of)),
        clock(std::move(its_clock)),
        engine(std::move(library), *store, *directory, std::move(options)) {}
  std::shared_ptr<itsmflow::Store> store;
  std::shared_ptr<const itsmflow::Directory> directory;
  std::unique_ptr<itsmflow::capi::Context> context;
  std::unique_ptr<itsmflow::Clock> clock;
  itsmflow::Engine engine;
};

struct itsmflow_step : itsmflow::capi::Handle {
  itsmflow_step() : Handle(itsmflow::capi::Kind::step) {}
  itsmflow::Step step{{}, 0, std::vector<itsmflow::Event>()};
};

struct itsmflow_reply : itsmflow::capi::Answering {
  itsmflow_reply() : Answering(itsmflow::capi::Kind::reply) {}
  std::vector<std::string> texts;
  std::optional<itsmflow::ServiceReply> answer;
};
