#pragma once

#include "lang/context.hpp"

#include <string>
#include <vector>

namespace itsmflow::lang {

/// A row with the places of its parts, for what is said about rows together.
struct LocatedRow {
  Row row;
  std::vector<std::string> source_names;  ///< "decide.approved", as written
  std::vector<Span> target_spans;         ///< of all targets, with `end`
  std::vector<std::string> target_names;
  Span end_span;       ///< of `end` among the targets
  Span decision_span;  ///< of `if` or `otherwise`
  bool is_plain() const noexcept { return row.decision == Row::Decision::none; }
};

/// Which results a source without one has: all that have no row of their own. Reports rows that are left with none.
void resolve_results(Context& context, std::vector<LocatedRow>& rows);

/// What the rows from one source may not be together: `mixed-choice`, `otherwise-alone`, `optional-end`, ….
void check_choices(Context& context, const std::vector<LocatedRow>& rows);

}  // namespace itsmflow::lang
