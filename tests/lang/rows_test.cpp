#include "lang/loading.hpp"

#include "catch.hpp"

using namespace itsmflow;
using namespace lang_test;

namespace {

/// Activities a (results x, y, z), b, c, d, and these rows.
Load rows(const std::string& lines) {
  return Load(model(
      "case: item\nobjects: {item: {fields: {count: int}}}\nstart: {role: user, requires: [item.count]}\n"
      "activities:\n  a: {role: desk, results: {x: {}, y: {}, z: {}}}\n  b: {role: desk}\n  c: {role: desk}\n  d: {role: desk}\n"
      "transitions:\n" +
      lines));
}

}  // namespace

TEST_CASE("a row without a result is for all results that have no row of their own") {
  const Load load = rows("  - start -> a\n  - a.y -> b\n  - a -> c\n  - b -> end\n");
  REQUIRE(load.errors() == Rules{});
  const std::vector<Row>& all = load.model->rows;
  CHECK_FALSE(all[0].sources[0].activity.has_value());
  CHECK(all[1].sources[0].results == Indexes{1});
  CHECK(all[2].sources[0].results == Indexes{0, 2});
  CHECK(all[3].sources[0].results == Indexes{0});
  CHECK(all[3].targets.empty());
  CHECK(all[3].to_end);
}

TEST_CASE("forks, joins, guards and otherwise are read as written") {
  const Load load = rows("  - start -> a\n  - a -> b & c if item.count > 1\n  - a -> d & end otherwise\n  - b & c -> d\n");
  REQUIRE(load.errors() == Rules{});
  const std::vector<Row>& all = load.model->rows;
  CHECK(all[1].targets == Indexes{1, 2});
  CHECK(all[1].decision == Row::Decision::guard);
  CHECK(all[1].guard.expression.text() == "item.count > 1");
  CHECK(all[2].targets == Indexes{3});
  CHECK(all[2].to_end);
  CHECK(all[2].decision == Row::Decision::otherwise);
  REQUIRE(all[3].sources.size() == 2);
  CHECK(all[3].sources[1].activity == 2u);
}

TEST_CASE("a row that all results leave unused is reported") {
  const Load load = rows("  - start -> a\n  - a.x -> b\n  - a.y -> b\n  - a.z -> b\n  - a -> c\n");
  CHECK(load.errors() == Rules{"bad-row"});
  CHECK(load.marked("bad-row") == "a -> c");
}

TEST_CASE("otherwise stands last, and once") {
  CHECK(rows("  - start -> b otherwise\n  - start -> c if item.count > 1\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start -> c if item.count > 1\n  - start -> b otherwise\n  - start -> d otherwise\n").errors() ==
        Rules{"bad-row"});
  CHECK(rows("  - start -> c if item.count > 1\n  - start -> b otherwise\n").errors() == Rules{});
}

TEST_CASE("a plain fork beside other plain rows is refused, because the others stay open") {
  const Load load = rows("  - start -> a & b\n  - start -> c\n");
  CHECK(load.errors() == Rules{"mixed-choice"});
  CHECK(load.marked("mixed-choice") == "start -> a & b");
}

TEST_CASE("guards on joins are refused and not forgotten") {
  const Load load = rows("  - start -> b & c\n  - b & c -> d if item.count > 1\n");
  CHECK(load.errors() == Rules{"not-supported"});
  CHECK(load.marked("not-supported") == "if");
}

TEST_CASE("texts that are no rows are told apart") {
  CHECK(rows("  - start -> a & & b\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - -> b\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start ->\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start -> a if\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start -> a when x\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start -> a.x\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start -> a | b\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start -> a otherwise b\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - b & b -> d\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start & b -> d\n").errors() == Rules{"bad-row"});
  CHECK(rows("  - start -> b\n  - start -> b\n").errors() == Rules{"duplicate-name"});
}

TEST_CASE("a faulty guard is one finding, at its own characters") {
  const Load load = rows("  - start -> a if item.cuont > 1\n  - start -> b otherwise\n");
  CHECK(load.errors() == Rules{"unknown-field"});
  CHECK(load.marked("unknown-field") == "item.cuont");
  CHECK(load.first("unknown-field").help == "did you mean 'item.count'?");
}
