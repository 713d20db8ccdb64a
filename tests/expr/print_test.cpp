#include "expr/print.hpp"
#include "expr/ast.hpp"
#include "expr/parser.hpp"

#include "../catch.hpp"

#include <random>
#include <string>

using namespace itsmflow;

namespace {

std::string printed(std::string_view text) {
  const auto parsed = expr::parse(text);
  return parsed.ast && parsed.issues.empty() ? expr::print(*parsed.ast) : "<not parsed>";
}

/// Draws expressions of the whole grammar, as text, with blanks and parentheses where nobody needs them.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string expression(int depth) {
    if (depth <= 0) return leaf();
    switch (pick(16)) {
      case 0:
      case 1:
        return binary(depth);
      case 2:
        return expression(depth - 1) + " && " + expression(depth - 1);
      case 3:
        return expression(depth - 1) + "||" + expression(depth - 1) + " || " + expression(depth - 1);
      case 4:
        return "(" + expression(depth - 1) + ")";
      case 5:
        return "!" + operand(depth);
      case 6:
        return "-" + operand(depth);
      case 7:
        return operand(depth) + " ? " + operand(depth) + ":" + expression(depth - 1);
      case 8:
        return operand(depth) + "." + name();
      case 9:
        return operand(depth) + "[" + expression(depth - 1) + "]";
      case 10:
        return "[" + arguments(depth) + "]";
      case 11:
        return "{" + expression(depth - 1) + ": " + expression(depth - 1) + "}";
      case 12:
        return name() + "(" + arguments(depth) + ")";
      case 13:
        return operand(depth) + "." + name() + "(" + arguments(depth) + ")";
      case 14:
        return pick(2) == 0 ? "has(" + operand(depth) + "." + name() + ")" : loop(depth);
      default:
        return name() + "." + name() + "{" + name() + ": " + expression(depth - 1) + "}";
    }
  }

 private:
  int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

  template <std::size_t N>
  std::string one_of(const char* const (&words)[N]) {
    return words[static_cast<std::size_t>(pick(static_cast<int>(N)))];
  }

  std::string loop(int depth) {
    const std::string word = one_of({"all", "exists", "exists_one", "filter", "map", "map"});
    const std::string condition = word == "map" && pick(2) == 0 ? expression(depth - 1) + ", " : "";
    return operand(depth) + "." + word + "(" + one_of({"x", "a", "int"}) + ", " + condition + expression(depth - 1) + ")";
  }

  std::string name() { return one_of({"a", "rfc", "state", "_x1", "size", "loopy"}); }

  std::string leaf() {
    return one_of({"1",
                   "0",
                   "-1",
                   "-9223372036854775808",
                   "0x1F",
                   "7u",
                   "1.5",
                   "-2.5",
                   ".5",
                   "1e300",
                   "5e-324",
                   "-0.0",
                   "true",
                   "false",
                   "null",
                   "'a'",
                   "\"q\\\"'\"",
                   "r'\\d'",
                   "'''x'y'''",
                   "'\\u00fc\\x00\\n'",
                   "b'\\xff\\000a'",
                   "a",
                   ".a",
                   "rfc.risk",
                   "rfc.`a-b`",
                   "[]",
                   "{}",
                   "a.if"});
  }

  std::string operand(int depth) { return pick(3) == 0 ? leaf() : "(" + expression(depth - 1) + ")"; }

  std::string arguments(int depth) {
    std::string text;
    for (int i = pick(3); i > 0; --i) text += (text.empty() ? "" : ", ") + expression(depth - 1);
    return text;
  }

  std::string binary(int depth) {
    return expression(depth - 1) + " " + one_of({"+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "in"}) + " " +
           expression(depth - 1);
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("a tree is printed with the parentheses that it needs and no others") {
  struct Row {
    const char* text;
    const char* printed;
  };
  const Row row = GENERATE(values<Row>({
      {"1+2*3", "1 + 2 * 3"},
      {"(1+2)*3", "(1 + 2) * 3"},
      {"1+(2+3)", "1 + (2 + 3)"},
      {"(1+2)+3", "1 + 2 + 3"},
      {"a&&b&&c", "a && b && c"},
      {"(a&&b)&&c", "a && b && c"},
      {"a&&(b&&c)", "a && (b && c)"},
      {"a&&(b||c)", "a && (b || c)"},
      {"a?b:c?d:e", "a ? b : c ? d : e"},
      {"(a?b:c)?d:e", "(a ? b : c) ? d : e"},
      {"a?(b?c:d):e", "a ? (b ? c : d) : e"},
      {"!(a&&b)", "!(a && b)"},
      {"!!a", "!!a"},
      {"-(5)", "-(5)"},
      {"--5", "--5"},
      {"-a.b", "-a.b"},
      {"(-a).b", "(-a).b"},
      {"(5).a", "(5).a"},
      {"(1<2)==true", "1 < 2 == true"},
      {"1<(2==true)", "1 < (2 == true)"},
      {"'a'", "\"a\""},
      {"r'\\d'", "\"\\\\d\""},
      {"[1,2,]", "[1, 2]"},
      {"{'a':1,}", "{\"a\": 1}"},
      {"a.b.C{x:1}", "a.b.C{x: 1}"},
      {"has( a . b )", "has(a.b)"},
      {"a.all(x,x>0)", "a.all(x, x > 0)"},
      {"a.map(x,x>0,[x])", "a.map(x, x > 0, [x])"},
      {"(a||b).filter(x,x.exists_one(y,y==x))", "(a || b).filter(x, x.exists_one(y, y == x))"},
      {"a.t.getHours( 'UTC' )", "a.t.getHours(\"UTC\")"},
      {"matches(a,r'\\d')", "matches(a, \"\\\\d\")"},
      {"type(1)==google.protobuf.Timestamp", "type(1) == google.protobuf.Timestamp"},
      {"f(1,g(2))", "f(1, g(2))"},
      {"x.f()", "x.f()"},
      {".a.b", ".a.b"},
      {"a[1][2]", "a[1][2]"},
      {"a.`b-c`", "a.`b-c`"},
      {"a // comment", "a"},
      {"((((a))))", "a"},
      {"1.0", "1.0"},
      {"0xFFu", "255u"},
  }));
  CAPTURE(row.text);
  CHECK(printed(row.text) == row.printed);
}

TEST_CASE("what is printed is read as the same tree again") {
  int parsed_count = 0;
  for (unsigned seed = 0; seed < 10'000; ++seed) {
    const std::string text = Generator(seed).expression(static_cast<int>(seed % 6));
    const auto parsed = expr::parse(text);
    if (!parsed.ast || !parsed.issues.empty()) continue;
    ++parsed_count;
    const std::string again = expr::print(*parsed.ast);
    const auto reparsed = expr::parse(again);
    if (!reparsed.ast || !reparsed.issues.empty() || !expr::same_tree(*parsed.ast, *reparsed.ast) ||
        expr::print(*reparsed.ast) != again) {
      FAIL("seed " << seed << ": " << text << " is printed as " << again);
    }
  }
  CHECK(parsed_count > 7'500);
}

TEST_CASE("trees that differ are not the same") {
  const auto same = [](const char* left, const char* right) {
    return expr::same_tree(*expr::parse(left).ast, *expr::parse(right).ast);
  };
  CHECK(same("1 + 2", "(1+2)"));
  CHECK_FALSE(same("1 + 2", "2 + 1"));
  CHECK_FALSE(same("1 + 2", "1 - 2"));
  CHECK_FALSE(same("a.b", "has(a.b)"));
  CHECK_FALSE(same("f(a)", "a.f()"));
  CHECK_FALSE(same("a", ".a"));
  CHECK_FALSE(same("1", "1.0"));
  CHECK_FALSE(same("[1]", "[1, 1]"));
}
