#pragma once

#include <itsmflow/store_conformance.hpp>

#include <mutex>
#include <string>
#include <string_view>

namespace itsmflow::conformance {

/// One check on one fresh store: gives it the store and takes what it finds wrong. `expect` may be called from any thread.
class Trial {
 public:
  explicit Trial(const StoreFactory& factory);

  Store& store() { return *store_; }
  bool durable() const { return static_cast<bool>(factory_.reopen); }
  /// Ends the store and opens the same one again; nothing where the store isn't durable.
  void reopen();

  void expect(bool holds, std::string_view otherwise);
  template <class T>
  void expect_equal(const T& seen, const T& wanted, std::string_view what) {
    expect(seen == wanted, std::string(what) + " is " + shown(seen) + ", not " + shown(wanted));
  }
  /// Calls something that must throw UsageError.
  void expect_refused(const std::function<void()>& call, std::string_view what);

  const std::vector<std::string>& failures() const { return failures_; }

 private:
  static std::string shown(bool value) { return value ? "true" : "false"; }
  static std::string shown(std::int64_t value) { return std::to_string(value); }
  static std::string shown(std::size_t value) { return std::to_string(value); }
  static std::string shown(const std::string& value);
  static std::string shown(const std::optional<std::string>& value);
  static std::string shown(const std::vector<std::int64_t>& values);
  static std::string shown(const std::vector<std::string>& values);

  const StoreFactory& factory_;
  std::unique_ptr<Store> store_;
  std::mutex mutex_;
  std::vector<std::string> failures_;
};

/// A promise and how to find out whether it is kept.
struct Check {
  enum class Needs { nothing, reopening, threads };

  const char* promise;
  void (*run)(Trial& trial);
  Needs needs = Needs::nothing;
};

// The checks, by what they are about.
std::vector<Check> step_checks();
std::vector<Check> event_checks();
std::vector<Check> work_checks();
std::vector<Check> outbox_checks();
std::vector<Check> people_checks();
std::vector<Check> rewrite_checks();
std::vector<Check> restart_checks();
std::vector<Check> thread_checks();

}  // namespace itsmflow::conformance
