#include "expr/checker.hpp"
#include "expr/types.hpp"

#include <utility>

namespace itsmflow::expr {

using Kind = ExprType::Kind;

ExprType Checker::macro(Node& node) {
  const ExprType range = type_of(node.children[0]);
  const Node& variable = ast_[node.children[1]];
  locals_.push_back({variable.name, loop_variable(node, range)});
  ExprType result = make_type(Kind::boolean);
  if (node.macro == Macro::map) {
    if (node.children.size() == 4) condition(node, node.children[2]);
    result = list_of(type_of(node.children.back()));
  } else {
    condition(node, node.children[2]);
    if (node.macro == Macro::filter) result = list_of(locals_.back().type);
  }
  locals_.pop_back();
  return result;
}

/// The type of the loop's variable: of an element of a list, of a key of a map.
ExprType Checker::loop_variable(const Node& node, const ExprType& range) {
  if (range.kind == Kind::list) return element_of(range);
  if (range.kind == Kind::map) return key_of(range);
  if (range.kind == Kind::dyn) return {};
  const Node& of = ast_[node.children[0]];
  const std::string text = range.kind == Kind::string ? "for a text there are contains, startsWith, endsWith and matches" : "";
  return mismatch(of, "'" + node.name + "' goes through a list or the keys of a map; this is " + with_article(range), text);
}

/// What is asked of each element.
void Checker::condition(const Node& node, NodeId id) {
  const ExprType type = type_of(id);
  if (type.kind == Kind::boolean || type.kind == Kind::dyn) return;
  mismatch(ast_[id], "'" + node.name + "' needs true or false for each element; this is " + with_article(type));
}

}  // namespace itsmflow::expr
