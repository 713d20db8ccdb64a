#include "expr/parser.hpp"

#include "expr/cursor.hpp"
#include "expr/lexer.hpp"
#include "expr/limits.hpp"
#include "expr/words.hpp"

#include <algorithm>
#include <initializer_list>
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

/// Recursive descent over the grammar.
class Parser : private Cursor {
 public:
  using Cursor::Cursor;

  Parsed run() {
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

 private:
  NodeId operation(Op op, const Token& token, std::vector<NodeId> children) {
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

  NodeId expression() {
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
  Op here() const {
    if (at(Kind::ident)) return spoken_operator(text_of(peek()));
    return binary_op(peek().kind);
  }

  NodeId binary(int least) {
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
  NodeId join(Op op, const Token& token, NodeId left, NodeId right) {
    Node& chain = ast_[left];
    const bool extends = (op == Op::logical_and || op == Op::logical_or) && chain.kind == Node::Kind::op && chain.op == op;
    if (!extends) return operation(op, token, {left, right});
    chain.children.push_back(right);
    chain.depth = std::max<std::uint16_t>(chain.depth, static_cast<std::uint16_t>(ast_[right].depth + 1));
    chain.end = ast_[right].end;
    if (chain.depth > kMaxDepth && !failed_) too_deep(token);
    return left;
  }

  NodeId not_in(NodeId left) {
    const Token word = next();
    const Token in = next();
    issue(ExprIssue::Kind::syntax, word.begin, in.end, "'not in' is not CEL; write '!' before it", "!(a in b)");
    const NodeId right = binary(precedence(Op::in) + 1);
    return operation(Op::logical_not, word, {operation(Op::in, in, {left, right})});
  }

  NodeId unary() {
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
  NodeId spoken_not() {
    if (nesting_ >= kMaxDepth) too_deep(peek());
    const Token word = next();
    issue(ExprIssue::Kind::syntax, word.begin, word.end, "'not' is not CEL; write '!'", "!(\u2026)");
    ++nesting_;
    const NodeId operand = binary(precedence(Op::less));
    --nesting_;
    return operation(Op::logical_not, word, {operand});
  }

  /// A minus and a number are one literal, so that the least int can be written.
  bool number_follows() const {
    const Kind kind = peek(1).kind;
    const Kind after = peek(2).kind;
    return (kind == Kind::integer || kind == Kind::double_) && after != Kind::dot && after != Kind::left_bracket;
  }

  bool operand_follows() const {
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

  NodeId integer(const Token& first, const Token& token, bool negative) {
    constexpr std::uint64_t kLimit = std::uint64_t{1} << 63;
    const std::uint64_t size = *token.value.if_uint();
    if (size > (negative ? kLimit : kLimit - 1)) {
      issue(ExprIssue::Kind::syntax, first.begin, token.end,
            "'" + std::string(negative ? "-" : "") + std::string(text_of(token)) + "' is too large for an int",
            negative
                ? "the least is -9223372036854775808"
                : "the largest is 9223372036854775807; with a u behind it, it is a uint: " + std::string(text_of(token)) + "u");
      return literal(first, token, 0);
    }
    return literal(first, token, static_cast<std::int64_t>(negative ? 0 - size : size));
  }

  NodeId negative_number() {
    const Token minus = next();
    const Token token = next();
    if (token.kind == Kind::double_) return literal(minus, token, -*token.value.if_double());
    return integer(minus, token, true);
  }

  NodeId member() {
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
  NodeId dotted(NodeId operand) {
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
      node.kind = is_macro(node.name) ? Node::Kind::macro : Node::Kind::call;
      node.receiver = node.kind == Node::Kind::call;
      arguments(node);
      if (node.kind == Node::Kind::macro && !failed_ && !macro_is_formed(node, name)) return 0;
    }
    node.end = last_end();
    return add(std::move(node));
  }

  bool macro_is_formed(const Node& node, const Token& name) {
    const std::size_t count = node.children.size() - 1;
    const std::string word(text_of(name));
    if (count < 2 || count > 3) {
      fail(name, "'" + word + "' needs a name and an expression", "list." + word + "(x, …)");
      return false;
    }
    const Node& variable = ast_[node.children[1]];
    if (variable.kind == Node::Kind::ident && !variable.absolute) return true;
    fail({Kind::end, variable.begin, variable.end, {}}, "the first word in '" + word + "' must be a simple name",
         "list." + word + "(x, …)");
    return false;
  }

  void arguments(Node& node) {
    expect(Kind::left_paren, "'('");
    if (!at(Kind::right_paren)) {
      do {
        node.children.push_back(expression());
      } while (take(Kind::comma));
    }
    expect(Kind::right_paren, "')'");
  }

  NodeId primary() {
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

  NodeId parenthesised() {
    const Token open = next();
    const NodeId inner = expression();
    if (!expect(Kind::right_paren, "')'")) return inner;
    ast_[inner].begin = open.begin;
    ast_[inner].end = last_end();
    return inner;
  }

  NodeId ident(const Token& first, bool absolute) {
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

  NodeId has(Node& call, const Token& token) {
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

  NodeId list() {
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

  NodeId map() {
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

  bool is_type_name(NodeId id) const {
    while (ast_[id].kind == Node::Kind::select) id = ast_[id].children[0];
    return ast_[id].kind == Node::Kind::ident;
  }

  NodeId message(NodeId type) {
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
      node.children.push_back(
          literal(name, name, name.kind == Kind::quoted_ident ? name.value : Value{std::string(text_of(name))}));
      expect(Kind::colon, "':'");
      node.children.push_back(expression());
      if (!take(Kind::comma)) break;
    }
    expect(Kind::right_brace, "'}'");
    node.end = last_end();
    return add(std::move(node));
  }
};

}  // namespace

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
