// Any text as a model: what is found in it can be printed and mended; what can be loaded is proved, drawn, and cases of it are worked on.

#include "bounds.hpp"
#include "findings.hpp"
#include "walk.hpp"

#include <itsmflow/draw.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

#include <cstdint>

namespace {

using namespace itsmflow;
using namespace itsmflow::fuzz;

std::uint32_t seed_of(const std::string& text) {
  std::uint32_t hash = 2'166'136'261U;  // FNV-1a: the same text, the same walk
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16'777'619U;
  return hash;
}

void mend(const std::shared_ptr<const SourceText>& text, const Diagnostics& findings) {
  const Mended mended = apply_safe_fixes(text, findings);
  if (mended.mended.empty()) return;
  const auto again = load_model(mended.text, text->name);
  require_readable(again.diagnostics());
}

void work_on(const std::shared_ptr<const Model>& model, const std::string& text) {
  static const ModelReader kReader = load_texts({}).value_or_throw().reader();
  Walk walk(Library({model}, kReader), seed_of(text));
  const auto id = walk.start(*model);
  if (!id) return;
  for (int i = 0; i < kMostSteps; ++i) walk.step(*id);
  const LogReport report = walk.engine().verify_log();
  require(report.problems.empty(), "a case is the fold of its events", report.problems.empty() ? "" : report.problems.front());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  auto loaded = load_model(text, "fuzz.yaml");
  require_readable(loaded.diagnostics());
  require(static_cast<bool>(loaded) != has_errors(loaded.diagnostics()), "what has no errors is loaded",
          told(loaded.diagnostics()));
  mend(std::make_shared<SourceText>(SourceText{"fuzz.yaml", text}), loaded.diagnostics());
  if (!loaded) return 0;
  const std::shared_ptr<const Model> model = std::move(loaded).value_or_throw();
  const Diagnostics proved = verify(model, {.max_states = kMostStates});
  require_readable(proved);
  require_readable(verify_people(model, everybody({model})));
  require_readable(find_tensions({model}).findings);
  for (const DrawFormat format : {DrawFormat::dot, DrawFormat::mermaid}) require(!draw(*model, format).empty(), "a model is drawn");
  draw(*model, DrawFormat::dot, {.findings = proved});
  work_on(model, text);
  return 0;
}
