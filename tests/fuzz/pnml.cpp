// Any bytes as a net in PNML: it is judged, and where it can be said as a model, that loads and behaves as the net does.

#include "bounds.hpp"
#include "findings.hpp"

#include <itsmflow/import.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <cstdint>

using namespace itsmflow;
using namespace itsmflow::fuzz;

namespace {

bool is_undecided(const Diagnostics& findings) {
  return std::ranges::any_of(findings, [](const Diagnostic& finding) { return finding.rule == "undecided"; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SourceText source{"fuzz.pnml", std::string(reinterpret_cast<const char*>(data), size)};
  const Diagnostics judged = check_pnml(source, {.max_states = kMostStates});
  require_readable(judged);
  auto imported = import_pnml(source, {.process = "fuzz", .limits = {.max_states = kMostStates}});
  require_readable(imported.diagnostics());
  if (!imported) return 0;
  const std::string text = std::move(imported).value_or_throw();
  auto loaded = load_model(text, "fuzz.yaml");
  require(static_cast<bool>(loaded), "what was imported loads", told(loaded.diagnostics()) + text);
  const Diagnostics proved = verify(std::move(loaded).value_or_throw(), {.max_states = kMostStates});
  require_readable(proved);
  if (judged.empty() && !is_undecided(proved))
    require(!has_errors(proved), "the model of a sound net is sound", told(proved) + text);
  return 0;
}
