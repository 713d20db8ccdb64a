#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/store.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace itsmflow {

// Finds out whether a store keeps every promise of store.hpp. Needs no test framework: call check_store() from any program and
// print what it returns. examples/custom-store/ shows it.

/// Makes the stores to be checked.
struct StoreFactory {
  /// A new store without anything in it. Called once for each check; the one before has been destroyed by then.
  std::function<std::unique_ptr<Store>()> fresh;
  /// Ends a store and opens the same one again, as after a restart. Empty: the store is not durable, and that isn't checked.
  std::function<std::unique_ptr<Store>(std::unique_ptr<Store>)> reopen;
  /// Whether the store may be used by several threads, as every Store may but one on a borrowed connection.
  bool threads = true;
};

/// A promise that the store does not keep.
struct ConformanceFailure {
  std::string check;    ///< the promise, a sentence
  std::string message;  ///< what was seen instead
};

/// What was looked at, and what was found.
struct ConformanceReport {
  std::vector<std::string> checks;  ///< the promises that were looked at
  std::vector<ConformanceFailure> failures;

  /// Whether promises were looked at and all of them are kept.
  bool passed() const noexcept { return failures.empty() && !checks.empty(); }
};

/// Tries every promise on fresh stores. Does not throw what a store throws: that is a failure in the report.
ITSMFLOW_EXPORT ConformanceReport check_store(const StoreFactory& factory);

/// One line a failure, or one that says how many promises are kept.
ITSMFLOW_EXPORT std::string to_string(const ConformanceReport& report);

}  // namespace itsmflow
