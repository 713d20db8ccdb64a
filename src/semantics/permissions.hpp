#pragma once

#include "semantics/state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// The deviations of a case stop it: one is late, or disapproved, under a line that says so. docs/semantics.md, 9.15.
bool is_stopped(const Model& model, const CaseState& state);

/// What a model permits to one person with one motive in a case; each deviation of a step takes one from it. docs/semantics.md, 9.2.
class Permissions {
 public:
  Permissions(const Model& model, const CaseState& state, const std::vector<std::string>& held, std::uint32_t motive);

  std::uint32_t motive() const { return motive_; }
  /// The line that permits a deviation, counted; none: nothing does.
  std::optional<std::uint32_t> take(DeviationKind kind, std::uint32_t activity);
  /// As which role the person deviates under a line; empty: as none in particular.
  std::string role_under(std::uint32_t line, std::uint32_t activity) const;

 private:
  std::vector<std::uint32_t> roles_under(std::uint32_t line, std::uint32_t activity) const;

  const Model* model_;
  const std::vector<std::string>* held_;
  std::uint32_t motive_;
  std::vector<std::uint32_t> used_;  ///< by line
  std::uint32_t total_ = 0;
  bool stopped_;
};

/// Somebody with these roles could be permitted such a deviation at all, whatever the motive and however often there was one.
bool may_deviate(const Model& model, const std::vector<std::string>& held, DeviationKind kind, std::uint32_t activity);

}  // namespace itsmflow
