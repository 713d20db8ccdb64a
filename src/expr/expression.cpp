#include <itsmflow/expr.hpp>

#include "expr/check.hpp"
#include "expr/eval.hpp"
#include "expr/limits.hpp"
#include "expr/parser.hpp"
#include "expr/print.hpp"
#include "expr/sights.hpp"
#include "expr/uses.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow {

namespace {

/// A conversion of what is written out and can never be converted.
ExprIssue issue_of(const expr::Item& fault, const expr::Node& node) {
  std::string help;
  if (fault.fault == expr::Fault::no_conversion && node.function == expr::Function::timestamp) {
    help = "write it as '2014-03-03T08:00:00Z' or '2014-03-03T09:00:00+01:00'";
  }
  if (fault.fault == expr::Fault::no_conversion && node.function == expr::Function::duration) {
    help = "write it as '36h' or '1h30m'; the units are h, m, s, ms, us and ns";
  }
  return {ExprIssue::Kind::type_mismatch, node.begin, node.end, expr::describe(fault, node), std::move(help)};
}

}  // namespace

ExprActivation::~ExprActivation() = default;

const ExprTrouble* ExprActivation::trouble(std::uint32_t) const {
  return nullptr;
}

class Expression::Impl {
 public:
  std::string text;
  expr::Ast ast;
  ExprType type;
  std::vector<expr::Variable> variables;  // that the nodes read
  std::vector<expr::Variable> sights;     // in the order of the text
  std::vector<std::uint32_t> slots;
  std::vector<Value> constants;
};

namespace {

std::vector<Value> constants_of(const expr::Ast& ast) {
  std::vector<const expr::Node*> literals;
  for (const expr::Node& node : ast.nodes)
    if (node.kind == expr::Node::Kind::literal || (node.constant && node.kind != expr::Node::Kind::list)) literals.push_back(&node);
  std::stable_sort(literals.begin(), literals.end(),
                   [](const expr::Node* left, const expr::Node* right) { return left->begin < right->begin; });
  std::vector<Value> constants;
  for (const expr::Node* literal : literals) constants.push_back(literal->value);
  return constants;
}

}  // namespace

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

const std::vector<Value>& Expression::constants() const noexcept {
  static const std::vector<Value> kNone;
  const Impl* impl = impl_.get();
  return impl != nullptr ? impl->constants : kNone;
}

Expression::Uses Expression::uses() const {
  return impl_ != nullptr ? expr::find_uses(impl_->ast, impl_->variables) : Uses{};
}

Expression::Outcome Expression::evaluate(const ExprActivation& activation) const {
  if (impl_ == nullptr) return {Outcome::Kind::error, {}, "there is no expression"};
  expr::Item item = expr::evaluate(impl_->ast, impl_->variables, activation);
  if (item.is_value()) return {Outcome::Kind::value, std::move(item).take(), {}};
  const expr::Node& node = impl_->ast[item.node];
  Outcome outcome;
  outcome.begin = node.begin;
  outcome.end = node.end;
  const bool is_variable = item.state == expr::Item::State::unfilled && node.variable != expr::Node::kNoVariable;
  const ExprTrouble* trouble = is_variable ? activation.trouble(impl_->variables[node.variable].slot) : nullptr;
  if (trouble != nullptr) {
    outcome.kind = trouble->kind == ExprTrouble::Kind::error ? Outcome::Kind::error : Outcome::Kind::unfilled;
    outcome.text = trouble->text;
  } else if (item.state == expr::Item::State::unfilled) {
    outcome.kind = Outcome::Kind::unfilled;
    outcome.text = node.variable != expr::Node::kNoVariable ? impl_->variables[node.variable].path : print(impl_->ast, item.node);
  } else {
    outcome.kind = Outcome::Kind::error;
    outcome.text = expr::describe(item, node);
  }
  return outcome;
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
  for (const expr::Variable& sight : impl_->sights) {
    const Value* value = expr::find_part(activation.slot(sight.slot), sight.steps);
    values.push_back({sight.path, value != nullptr ? *value : Value{}});
  }
  return values;
}

Expression::Compiled compile_expression(std::string_view text, const ExprScope& scope, const ExprType& expected,
                                        ExprTyping typing) {
  Expression::Compiled compiled;
  expr::Parsed parsed = expr::parse(text);
  compiled.issues = std::move(parsed.issues);
  if (parsed.ast) {
    auto impl = std::make_shared<Expression::Impl>();
    impl->text = text;
    impl->ast = std::move(*parsed.ast);
    expr::Checked checked = expr::check(impl->ast, text, scope, expected, typing);
    impl->type = std::move(checked.type);
    impl->variables = std::move(checked.variables);
    for (const auto& variable : impl->variables) impl->slots.push_back(variable.slot);
    std::sort(impl->slots.begin(), impl->slots.end());
    impl->slots.erase(std::unique(impl->slots.begin(), impl->slots.end()), impl->slots.end());
    impl->constants = constants_of(impl->ast);
    compiled.issues.insert(compiled.issues.end(), std::make_move_iterator(checked.issues.begin()),
                           std::make_move_iterator(checked.issues.end()));
    if (compiled.issues.empty()) {
      const auto faults = expr::fold_constants(impl->ast);
      if (typing == ExprTyping::strict) {
        for (const expr::Item& fault : faults) compiled.issues.push_back(issue_of(fault, impl->ast[fault.node]));
      }
    }
    if (compiled.issues.empty()) {
      impl->sights = expr::find_sights(impl->ast, impl->variables);
      compiled.expression.impl_ = std::move(impl);
    }
  }
  std::stable_sort(compiled.issues.begin(), compiled.issues.end(),
                   [](const ExprIssue& left, const ExprIssue& right) { return left.begin < right.begin; });
  if (compiled.issues.size() > expr::kMaxIssues) compiled.issues.resize(expr::kMaxIssues);
  return compiled;
}

}  // namespace itsmflow
