#pragma once

#include <itsmflow/itsmflow.h>
#include <itsmflow/error.hpp>

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "capi/handles.hpp"

namespace itsmflow::capi {

// What every function does at the border: handles and texts are looked at on the way in, exceptions become numbers on the way out.

/// A callback failed, with a number that no error of ours has.
class CallbackFailed final : public Error {
 public:
  CallbackFailed(itsmflow_status status, const std::string& message) : Error(message), status_(status) {}
  itsmflow_status status() const noexcept { return status_; }

 private:
  itsmflow_status status_;
};

/// What a callback gave, as the exception that a function in C++ would have thrown. Nothing for ITSMFLOW_OK. `who`: "roles_of".
void throw_if_failed(itsmflow_status status, std::string_view who, const std::string& why);

/// The number for the exception that is being handled, and its words.
itsmflow_status describe_current_exception(std::string& words) noexcept;

template <class Of>
bool is(const Of* handle, Kind kind) noexcept {
  return handle != nullptr && handle->kind == kind;
}

/// The handle, as what it is. UsageError where it is null, or of another kind.
template <class Of>
Of& need(Of* handle, Kind kind, const char* name) {
  if (handle == nullptr) throw UsageError(std::string("there is no ") + name + ": the handle is null");
  if (handle->kind != kind) throw UsageError(std::string("what is given as ") + name + " is a handle of another kind");
  return *handle;
}

inline const Library& in(const itsmflow_library* handle) {
  return need(handle, Kind::library, "library").library;
}
inline const std::shared_ptr<const Directory>& in(const itsmflow_directory* handle) {
  return need(handle, Kind::directory, "directory").directory;
}
inline const std::shared_ptr<Store>& in(const itsmflow_store* handle) {
  return need(handle, Kind::store, "store").store;
}
inline Engine& in(itsmflow_engine* handle) {
  return need(handle, Kind::engine, "engine").engine;
}
inline const Engine& in(const itsmflow_engine* handle) {
  return need(handle, Kind::engine, "engine").engine;
}
inline const Step& in(const itsmflow_step* handle) {
  return need(handle, Kind::step, "step").step;
}

inline std::string_view in(itsmflow_text text) {
  if (text.data == nullptr && text.size > 0) throw UsageError("a text has a length, but its `data` is null");
  return text.size == 0 ? std::string_view() : std::string_view(text.data, text.size);
}

inline std::string copy(itsmflow_text text) {
  return std::string(in(text));
}

/// A text that stays where it is; it ends with a zero byte.
inline itsmflow_text out(const std::string& text) noexcept {
  return {text.c_str(), text.size()};
}

inline itsmflow_time out(Timestamp time) noexcept {
  return {time.seconds, time.nanos};
}

Timestamp in(const itsmflow_time& time);

inline Sensitive sensitivity(std::int32_t sensitive) noexcept {
  return sensitive != 0 ? Sensitive::shown : Sensitive::withheld;
}

/// What a structure that begins with its size holds, with zero for what an older program doesn't know; UsageError where a newer one has set
/// what isn't known here. Of null all is zero.
template <class Of>
Of in(const Of* given) {
  static_assert(std::is_trivially_copyable_v<Of>);
  Of known{};
  if (given == nullptr) return known;
  constexpr std::size_t kLargest = 4096;  // none will ever be: it isn't a size
  const std::size_t size = given->size;
  if (size < sizeof size || size > kLargest) throw UsageError("a structure doesn't begin with its size; set `size` to its sizeof");
  const char* bytes = reinterpret_cast<const char*>(given);
  for (std::size_t at = sizeof known; at < size; ++at)
    if (bytes[at] != 0) throw UsageError("a structure sets members that this library is too old to know");
  std::memcpy(static_cast<void*>(&known), bytes, size < sizeof known ? size : sizeof known);
  return known;
}

/// Ends what a handle stands for; null and one of another kind stay what they are.
template <class Of>
void destroy(Of* handle, Kind kind) noexcept {
  if (is(handle, kind)) const std::unique_ptr<Of> last(handle);
}

template <class Of>
void empty(Of** handle) noexcept {
  if (handle != nullptr) *handle = nullptr;
}
inline void empty(itsmflow_text* text) noexcept {
  if (text != nullptr) *text = {"", 0};
}

/// Where a function puts what it gives. UsageError if it is null.
template <class Of>
Of& into(Of* place) {
  if (place == nullptr) throw UsageError("the pointer to the place for what comes out is null");
  return *place;
}

/// Does the work of a function; what it throws is told by the call object.
template <class Work>
itsmflow_status run(itsmflow_call* call, const Work& work) noexcept {
  if (!is(call, Kind::call)) return ITSMFLOW_MISUSE;
  if (call->busy.test_and_set(std::memory_order_acquire)) return ITSMFLOW_MISUSE;  // its texts are somebody else's now
  itsmflow_status status = ITSMFLOW_OK;
  try {
    work();
    call->error.clear();  // not before: it may be among what was given
  } catch (...) {
    status = describe_current_exception(call->error);
  }
  call->busy.clear(std::memory_order_release);
  return status;
}

/// Does the work of a function by which a callback answers.
template <class Of, class Work>
itsmflow_status answer(Of* answering, Kind kind, const Work& work) noexcept {
  if (!is(answering, kind)) return ITSMFLOW_MISUSE;
  try {
    work();
    return ITSMFLOW_OK;
  } catch (...) {
    return answering->refused = describe_current_exception(answering->refusal);
  }
}

/// Does the work of a function that gives a text; a second one that gives a handle.
template <class Work>
itsmflow_status run_for_text(itsmflow_call* call, itsmflow_text* text, const Work& work) noexcept {
  empty(text);
  return run(call, [&] {
    itsmflow_text& place = into(text);
    call->text = work();
    place = out(call->text);
  });
}

template <class Of, class Work>
itsmflow_status run_for_handle(itsmflow_call* call, Of** handle, const Work& work) noexcept {
  empty(handle);
  return run(call, [&] {
    Of*& place = into(handle);
    place = work().release();
  });
}

}  // namespace itsmflow::capi
