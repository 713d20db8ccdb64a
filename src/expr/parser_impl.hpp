#pragma once

#include "expr/cursor.hpp"
#include "expr/parser.hpp"

#include <vector>

namespace itsmflow::expr {

/// Recursive descent over the grammar. parser.cpp has the operators, parser_members.cpp what they are applied to.
class Parser : private Cursor {
 public:
  using Cursor::Cursor;

  Parsed run();

 private:
  NodeId operation(Op op, const Token& token, std::vector<NodeId> children);
  NodeId expression();
  Op here() const;
  NodeId binary(int least);
  NodeId join(Op op, const Token& token, NodeId left, NodeId right);
  NodeId not_in(NodeId left);
  NodeId unary();
  NodeId spoken_not();
  bool number_follows() const;
  bool operand_follows() const;
  NodeId integer(const Token& first, const Token& token, bool negative);
  NodeId negative_number();
  NodeId member();
  NodeId dotted(NodeId operand);
  bool macro_is_formed(const Node& node, const Token& name);
  void arguments(Node& node);
  NodeId primary();
  NodeId parenthesised();
  NodeId list_in_parentheses(const Token& open);
  NodeId ident(const Token& first, bool absolute);
  NodeId has(Node& call, const Token& token);
  NodeId list();
  NodeId map();
  bool is_type_name(NodeId id) const;
  NodeId message(NodeId type);
};

}  // namespace itsmflow::expr
