#include <itsmflow/verify.hpp>

#include "verify/findings.hpp"
#include "verify/got_around.hpp"
#include "verify/guards.hpp"

namespace itsmflow {

Diagnostics verify(const std::shared_ptr<const Model>& model, const VerifyOptions& options) {
  const std::shared_ptr<const Net> net = compile(model);
  Limits limits;
  if (options.max_states) limits = {*options.max_states, *options.max_states};
  const Proof proof = prove(net, limits, options.tell);
  Diagnostics found = findings_of(*net, proof);
  const auto add = [&](const Diagnostics& more) { found.insert(found.end(), more.begin(), more.end()); };
  add_findings_of_guards(*net, proof, found);
  add(contradictions_of_people_rules(model));
  if (proof.complete && proof.troubles.empty()) {
    add(findings_of_deviations(net, limits, options.tell, options.deep));
    add(findings_of_got_around(*net, limits.markings));
  }
  sort(found);
  return found;
}

}  // namespace itsmflow
