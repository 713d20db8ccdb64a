#include <itsmflow/verify.hpp>

#include "verify/findings.hpp"
#include "verify/proof.hpp"

namespace itsmflow {

Diagnostics verify(const std::shared_ptr<const Model>& model, const VerifyOptions& options) {
  const std::shared_ptr<const Net> net = compile(model);
  Limits limits;
  if (options.max_states) limits = {*options.max_states, *options.max_states};
  const Proof proof = prove(net, limits, options.tell);
  Diagnostics found = findings_of(*net, proof);
  const auto add = [&](const Diagnostics& more) { found.insert(found.end(), more.begin(), more.end()); };
  add(contradictions_of_people_rules(model));
  if (proof.complete && proof.troubles.empty()) add(findings_of_deviations(*net, limits.markings));
  sort(found);
  return found;
}

}  // namespace itsmflow
