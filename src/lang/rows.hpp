#pragma once

#include "lang/context.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::lang {

/// A row with the places of its parts, for what is said about rows together.
struct LocatedRow {
  Row row;
  std::vector<std::string> source_names;  ///< "decide.approved", as written
  std::vector<Span> target_spans;         ///< of all targets, with `end`
  std::vector<std::string> target_names;
  Span end_span;        ///< of `end` among the targets
  Span decision_span;   ///< of `if` or `otherwise`
  bool mapped = false;  ///< written as a mapping: an inclusive fork, or a join that waits
  bool is_plain() const noexcept { return row.decision == Row::Decision::none; }
};

/// Reads a row written as a mapping; false where it can't be used.
bool read_map_row(Context& context, const source::Node& node, LocatedRow& located);

/// The activity, or the activity and result, that a row begins at. None: it can't be used, which has been reported.
std::optional<RowSource> read_row_source(Context& context, const source::Node& node, std::size_t begin, std::string_view word);

/// Which results a source without one has: all that have no row of their own. Reports rows that are left with none.
void resolve_results(Context& context, std::vector<LocatedRow>& rows);

/// What the rows from one source may not be together: `mixed-choice`, `otherwise-alone`, `optional-end`, ….
void check_choices(Context& context, const std::vector<LocatedRow>& rows);

}  // namespace itsmflow::lang
