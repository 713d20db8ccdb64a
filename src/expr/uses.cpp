#include "expr/uses.hpp"

#include "expr/sights.hpp"

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
    if (ast_.nodes.empty()) return std::move(uses_);
    const std::optional<Variable> all = variable_of(ast_.root);
    if (all && !all->steps.empty()) {
      uses_.parts.push_back({all->path, all->slot, How::itself, 0, {}, false});
      add(all->slot);
    }
    if (!all) visit(ast_.root, Stands::alone);  // a variable by itself is handed on as it is
    return std::move(uses_);
  }

 private:
  using How = Expression::Uses::Part::How;
  /// Where a condition stands: where the expression holds only if it does, among others that make one condition, or somewhere else.
  enum class Stands : std::uint8_t { alone, in_condition, elsewhere };

  /// Not where it is asked only whether it is there.
  std::optional<Variable> variable_of(NodeId id) const {
    return ast_[id].kind == Node::Kind::has ? std::nullopt : find_sight(ast_, variables_, id);
  }

  std::optional<std::uint32_t> slot_of(NodeId id) const {
    const std::optional<Variable> variable = variable_of(id);
    return variable && variable->steps.empty() ? std::optional(variable->slot) : std::nullopt;
  }

  void visit(NodeId id, Stands stands) {
    const Node& node = ast_[id];
    if (node.kind == Node::Kind::literal || node.kind == Node::Kind::trap || node.constant) return;
    if (const auto sight = find_sight(ast_, variables_, id)) return visit_sight(node, *sight, stands);
    const bool is_op = node.kind == Node::Kind::op;
    if (is_op && node.children.size() == 2 && (is_cut(node) || is_part_cut(node, stands))) return;
    Stands inside = Stands::elsewhere;
    if (is_op && node.op == Op::logical_and) inside = stands;
    if (is_op && stands != Stands::elsewhere && (node.op == Op::logical_or || node.op == Op::logical_not))
      inside = Stands::in_condition;
    for (const NodeId child : node.children) visit(child, inside);
  }

  void visit_sight(const Node& node, const Variable& seen, Stands stands) {
    const bool asks_whether = node.kind == Node::Kind::has;
    if (!seen.steps.empty()) {
      const bool is_condition = !asks_whether && stands != Stands::elsewhere;
      uses_.parts.push_back({seen.path, seen.slot, is_condition ? How::compared : How::other, 0, Value(true), false});
    }
    const bool is_field = node.variable != Node::kNoVariable;
    if (!asks_whether || !is_field) add(seen.slot);
  }

  static bool is_written_out(const Node& node) {
    return node.kind == Node::Kind::literal ||
           (node.constant && (node.kind == Node::Kind::list || node.value.if_duration() != nullptr));
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
    const bool cuts = orders(node.op) || equates(node.op) || (node.op == Op::in && left);
    if (!(left || right) || !is_written_out(other) || !cuts) return false;
    uses_.cuts.push_back({left ? *left : *right, other.value, orders(node.op)});
    return true;
  }

  /// The same of a part of a variable.
  bool is_part_cut(const Node& node, Stands stands) {
    const std::optional<Variable> left = variable_of(node.children[0]);
    const std::optional<Variable> right = variable_of(node.children[1]);
    const bool on_the_left = left && !left->steps.empty();
    if (on_the_left == (right && !right->steps.empty())) return false;
    const Variable& part = on_the_left ? *left : *right;
    const NodeId other = node.children[on_the_left ? 1 : 0];
    const std::optional<std::uint32_t> slot = slot_of(other);
    if (slot && node.op == Op::equal && stands == Stands::alone) {
      uses_.parts.push_back({part.path, part.slot, How::equals, *slot, {}, false});
    } else if (is_written_out(ast_[other]) && (equates(node.op) || orders(node.op) || (node.op == Op::in && on_the_left))) {
      uses_.parts.push_back({part.path, part.slot, How::compared, 0, ast_[other].value, orders(node.op)});
    } else {
      return false;
    }
    add(part.slot);
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
