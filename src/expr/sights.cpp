#include "expr/sights.hpp"

#include <algorithm>

namespace itsmflow::expr {
namespace {

class Collector {
 public:
  Collector(const Ast& ast, const std::vector<Variable>& variables) : ast_(ast), variables_(variables) {}

  std::vector<Variable> run() {
    if (!ast_.nodes.empty()) visit(ast_.root);
    return std::move(sights_);
  }

 private:
  void visit(NodeId id) {
    const Node& node = ast_[id];
    if (node.kind == Node::Kind::literal || node.kind == Node::Kind::trap) return;
    if (auto sight = find_sight(ast_, variables_, id)) return add(*std::move(sight));
    for (const NodeId child : node.children) visit(child);
  }

  void add(Variable sight) {
    const auto same = [&](const Variable& known) { return known.path == sight.path; };
    if (std::none_of(sights_.begin(), sights_.end(), same)) sights_.push_back(std::move(sight));
  }

  const Ast& ast_;
  const std::vector<Variable>& variables_;
  std::vector<Variable> sights_;
};

}  // namespace

std::optional<Variable> find_sight(const Ast& ast, const std::vector<Variable>& variables, NodeId id) {
  const Node& node = ast[id];
  if (node.variable != Node::kNoVariable) return variables[node.variable];
  if (node.kind != Node::Kind::select && node.kind != Node::Kind::has) return std::nullopt;
  auto sight = find_sight(ast, variables, node.children[0]);
  if (!sight) return std::nullopt;
  sight->path += "." + node.name;
  sight->steps.push_back(node.name);
  return sight;
}

std::vector<Variable> find_sights(const Ast& ast, const std::vector<Variable>& variables) {
  return Collector(ast, variables).run();
}

}  // namespace itsmflow::expr
