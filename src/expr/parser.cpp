#include "expr/parser.hpp"

#include "expr/lexer.hpp"
#include "expr/limits.hpp"
#include "expr/parser_impl.hpp"
#include "expr/words.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace itsmflow::expr {
namespace {

using Kind = Token::Kind;

Op binary_op(Kind kind) {
  switch (kind) {
    case Kind::or_:
      return Op::logical_or;
    case Kind::and_:
      return Op::logical_and;
    case Kind::less:
      return Op::less;
    case Kind::less_equal:
      return Op::less_equal;
    case Kind::greater:
      return Op::greater;
    case Kind::greater_equal:
      return Op::greater_equal;
    case Kind::equal:
      return Op::equal;
    case Kind::not_equal:
      return Op::not_equal;
    case Kind::in:
      return Op::in;
    case Kind::plus:
      return Op::add;
    case Kind::minus:
      return Op::subtract;
    case Kind::star:
      return Op::multiply;
    case Kind::slash:
      return Op::divide;
    case Kind::percent:
      return Op::modulo;
    default:
      return Op::none;
  }
}

}  // namespace

Parsed Parser::run() {
  if (peek().kind == Kind::end) {
    if (issues_.empty()) fail(peek(), "there is no expression here");
  } else {
    ast_.root = expression();
    if (!failed_ && peek().kind != Kind::end) unexpected("");
  }
  Parsed parsed;
  if (!failed_ && !ast_.nodes.empty()) parsed.ast = std::move(ast_);
  parsed.issues = std::move(issues_);
  return parsed;
}

NodeId Parser::operation(Op op, const Token& token, std::vector<NodeId> children) {
  Node node;
  node.kind = Node::Kind::op;
  node.op = op;
  node.begin = std::min(token.begin, ast_[children.front()].begin);
  node.end = std::max(last_end(), ast_[children.back()].end);
  node.at_begin = token.begin;
  node.at_end = token.end;
  node.children = std::move(children);
  return add(std::move(node));
}

NodeId Parser::expression() {
  if (nesting_ >= kMaxDepth && !failed_) too_deep(peek());
  if (failed_) return add(Node{});
  ++nesting_;
  NodeId result = binary(precedence(Op::logical_or));
  if (at(Kind::question)) {
    const Token question = next();
    const NodeId yes = binary(precedence(Op::logical_or));
    expect(Kind::colon, "':' and the value for the other case");
    const NodeId no = expression();
    result = operation(Op::conditional, question, {result, yes, no});
  }
  --nesting_;
  return result;
}

/// The operator that stands here, also where it is written as in other languages.
Op Parser::here() const {
  if (at(Kind::ident)) return spoken_operator(text_of(peek()));
  return binary_op(peek().kind);
}

NodeId Parser::binary(int least) {
  NodeId left = unary();
  while (!failed_) {
    if (at(Kind::ident) && text_of(peek()) == "not" && peek(1).kind == Kind::in) {
      left = not_in(left);
      continue;
    }
    const Op op = here();
    if (op == Op::none || precedence(op) < least) break;
    const Token token = next();
    if (token.kind == Kind::ident) {
      issue(ExprIssue::Kind::syntax, token.begin, token.end,
            "'" + std::string(text_of(token)) + "' is not CEL; write '" + std::string(symbol(op)) + "'");
    }
    left = join(op, token, left, binary(precedence(op) + 1));
  }
  return left;
}

/// Chains of && and || are one node, so that their length does not count as depth.
NodeId Parser::join(Op op, const Token& token, NodeId left, NodeId right) {
  Node& chain = ast_[left];
  const bool extends = (op == Op::logical_and || op == Op::logical_or) && chain.kind == Node::Kind::op && chain.op == op;
  if (!extends) return operation(op, token, {left, right});
  chain.children.push_back(right);
  chain.depth = std::max<std::uint16_t>(chain.depth, static_cast<std::uint16_t>(ast_[right].depth + 1));
  chain.end = ast_[right].end;
  if (chain.depth > kMaxDepth && !failed_) too_deep(token);
  return left;
}

NodeId Parser::not_in(NodeId left) {
  const Token word = next();
  const Token in = next();
  issue(ExprIssue::Kind::syntax, word.begin, in.end, "'not in' is not CEL; write '!' before it", "!(a in b)");
  const NodeId right = binary(precedence(Op::in) + 1);
  return operation(Op::logical_not, word, {operation(Op::in, in, {left, right})});
}

NodeId Parser::unary() {
  std::vector<Token> prefixes;
  while (true) {
    if (at(Kind::bang) || (at(Kind::minus) && !number_follows())) {
      prefixes.push_back(next());
    } else {
      break;
    }
  }
  if (prefixes.size() > kMaxDepth) too_deep(prefixes.front());
  const bool spoken = at(Kind::ident) && text_of(peek()) == "not" && operand_follows();
  NodeId result = spoken ? spoken_not() : at(Kind::minus) ? negative_number() : member();
  for (auto token = prefixes.rbegin(); token != prefixes.rend() && !failed_; ++token) {
    result = operation(token->kind == Kind::minus ? Op::negate : Op::logical_not, *token, {result});
  }
  return result;
}

/// "not a == b" means !(a == b) to everybody who writes it.
NodeId Parser::spoken_not() {
  if (nesting_ >= kMaxDepth) too_deep(peek());
  const Token word = next();
  issue(ExprIssue::Kind::syntax, word.begin, word.end, "'not' is not CEL; write '!'", "!(\u2026)");
  ++nesting_;
  const NodeId operand = binary(precedence(Op::less));
  --nesting_;
  return operation(Op::logical_not, word, {operand});
}

/// A minus and a number are one literal, so that the least int can be written.
bool Parser::number_follows() const {
  const Kind kind = peek(1).kind;
  const Kind after = peek(2).kind;
  return (kind == Kind::integer || kind == Kind::double_) && after != Kind::dot && after != Kind::left_bracket;
}

bool Parser::operand_follows() const {
  switch (peek(1).kind) {
    case Kind::ident:
    case Kind::left_paren:
    case Kind::true_:
    case Kind::false_:
    case Kind::bang:
      return true;
    default:
      return false;
  }
}

Parsed parse(std::string_view text) {
  if (text.size() > kMaxTextBytes) {
    Parsed parsed;
    parsed.issues.push_back(
        {ExprIssue::Kind::too_large, 0, static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), UINT32_MAX)),
         "this expression is too long", "no more than " + std::to_string(kMaxTextBytes) + " bytes are allowed"});
    return parsed;
  }
  std::vector<ExprIssue> issues;
  std::vector<Token> tokens = tokenize(text, issues);
  return Parser(text, std::move(tokens), std::move(issues)).run();
}

}  // namespace itsmflow::expr
