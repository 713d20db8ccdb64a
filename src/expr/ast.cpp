#include "expr/ast.hpp"

#include <array>

namespace itsmflow::expr {
namespace {

struct OpInfo {
  std::string_view symbol;
  int precedence;
};

constexpr std::array<OpInfo, 19> kOps{{
    {"", 9},   {"?:", 1}, {"||", 2}, {"&&", 3}, {"<", 4}, {"<=", 4}, {">", 4}, {">=", 4}, {"==", 4}, {"!=", 4},
    {"in", 4}, {"+", 5},  {"-", 5},  {"*", 6},  {"/", 6}, {"%", 6},  {"!", 7}, {"-", 7},  {"[]", 8},
}};

bool same_node(const Ast& left, NodeId left_id, const Ast& right, NodeId right_id) {
  const Node& a = left[left_id];
  const Node& b = right[right_id];
  if (a.kind != b.kind || a.op != b.op || a.receiver != b.receiver || a.absolute != b.absolute || a.name != b.name) return false;
  if (a.kind == Node::Kind::literal && !(a.value == b.value)) return false;
  if (a.children.size() != b.children.size()) return false;
  for (std::size_t i = 0; i < a.children.size(); ++i) {
    if (!same_node(left, a.children[i], right, b.children[i])) return false;
  }
  return true;
}

}  // namespace

std::string_view symbol(Op op) noexcept {
  return kOps[static_cast<std::size_t>(op)].symbol;
}

int precedence(Op op) noexcept {
  return kOps[static_cast<std::size_t>(op)].precedence;
}

bool same_tree(const Ast& left, const Ast& right) {
  if (left.nodes.empty() || right.nodes.empty()) return left.nodes.empty() == right.nodes.empty();
  return same_node(left, left.root, right, right.root);
}

}  // namespace itsmflow::expr
