#pragma once

#include <itsmflow/export.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {

/// What stands in the way of one actor doing one activity in one case.
///
/// An empty list of obstacles is an offer. Obstacles are found in the order of Kind, all of them, so that a refusal can be shown
/// whole.
class ITSMFLOW_EXPORT Obstacle {
 public:
  /// What kind of thing it is, in the order in which obstacles are found.
  enum class Kind {
    case_over,     ///< the case has ended
    taken,         ///< somebody else has claimed or begun it, or it is suspended
    conflict,      ///< the case has moved on since the caller looked
    not_reached,   ///< other activities come first
    wrong_state,   ///< an object is in a state that it can't start from, or that the case can't end with
    guard_false,   ///< a guard does not hold
    missing_data,  ///< a required field is not filled
    wrong_role,    ///< the actor has none of the roles it takes
    four_eyes,     ///< the actor did another part that must be somebody else's
    same_person,   ///< somebody else did another part that must be the same person's
    rule,          ///< a rule over the whole case would be broken
    would_strand,  ///< the case could not be completed any more
  };

  Obstacle(Kind kind, std::string message, std::vector<std::string> remedies = {})
      : kind_(kind), message_(std::move(message)), remedies_(std::move(remedies)) {}

  /// What kind of thing it is.
  Kind kind() const noexcept { return kind_; }

  /// A sentence for the person who was refused: "rfc is 'drafted'; 'implement' needs 'transferred'".
  const std::string& message() const noexcept { return message_; }

  /// The roles, persons, activities or fields that would remove it; empty where nothing can.
  const std::vector<std::string>& remedies() const noexcept { return remedies_; }

  /// A deviation can override it where the model permits one. docs/semantics.md, 9.4.
  bool can_be_overridden() const noexcept { return overridable_; }
  /// For the engine: says that a deviation can.
  void make_overridable() noexcept { overridable_ = true; }

 private:
  Kind kind_;
  std::string message_;
  std::vector<std::string> remedies_;
  bool overridable_ = false;
};

/// The kind's name as scenarios and JSON have it: "not_reached".
ITSMFLOW_EXPORT std::string_view to_string(Obstacle::Kind kind) noexcept;

}  // namespace itsmflow
