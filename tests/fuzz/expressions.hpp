#pragma once

#include <itsmflow/expr.hpp>

#include "expr/ast.hpp"
#include "expr/parser.hpp"
#include "expr/print.hpp"

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What must be true of every text that somebody gives as an expression. Used by the fuzzer and by a seeded run in the tests.

namespace itsmflow::fuzz {

/// A scope with a field of every type, every second one not filled.
class Fields : public ExprActivation {
 public:
  Fields() {
    using Kind = ExprType::Kind;
    ExprScope::Variable group;
    group.name = "rfc";
    const auto add = [&](const char* name, Kind kind, Value value) {
      ExprType type;
      type.kind = kind;
      if (std::string_view(name) == "risk") type.choices = {"low", "high"};
      group.members.push_back({name, type, static_cast<std::uint32_t>(values_.size())});
      values_.push_back(std::move(value));
    };
    add("risk", Kind::string, "high");
    add("votes", Kind::int_, {});
    add("accounts", Kind::int_, 3000);
    add("plan", Kind::opaque, {});
    add("price", Kind::double_, 2.5);
    add("agreed", Kind::boolean, {});
    add("started", Kind::timestamp, Timestamp{1'393'833'600, 0});
    add("effort", Kind::duration, Duration{5'400, 0});
    group.members.push_back({"tasks", tasks(), static_cast<std::uint32_t>(values_.size())});
    values_.push_back(Value::List{Value::Entries{{"title", "test"}, {"hours", 3}}, Value::Entries{{"state", "open"}}});
    scope_.variables.push_back(std::move(group));
    scope_.variables.push_back({"any", {}, {}, static_cast<std::uint32_t>(values_.size())});
    values_.push_back(Value::Entries{{"a", Value::List{1, "x", Value{}}}});
  }

  const Value& slot(std::uint32_t index) const override { return values_.at(index); }
  const ExprScope& scope() const { return scope_; }

 private:
  static ExprType tasks() {
    using Kind = ExprType::Kind;
    auto record = std::make_shared<ExprRecord>();
    for (const auto& [name, kind] : {std::pair{"title", Kind::string}, {"state", Kind::string}, {"hours", Kind::int_}}) {
      ExprType type;
      type.kind = kind;
      if (std::string_view(name) == "state") type.choices = {"open", "done"};
      record->members.push_back({name, type});
    }
    ExprType task;
    task.kind = ExprType::Kind::map;
    task.record = std::move(record);
    ExprType list;
    list.kind = ExprType::Kind::list;
    list.element = std::make_shared<const ExprType>(std::move(task));
    return list;
  }

  ExprScope scope_;
  std::vector<Value> values_;
};

inline void require(bool truth) {
  if (!truth) std::abort();
}

inline void run_compiled(std::string_view text, const Fields& fields, ExprTyping typing) {
  const auto compiled = compile_expression(text, fields.scope(), {}, typing);
  require(static_cast<bool>(compiled.expression) == compiled.issues.empty());
  for (const ExprIssue& issue : compiled.issues) {
    require(issue.begin <= issue.end && issue.end <= text.size() && !issue.message.empty());
  }
  if (compiled.expression) {
    const auto outcome = compiled.expression.evaluate(fields);
    require(outcome.holds() == compiled.expression.holds(fields));
    require(outcome.kind == Expression::Outcome::Kind::value || !outcome.text.empty());
    require(outcome.begin <= outcome.end && outcome.end <= text.size());
    require(compiled.expression.seen(fields).size() >= compiled.expression.slots().size() || typing == ExprTyping::dynamic);
  }
}

inline void run_expression(std::string_view text) {
  static const Fields fields;
  run_compiled(text, fields, ExprTyping::strict);
  run_compiled(text, fields, ExprTyping::dynamic);
  const auto parsed = expr::parse(text);
  if (!parsed.ast || !parsed.issues.empty()) return;
  const auto again = expr::parse(expr::print(*parsed.ast));
  // Printing adds blanks and escapes, so a text near the limit may print beyond it.
  if (again.issues.size() == 1 && again.issues[0].kind == ExprIssue::Kind::too_large) return;
  require(again.ast && again.issues.empty() && expr::same_tree(*parsed.ast, *again.ast));
}

}  // namespace itsmflow::fuzz
