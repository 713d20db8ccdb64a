#include <itsmflow/verify.hpp>

#include "verify/findings.hpp"
#include "verify/proof.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace itsmflow {
namespace {

/// One fault shows in many data: what is said at the same words and mended in the same way is said once, with a shortest way there.
Diagnostics folded(Diagnostics found) {
  using Key = std::tuple<std::string, const SourceText*, std::uint32_t, std::uint32_t, std::string>;
  std::map<Key, std::pair<std::size_t, std::size_t>> seen;  // where the first of them is, and how many there are beside it
  Diagnostics kept;
  for (Diagnostic& one : found) {
    const bool is_alike_others = one.severity == Severity::error && !one.trace.empty();
    const Key key{one.rule, one.span.source.get(), one.span.begin, one.span.end, one.help};
    if (is_alike_others) {
      const auto [first, fresh] = seen.try_emplace(key, kept.size(), 0);
      if (!fresh) {
        ++first->second.second;
        continue;
      }
    }
    kept.push_back(std::move(one));
  }
  for (const auto& [key, first] : seen) {
    const auto& [at, more] = first;
    if (more > 0) kept[at].label += fmt::format(", and {} more {} like it", more, more == 1 ? "way" : "ways");
  }
  return kept;
}

}  // namespace

Diagnostics verify(const std::shared_ptr<const Model>& model, const VerifyOptions& options) {
  const std::shared_ptr<const Net> net = compile(model);
  Limits limits;
  if (options.max_states) limits = {*options.max_states, *options.max_states};
  const Proof proof = prove(net, limits, options.tell);
  Diagnostics found = folded(findings_of(*net, proof));
  const auto add = [&](const Diagnostics& more) { found.insert(found.end(), more.begin(), more.end()); };
  add(contradictions_of_people_rules(model));
  if (proof.complete && proof.troubles.empty()) add(findings_of_deviations(*net, limits.markings));
  sort(found);
  return found;
}

}  // namespace itsmflow
