#include "verify/loops.hpp"

#include "expr/parser.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace itsmflow {
namespace {

using expr::Node;
using expr::NodeId;

class Collector {
 public:
  Collector(const expr::Ast& ast, std::string_view list) : ast_(ast), list_(list) {}

  Loops run() {
    visit(ast_.root, true);
    return std::move(found_);
  }

 private:
  void visit(NodeId id, bool is_condition) {
    const Node& node = ast_[id];
    if (is_list(id)) {
      found_.reads_otherwise = true;
      return;
    }
    if (asks_for_any(node)) {
      found_.loops.push_back({Loop::Kind::some, is_condition});
      return;
    }
    if (node.kind == Node::Kind::macro) return visit_macro(node, is_condition);
    const bool is_and = node.kind == Node::Kind::op && node.op == expr::Op::logical_and;
    for (const NodeId child : node.children) visit(child, is_condition && is_and);
  }

  void visit_macro(const Node& node, bool is_condition) {
    const std::string& variable = ast_[node.children[1]].name;
    // A variable called like the list, or like the one of a loop around it, hides what is meant.
    const bool hides =
        variable == list_.substr(0, list_.find('.')) || std::find(around_.begin(), around_.end(), variable) != around_.end();
    found_.reads_otherwise = found_.reads_otherwise || hides;
    const bool asks = node.macro == expr::Macro::all || node.macro == expr::Macro::exists;
    if (asks && is_list(node.children[0])) {
      Loop loop{node.macro == expr::Macro::all ? Loop::Kind::all : Loop::Kind::exists, is_condition};
      note_members(node.children.back(), variable, loop.members);
      found_.loops.push_back(std::move(loop));
    } else {
      visit(node.children[0], false);
    }
    around_.push_back(variable);
    for (std::size_t i = 2; i < node.children.size(); ++i) visit(node.children[i], false);
    around_.pop_back();
  }

  void note_members(NodeId id, const std::string& variable, std::vector<std::string>& members) const {
    const Node& node = ast_[id];
    const auto is_variable = [&](NodeId one) { return ast_[one].kind == Node::Kind::ident && ast_[one].name == variable; };
    const bool selects = (node.kind == Node::Kind::select || node.kind == Node::Kind::has) && is_variable(node.children[0]);
    if (selects || is_variable(id)) {
      members.push_back(selects ? node.name : std::string());
      return;
    }
    for (const NodeId child : node.children) note_members(child, variable, members);
  }

  bool is_list(NodeId id) const {
    const Node& node = ast_[id];
    if (node.kind == Node::Kind::ident) return node.name == list_;
    if (node.kind != Node::Kind::select || ast_[node.children[0]].kind != Node::Kind::ident) return false;
    return ast_[node.children[0]].name + "." + node.name == list_;
  }

  /// size(list) > 0, size(list) >= 1, size(list) != 0.
  bool asks_for_any(const Node& node) const {
    if (node.kind != Node::Kind::op || node.children.size() != 2) return false;
    const Node& size = ast_[node.children[0]];
    const Node& than = ast_[node.children[1]];
    const std::int64_t* number = than.kind == Node::Kind::literal ? than.value.if_int() : nullptr;
    if (!number || size.kind != Node::Kind::call || size.name != "size" || size.children.size() != 1 || !is_list(size.children[0]))
      return false;
    const bool not_none = (node.op == expr::Op::greater || node.op == expr::Op::not_equal) && *number == 0;
    return not_none || (node.op == expr::Op::greater_equal && *number == 1);
  }

  const expr::Ast& ast_;
  std::string_view list_;
  std::vector<std::string> around_;  ///< variables of loops
  Loops found_;
};

}  // namespace

Loops loops_over(std::string_view list, const Expression& expression) {
  const std::optional<expr::Ast> tree = expr::parse(expression.text()).ast;
  if (!tree || tree->nodes.empty()) return {{}, true};
  return Collector(*tree, list).run();
}

}  // namespace itsmflow
