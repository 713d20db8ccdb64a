#include "bench.hpp"

#include "../catch.hpp"
#include "../fuzz/expressions.hpp"

#include <random>
#include <string>
#include <vector>

using namespace itsmflow;
using namespace itsmflow::test;

namespace {

std::string repeated(std::string_view part, std::size_t count) {
  std::string text;
  text.reserve(part.size() * count);
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

const std::vector<std::string> kSeeds{
    "rfc.risk == 'high' && rfc.accounts > 1000 || !rfc.agreed",
    "has(rfc.plan) ? rfc.votes + 1 : -9223372036854775808 / -1",
    "rfc.risk in ['low', \"high\"] && size('Gr\\u00f6\\x41\\101\\U0001F600e') == 5u",
    "{'a': [1, 2.5e3, 0x1Fu], b'\\xff' == b\"x\": null}.a[1] >= .5",
    "any.a.all(x, x > 0) // comment\n && r'\\d' != '''a'b'''",
    "rfc.started + rfc.effort - rfc.started < rfc.effort",
    "a.b.C{x: 1, y: [2]}.f(1, 2)[3]",
    "rfc.tasks.filter(t, t.hours > 1).map(t, t.state != 'done', t.title + string(t.hours)).exists(x, x.matches('^a+'))",
    "[1, [2]].all(x, type(x) == int || x.exists_one(y, y == int('2'))) == bool(string(1 < 2))",
    "timestamp('2014-03-03T08:00:00Z').getHours('Europe/Paris') + duration('1h30m').getMinutes() > int(rfc.started)",
    "not rfc.agreed and rfc.risk = \u201chigh\u201d or x not in [1]",
};

const std::vector<std::string> kPieces{"(",      ")",
                                       "[",      "]",
                                       "{",      "}",
                                       ".",      ",",
                                       "?",      ":",
                                       "&&",     "||",
                                       "!",      "-",
                                       "==",     "=",
                                       "in",     "not",
                                       "'",      "\"",
                                       "'''",    "\\",
                                       "\\u",    "r'",
                                       "b\"",    "0x",
                                       "1e",     "9223372036854775808",
                                       "u",      "//",
                                       "\n",     "`",
                                       "\xff",   "rfc",
                                       ".risk",  "has(",
                                       "dyn(",   std::string(1, '\0'),
                                       ".all(x", ".map(",
                                       "int(",   ".matches(",
                                       "type(",  ".getHours(",
                                       "t.",     "double("};

std::string mutated(std::string text, std::mt19937& random) {
  const auto below = [&](std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random); };
  for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
    const std::size_t at = below(text.size() + 1);
    switch (below(4)) {
      case 0:
        text.insert(at, kPieces[below(kPieces.size())]);
        break;
      case 1:
        text.erase(at, 1 + below(5));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      default:
        text.insert(at, kSeeds[below(kSeeds.size())].substr(0, below(20)));
        break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("texts nested without end are an issue, not a crash") {
  const Bench bench;
  for (const char* part : {"(", "[", "{", "-", "!", "!-", "a.f(", "f(", "[[", "{1:", "a?b:", "a ? (", "1+(", "a[", "has("}) {
    for (const std::size_t count : {std::size_t{300}, std::size_t{20'000}, std::size_t{100'000}}) {
      CAPTURE(part, count);
      const std::string text = repeated(part, count);
      const auto compiled = bench.compile(text);
      CHECK_FALSE(compiled.expression);
      REQUIRE_FALSE(compiled.issues.empty());
      CHECK(compiled.issues.back().kind == ExprIssue::Kind::too_large);
    }
  }
}

TEST_CASE("'not' said without end ends with issues") {
  const Bench bench;
  CHECK(bench.compile(repeated("not ", 300) + "true").issues.size() == 100);
  CHECK(bench.compile(repeated("not ", 15'000) + "true").issues.size() == 100);
}

TEST_CASE("long chains of operators are refused where they would go too deep") {
  const Bench bench;
  for (const char* part : {"1+", "1*", "1==", "1<", "-1-"}) {
    CAPTURE(part);
    const auto compiled = bench.compile(repeated(part, 5'000) + "1");
    REQUIRE_FALSE(compiled.issues.empty());
    CHECK(compiled.issues[0].kind == ExprIssue::Kind::too_large);
  }
  CHECK(bench.compile("any" + repeated(".a", 5'000)).issues[0].kind == ExprIssue::Kind::too_large);
  CHECK(bench.compile("any" + repeated("[0]", 5'000)).issues[0].kind == ExprIssue::Kind::too_large);
}

TEST_CASE("what CEL demands at the least is allowed: 32 levels, and chains of 32") {
  const Bench bench;
  CHECK(bench.outcome(repeated("(", 32) + "1" + repeated(")", 32)) == "1");
  CHECK(bench.outcome("size(" + repeated("[", 32) + repeated("]", 32) + ")") == "1");
  CHECK(bench.outcome(repeated("!", 32) + "true") == "true");
  CHECK(bench.outcome(repeated("1 + ", 32) + "1") == "33");
  CHECK(bench.outcome(repeated("1 * ", 32) + "1") == "1");
  CHECK(bench.outcome(repeated("true ? ", 32) + "1" + repeated(" : 0", 32)).rfind("refused", 0) ==
        0);  // the middle is no conditional
  CHECK(bench.outcome(repeated("false ? 0 : ", 32) + "1") == "1");
  CHECK(bench.outcome(repeated("{'a': ", 32) + "1" + repeated("}", 32) + repeated(".a", 32)) == "1");
  CHECK(bench.outcome(repeated("[", 32) + "7" + repeated("]", 32) + repeated("[0]", 32)) == "7");
}

TEST_CASE("chains of && and || may be long") {
  const Bench bench;
  CHECK(bench.outcome(repeated("true && ", 5'000) + "true") == "true");
  CHECK(bench.outcome(repeated("false || ", 5'000) + "true") == "true");
}

TEST_CASE("an expression of more than 64 KiB is refused") {
  const Bench bench;
  const std::string fits = "'" + std::string((64u << 10) - 2, 'x') + "'";
  CHECK(bench.compile(fits).issues.empty());
  const auto compiled = bench.compile(fits + " ");
  REQUIRE(compiled.issues.size() == 1);
  CHECK(compiled.issues[0].kind == ExprIssue::Kind::too_large);
  CHECK(compiled.issues[0].message == "this expression is too long");
}

TEST_CASE("loops within loops end with an error, not never") {
  const Bench bench;
  const std::string too_long = "error: this takes too long: it needs more than 2000000 steps";
  std::string text = "1 / 0 == 1";
  for (int i = 0; i < 40; ++i) text = "[0, 1].all(x, " + text + ")";
  CHECK(bench.outcome(text) == too_long);
  // What was found before the steps ran out counts no more than what was not.
  CHECK(bench.outcome("true || " + text) == "true");
  CHECK(bench.outcome(text + " || true") == too_long);
  CHECK(bench.outcome("[1].exists(x, " + text + ")") == too_long);
}

TEST_CASE("values that double with every step are an error before they fill the memory") {
  const Bench bench;
  const std::string too_long = "error: this takes too long: it needs more than 2000000 steps";
  CHECK(bench.outcome("['foo']" + repeated(".map(x, x + x)", 60)) == too_long);
  CHECK(bench.outcome("['foo']" + repeated(".map(x, [x, x])", 60)) == too_long);
  CHECK(bench.outcome("[[1]]" + repeated(".map(x, x + x)", 60)) == too_long);
  CHECK(bench.outcome("[{'a': 1}]" + repeated(".map(x, {'a': x, 'b': x})", 60)) == too_long);
  CHECK(bench.outcome("size(['foo'].map(x, x + x + x))") == "1");
}

TEST_CASE("a value cannot be made so deep that whoever reads it would fall over") {
  const Bench bench;
  std::string element = "x";
  for (int i = 0; i < 60; ++i) element = "[" + element + "]";
  CHECK(bench.outcome("size([1]" + repeated(".map(x, " + element + ")", 3) + ")") == "1");
  CHECK(bench.outcome("[1]" + repeated(".map(x, " + element + ")", 4)) ==
        "error: a list or map would hold more than 200 levels of others");
}

TEST_CASE("long texts and patterns cost steps too") {
  Bench bench;
  bench.values()[8] = std::string(1'000'000, 'a');
  const std::string too_long = "error: this takes too long: it needs more than 2000000 steps";
  const std::string hundred = "[" + repeated("1, ", 100) + "1]";
  CHECK(bench.outcome(hundred + ".all(x, rfc.summary.matches('b') == false)") == too_long);
  CHECK(bench.outcome(hundred + ".all(x, rfc.summary == rfc.summary + '')") == too_long);
  CHECK(bench.outcome(hundred + ".all(x, rfc.summary.contains(rfc.summary + 'b') == false)") == too_long);
  CHECK(bench.outcome("size(rfc.summary)") == "1000000");
  bench.values()[8] = "short";
  CHECK(bench.outcome(hundred + ".all(x, " + hundred + ".all(y, !rfc.summary.matches(string(x) + string(y) + '+')))") == "true");
  CHECK(bench.outcome("'a'.matches('((a{100}){100}){100}')") ==
        "refused: this is not a regular expression: invalid repetition size");
}

TEST_CASE("no more than a hundred issues are told of one expression") {
  const Bench bench;
  CHECK(bench.compile(repeated("nobody && ", 2'000) + "nobody").issues.size() == 100);
}

TEST_CASE("expressions damaged at random are refused or evaluated, never a crash") {
  std::mt19937 random(20'140'303);
  for (int round = 0; round < 15'000; ++round) {
    fuzz::run_expression(mutated(kSeeds[static_cast<std::size_t>(round) % kSeeds.size()], random));
  }
  SUCCEED();
}

TEST_CASE("every beginning of an expression is refused or evaluated") {
  for (const std::string& seed : kSeeds) {
    for (std::size_t length = 0; length <= seed.size(); ++length) fuzz::run_expression(seed.substr(0, length));
  }
  SUCCEED();
}
