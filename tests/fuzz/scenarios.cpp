// Any text as a scenario, played against the models that are shipped and those of the patterns.

#include "findings.hpp"
#include "places.hpp"

#include <itsmflow/model.hpp>
#include <itsmflow/scenario.hpp>

#include <cstdint>

using namespace itsmflow;
using namespace itsmflow::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string kSource = places::source();
  static const Library kLibrary = load_library({kSource + "/models/itil", kSource + "/models/municipality",
                                                kSource + "/tests/patterns", kSource + "/tests/engine/promise"})
                                      .value_or_throw();
  const ScenarioResult result = run_scenario_text(kLibrary, std::string(reinterpret_cast<const char*>(data), size), "fuzz.yaml");
  require_readable(result.diagnostics);
  require_readable(result.failures);
  require(!has_errors(result.diagnostics) || result.events.empty(), "a malformed scenario takes no step");
  coverage(kLibrary, {result});
  return 0;
}
