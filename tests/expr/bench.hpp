#pragma once

#include <itsmflow/expr.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What the tests of expressions share: a small scope, values for it, and the outcome of an expression in one line.

namespace itsmflow::test {

inline ExprType type_of_kind(ExprType::Kind kind) {
  ExprType type;
  type.kind = kind;
  return type;
}

inline ExprType choice_of(std::vector<std::string> choices) {
  ExprType type = type_of_kind(ExprType::Kind::string);
  type.choices = std::move(choices);
  return type;
}

/// rfc.risk is "high", rfc.accounts 3000, rfc.price 2.5, rfc.urgent true, rfc.started a moment, rfc.effort a duration, rfc.report a
/// document; rfc.state is "drafted"; rfc.question (string), rfc.votes (int), rfc.agreed (bool) and rfc.plan (document) are not filled.
/// any (dyn) is a map with a list, actor is a string.
class Bench : public ExprActivation {
 public:
  Bench() {
    using Kind = ExprType::Kind;
    ExprScope::Variable rfc;
    rfc.name = "rfc";
    const auto field = [&](const char* name, ExprType type, Value value) {
      rfc.members.push_back({name, std::move(type), static_cast<std::uint32_t>(values_.size())});
      values_.push_back(std::move(value));
    };
    field("risk", choice_of({"low", "medium", "high"}), "high");
    field("accounts", type_of_kind(Kind::int_), 3000);
    field("price", type_of_kind(Kind::double_), 2.5);
    field("urgent", type_of_kind(Kind::boolean), true);
    field("started", type_of_kind(Kind::timestamp), Timestamp{1'393'833'600, 0});
    field("effort", type_of_kind(Kind::duration), Duration{5'400, 0});
    field("report", type_of_kind(Kind::opaque), "reports/1.pdf");
    field("state", choice_of({"new", "drafted", "approved"}), "drafted");
    field("summary", type_of_kind(Kind::string), "Größe ändern");
    field("question", type_of_kind(Kind::string), {});
    field("votes", type_of_kind(Kind::int_), {});
    field("agreed", type_of_kind(Kind::boolean), {});
    field("plan", type_of_kind(Kind::opaque), {});
    scope_.variables.push_back(std::move(rfc));
    scope_.variables.push_back({"any", {}, type_of_kind(Kind::dyn), static_cast<std::uint32_t>(values_.size())});
    values_.push_back(Value::Entries{{"list", Value::List{1, 2, 3}}, {"name", "x"}, {"nothing", Value{}}});
    scope_.variables.push_back({"actor", {}, type_of_kind(Kind::string), static_cast<std::uint32_t>(values_.size())});
    values_.push_back("anna");
  }

  const Value& slot(std::uint32_t index) const override { return values_.at(index); }
  const ExprScope& scope() const { return scope_; }
  std::vector<Value>& values() { return values_; }

  Expression::Compiled compile(std::string_view text, const ExprType& expected = {}) const {
    return compile_expression(text, scope_, expected);
  }

  /// The value as a literal, "error: …", "unfilled: …", or "refused: …" with the first issue.
  std::string outcome(std::string_view text) const {
    const auto compiled = compile(text);
    if (!compiled.issues.empty()) return "refused: " + compiled.issues.front().message;
    const auto result = compiled.expression.evaluate(*this);
    switch (result.kind) {
      case Expression::Outcome::Kind::value:
        return to_string(result.value);
      case Expression::Outcome::Kind::error:
        return "error: " + result.text;
      case Expression::Outcome::Kind::unfilled:
        return "unfilled: " + result.text;
    }
    return {};
  }

 private:
  ExprScope scope_;
  std::vector<Value> values_;
};

struct Row {
  const char* text;
  const char* outcome;
};

}  // namespace itsmflow::test
