#pragma once

#include "verify/proof.hpp"

#include <itsmflow/diagnostic.hpp>

#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// The line that names the process: for what is said of a model as a whole.
Span head_of(const Model& model);

/// What a proof comes to, for people.
Diagnostics findings_of(const Net& net, const Proof& proof);

/// Why a case that stands so can't go on: what waits, and for what.
struct Cause {
  Span span;
  std::string label;
  std::string help;
};
/// Never empty.
std::vector<Cause> causes(const Net& net, const Standing& at);
/// An object that nothing leads on from the state it is in, although that isn't final; none: there is no such object.
std::optional<Cause> dead_end(const Net& net, const Standing& at);

/// Rules about people that can't be kept together, whoever is there.
Diagnostics contradictions_of_people_rules(const std::shared_ptr<const Model>& model);

/// Permitted deviations after which a case can get stuck. Only of models that are sound without them, and that their net shows wholly.
Diagnostics findings_of_deviations(const Net& net, std::size_t most);

}  // namespace itsmflow
