#pragma once

#include "expr/ast.hpp"
#include "expr/operators.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::expr {

/// getHours(x) and its like of a moment, in a time zone (null: UTC), or of a duration, which has none and of which hours, minutes and
/// seconds are totals.
Computed time_part(Function part, const Value& of, const std::string* zone);

/// "UTC", "Europe/Paris", "+01:00", "-08:00", "02:00".
bool is_time_zone(const std::string& name);

/// The names that the system's time zone database has; empty where none is installed.
std::vector<std::string> time_zone_names();

}  // namespace itsmflow::expr
