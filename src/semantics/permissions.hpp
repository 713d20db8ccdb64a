#pragma once

#include "semantics/state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// What a model permits to one person with one motive in a case; each deviation of a step takes one from it. docs/semantics.md, 9.2.
class Permissions {
 public:
  Permissions(const Model& model, const CaseState& state, const std::vector<std::string>& held, std::uint32_t motive,
              Timestamp now);

  /// Something permits a deviation on an activity.
  bool permits(DeviationKind kind, std::uint32_t activity) const { return line_for(kind, activity, {}).has_value(); }
  /// Takes what permits a deviation, by its kind, activity and item, and adds to it the motive, the line, and as which role the person
  /// deviates; false: nothing permits it.
  bool permit(NetEvent& deviated);
  /// Why nothing permits a deviation, half a sentence: "the model permits no skip on 'transfer'".
  std::string why_not(DeviationKind kind, std::uint32_t activity) const;
  /// The same where some line is about that kind there, so that another motive, person or moment could help; else empty.
  std::string why_not_now(DeviationKind kind, std::uint32_t activity) const;
  /// … why nothing permits any deviation on an activity; empty: something may.
  std::string why_nothing(std::uint32_t activity) const;

 private:
  // `item`: of an activity of several items, whose own roles count then.
  std::optional<std::uint32_t> line_for(DeviationKind kind, std::uint32_t activity, std::string_view item) const;
  std::string role_under(std::uint32_t line, std::uint32_t activity, std::string_view item) const;
  std::vector<std::uint32_t> roles_under(std::uint32_t line, std::uint32_t activity, std::string_view item) const;

  const Model* model_;
  const std::vector<std::string>* held_;
  std::uint32_t motive_;
  std::vector<std::uint32_t> used_;  ///< by line
  std::uint32_t total_ = 0;
  std::uint32_t before_ = 0;  ///< how many the case had before
  std::uint32_t stopped_by_;  ///< the number of a deviation that is late, or disapproved, under a line that says so (9.15); 0: none
};

/// Roles of those to whom some line could permit a deviation, ascending.
std::vector<std::uint32_t> roles_of_lines(const Model& model);

}  // namespace itsmflow
