#include "capi/border.hpp"

#include <fmt/format.h>
#include <itsmflow/authorize.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <memory>
#include <new>
#include <utility>

namespace itsmflow::capi {
namespace {

constexpr std::pair<itsmflow_status, StoreError::Kind> kStoreErrors[] = {
    {ITSMFLOW_CANNOT_OPEN, StoreError::Kind::cannot_open},
    {ITSMFLOW_BUSY, StoreError::Kind::busy},
    {ITSMFLOW_FULL, StoreError::Kind::full},
    {ITSMFLOW_READ_ONLY, StoreError::Kind::read_only},
    {ITSMFLOW_NEWER_VERSION, StoreError::Kind::newer_version},
    {ITSMFLOW_CORRUPT, StoreError::Kind::corrupt},
    {ITSMFLOW_IO, StoreError::Kind::io},
};

itsmflow_status status_of(StoreError::Kind kind) noexcept {
  for (const auto& [status, known] : kStoreErrors)
    if (known == kind) return status;
  return ITSMFLOW_FAILED;
}

/// The statuses that this header names; a callback may give any number.
itsmflow_status known(itsmflow_status status) noexcept {
  const bool named =
      (status >= ITSMFLOW_MISUSE && status <= ITSMFLOW_FAILED) || (status >= ITSMFLOW_CANNOT_OPEN && status <= ITSMFLOW_IO);
  return named ? status : ITSMFLOW_FAILED;
}

/// A callback had no memory: for all in between as if there were none here, but in the callback's words.
class NoMemoryThere final : public std::bad_alloc {
 public:
  explicit NoMemoryThere(const std::string& words) : words_(std::make_shared<const std::string>(words)) {}
  const char* what() const noexcept override { return words_->c_str(); }

 private:
  std::shared_ptr<const std::string> words_;  // copying an exception may not throw
};

struct Told {
  itsmflow_status status;
  std::string words;
};

Told tell_current_exception() {
  try {
    throw;
  } catch (const CallbackFailed& error) {
    return {known(error.status()), error.what()};
  } catch (const MovedToArchive& error) {
    return {ITSMFLOW_MOVED_TO_ARCHIVE, error.what()};
  } catch (const NotFound& error) {
    return {ITSMFLOW_NOT_FOUND, error.what()};
  } catch (const UsageError& error) {
    return {ITSMFLOW_MISUSE, error.what()};
  } catch (const ModelError& error) {
    return {ITSMFLOW_MODEL_WRONG, error.what()};
  } catch (const NotAuthorized& error) {
    return {ITSMFLOW_NOT_AUTHORIZED, error.what()};
  } catch (const StoreError& error) {
    return {status_of(error.kind()), error.what()};
  } catch (const Error& error) {
    return {ITSMFLOW_FAILED, error.what()};
  } catch (const NoMemoryThere& error) {
    return {ITSMFLOW_NO_MEMORY, error.what()};
  } catch (const std::bad_alloc&) {
    return {ITSMFLOW_NO_MEMORY, "there is not enough memory for this"};
  } catch (const std::exception& error) {
    return {ITSMFLOW_FAILED, std::string("this is a fault in itsmflow: ") + error.what()};
  } catch (...) {
    return {ITSMFLOW_FAILED, "this is a fault in itsmflow, or a callback has thrown something"};
  }
}

}  // namespace

void throw_if_failed(itsmflow_status status, std::string_view who, const std::string& why) {
  if (status == ITSMFLOW_OK) return;
  const std::string words =
      why.empty() ? fmt::format("the callback '{}' failed with status {}, and gave no reason", who, status) : why;
  for (const auto& [number, kind] : kStoreErrors)
    if (number == status) throw StoreError(kind, words);
  if (status == ITSMFLOW_MISUSE) throw UsageError(words);
  if (status == ITSMFLOW_NO_MEMORY) throw NoMemoryThere(words);
  throw CallbackFailed(status, words);
}

itsmflow_status describe_current_exception(std::string& words) noexcept {
  try {
    Told told = tell_current_exception();
    words = std::move(told.words);
    return told.status;
  } catch (...) {  // there was no room for the words
    words.clear();
    return ITSMFLOW_NO_MEMORY;
  }
}

Timestamp in(const itsmflow_time& time) {
  constexpr std::int64_t kFirst = -62'135'596'800;  // 0001-01-01T00:00:00Z
  constexpr std::int64_t kLast = 253'402'300'799;   // 9999-12-31T23:59:59Z
  constexpr std::int32_t kNanos = 1'000'000'000;
  if (time.seconds < kFirst || time.seconds > kLast || time.nanos < 0 || time.nanos >= kNanos)
    throw UsageError("a moment lies outside of the years 0001 to 9999, or its `nanos` outside of 0 to 999999999");
  return {time.seconds, time.nanos};
}

}  // namespace itsmflow::capi
