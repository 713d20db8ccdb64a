#include <itsmflow/import.hpp>

#include "import/behaviour.hpp"
#include "import/ids.hpp"
#include "import/model_text.hpp"
#include "import/pnml.hpp"
#include "source/file.hpp"

#include <fmt/format.h>

#include <itsmflow/error.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace itsmflow {
namespace {

Diagnostics check(std::shared_ptr<const SourceText> source, const PnmlOptions& options) {
  Diagnostics found;
  if (const auto net = pnml::read(std::move(source), found)) pnml::judge_behaviour(*net, options.max_states, found);
  sort(found);
  return found;
}

using Kind = SoundnessFault::Kind;

/// Where a model would be over: every token is in a place where cases end, or there is none any more.
bool is_over_in_model(const pnml::Net& net, const SoundnessFault& deadlock) {
  return std::all_of(deadlock.marked.begin(), deadlock.marked.end(), [&](std::uint32_t p) {
    return std::any_of(net.finals.begin(), net.finals.end(),
                       [&](const auto& places) { return std::binary_search(places.begin(), places.end(), p); });
  });
}

/// What the model would not do as the net does is an error; what is wrong with both is told beside it.
void judge_for_import(const pnml::Net& net, std::size_t most, Diagnostics& found) {
  const Soundness verdict = judge_soundness(net.petri, net.finals, most);
  for (const SoundnessFault& fault : verdict.faults) {
    Diagnostic told = pnml::tell(net, fault);
    if (fault.kind == Kind::deadlock && is_over_in_model(net, fault)) {
      told.rule = "not-expressible";
      told.message = "here a case is over in a model, which ends when all its branches have, and is stuck in the net";
    } else if (fault.kind == Kind::deadlock || fault.kind == Kind::livelock || fault.kind == Kind::dead) {
      told.severity = Severity::warning;
    }
    found.push_back(std::move(told));
  }
  if (!verdict.decided) found.push_back(pnml::tell_undecided(net, verdict.markings, most));
}

std::string process_of(const std::string& name, const std::string& file) {
  for (const std::string& text : {name, std::filesystem::path(file).stem().string()}) {
    std::string id = pnml::id_of(text, '-');
    if (pnml::is_id(id, '-')) return id;
  }
  return "imported-process";
}

Loaded<std::string> import_net(std::shared_ptr<const SourceText> source, const PnmlImport& options) {
  if (!options.process.empty() && !pnml::is_id(options.process, '-'))
    throw UsageError(fmt::format("'{}' is no id of a process; write it in kebab-case, as in 'normal-change'", options.process));
  const std::string file = source->name;
  Diagnostics found;
  const auto net = pnml::read(std::move(source), found);
  if (net) pnml::find_inexpressible(*net, found);
  if (net) judge_for_import(*net, options.limits.max_states, found);
  sort(found);
  if (!net || has_errors(found)) return {std::nullopt, std::move(found)};
  return {pnml::model_text(*net, options.process.empty() ? process_of(net->name, file) : options.process), std::move(found)};
}

}  // namespace

Diagnostics check_pnml(const SourceText& source, const PnmlOptions& options) {
  return check(std::make_shared<const SourceText>(source), options);
}

Diagnostics check_pnml_file(const std::string& path, const PnmlOptions& options) {
  return check(source::read_file(path), options);
}

Loaded<std::string> import_pnml(const SourceText& source, const PnmlImport& options) {
  return import_net(std::make_shared<const SourceText>(source), options);
}

Loaded<std::string> import_pnml_file(const std::string& path, const PnmlImport& options) {
  return import_net(source::read_file(path), options);
}

}  // namespace itsmflow
