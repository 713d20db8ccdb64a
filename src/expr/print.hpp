#pragma once

#include "expr/ast.hpp"

#include <string>

namespace itsmflow::expr {

/// The text of a tree, with no more parentheses than it needs. Parsing it gives the same tree.
std::string print(const Ast& ast);
std::string print(const Ast& ast, NodeId part);

}  // namespace itsmflow::expr
