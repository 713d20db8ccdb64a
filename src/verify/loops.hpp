#pragma once

#include <itsmflow/expr.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// What an expression asks of the items of a list, in a way for which it doesn't matter how many of them are alike.
struct Loop {
  enum class Kind { all, exists, some };  ///< some: whether there are any
  Kind kind = Kind::all;
  bool is_condition = false;           ///< the expression is true only where this is
  std::vector<std::string> members{};  ///< what is asked of an item; an empty word: the item itself
};

struct Loops {
  std::vector<Loop> loops;
  bool reads_otherwise = false;  ///< it may read the list in other ways too
};

/// `list` as it is written: "items", "case.task".
Loops loops_over(std::string_view list, const Expression& expression);

}  // namespace itsmflow
