#include "bench.hpp"

#include "../catch.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

using namespace itsmflow;
using namespace itsmflow::test;

namespace {

std::size_t allocations = 0;

const ExprType kBool = type_of_kind(ExprType::Kind::boolean);

void check_rows(const std::vector<Row>& rows) {
  const Bench bench;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(bench.outcome(row.text) == row.outcome);
  }
}

}  // namespace

// Counted for this whole program, so that a test can say "no heap". Inlined, the compiler takes new and free for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

TEST_CASE("fields give their values, and those not filled say so") {
  check_rows({
      {"rfc.accounts", "3000"},
      {"rfc.accounts > 1000", "true"},
      {"rfc.price == 2.5", "true"},
      {"rfc.price > 2", "true"},
      {"rfc.urgent", "true"},
      {"rfc.state == 'drafted'", "true"},
      {"rfc.risk == 'high' && rfc.accounts >= 3000", "true"},
      {"actor == 'anna'", "true"},
      {".actor == 'anna'", "true"},
      {"rfc.summary", "\"Größe ändern\""},
      {"rfc.question", "unfilled: rfc.question"},
      {"rfc.question == 'a'", "unfilled: rfc.question"},
      {"rfc.question != 'a'", "unfilled: rfc.question"},
      {"rfc.votes + 1 > 2", "unfilled: rfc.votes"},
      {"1 + rfc.votes", "unfilled: rfc.votes"},
      {"-rfc.votes", "unfilled: rfc.votes"},
      {"!rfc.agreed", "unfilled: rfc.agreed"},
      {"rfc.question == 'a' || rfc.votes == 1", "unfilled: rfc.question"},
      {"rfc.votes == 1 || rfc.question == 'a'", "unfilled: rfc.votes"},
      {"1 / 0 == 1 || rfc.agreed", "error: division by zero"},
      {"rfc.agreed || 1 / 0 == 1", "unfilled: rfc.agreed"},
  });
}

TEST_CASE("what is not filled does not matter where it cannot change the result") {
  check_rows({
      {"false && rfc.agreed", "false"},
      {"rfc.agreed && false", "false"},
      {"true || rfc.agreed", "true"},
      {"rfc.agreed || true", "true"},
      {"true && rfc.agreed", "unfilled: rfc.agreed"},
      {"rfc.agreed || false", "unfilled: rfc.agreed"},
      {"rfc.urgent ? 1 : rfc.votes", "1"},
      {"has(rfc.votes) && rfc.votes > 3", "false"},
      {"!has(rfc.votes) || rfc.votes > 3", "true"},
      {"has(rfc.votes) ? rfc.votes : 0", "0"},
  });
}

TEST_CASE("has asks whether a field is filled, documents too") {
  check_rows({
      {"has(rfc.risk)", "true"},
      {"has(rfc.votes)", "false"},
      {"!has(rfc.question)", "true"},
      {"has(rfc.report)", "true"},
      {"has(rfc.plan)", "false"},
      {"has(.rfc.risk)", "true"},
      {"has(rfc.report) && rfc.urgent", "true"},
  });
}

TEST_CASE("a guard holds only if it comes to true") {
  const Bench bench;
  const auto holds = [&](const char* text) {
    const auto compiled = bench.compile(text, kBool);
    CAPTURE(text);
    REQUIRE(compiled.expression);
    CHECK(compiled.expression.holds(bench) == compiled.expression.evaluate(bench).holds());
    return compiled.expression.holds(bench);
  };
  CHECK(holds("rfc.accounts == 3000"));
  CHECK_FALSE(holds("rfc.accounts != 3000"));
  CHECK_FALSE(holds("rfc.agreed"));
  CHECK_FALSE(holds("1 / 0 == 1"));
  CHECK_FALSE(holds("any"));  // a dyn that turns out to be a map
}

TEST_CASE("what a guard read is shown in the order of its text, each once") {
  const Bench bench;
  const auto compiled = bench.compile(
      "rfc.urgent && (rfc.accounts > 5 || rfc.votes < rfc.accounts) && has(rfc.plan) && actor in [rfc.summary]", kBool);
  REQUIRE(compiled.expression);
  const auto seen = compiled.expression.seen(bench);
  REQUIRE(seen.size() == 6);
  CHECK(seen[0].path == "rfc.urgent");
  CHECK(seen[0].value == Value{true});
  CHECK(seen[1].path == "rfc.accounts");
  CHECK(seen[1].value == Value{3000});
  CHECK(seen[2].path == "rfc.votes");
  CHECK(seen[2].value.is_null());
  CHECK(seen[3].path == "rfc.plan");
  CHECK(seen[4].path == "actor");
  CHECK(seen[5].path == "rfc.summary");
  const auto slots = compiled.expression.slots();
  CHECK(slots.size() == 6);
  CHECK(std::is_sorted(slots.begin(), slots.end()));
  CHECK(std::count(slots.begin(), slots.end(), 0U) == 0);  // rfc.risk is not read
}

TEST_CASE("an expression keeps its text and its type") {
  const Bench bench;
  const auto type_name = [&](const char* text) { return bench.compile(text).expression.type().name(); };
  CHECK(bench.compile(" rfc.accounts  + 1").expression.text() == " rfc.accounts  + 1");
  CHECK(type_name("rfc.accounts + 1") == "int");
  CHECK(type_name("1u") == "uint");
  CHECK(type_name("rfc.price") == "double");
  CHECK(type_name("rfc.risk") == "string");
  CHECK(bench.compile("rfc.risk").expression.type().choices == std::vector<std::string>{"low", "medium", "high"});
  CHECK(type_name("b''") == "bytes");
  CHECK(type_name("1 < 2") == "bool");
  CHECK(type_name("null") == "null");
  CHECK(type_name("rfc.started") == "timestamp");
  CHECK(type_name("rfc.started - rfc.started") == "duration");
  CHECK(type_name("[1, 2]") == "list(int)");
  CHECK(type_name("[1, 'a']") == "list(dyn)");
  CHECK(type_name("[]") == "list(dyn)");
  CHECK(type_name("[[1], [2]]") == "list(list(int))");
  CHECK(type_name("{'a': 1}") == "map(string, int)");
  CHECK(type_name("{'a': any}") == "map(string, dyn)");
  CHECK(type_name("{'a': [1]}.a[0]") == "int");
  CHECK(type_name("any.x") == "dyn");
  CHECK(type_name("size('a')") == "int");
  CHECK(type_name("true ? 1 : 2") == "int");
}

TEST_CASE("an empty expression has no text and evaluates to an error") {
  const Bench bench;
  const Expression none;
  CHECK_FALSE(none);
  CHECK(none.text().empty());
  CHECK(none.slots().empty());
  CHECK(none.seen(bench).empty());
  CHECK_FALSE(none.holds(bench));
  CHECK(none.evaluate(bench).kind == Expression::Outcome::Kind::error);
}

TEST_CASE("a copy of an expression is as good as the first") {
  const Bench bench;
  Expression copy;
  {
    const auto compiled = bench.compile("rfc.accounts + 1");
    copy = compiled.expression;
  }
  CHECK(copy.evaluate(bench).value == Value{3001});
}

TEST_CASE("a value of another type than the field's is an error, not a crash") {
  Bench bench;
  bench.values()[1] = "many";
  CHECK(bench.outcome("rfc.accounts + 1") == "error: no matching overload: '+' cannot be applied to these values");
  CHECK(bench.outcome("rfc.accounts > 1") == "error: no matching overload: '>' cannot be applied to these values");
  CHECK(bench.outcome("rfc.accounts == 1") == "false");
  CHECK(bench.outcome("-rfc.accounts") == "error: no matching overload: '-' cannot be applied to these values");
}

TEST_CASE("a guard over scalars takes no memory from the heap") {
  const Bench bench;
  const char* text =
      GENERATE("rfc.risk == 'high' && rfc.accounts > 1000 || !rfc.urgent",
               "rfc.summary in ['low', 'medium', 'a word that is too long for any small buffer']",
               "rfc.accounts * 2 - 1 >= 5999 && rfc.price / 2.0 < 3.0",
               "has(rfc.plan) ? rfc.votes > 1 : rfc.started + rfc.effort > rfc.started", "rfc.votes > 1", "1 / 0 == rfc.accounts",
               "rfc.summary.contains('ändern') && size(rfc.summary) < 100", "actor in [rfc.summary, rfc.risk]",
               "rfc.started.getFullYear() == 2014 && rfc.started.getHours('+01:00') < 12 && rfc.effort.getMinutes() == 90",
               "rfc.started > timestamp('2014-01-01T00:00:00Z') && rfc.effort < duration('8h') && double(rfc.accounts) > rfc.price",
               "int(rfc.price) == 2 && type(rfc.accounts) == int && bool('true')",
               "rfc.summary != 'a text that is too long for any small buffer there may be'");
  const auto compiled = bench.compile(text, kBool);
  CAPTURE(text);
  REQUIRE(compiled.expression);
  const std::size_t before = allocations;
  for (int i = 0; i < 3; ++i) compiled.expression.holds(bench);
  const std::size_t used = allocations - before;
  CHECK(used == 0);
}
