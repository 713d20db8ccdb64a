#include "bench.hpp"

#include "../../fuzz/fuzz_expr.hpp"
#include "../catch.hpp"

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
    "not rfc.agreed and rfc.risk = \u201chigh\u201d or x not in [1]",
};

const std::vector<std::string> kPieces{"(",     ")",
                                       "[",     "]",
                                       "{",     "}",
                                       ".",     ",",
                                       "?",     ":",
                                       "&&",    "||",
                                       "!",     "-",
                                       "==",    "=",
                                       "in",    "not",
                                       "'",     "\"",
                                       "'''",   "\\",
                                       "\\u",   "r'",
                                       "b\"",   "0x",
                                       "1e",    "9223372036854775808",
                                       "u",     "//",
                                       "\n",    "`",
                                       "\xff",  "rfc",
                                       ".risk", "has(",
                                       "dyn(",  std::string(1, '\0')};

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
