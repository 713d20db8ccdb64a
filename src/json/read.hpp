#pragma once

#include <itsmflow/value.hpp>

#include <string_view>

#include "json/json.hpp"

namespace itsmflow {

/// JSON with names in the order written; discarded where the text is none. UsageError for a name twice in one object, of which the last
/// would silently count.
Json parse_json(std::string_view text);

/// Whole numbers become ints, or uints where only those hold them; all other numbers doubles. UsageError where it is nested too deeply;
/// `name` says what is.
Value read_value(const Json& json, std::string_view name);

}  // namespace itsmflow
