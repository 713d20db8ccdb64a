#pragma once

#include "expr/ast.hpp"
#include "expr/operators.hpp"

#include <string_view>

namespace itsmflow::expr {

/// int(x), string(x), timestamp(x) and their like, as CEL's standard definitions have them.
Computed convert(Function to, const Value& value);

/// The name of a value's type, as type(x) gives it: "null_type", "google.protobuf.Timestamp".
std::string_view type_name(const Value& value) noexcept;

}  // namespace itsmflow::expr
