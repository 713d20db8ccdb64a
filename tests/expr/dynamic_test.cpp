#include "bench.hpp"

#include "../catch.hpp"

using namespace itsmflow;
using namespace itsmflow::test;

// ExprTyping::dynamic: what CEL does without its type checker.

namespace {

/// x is 5, s a text, n null, a.b a map of its own name beside a, which is a map too.
class Variables : public ExprActivation {
 public:
  Variables() {
    add("x", 5);
    add("s", "text");
    add("n", Value{});
    add("a", Value::Entries{{"b", Value::Entries{{"c", "of a"}}}, {"d", 1}});
    add("a.b", Value::Entries{{"c", "of a.b"}});
    add("list", Value::List{1, "two", 3.0, Value{}});
  }

  const Value& slot(std::uint32_t index) const override { return values_.at(index); }

  std::string outcome(std::string_view text) const {
    const auto compiled = compile_expression(text, scope_, {}, ExprTyping::dynamic);
    if (!compiled.issues.empty()) return "refused: " + compiled.issues.front().message;
    const auto result = compiled.expression.evaluate(*this);
    if (result.kind == Expression::Outcome::Kind::value) return to_string(result.value);
    const std::string where(text.substr(result.begin, result.end - result.begin));
    return (result.kind == Expression::Outcome::Kind::error ? "error: " : "unfilled: ") + result.text + " at " + where;
  }

 private:
  void add(const char* name, Value value) {
    scope_.variables.push_back({name, {}, {}, static_cast<std::uint32_t>(values_.size()), true});
    values_.push_back(std::move(value));
  }

  ExprScope scope_;
  std::vector<Value> values_;
};

void check_rows(const std::vector<Row>& rows) {
  const Variables variables;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(variables.outcome(row.text) == row.outcome);
  }
}

}  // namespace

TEST_CASE("without types, values of different kinds are unequal and have no order") {
  check_rows({
      {"1 == 'a'", "false"},
      {"1 != 'a'", "true"},
      {"[1] == 1", "false"},
      {"{'a': 1} == {'a': 'x'}", "false"},
      {"null == 1", "false"},
      {"'a' in [1, 2]", "false"},
      {"1 in {'a': 1}", "false"},
      {"1 < 'a'", "error: no matching overload: '<' cannot be applied to these values at 1 < 'a'"},
      {"1 + 'a'", "error: no matching overload: '+' cannot be applied to these values at 1 + 'a'"},
      {"2 * (1 + 1u)", "error: no matching overload: '+' cannot be applied to these values at (1 + 1u)"},
      {"-(1u)", "error: no matching overload: '-' cannot be applied to these values at -(1u)"},
      {"1 in 'a'", "error: no matching overload: 'in' cannot be applied to these values at 1 in 'a'"},
      {"true ? 1 : 'a'", "1"},
      {"'a' ? 1 : 2", "error: no matching overload: '?:' cannot be applied to these values at 'a' ? 1 : 2"},
      {"[1, 2]['a']", "error: no matching overload: '[]' cannot be applied to these values at [1, 2]['a']"},
      {"{1.5: 2}", "error: the key of a map must be a bool, int, uint or string at {1.5: 2}"},
      {"x.y", "error: no matching overload: 'y' cannot be applied to these values at x.y"},
      {"has(x.y)", "error: no matching overload: 'y' cannot be applied to these values at has(x.y)"},
      {"size(1)", "error: no matching overload: 'size' cannot be applied to these values at size(1)"},
      {"(1).all(x, true)", "error: no matching overload: 'all' cannot be applied to these values at (1).all(x, true)"},
  });
}

TEST_CASE("without types, && and || absorb what does not fit") {
  check_rows({
      {"false && 32", "false"},
      {"'horses' && false", "false"},
      {"true || 32", "true"},
      {"'horses' || true", "true"},
      {"'a' && 'b'", "error: no matching overload: '&&' cannot be applied to these values at 'a' && 'b'"},
      {"nothing || true", "true"},
      {"nothing(1) || true", "true"},
      {"false && size(1, 2)", "false"},
      {"[1, 2].exists(y, y.z || y == 2)", "true"},
  });
}

TEST_CASE("without types, unknown names are errors that say what was meant") {
  check_rows({
      {"lst", "error: there is nothing named 'lst'; did you mean 'list'? at lst"},
      {"1 + stirng(2)", "error: there is no function 'stirng'; did you mean 'string'? at stirng(2)"},
      {"size(1, 2)", "error: 'size' is not called like this; write size(x) or x.size() at size(1, 2)"},
      {"contains('a', 'b')", "error: 'contains' is not called like this; write text.contains('\u2026') at contains('a', 'b')"},
      {"dyn", "error: there is nothing named 'dyn'; there are x, s, n, a, a.b and list at dyn"},
  });
}

TEST_CASE("without types, conversions fail when they are evaluated") {
  check_rows({
      {"int('x')", "error: \"x\" cannot be read as int at int('x')"},
      {"int('x') == 1 || true", "true"},
      {"duration('1 day')", "error: \"1 day\" cannot be read as duration at duration('1 day')"},
      {"'a'.matches('(')", "error: \"(\" is not a regular expression: missing ) at 'a'.matches('(')"},
      {"timestamp(0).getHours('Nowhere/Else')",
       "error: there is no time zone \"Nowhere/Else\" at "
       "timestamp(0).getHours('Nowhere/Else')"},
  });
}

TEST_CASE("a variable that may be null is never unfilled") {
  check_rows({
      {"n", "null"},
      {"n == null", "true"},
      {"x == null", "false"},
      {"type(n)", "null_type"},
      {"list[3] == null", "true"},
      {"list.map(e, type(e))", "[int, string, double, null_type]"},
  });
}

TEST_CASE("of names with dots the longest that is known counts") {
  check_rows({
      {"a.b.c", "\"of a.b\""},
      {"(a).d", "1"},
      {"a.d", "1"},
      {"[{'b': {'c': 'of the loop'}}].map(a, a.b.c)", "[\"of the loop\"]"},
      {"[1].map(a, .a.b.c)", "[\"of a.b\"]"},
  });
}

TEST_CASE("keys and places are found by numbers of any kind") {
  check_rows({
      {"{1: 'a', 2u: 'b'}[1u]", "\"a\""},
      {"{1: 'a', 2u: 'b'}[2.0]", "\"b\""},
      {"{1: 'a'}[1.5]", "error: no such key at {1: 'a'}[1.5]"},
      {"1.0 in {1: 'a'}", "true"},
      {"2u in [1, 2]", "true"},
      {"{1: 'a', 1u: 'b'}", "error: a map has the same key twice at {1: 'a', 1u: 'b'}"},
      {"{9007199254740993: 'a'}[9007199254740992.0]", "error: no such key at {9007199254740993: 'a'}[9007199254740992.0]"},
      {"[7, 8][1u]", "8"},
      {"[7, 8][1.0]", "8"},
      {"[7, 8][0.5]", "error: no matching overload: '[]' cannot be applied to these values at [7, 8][0.5]"},
      {"[7, 8][-1]", "error: index out of range at [7, 8][-1]"},
      {"{'a': 1}[b'a']", "error: no such key at {'a': 1}[b'a']"},
      {"{true: 1}[true]", "1"},
      {"{'a.b': 1}.`a.b`", "1"},
  });
}
