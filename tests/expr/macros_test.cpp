#include "bench.hpp"

#include "../catch.hpp"

using namespace itsmflow;
using namespace itsmflow::test;

// From the CEL specification: "Macros".

namespace {

void check_rows(const std::vector<Row>& rows) {
  const Bench bench;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(bench.outcome(row.text) == row.outcome);
  }
}

}  // namespace

TEST_CASE("all and exists ask every element of a list, and the keys of a map") {
  check_rows({
      {"[1, 2, 3].all(x, x > 0)", "true"},
      {"[1, 2, 3].all(x, x > 1)", "false"},
      {"[].all(x, x > 1)", "true"},
      {"[1, 2, 3].exists(x, x == 2)", "true"},
      {"[1, 2, 3].exists(x, x > 3)", "false"},
      {"[].exists(x, true)", "false"},
      {"{'a': 1, 'b': 2}.all(k, k in ['a', 'b'])", "true"},
      {"{'a': 1, 'b': 2}.exists(k, k == 'c')", "false"},
      {"any.list.exists(x, x == 3)", "true"},
      {"any.all(k, size(k) > 2)", "true"},
  });
}

TEST_CASE("an error in all and exists counts only if no element decides") {
  check_rows({
      {"[1, 2, 3].exists(x, 6 / (2 - x) == 6)", "true"},
      {"[2, 1].exists(x, 6 / (2 - x) == 6)", "true"},
      {"[2, 3].exists(x, 6 / (2 - x) == 6)", "error: division by zero"},
      {"[2, 1].all(x, 6 / (2 - x) == 7)", "false"},
      {"[2, 1].all(x, 6 / (2 - x) == 6)", "error: division by zero"},
      {"[1, 'a'].all(x, x % 2 == 1)", "error: no matching overload: '%' cannot be applied to these values"},
      {"['a', 2].all(x, x % 2 == 1)", "false"},
      {"[dyn(1)].all(x, x)", "error: no matching overload: 'all' cannot be applied to these values"},
      {"[dyn(1), dyn(true)].exists(x, x)", "true"},
      {"[1, 2].exists(x, x == rfc.votes)", "unfilled: rfc.votes"},
      {"[1, 2].exists(x, x == rfc.votes || x == 2)", "true"},
  });
}

TEST_CASE("exists_one looks at all elements, so an error is never a matter of their order") {
  check_rows({
      {"[1, 2, 3].exists_one(x, x == 2)", "true"},
      {"[1, 2, 2].exists_one(x, x == 2)", "false"},
      {"[1, 3].exists_one(x, x == 2)", "false"},
      {"[].exists_one(x, true)", "false"},
      {"[1, 2, 0].exists_one(x, 2 / x == 2)", "error: division by zero"},
      {"[1, 1, 0].exists_one(x, 2 / x == 2)", "error: division by zero"},
      {"{1: 'a', 2: 'b'}.exists_one(k, k > 1)", "true"},
  });
}

TEST_CASE("filter and map make lists, in the order of the elements") {
  check_rows({
      {"[1, 2, 3, 4].filter(x, x % 2 == 0)", "[2, 4]"},
      {"[].filter(x, x)", "[]"},
      {"{'b': 1, 'a': 2}.filter(k, k != 'c')", "[\"b\", \"a\"]"},
      {"[3, 2, 0].filter(x, 6 / x > 1)", "error: division by zero"},
      {"[1, 2].map(x, x * 2)", "[2, 4]"},
      {"[1, 2].map(x, [x])", "[[1], [2]]"},
      {"[1, 2, 3].map(x, x > 1, string(x))", "[\"2\", \"3\"]"},
      {"[0, 1].map(x, x > 0, 2 / x)", "[2]"},
      {"[0].map(x, 2 / x)", "error: division by zero"},
      {"{'a': 1}.map(k, k + '!')", "[\"a!\"]"},
      {"[[1, 2], [3]].map(l, size(l))", "[2, 1]"},
      {"['a', 'b'].map(x, {x: 1})", "[{\"a\": 1}, {\"b\": 1}]"},
  });
}

TEST_CASE("loops stand in loops, and the innermost name hides the others") {
  check_rows({
      {"[1, 2].all(x, [1, 2, 3].exists(y, y == x + 1))", "true"},
      {"[[1, 2], [3]].exists(x, x.exists(x, x == 3))", "true"},
      {"[1].map(x, [2].map(x, x) + [x])", "[[2, 1]]"},
      {"[1, 2].map(x, [10, 20].map(y, x * y))", "[[10, 20], [20, 40]]"},
      {"[1].all(rfc, rfc == 1)", "true"},
      {"['x'].all(actor, actor == 'x') && actor == 'anna'", "true"},
      {"['x'].all(actor, .actor == 'anna')", "true"},
      {"[{'risk': 'none'}].all(rfc, rfc.risk == 'none')", "true"},
      {"[1].all(int, int == 1)", "true"},
      {"[[1]].map(x, x.map(y, y + 1))[0][0]", "2"},
  });
}

TEST_CASE("the results of loops are typed") {
  const Bench bench;
  const auto type_name = [&](const char* text) { return bench.compile(text).expression.type().name(); };
  CHECK(type_name("[1].all(x, x > 0)") == "bool");
  CHECK(type_name("[1].exists_one(x, x > 0)") == "bool");
  CHECK(type_name("[1].filter(x, x > 0)") == "list(int)");
  CHECK(type_name("[1].map(x, string(x))") == "list(string)");
  CHECK(type_name("[1].map(x, x > 0, [x])") == "list(list(int))");
  CHECK(type_name("{'a': 1}.filter(k, true)") == "list(string)");
  CHECK(type_name("any.filter(k, true)") == "list(dyn)");
}

TEST_CASE("a loop's variable is no field: it is not among the values seen") {
  const Bench bench;
  const auto compiled = bench.compile("[rfc.risk].exists(x, x == actor) || any.list.all(x, x > 0)");
  REQUIRE(compiled.expression);
  const auto seen = compiled.expression.seen(bench);
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].path == "rfc.risk");
  CHECK(seen[1].path == "actor");
  CHECK(seen[2].path == "any.list");
  CHECK(seen[2].value == Value(Value::List{1, 2, 3}));
  CHECK(compiled.expression.slots().size() == 3);
}
