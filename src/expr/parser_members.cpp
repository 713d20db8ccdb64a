#include "expr/parser_impl.hpp"
#include "expr/words.hpp"

#include <string>
#include <utility>

namespace itsmflow::expr {

NodeId Parser::integer(const Token& first, const Token& token, bool negative) {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 63;
  const std::uint64_t size = *token.value.if_uint();
  if (size > (negative ? kLimit : kLimit - 1)) {
    issue(ExprIssue::Kind::syntax, first.begin, token.end,
          "'" + std::string(negative ? "-" : "") + std::string(text_of(token)) + "' is too large for an int",
          negative ? "the least is -9223372036854775808"
                   : "the largest is 9223372036854775807; with a u behind it, it is a uint: " + std::string(text_of(token)) + "u");
    return literal(first, token, 0);
  }
  return literal(first, token, static_cast<std::int64_t>(negative ? 0 - size : size));
}

NodeId Parser::negative_number() {
  const Token minus = next();
  const Token token = next();
  if (token.kind == Kind::double_) return literal(minus, token, -*token.value.if_double());
  return integer(minus, token, true);
}

NodeId Parser::member() {
  NodeId result = primary();
  while (!failed_) {
    if (at(Kind::dot)) {
      result = dotted(result);
    } else if (at(Kind::left_bracket)) {
      const Token bracket = next();
      optional_mark("[?");
      const NodeId index = expression();
      expect(Kind::right_bracket, "']'");
      result = operation(Op::index, bracket, {result, index});
    } else if (at(Kind::left_brace) && is_type_name(result)) {
      result = message(result);
    } else {
      break;
    }
  }
  return result;
}

/// What stands behind a dot: a field or a call. Words that are only reserved may be names of fields.
NodeId Parser::dotted(NodeId operand) {
  next();
  optional_mark(".?");
  if (!at(Kind::ident) && !at(Kind::quoted_ident)) return unexpected("the name of a field");
  const Token name = next();
  Node node;
  node.begin = ast_[operand].begin;
  node.at_begin = name.begin;
  node.at_end = name.end;
  node.name = name.kind == Kind::quoted_ident ? *name.value.if_string() : std::string(text_of(name));
  node.children = {operand};
  node.kind = Node::Kind::select;
  if (at(Kind::left_paren) && name.kind == Kind::ident) {
    node.macro = find_macro(node.name);
    node.kind = node.macro != Macro::none ? Node::Kind::macro : Node::Kind::call;
    node.receiver = node.kind == Node::Kind::call;
    arguments(node);
    if (node.kind == Node::Kind::macro && !failed_ && !macro_is_formed(node, name)) return 0;
  }
  node.end = last_end();
  return add(std::move(node));
}

bool Parser::macro_is_formed(const Node& node, const Token& name) {
  const std::size_t count = node.children.size() - 1;
  const std::string word(text_of(name));
  if (count != 2 && !(count == 3 && node.macro == Macro::map)) {
    fail(name, "'" + word + "' needs a name and an expression", "list." + word + "(x, …)");
    return false;
  }
  const Node& variable = ast_[node.children[1]];
  if (variable.kind == Node::Kind::ident && !variable.absolute) return true;
  fail({Kind::end, variable.begin, variable.end, {}}, "the first word in '" + word + "' must be a simple name",
       "list." + word + "(x, …)");
  return false;
}

void Parser::arguments(Node& node) {
  expect(Kind::left_paren, "'('");
  if (!at(Kind::right_paren)) {
    do {
      node.children.push_back(expression());
    } while (take(Kind::comma));
  }
  expect(Kind::right_paren, "')'");
}

NodeId Parser::primary() {
  const Token token = peek();
  switch (token.kind) {
    case Kind::true_:
      return literal(token, next(), true);
    case Kind::false_:
      return literal(token, next(), false);
    case Kind::null:
      return literal(token, next(), Value{});
    case Kind::integer:
      return integer(token, next(), false);
    case Kind::uint:
    case Kind::double_:
    case Kind::string:
    case Kind::bytes:
      return literal(token, next(), token.value);
    case Kind::ident:
      return ident(token, false);
    case Kind::dot:
      next();
      if (!at(Kind::ident)) return unexpected("a name");
      return ident(token, true);
    case Kind::quoted_ident:
      issue(ExprIssue::Kind::syntax, token.begin, token.end,
            "'" + std::string(text_of(token)) + "' cannot stand here; it is the quoted name of a field",
            "a text is written in ' or \"");
      return literal(token, next(), token.value);
    case Kind::left_paren:
      return parenthesised();
    case Kind::left_bracket:
      return list();
    case Kind::left_brace:
      return map();
    default:
      return unexpected(at_ == 0 ? "" : "a value");
  }
}

NodeId Parser::parenthesised() {
  const Token open = next();
  const NodeId inner = expression();
  if (at(Kind::comma)) return list_in_parentheses(open);
  if (!expect(Kind::right_paren, "')'")) return inner;
  ast_[inner].begin = open.begin;
  ast_[inner].end = last_end();
  return inner;
}

/// `x in ('low', 'high')`, as in SQL and Python.
NodeId Parser::list_in_parentheses(const Token& open) {
  std::size_t ahead = 0;
  while (peek(ahead).kind != Kind::right_paren && peek(ahead).kind != Kind::end) ++ahead;
  const Token& close = peek(ahead);
  if (close.kind == Kind::end) return unexpected("')'");
  const std::string items(text_.substr(open.end, close.begin - open.end));
  return fail({Kind::end, open.begin, close.end, {}}, "a list stands in square brackets", "write [" + items + "]");
}

NodeId Parser::ident(const Token& first, bool absolute) {
  const Token token = next();
  const std::string word(text_of(token));
  if (is_reserved(word)) {
    issue(ExprIssue::Kind::syntax, token.begin, token.end, "'" + word + "' is a reserved word of CEL and cannot be a name");
  }
  Node node;
  node.kind = Node::Kind::ident;
  node.absolute = absolute;
  node.begin = first.begin;
  node.at_begin = token.begin;
  node.at_end = token.end;
  node.name = word;
  if (at(Kind::left_paren)) {
    node.kind = Node::Kind::call;
    arguments(node);
    if (word == "has" && !absolute && !failed_) return has(node, token);
  }
  node.end = last_end();
  return add(std::move(node));
}

NodeId Parser::has(Node& call, const Token& token) {
  const bool one = call.children.size() == 1;
  const Node* argument = one ? &ast_[call.children[0]] : nullptr;
  if (argument == nullptr || argument->kind != Node::Kind::select) {
    return fail({Kind::end, token.begin, last_end(), {}}, "has() asks for one field", "has(object.field)");
  }
  call.kind = Node::Kind::has;
  call.end = last_end();
  call.name = argument->name;
  call.at_begin = argument->at_begin;
  call.at_end = argument->at_end;
  const NodeId operand = argument->children[0];
  call.children = {operand};
  return add(std::move(call));
}

NodeId Parser::list() {
  Node node;
  node.kind = Node::Kind::list;
  node.begin = node.at_begin = next().begin;
  while (!at(Kind::right_bracket) && !failed_) {
    optional_mark("[?");
    node.children.push_back(expression());
    if (!take(Kind::comma)) break;
  }
  expect(Kind::right_bracket, "']'");
  node.end = node.at_end = last_end();
  return add(std::move(node));
}

NodeId Parser::map() {
  Node node;
  node.kind = Node::Kind::map;
  node.begin = node.at_begin = next().begin;
  while (!at(Kind::right_brace) && !failed_) {
    optional_mark("{?");
    node.children.push_back(expression());
    expect(Kind::colon, "':'");
    node.children.push_back(expression());
    if (!take(Kind::comma)) break;
  }
  expect(Kind::right_brace, "'}'");
  node.end = node.at_end = last_end();
  return add(std::move(node));
}

bool Parser::is_type_name(NodeId id) const {
  while (ast_[id].kind == Node::Kind::select) id = ast_[id].children[0];
  return ast_[id].kind == Node::Kind::ident;
}

NodeId Parser::message(NodeId type) {
  Node node;
  node.kind = Node::Kind::message;
  node.begin = node.at_begin = ast_[type].begin;
  node.at_end = ast_[type].end;
  for (NodeId id = type;; id = ast_[id].children[0]) {
    node.name = node.name.empty() ? ast_[id].name : ast_[id].name + "." + node.name;
    node.absolute = ast_[id].absolute;
    if (ast_[id].kind == Node::Kind::ident) break;
  }
  next();
  while (!at(Kind::right_brace) && !failed_) {
    optional_mark("{?");
    if (!at(Kind::ident) && !at(Kind::quoted_ident)) return unexpected("the name of a field");
    const Token name = next();
    node.children.push_back(literal(name, name, name.kind == Kind::quoted_ident ? name.value : Value{std::string(text_of(name))}));
    expect(Kind::colon, "':'");
    node.children.push_back(expression());
    if (!take(Kind::comma)) break;
  }
  expect(Kind::right_brace, "'}'");
  node.end = last_end();
  return add(std::move(node));
}

}  // namespace itsmflow::expr
