#pragma once

#include "expr/ast.hpp"
#include "expr/eval.hpp"

#include <optional>
#include <vector>

namespace itsmflow::expr {

/// The parts of variables that a checked tree names, in the order of the text, each once: what a person needs to see to understand its
/// result. `variables` are those that the tree reads; of `message.ticket.id` it is the whole path, whatever the types of its parts.
std::vector<Variable> find_sights(const Ast& ast, const std::vector<Variable>& variables);

/// What a node reads where it is a variable, or a member of one, at any depth, or asks whether that is there.
std::optional<Variable> find_sight(const Ast& ast, const std::vector<Variable>& variables, NodeId id);

}  // namespace itsmflow::expr
