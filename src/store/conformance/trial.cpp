#include "store/conformance/trial.hpp"

#include <itsmflow/error.hpp>

#include <exception>

namespace itsmflow::conformance {

Trial::Trial(const StoreFactory& factory) : factory_(factory), store_(factory.fresh()) {}

void Trial::reopen() {
  if (durable()) store_ = factory_.reopen(std::move(store_));
}

void Trial::expect(bool holds, std::string_view otherwise) {
  if (holds) return;
  const std::lock_guard lock(mutex_);
  failures_.emplace_back(otherwise);
}

void Trial::expect_refused(const std::function<void()>& call, std::string_view what) {
  try {
    call();
  } catch (const UsageError&) {
    return;
  } catch (const std::exception& error) {
    expect(false, std::string(what) + " throws something else than UsageError: " + error.what());
    return;
  }
  expect(false, std::string(what) + " is not refused with UsageError");
}

std::string Trial::shown(const std::string& value) {
  constexpr std::size_t kLongest = 60;
  if (value.size() <= kLongest) return "'" + value + "'";
  return "'" + value.substr(0, kLongest) + "…' (" + std::to_string(value.size()) + " bytes)";
}

std::string Trial::shown(const std::optional<std::string>& value) {
  return value ? shown(*value) : "nothing";
}

std::string Trial::shown(const std::vector<std::int64_t>& values) {
  std::string text;
  for (const std::int64_t value : values) text += (text.empty() ? "" : ", ") + std::to_string(value);
  return "[" + text + "]";
}

std::string Trial::shown(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return "[" + text + "]";
}

}  // namespace itsmflow::conformance
