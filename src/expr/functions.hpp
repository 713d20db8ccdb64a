#pragma once

#include "expr/ast.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::expr {

/// How a standard function is called.
struct FunctionInfo {
  enum class Style : std::uint8_t { global, receiver, both };  ///< f(x), x.f() or either

  std::string_view name;
  Function function = Function::none;
  Style style = Style::global;
  std::uint8_t least = 1;  ///< values that it takes, the receiver counted
  std::uint8_t most = 1;
  std::string_view usage;  ///< "text.contains('…')"

  bool fits(bool receiver, std::size_t count) const noexcept {
    return style != (receiver ? Style::global : Style::receiver) && count >= least && count <= most;
  }
};

/// Null where CEL has no function of that name.
const FunctionInfo* find_function(std::string_view name) noexcept;
const FunctionInfo* find_function(Function function) noexcept;

/// What people may have meant who mistyped a function: all names, `has` too.
const std::vector<std::string>& function_names();

/// int(x), string(x), timestamp(x) and their like.
bool is_conversion(Function function) noexcept;

/// getHours(x) and its like.
bool is_time_part(Function function) noexcept;

}  // namespace itsmflow::expr
