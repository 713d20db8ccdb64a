#pragma once

#include <itsmflow/expr.hpp>

#include "expr/ast.hpp"
#include "expr/eval.hpp"

#include <string_view>
#include <vector>

namespace itsmflow::expr {

struct Checked {
  ExprType type;
  std::vector<Variable> variables;  ///< that the nodes of the tree read
  std::vector<ExprIssue> issues;
};

/// Resolves the names of a tree and types all of it; marks in the tree what reads which variable. `text` is what was parsed.
/// `expected`: the type of the whole; `dyn`: any. With dynamic typing what does not fit is no issue but an error when it is evaluated.
Checked check(Ast& ast, std::string_view text, const ExprScope& scope, const ExprType& expected, ExprTyping typing);

}  // namespace itsmflow::expr
