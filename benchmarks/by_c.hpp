// The process of request.hpp, played through the interface for C as a program in C plays it.

#pragma once

#include "request.hpp"

#include <itsmflow/itsmflow.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace by_c {

class ByC {
 public:
  /// `now`: what the clock always says; null: the system's clock.
  explicit ByC(const itsmflow_time* now) {
    if (itsmflow_call_create(ITSMFLOW_C_ABI, &call_) != ITSMFLOW_OK) throw std::runtime_error("there is no call object");
    const itsmflow_text name = itsmflow_str("request.yaml");
    const itsmflow_text text = itsmflow_str(request::kModel);
    itsmflow_engine_options options{};
    options.size = sizeof options;
    if (now != nullptr) {
      now_ = *now;
      options.context = this;
      options.now = [](void* context, itsmflow_time* out) -> itsmflow_status {
        *out = static_cast<ByC*>(context)->now_;
        return ITSMFLOW_OK;
      };
    }
    must(itsmflow_library_load_texts(call_, &name, &text, 1, &library_, nullptr));
    must(itsmflow_directory_create(call_, itsmflow_str(R"({"ann": ["agent"], "ben": ["agent"], "lea": ["lead"]})"), &people_));
    must(itsmflow_store_create_memory(call_, &store_));
    must(itsmflow_engine_create(call_, library_, store_, people_, &options, &engine_));
  }
  ~ByC() {
    itsmflow_engine_destroy(engine_);
    itsmflow_store_destroy(store_);
    itsmflow_directory_destroy(people_);
    itsmflow_library_destroy(library_);
    itsmflow_call_destroy(call_);
  }
  ByC(const ByC&) = delete;
  ByC& operator=(const ByC&) = delete;

  /// One case from start to end, as request::play_case.
  void play_case() {
    itsmflow_step* step = nullptr;
    must(itsmflow_start(call_, engine_, itsmflow_str("request"), itsmflow_str("ann"), {nullptr, 0}, nullptr, &step));
    const std::int64_t id = itsmflow_step_case_id(step);
    finish(step);
    itsmflow_work assessed{};
    assessed.size = sizeof assessed;
    assessed.data = itsmflow_str(R"({"request.cost": 500})");
    perform(id, "assess", "ann", &assessed);
    perform(id, "approve", "lea", nullptr);
    perform(id, "build", "ann", nullptr);
    perform(id, "test", "ben", nullptr);
    perform(id, "close", "lea", nullptr);
  }

 private:
  void must(itsmflow_status status) const {
    if (status != ITSMFLOW_OK) throw std::runtime_error(itsmflow_call_error(call_).data);
  }
  static void finish(itsmflow_step* step) {
    const bool done = itsmflow_step_is_done(step) != 0;
    itsmflow_step_destroy(step);
    if (!done) throw std::runtime_error("a step was refused");
  }
  void perform(std::int64_t id, const char* activity, const char* actor, const itsmflow_work* work) {
    itsmflow_step* step = nullptr;
    must(itsmflow_perform(call_, engine_, id, itsmflow_str(activity), itsmflow_str(actor), work, &step));
    finish(step);
  }

  itsmflow_call* call_ = nullptr;
  itsmflow_library* library_ = nullptr;
  itsmflow_directory* people_ = nullptr;
  itsmflow_store* store_ = nullptr;
  itsmflow_engine* engine_ = nullptr;
  itsmflow_time now_{};
};

}  // namespace by_c
