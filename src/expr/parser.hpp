#pragma once

#include <itsmflow/expr.hpp>

#include "expr/ast.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace itsmflow::expr {

/// What came of a text. Where a mistake leaves no doubt about what is meant ('=', 'and'), the tree is there beside its issue.
struct Parsed {
  std::optional<Ast> ast;
  std::vector<ExprIssue> issues;
};

/// Parses the whole grammar of CEL, also what is not evaluated yet.
Parsed parse(std::string_view text);

}  // namespace itsmflow::expr
