#pragma once

#include "expr/ast.hpp"
#include "expr/eval.hpp"

#include <itsmflow/expr.hpp>

#include <vector>

namespace itsmflow::expr {

/// How a checked tree reads its variables; see Expression::Uses.
Expression::Uses find_uses(const Ast& ast, const std::vector<Variable>& variables);

}  // namespace itsmflow::expr
