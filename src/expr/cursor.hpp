#pragma once

#include <itsmflow/expr.hpp>

#include "expr/ast.hpp"
#include "expr/lexer.hpp"
#include "expr/limits.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::expr {

/// What the parser stands on: the tokens, the tree so far, the issues. After a mistake that leaves in doubt what is meant, `fail` moves
/// to the last token, so that every loop ends, and nothing more is reported.
class Cursor {
 public:
  Cursor(std::string_view text, std::vector<Token> tokens, std::vector<ExprIssue> issues)
      : text_(text), tokens_(std::move(tokens)), issues_(std::move(issues)) {}

 protected:
  using Kind = Token::Kind;

  const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool at(Kind kind) const { return peek().kind == kind; }
  bool take(Kind kind) {
    if (!at(kind)) return false;
    ++at_;
    return true;
  }
  Token next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  std::string_view text_of(const Token& token) const { return text_.substr(token.begin, token.end - token.begin); }
  std::uint32_t last_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }

  void issue(ExprIssue::Kind kind, std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {}) {
    if (!failed_) issues_.push_back({kind, begin, end, std::move(message), std::move(help)});
  }

  /// Ends the parse; gives a node that stands for what is missing.
  NodeId fail(const Token& token, std::string message, std::string help = {}, ExprIssue::Kind kind = ExprIssue::Kind::syntax) {
    issue(kind, token.begin, token.end, std::move(message), std::move(help));
    failed_ = true;
    at_ = tokens_.size() - 1;
    return add(Node{});
  }

  NodeId unexpected(std::string_view wanted) {
    const Token& token = peek();
    std::string message =
        token.kind == Kind::end ? "the expression ends too early" : "'" + std::string(text_of(token)) + "' cannot stand here";
    if (!wanted.empty()) message += "; " + std::string(wanted) + " is missing";
    const bool operand = token.kind == Kind::ident || token.kind == Kind::string || token.kind == Kind::integer;
    const bool two_operands = wanted.empty() && operand && at_ > 0;
    return fail(token, std::move(message), two_operands ? "write an operator such as && or == between the two" : "");
  }

  bool expect(Kind kind, std::string_view wanted) {
    if (failed_) return false;
    if (take(kind)) return true;
    unexpected(wanted);
    return false;
  }

  NodeId add(Node node) {
    std::uint16_t depth = 0;
    for (const NodeId child : node.children) depth = std::max(depth, ast_[child].depth);
    node.depth = static_cast<std::uint16_t>(depth + 1);
    const Token place{Kind::end, node.begin, node.end, {}};
    ast_.nodes.push_back(std::move(node));
    const auto id = static_cast<NodeId>(ast_.nodes.size() - 1);
    if (depth + 1u > kMaxDepth && !failed_) too_deep(place);
    return id;
  }

  void too_deep(const Token& token) {
    fail(token, "this expression is nested too deeply", "no more than " + std::to_string(kMaxDepth) + " levels are allowed",
         ExprIssue::Kind::too_large);
  }

  NodeId literal(const Token& first, const Token& token, Value value) {
    Node node;
    node.begin = node.at_begin = first.begin;
    node.end = node.at_end = token.end;
    node.value = std::move(value);
    return add(std::move(node));
  }

  void optional_mark(std::string_view where) {
    if (!at(Kind::question)) return;
    const Token mark = next();
    issue(ExprIssue::Kind::not_supported, mark.begin, mark.end, "optional values ('" + std::string(where) + "') are not supported");
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<ExprIssue> issues_;
  Ast ast_;
  std::size_t at_ = 0;
  std::uint32_t nesting_ = 0;
  bool failed_ = false;
};

}  // namespace itsmflow::expr
