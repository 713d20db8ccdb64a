#pragma once

#include "expr/ast.hpp"
#include "expr/operators.hpp"

#include <string>

namespace itsmflow::expr {

/// getHours(x) and its like of a moment, in a time zone (null: UTC), or of a duration, which has none and of which hours, minutes and
/// seconds are totals.
Computed time_part(Function part, const Value& of, const std::string* zone);

}  // namespace itsmflow::expr
