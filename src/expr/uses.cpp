#include "expr/uses.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace itsmflow::expr {
namespace {

bool orders(Op op) {
  return op == Op::less || op == Op::less_equal || op == Op::greater || op == Op::greater_equal;
}

bool equates(Op op) {
  return op == Op::equal || op == Op::not_equal;
}

class Collector {
 public:
  Collector(const Ast& ast, const std::vector<Variable>& variables) : ast_(ast), variables_(variables) {}

  Expression::Uses run() {
    // A variable by itself is handed on as it is.
    if (!ast_.nodes.empty() && !slot_of(ast_.root)) visit(ast_.root);
    return std::move(uses_);
  }

 private:
  std::optional<std::uint32_t> slot_of(NodeId id) const {
    const Node& node = ast_[id];
    const bool whole = node.variable != Node::kNoVariable && variables_[node.variable].steps.empty();
    return whole ? std::optional(variables_[node.variable].slot) : std::nullopt;
  }

  void visit(NodeId id) {
    const Node& node = ast_[id];
    if (node.kind == Node::Kind::literal || node.kind == Node::Kind::trap || node.constant) return;
    if (node.kind == Node::Kind::has && node.variable != Node::kNoVariable) return;
    if (node.kind == Node::Kind::op && node.children.size() == 2 && is_cut(node)) return;
    if (node.variable != Node::kNoVariable) return add(variables_[node.variable].slot);
    for (const NodeId child : node.children) visit(child);
  }

  /// A variable is compared with something that is written out, or with another one.
  bool is_cut(const Node& node) {
    const auto left = slot_of(node.children[0]);
    const auto right = slot_of(node.children[1]);
    if (left && right && (equates(node.op) || orders(node.op))) {
      uses_.compared.emplace_back(*left, *right);
      return true;
    }
    const Node& other = ast_[node.children[left ? 1 : 0]];
    const bool is_written_out = other.kind == Node::Kind::literal ||
                                (other.constant && (other.kind == Node::Kind::list || other.value.if_duration() != nullptr));
    const bool cuts = orders(node.op) || equates(node.op) || (node.op == Op::in && left);
    if (!(left || right) || !is_written_out || !cuts) return false;
    uses_.cuts.push_back({left ? *left : *right, other.value, orders(node.op)});
    return true;
  }

  void add(std::uint32_t slot) {
    if (std::find(uses_.others.begin(), uses_.others.end(), slot) == uses_.others.end()) uses_.others.push_back(slot);
  }

  const Ast& ast_;
  const std::vector<Variable>& variables_;
  Expression::Uses uses_;
};

}  // namespace

Expression::Uses find_uses(const Ast& ast, const std::vector<Variable>& variables) {
  return Collector(ast, variables).run();
}

}  // namespace itsmflow::expr
