#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/event.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/store.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace itsmflow {

/// What one scenario file came to: it is malformed (errors among the diagnostics), it failed, or it passed.
struct ScenarioResult {
  std::string file;
  std::string title;
  std::string process;
  Diagnostics diagnostics;           ///< what is wrong with the file, each at its words; no step is taken then
  std::vector<Diagnostic> failures;  ///< what turned out otherwise than it says, each at the step or expectation that says it
  std::vector<Event> events;         ///< of the case, as far as it came
  std::vector<std::string> activities_done;  ///< for coverage: "transfer" or "transfer.understood", each once

  /// Whether it is well formed, and all turned out as it says.
  bool passed() const noexcept { return !has_errors(diagnostics) && failures.empty(); }
};

/// How much of a process its scenarios have done.
struct ScenarioCoverage {
  std::string process;
  std::size_t results_done = 0;  ///< of activities' results, done by people or the engine
  std::size_t results_total = 0;
  std::vector<std::string> missing;  ///< "transfer.unclear"
};

/// Reads and plays a scenario on a fresh memory store with a clock of its own. Throws NotFound or StoreError if the file can't be read.
ITSMFLOW_EXPORT ScenarioResult run_scenario(const Library& library, const std::string& path);
/// The same from text.
ITSMFLOW_EXPORT ScenarioResult run_scenario_text(const Library& library, std::string text, std::string name = "<memory>");

/// Every *.yaml and *.yml at or below a path that is a scenario (has the key `scenario`), sorted.
ITSMFLOW_EXPORT std::vector<std::string> find_scenarios(const std::string& path);

/// How much the scenarios have done of each process of a library, in the order of its models.
ITSMFLOW_EXPORT std::vector<ScenarioCoverage> coverage(const Library& library, const std::vector<ScenarioResult>& results);

}  // namespace itsmflow
