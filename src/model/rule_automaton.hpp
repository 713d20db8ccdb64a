#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace itsmflow {

/// One rule about the course of a case as a deterministic automaton over endings of activities. It reads of each ending only which
/// place of the rule it fills: 0 none, 1 the first, 2 the second, … It has read enough to satisfy the rule in its accepting states.
///
/// The templates are those of Declare: van der Aalst, Pesic, Schonenberg, Declarative workflows: balancing between flexibility and
/// support (2009), read over finite courses as by De Giacomo, De Masellis, Montali, Reasoning on LTL on finite traces (2014):
/// `init`, `last` and the chain templates ask for an event that is there (chain_precedence: the first event is none that needs
/// another before it). `absence` with times N is less than N, as in Declare.
struct RuleAutomaton {
  struct State {
    std::string name;  ///< as stored; fixed for ever
    bool accepting = false;
    std::vector<std::uint32_t> next;  ///< by letter
  };
  std::uint32_t letters = 0;  ///< one more than the rule has places
  std::vector<State> states;  ///< it starts in the first
};

/// The automaton of a rule with is_about_course().
RuleAutomaton automaton_of(const Rule& rule);

/// The letter that an ending is to a rule: the place of a subject that names it, counted from 1; otherwise 0.
std::uint32_t letter_of(const Rule& rule, std::uint32_t activity, std::uint32_t result) noexcept;

/// Whether an ending changes anything for a rule with is_about_course(), wherever it stands. Some mind what they don't name: after
/// `chain_response: [a, b]` nothing else may follow `a`.
bool minds(const Rule& rule, std::uint32_t activity, std::uint32_t result);

/// What a rule asks, in words: "after 'implement' comes 'check'".
std::string describe(const Model& model, const Rule& rule);

}  // namespace itsmflow
