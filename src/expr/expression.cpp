#include <itsmflow/expr.hpp>

#include "expr/check.hpp"
#include "expr/eval.hpp"
#include "expr/limits.hpp"
#include "expr/parser.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow {

ExprActivation::~ExprActivation() = default;

const ExprTrouble* ExprActivation::trouble(std::uint32_t) const {
  return nullptr;
}

class Expression::Impl {
 public:
  std::string text;
  expr::Ast ast;
  ExprType type;
  std::vector<expr::Variable> variables;  // in the order of the text
  std::vector<std::uint32_t> slots;
};

Expression::Expression() = default;
Expression::~Expression() = default;
Expression::Expression(const Expression&) = default;
Expression& Expression::operator=(const Expression&) = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

const std::string& Expression::text() const noexcept {
  static const std::string kNone;
  const Impl* impl = impl_.get();
  return impl != nullptr ? impl->text : kNone;
}

const ExprType& Expression::type() const noexcept {
  static const ExprType kNone;
  const Impl* impl = impl_.get();
  return impl != nullptr ? impl->type : kNone;
}

const std::vector<std::uint32_t>& Expression::slots() const noexcept {
  static const std::vector<std::uint32_t> kNone;
  const Impl* impl = impl_.get();
  return impl != nullptr ? impl->slots : kNone;
}

Expression::Outcome Expression::evaluate(const ExprActivation& activation) const {
  if (impl_ == nullptr) return {Outcome::Kind::error, {}, "there is no expression"};
  expr::Item item = expr::evaluate(impl_->ast, impl_->variables, activation);
  switch (item.state) {
    case expr::Item::State::value:
      return {Outcome::Kind::value, std::move(item).take(), {}};
    case expr::Item::State::unfilled: {
      const expr::Variable& variable = impl_->variables[impl_->ast[item.node].variable];
      const ExprTrouble* trouble = activation.trouble(variable.slot);
      if (trouble == nullptr) return {Outcome::Kind::unfilled, {}, variable.path};
      const bool is_error = trouble->kind == ExprTrouble::Kind::error;
      return {is_error ? Outcome::Kind::error : Outcome::Kind::unfilled, {}, trouble->text};
    }
    case expr::Item::State::error:
      break;
  }
  return {Outcome::Kind::error, {}, expr::describe(item.fault, impl_->ast[item.node])};
}

bool Expression::holds(const ExprActivation& activation) const {
  if (impl_ == nullptr) return false;
  const expr::Item item = expr::evaluate(impl_->ast, impl_->variables, activation);
  const bool* truth = item.is_value() ? item.get().if_bool() : nullptr;
  return truth != nullptr && *truth;
}

std::vector<Expression::Seen> Expression::seen(const ExprActivation& activation) const {
  std::vector<Seen> values;
  if (impl_ == nullptr) return values;
  for (const expr::Variable& variable : impl_->variables) values.push_back({variable.path, activation.slot(variable.slot)});
  return values;
}

Expression::Compiled compile_expression(std::string_view text, const ExprScope& scope, const ExprType& expected,
                                        ExprTyping typing) {
  static_cast<void>(typing);
  Expression::Compiled compiled;
  expr::Parsed parsed = expr::parse(text);
  compiled.issues = std::move(parsed.issues);
  if (parsed.ast) {
    auto impl = std::make_shared<Expression::Impl>();
    impl->text = text;
    impl->ast = std::move(*parsed.ast);
    expr::Checked checked = expr::check(impl->ast, text, scope, expected);
    impl->type = std::move(checked.type);
    impl->variables = std::move(checked.variables);
    for (const auto& variable : impl->variables) impl->slots.push_back(variable.slot);
    std::sort(impl->slots.begin(), impl->slots.end());
    impl->slots.erase(std::unique(impl->slots.begin(), impl->slots.end()), impl->slots.end());
    compiled.issues.insert(compiled.issues.end(), std::make_move_iterator(checked.issues.begin()),
                           std::make_move_iterator(checked.issues.end()));
    if (compiled.issues.empty()) {
      expr::fold_constants(impl->ast);
      compiled.expression.impl_ = std::move(impl);
    }
  }
  std::stable_sort(compiled.issues.begin(), compiled.issues.end(),
                   [](const ExprIssue& left, const ExprIssue& right) { return left.begin < right.begin; });
  if (compiled.issues.size() > expr::kMaxIssues) compiled.issues.resize(expr::kMaxIssues);
  return compiled;
}

}  // namespace itsmflow
