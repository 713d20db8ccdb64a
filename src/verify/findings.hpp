#pragma once

#include "verify/proof.hpp"

#include <itsmflow/diagnostic.hpp>

#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// The line that names the process: for what is said of a model as a whole.
Span head_of(const Model& model);

/// What a row comes from, as it is written: "assess", "assess.go", "start".
std::string text_of(const Model& model, const RowSource& source);
/// Each in single quotes.
std::vector<std::string> quoted(std::vector<std::string> words);

/// Of a whole proof without troubles: what no case ever comes to.
Diagnostics what_never_happens(const Net& net, const Proof& proof);

/// What a proof comes to, for people.
Diagnostics findings_of(const Net& net, const Proof& proof);

/// Why a case that stands so can't go on, or can't come to its end.
struct Cause {
  Span span;
  std::string what;  ///< half a sentence: what waits, and for what
  std::string help;
  std::vector<Diagnostic::Related> related{};  ///< guards and rules that are in the way
  std::string fault{};                         ///< the same for what is one fault, whatever the values; empty: `what` tells
};
/// Why nothing can be done any more. Never empty.
std::vector<Cause> causes(const Net& net, const Trouble& stuck);
/// Why a case that goes on can't be over: what would end it, and is out of reach. None: that can't be said.
std::optional<Cause> why_never_over(const Net& net, const Trouble& lost);

/// Rules about people that can't be kept together, whoever is there.
Diagnostics contradictions_of_people_rules(const std::shared_ptr<const Model>& model);

/// Permitted deviations (without data, over a guard or over a rule; `deep`: and from the order of work) after which a case can't be over. Only of models that are sound without
/// them.
Diagnostics findings_of_deviations(const std::shared_ptr<const Net>& net, const Limits& limits, const TellStates& tell, bool deep);

}  // namespace itsmflow
