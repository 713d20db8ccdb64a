#pragma once

#include "expr/ast.hpp"

#include <string>

namespace itsmflow::expr {

/// The text of a tree, with no more parentheses than it needs. Parsing it gives the same tree.
std::string print(const Ast& ast);

}  // namespace itsmflow::expr
