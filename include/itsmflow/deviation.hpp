#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/obstacle.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// What a deviation does about the obstacles that stand in its way. docs/semantics.md, section 9.
enum class DeviationKind {
  skip,             ///< an activity is passed over (a model move of an alignment)
  extra,            ///< work is recorded, and nothing moves (a log move)
  again,            ///< the case goes back to before the activity was last done
  override_guard,   ///< a guard that doesn't hold
  missing_data,     ///< a required field that isn't given
  out_of_role,      ///< by somebody who has none of the roles
  override_people,  ///< a rule about people: four_eyes or same_person
  override_rule,    ///< a rule about the course of the case, which is off from then on
};
/// The kind's name as models, scenarios and JSON have it: "missing_data".
ITSMFLOW_EXPORT std::string_view to_string(DeviationKind kind) noexcept;

/// What kind of reason a motive is: it couldn't be done as prescribed, somebody didn't want to, or the deviation serves the result.
enum class MotiveClass { cannot, will_not, better_way };
/// The word as models have it: "will_not".
ITSMFLOW_EXPORT std::string_view to_string(MotiveClass motive) noexcept;

/// What it would take to do a step all the same that is refused.
struct DeviationOption {
  std::vector<DeviationKind> kinds;     ///< what it would be, the order of work first; each once
  std::vector<std::string> motives;     ///< those with which it is permitted to this person; any of them would do
  std::vector<std::string> skips;       ///< what would be passed over, in order: "transfer.understood"
  std::vector<std::string> name_first;  ///< of several ways, or results, one must be named: these; then nothing below is known
  std::vector<std::string>
      give_first;  ///< fields of what would be passed over that would have to be given; then nothing below is known
  std::vector<std::string> confirm_by;     ///< roles of which somebody must confirm it afterwards; empty: nobody has to
  std::vector<std::string> could_confirm;  ///< persons with one of these, other than the one who deviates; empty: nobody is known
  std::vector<std::string> assumes;        ///< states that would be assumed: "rfc.state"
  std::vector<std::string> completion;     ///< a way on from there to the end of the case: "bo: report", in order
  std::vector<Obstacle> obstacles;         ///< why it would be refused all the same (would_strand); empty: it would be accepted
};

}  // namespace itsmflow
