#include "bench.hpp"

#include "../catch.hpp"

using namespace itsmflow;
using namespace itsmflow::test;

// What a text means is taken from the CEL specification ("Values", "Syntax"), never from what the code says of it.

namespace {

void check_rows(const std::vector<Row>& rows) {
  const Bench bench;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(bench.outcome(row.text) == row.outcome);
  }
}

void check_refused(const std::vector<const char*>& texts) {
  const Bench bench;
  for (const char* text : texts) {
    CAPTURE(text);
    const auto compiled = bench.compile(text);
    CHECK_FALSE(compiled.issues.empty());
    CHECK_FALSE(compiled.expression);
  }
}

}  // namespace

TEST_CASE("ints are decimal or hexadecimal, to the limits of 64 bits") {
  check_rows({
      {"0", "0"},
      {"42", "42"},
      {"007", "7"},
      {"-5", "-5"},
      {"- 5", "-5"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"(-9223372036854775808)", "-9223372036854775808"},
      {"0x0", "0"},
      {"0xff", "255"},
      {"0xFF", "255"},
      {"-0xA", "-10"},
      {"0x7fffffffffffffff", "9223372036854775807"},
      {"-0x8000000000000000", "-9223372036854775808"},
      {"--5", "5"},
      {"---5", "-5"},
      {"-(5)", "-5"},
      {"--9223372036854775808", "error: integer overflow in '-'"},
  });
  check_refused({"9223372036854775808", "-9223372036854775809", "99999999999999999999999", "0x8000000000000000", "0x", "0xg",
                 "1_000", "12abc", "0X1F", "0b1", "1 2"});
}

TEST_CASE("uints have a u behind them and go to the limit of 64 bits") {
  check_rows({
      {"0u", "0u"},
      {"7U", "7u"},
      {"18446744073709551615u", "18446744073709551615u"},
      {"0xFFu", "255u"},
      {"0xffffffffffffffffu", "18446744073709551615u"},
  });
  check_refused({"18446744073709551616u", "0x10000000000000000u", "1 u", "-1u", "1uu"});
}

TEST_CASE("doubles have a point or an exponent") {
  check_rows({
      {"1.0", "1.0"},
      {"2.5", "2.5"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"1e3", "1000.0"},
      {"1E3", "1000.0"},
      {"1e+3", "1000.0"},
      {"1.5e-3", "0.0015"},
      {".25e1", "2.5"},
      {"1.7976931348623157e308", "1.7976931348623157e+308"},
      {"5e-324", "5e-324"},
      {"1e-400", "0.0"},
      {"0.000000000000000000000000000000001e-300", "0.0"},
      {"0e999", "0.0"},
      {"0.1", "0.1"},
      {"-0.0", "-0.0"},
      {"-1.5e2", "-150.0"},
  });
  check_refused({"1.", "1.e3", "1e", "1e+", "1e400", "1.5u", "1.2.3", "."});
}

TEST_CASE("strings take four kinds of quotes") {
  check_rows({
      {R"("")", R"("")"},
      {R"('')", R"("")"},
      {R"("abc")", R"("abc")"},
      {R"('abc')", R"("abc")"},
      {R"('"')", R"("\"")"},
      {R"("'")", R"("'")"},
      {R"('""')", R"("\"\"")"},
      {R"('''x''x''')", R"("x''x")"},
      {R"("""a"b""c""")", R"("a\"b\"\"c")"},
      {R"("""""")", R"("")"},
      {R"('''''')", R"("")"},
      {"'''a\nb'''", R"("a\nb")"},
      {"\"\"\"a\nb\"\"\"", R"("a\nb")"},
      {"'Größe'", "\"Größe\""},
      {"'\U0001F600'", "\"\U0001F600\""},
      {"'a // no comment'", "\"a // no comment\""},
      {"'a' + \"b\"", "\"ab\""},
  });
  check_refused(
      {"'abc", "\"abc", "'abc\"", "'a\nb'", "\"a\rb\"", "'''abc''", "\"\"\"abc\"\"", "'\xff'", "'\xed\xa0\x80'", "'a' 'b'", "'"});
}

TEST_CASE("escapes in strings stand for code points") {
  check_rows({
      {R"('\a\b\f\v' == "\x07\x08\x0c\x0b")", "true"},
      {R"('\n\r\t')", R"("\n\r\t")"},
      {R"('\\')", R"("\\")"},
      {R"('\'\"\`\?')", R"("'\"`?")"},
      {R"("\x41")", R"("A")"},
      {R"("\X41")", R"("A")"},
      {R"("\xFF")", "\"\u00ff\""},
      {R"("\101")", R"("A")"},
      {R"("\377")", "\"\u00ff\""},
      {R"("\303\277")", "\"\u00c3\u00bf\""},
      {R"("\000")", R"("\u0000")"},
      {R"("\1234")", R"("S4")"},
      {R"("\u00fc")", "\"\u00fc\""},
      {R"("\u20AC")", "\"\u20ac\""},
      {R"("\U0001F600")", "\"\U0001F600\""},
      {R"("\U0010FFFF")", "\"\U0010FFFF\""},
      {R"("\ud83d\ude00")", "\"\U0001F600\""},
      {R"('''\x41\'''' )", R"("A'")"},
  });
  check_refused({R"('\q')", R"('\ ')", R"('\x4')", R"('\x')", R"('\xg1')", R"('\u123')", R"('\U1234567')", R"('\U00110000')",
                 R"('\ud83d')", R"('\ude00')", R"('\ud83dx')", R"('\8')", R"('\400')", R"('\12')", R"('\')", R"('\1')"});
}

TEST_CASE("raw strings keep their backslashes") {
  check_rows({
      {R"(r"\\")", R"("\\\\")"},
      {R"(r'\n')", R"("\\n")"},
      {R"(R'\d+')", R"("\\d+")"},
      {R"_(r"\" == '\\')_", "true"},
      {R"(r'''\'a''')", R"("\\'a")"},
      {R"(r"""\""")", R"("\\")"},
      {"r'''a\nb'''", R"("a\nb")"},
  });
}

TEST_CASE("bytes are the UTF-8 of their text, and escapes in them are bytes") {
  check_rows({
      {R"(b"abc")", R"(b"abc")"},
      {R"(B'abc')", R"(b"abc")"},
      {"b\"\u00ff\"", R"(b"\xc3\xbf")"},
      {R"(b"\303\277")", R"(b"\xc3\xbf")"},
      {R"(b"\377")", R"(b"\xff")"},
      {R"(b"\xFF")", R"(b"\xff")"},
      {R"(b'\x00\000')", R"(b"\x00\x00")"},
      {R"(br"\x41" == b"\\x41")", "true"},
      {R"(bR'\n' == b'\\n')", "true"},
      {R"(Br'a' == b'a')", "true"},
      {R"(b'''a"b''')", R"(b"a\"b")"},
      {R"(b"")", R"(b"")"},
  });
  check_refused({R"(b"\u00ff")", R"(b"\U000000ff")", R"(rb"abc")", R"(b "abc")"});
}

TEST_CASE("true, false and null are literals") {
  check_rows({{"true", "true"}, {"false", "false"}, {"null", "null"}, {"null == null", "true"}, {"null != null", "false"}});
  check_refused({"True", "FALSE", "Null", "none"});
}

TEST_CASE("blanks and comments stand between words without a meaning") {
  check_rows({
      {" \t1\f\n+\r\n2 ", "3"},
      {"1 // one\n+ 2", "3"},
      {"1 // one", "1"},
      {"// nothing\n1", "1"},
      {"1 //\n// and\r+ 1", "2"},
      {"1//2", "1"},
  });
  check_refused({"", "   ", "// nothing", "1 /* one */", "# one"});
}

TEST_CASE("lists and maps are written in brackets and braces") {
  check_rows({
      {"[]", "[]"},
      {"[1, 2]", "[1, 2]"},
      {"[1, 2,]", "[1, 2]"},
      {"[1, 'a', true, null, [2.5]]", "[1, \"a\", true, null, [2.5]]"},
      {"[rfc.accounts, 1]", "[3000, 1]"},
      {"{}", "{}"},
      {"{'a': 1, 'b': [2]}", "{\"a\": 1, \"b\": [2]}"},
      {"{'a': 1,}", "{\"a\": 1}"},
      {"{1: 'a', 2u: 'b', true: 'c', 'x': 'd'}", "{1: \"a\", 2u: \"b\", true: \"c\", \"x\": \"d\"}"},
      {"{rfc.risk: rfc.accounts}", "{\"high\": 3000}"},
      {"{'a': 1, 'a': 2}", "error: a map has the same key twice"},
      {"{rfc.risk: 1, 'high': 2}", "error: a map has the same key twice"},
      {"{any.list: 1}", "error: the key of a map must be a bool, int, uint or string"},
      {"[1/0]", "error: division by zero"},
      {"{'a': 1/0}", "error: division by zero"},
      {"{1/0: 'a'}", "error: division by zero"},
      {"[rfc.votes]", "unfilled: rfc.votes"},
  });
  check_refused({"[1", "[1 2]", "[,]", "{1}", "{1:}", "{:1}", "{1.5: 'a'}", "{[1]: 'a'}", "{null: 'a'}", "{'a': 1", "[1}", "]"});
}

TEST_CASE("reserved words are no names, but fields may be called like them") {
  for (const char* word : {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
                           "namespace", "return", "var", "void", "while"}) {
    CAPTURE(word);
    const Bench bench;
    const auto compiled = bench.compile(word);
    REQUIRE(compiled.issues.size() == 1);
    CHECK(compiled.issues[0].kind == ExprIssue::Kind::syntax);
    CHECK(bench.outcome("{'" + std::string(word) + "': 7}." + word) == "7");
  }
  check_refused({"in", "{'in': 1}.in", "{'true': 1}.true", "{'null': 1}.null", "if(1)"});
  check_rows({{"{'in': 1}.`in`", "1"}, {"{'a-b': 1}.`a-b`", "1"}, {"{'a.b/c d': 1}.`a.b/c d`", "1"}});
}
