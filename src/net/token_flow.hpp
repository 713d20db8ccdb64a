#pragma once

#include "model/regions.hpp"

#include <itsmflow/model.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// What a token waits for: by which rows it can be taken, as (row, which of the row's sources it comes from), or (kToActivity, activity)
/// where it waits for an activity, whichever row led there. Tokens that wait for the same, once normal(), share a place.
using Takers = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
inline constexpr std::uint32_t kToActivity = UINT32_MAX;

/// Which tokens the rows of a model hand on, and who takes them. docs/semantics.md, section 2. An ending is numbered: 0 is the start,
/// then come the results of each activity.
class TokenFlow {
 public:
  /// Both must outlive it.
  TokenFlow(const Model& model, const std::vector<Region>& regions);

  std::uint32_t ending_count() const { return first_result_.back(); }
  std::uint32_t ending(std::uint32_t activity, std::uint32_t result) const { return first_result_[activity] + result; }
  std::vector<std::uint32_t> endings(const RowSource& source) const;

  /// Whoever begins its one target takes the tokens of a join; where there are several targets, or `end`, the engine does, and
  /// it takes the joins of regions.
  static bool is_engines_join(const Row& row);
  /// A token waits for the engine before the row: its guard, its branches or its region decide.
  bool is_decided(std::uint32_t row) const;
  /// Null: it is the fork of no region.
  const Region* region_of_fork(std::uint32_t row) const;

  /// The tokens that an ending hands on: one for all the rows that compete for it; an unguarded fork, which stands alone, hands on one
  /// for each target; rows to `end` take their token away at once, so that none is handed on.
  std::vector<Takers> tokens_after(std::uint32_t ending) const;
  /// The tokens that a row of one source gives when it is taken: one for each target activity.
  std::vector<Takers> tokens_to(std::uint32_t row) const;

  /// Rows of one source and one target that compete for a token are known by their targets alone, so that `a -> c` and `b -> c`
  /// share the place before c.
  Takers normal(const Takers& takers) const;
  /// The activities that can be the next for a token.
  std::vector<std::uint32_t> next_activities(const Takers& takers) const;
  /// What it waits for, as a person would say it.
  std::string name_of(const Takers& takers) const;

 private:
  bool hands_on_at_once(std::uint32_t row) const;
  std::string name_of_taker(std::uint32_t row, std::uint32_t source) const;

  const Model& model_;
  const std::vector<Region>& regions_;
  std::vector<std::uint32_t> first_result_;  ///< by activity, one more at the end
  std::vector<Takers> takers_;               ///< by ending: the rows that follow it
};

}  // namespace itsmflow
