#include "bench.hpp"

#include "../catch.hpp"

using namespace itsmflow;
using namespace itsmflow::test;

namespace {

using Kind = ExprIssue::Kind;

struct Fault {
  const char* text;  ///< between « and » is what the issue must mark
  Kind kind;
  const char* message;
  const char* help;
};

struct Marked {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

Marked unmark(std::string_view marked) {
  const std::string_view open = "\u00ab";
  const std::string_view close = "\u00bb";
  const std::size_t begin = marked.find(open);
  const std::size_t end = marked.find(close);
  Marked result;
  result.begin = begin;
  result.end = end - open.size();
  result.text = std::string(marked.substr(0, begin)) + std::string(marked.substr(begin + open.size(), end - begin - open.size())) +
                std::string(marked.substr(end + close.size()));
  return result;
}

/// One fault, one issue: nothing else may be said of the text.
void check_faults(const std::vector<Fault>& faults, const ExprType& expected = {}) {
  const Bench bench;
  for (const Fault& fault : faults) {
    CAPTURE(fault.text);
    const Marked marked = unmark(fault.text);
    const auto compiled = bench.compile(marked.text, expected);
    CHECK_FALSE(compiled.expression);
    REQUIRE(compiled.issues.size() == 1);
    const ExprIssue& issue = compiled.issues[0];
    CHECK(issue.kind == fault.kind);
    CHECK(issue.begin == marked.begin);
    CHECK(issue.end == marked.end);
    CHECK(issue.message == fault.message);
    CHECK(issue.help == fault.help);
  }
}

}  // namespace

TEST_CASE("names that do not exist are told with the one that was meant") {
  check_faults({
      {"rfc.«rsik» == 'high'", Kind::unknown_name, "there is no field 'rfc.rsik'", "did you mean 'risk'?"},
      {"has(rfc.«acounts»)", Kind::unknown_name, "there is no field 'rfc.acounts'", "did you mean 'accounts'?"},
      {"rfc.«budget» > 1", Kind::unknown_name, "there is no field 'rfc.budget'",
       "'rfc' has risk, accounts, price, urgent, started, effort, report, state, summary, question, votes, agreed and 1 more"},
      {"«rcf».risk == 'high'", Kind::unknown_name, "there is nothing named 'rcf'", "did you mean 'rfc'?"},
      {"«risk» == 'high'", Kind::unknown_name, "there is nothing named 'risk'", "write rfc.risk"},
      {"«acounts» > 1", Kind::unknown_name, "there is nothing named 'acounts'", "did you mean 'rfc.accounts'?"},
      {"rfc.risk == «high»", Kind::unknown_name, "there is nothing named 'high'", "texts stand in quotes: 'high'"},
      {"«incident».state == 'new'", Kind::unknown_name, "there is nothing named 'incident'", "there are rfc, any and actor"},
      {"rfc.summary.«startswith»('a')", Kind::unknown_function, "there is no function 'startswith'", "did you mean 'startsWith'?"},
      {"«frobnicate»(1)", Kind::unknown_function, "there is no function 'frobnicate'", ""},
  });
}

TEST_CASE("habits from other languages are told with what CEL writes") {
  check_faults({
      {"rfc.accounts «=» 3", Kind::syntax, "'=' is not a comparison; write '=='", ""},
      {"rfc.urgent «and» rfc.agreed", Kind::syntax, "'and' is not CEL; write '&&'", ""},
      {"rfc.urgent «or» rfc.agreed", Kind::syntax, "'or' is not CEL; write '||'", ""},
      {"«not» rfc.urgent", Kind::syntax, "'not' is not CEL; write '!'", "!(\u2026)"},
      {"«not» rfc.accounts > 3", Kind::syntax, "'not' is not CEL; write '!'", "!(\u2026)"},
      {"rfc.urgent && «not» (rfc.agreed)", Kind::syntax, "'not' is not CEL; write '!'", "!(\u2026)"},
      {"rfc.risk «not in» ['low']", Kind::syntax, "'not in' is not CEL; write '!' before it", "!(a in b)"},
      {"rfc.risk «is» 'low'", Kind::syntax, "'is' is not CEL; write '=='", ""},
      {"rfc.accounts «<>» 3", Kind::syntax, "'<>' is not CEL; write '!='", ""},
      {"rfc.accounts «===» 3", Kind::syntax, "'===' is not CEL; write '=='", ""},
      {"rfc.accounts «=>» 3", Kind::syntax, "'=>' is not CEL; write '>='", ""},
      {"rfc.accounts «\u2264» 3", Kind::syntax, "'\u2264' is not CEL; write '<='", ""},
      {"rfc.urgent «&» rfc.agreed", Kind::syntax, "'&' is not CEL; write '&&'", ""},
      {"rfc.urgent «|» rfc.agreed", Kind::syntax, "'|' is not CEL; write '||'", ""},
      {"rfc.accounts «mod» 2 == 0", Kind::syntax, "'mod' is not CEL; write '%'", ""},
      {"rfc.summary == «\u201c»high\u201d", Kind::syntax, "'\u201c' is not a quote of CEL", "write ' or \""},
      {"rfc.summary == «`high`»", Kind::syntax, "'`high`' cannot stand here; it is the quoted name of a field",
       "a text is written in ' or \""},
      {"rfc.summary == «`»high", Kind::syntax, "'`' begins the quoted name of a field, which has no end here",
       "a text is written in ' or \""},
  });
}

TEST_CASE("a field with choices is compared only with what it can be") {
  check_faults({
      {"rfc.risk == «\"hihg\"»", Kind::type_mismatch, "'rfc.risk' is never 'hihg'",
       "did you mean 'high'? it can be 'low', 'medium' or 'high'"},
      {"«'hihg'» != rfc.risk", Kind::type_mismatch, "'rfc.risk' is never 'hihg'",
       "did you mean 'high'? it can be 'low', 'medium' or 'high'"},
      {"rfc.risk in ['low', «'severe'»]", Kind::type_mismatch, "'rfc.risk' is never 'severe'",
       "it can be 'low', 'medium' or 'high'"},
      {"rfc.risk in {'low': 1, «'Low'»: 2}", Kind::type_mismatch, "'rfc.risk' is never 'Low'",
       "did you mean 'low'? it can be 'low', 'medium' or 'high'"},
      {"rfc.state == (rfc.urgent ? 'new' : «'darfted'»)", Kind::type_mismatch, "'rfc.state' is never 'darfted'",
       "did you mean 'drafted'? it can be 'new', 'drafted' or 'approved'"},
      {"rfc.risk == «''»", Kind::type_mismatch, "'rfc.risk' is never ''",
       "has(rfc.risk) asks whether it is filled; it can be 'low', 'medium' or 'high'"},
      {"«rfc.risk == rfc.state»", Kind::type_mismatch, "the two are never equal",
       "one can be 'low', 'medium' or 'high', the other 'new', 'drafted' or 'approved'"},
  });
  const Bench bench;
  CHECK(bench.outcome("'abc' == 'xyz'") == "false");
  CHECK(bench.outcome("rfc.risk == rfc.summary") == "false");
  CHECK(bench.outcome("rfc.risk + '!' == 'high!'") == "true");
}

TEST_CASE("a guard must be true or false") {
  check_faults(
      {
          {"«rfc.accounts»", Kind::type_mismatch, "a guard must be true or false; this is an int", ""},
          {"«1 + 2»", Kind::type_mismatch, "a guard must be true or false; this is an int", ""},
          {"«'high'»", Kind::type_mismatch, "a guard must be true or false; this is a string", ""},
          {"«rfc.risk»", Kind::type_mismatch, "a guard must be true or false; this is a string",
           "compare it with a value: rfc.risk == 'low'"},
          {"«[true]»", Kind::type_mismatch, "a guard must be true or false; this is a list(bool)", ""},
          {"«null»", Kind::type_mismatch, "a guard must be true or false; this is null", ""},
      },
      type_of_kind(ExprType::Kind::boolean));
}

TEST_CASE("a value that is set must be of the field's type and one of its choices") {
  check_faults(
      {
          {"«'high'»", Kind::type_mismatch, "this must be a double; it is a string", ""},
          {"«3»", Kind::type_mismatch, "this must be a double; it is an int", "write 3.0"},
          {"«rfc.accounts»", Kind::type_mismatch, "this must be a double; it is an int", ""},
      },
      type_of_kind(ExprType::Kind::double_));
  check_faults({{"rfc.urgent ? 'high' : «'lov'»", Kind::type_mismatch, "this is never 'lov'",
                 "did you mean 'low'? it can be 'low', 'medium' or 'high'"}},
               choice_of({"low", "medium", "high"}));
  check_faults({{"«rfc.state»", Kind::type_mismatch, "this can be 'new' or 'approved'", "it must be 'drafted' or 'rejected'"}},
               choice_of({"drafted", "rejected"}));
  const Bench bench;
  CHECK(bench.compile("rfc.urgent ? 'high' : 'low'", choice_of({"low", "medium", "high"})).issues.empty());
  CHECK(bench.compile("any.x", type_of_kind(ExprType::Kind::double_)).issues.empty());
}

TEST_CASE("types that do not fit are told at the words that do not") {
  check_faults({
      {"«rfc.accounts == '3'»", Kind::type_mismatch, "an int and a string are never equal",
       "a number is written without quotes: 3"},
      {"«rfc.risk == 3»", Kind::type_mismatch, "a string and an int are never equal", "a text is written in quotes: '3'"},
      {"rfc.urgent && «rfc.accounts»", Kind::type_mismatch, "'&&' needs true or false; this is an int", ""},
      {"rfc.risk == 'low' || «'high'»", Kind::type_mismatch, "'||' needs true or false; this is a string",
       "repeat the field: a == 'x' || a == 'y', or write a in ['x', 'y']"},
      {"!«rfc.accounts»", Kind::type_mismatch, "'!' needs true or false; this is an int", ""},
      {"«1 < rfc.accounts < 5»", Kind::type_mismatch, "'<' cannot compare a bool with an int",
       "write two comparisons with && between them"},
      {"«rfc.summary < 5»", Kind::type_mismatch, "'<' cannot compare a string with an int", ""},
      {"«rfc.summary == null»", Kind::type_mismatch, "'rfc.summary' is never null, not even while it is not filled",
       "!has(rfc.summary) asks whether it is not filled"},
      {"«null != rfc.summary»", Kind::type_mismatch, "'rfc.summary' is never null, not even while it is not filled",
       "has(rfc.summary) asks whether it is filled"},
      {"rfc.risk in «'low'»", Kind::type_mismatch, "'in' looks in a list; this is a string", "write a list: ['low']"},
      {"'a' in «rfc.summary»", Kind::type_mismatch, "'in' looks in a list; this is a string",
       "rfc.summary.contains(\u2026) looks for a part of a text"},
      {"«3 in ['a']»", Kind::type_mismatch, "an int is never in a list(string)", ""},
      {"«rfc.accounts * 1.5»", Kind::type_mismatch, "'*' is not for an int and a double",
       "numbers of different kinds are compared, but not computed with each other: write 2.0 with a double, 2u with a uint"},
      {"«rfc.accounts» ? 1 : 2", Kind::type_mismatch, "what stands before '?' must be true or false; this is an int", ""},
      {"«rfc.urgent ? 1 : 'a'»", Kind::type_mismatch, "the two cases are of different types: an int and a string", ""},
      {"«-true»", Kind::type_mismatch, "'-' is not for a bool", "write '!' for the opposite"},
      {"rfc.summary.«length» > 3", Kind::type_mismatch, "a string has no fields, so there is no 'length' in it", ""},
      {"size(«rfc.accounts») > 3", Kind::type_mismatch, "an int has no size", ""},
      {"rfc.summary.contains(«3»)", Kind::type_mismatch, "'contains' is for strings; this is an int", ""},
      {"«[1, 2]».contains(rfc.summary)", Kind::type_mismatch, "'contains' is for strings; this is a list(int)",
       "write x in [1, 2]"},
      {"«rfc» == 'a'", Kind::type_mismatch, "'rfc' is not a value; it has fields", "write one of them, such as rfc.risk"},
      {"«rfc.report» == 'a'", Kind::type_mismatch, "'rfc.report' is a document, whose content a guard cannot read",
       "has(rfc.report) asks whether it is there"},
      {"size(«rfc.plan») > 0", Kind::type_mismatch, "'rfc.plan' is a document, whose content a guard cannot read",
       "has(rfc.plan) asks whether it is there"},
  });
}

TEST_CASE("text that is no expression is told where it goes wrong") {
  check_faults({
      {"«»", Kind::syntax, "there is no expression here", ""},
      {"rfc.risk ==«»", Kind::syntax, "the expression ends too early; a value is missing", ""},
      {"(1 + 2«»", Kind::syntax, "the expression ends too early; ')' is missing", ""},
      {"1 + 2«)»", Kind::syntax, "')' cannot stand here", ""},
      {"rfc.accounts «3»", Kind::syntax, "'3' cannot stand here", "write an operator such as && or == between the two"},
      {"[1 «2»]", Kind::syntax, "'2' cannot stand here; ']' is missing", ""},
      {"rfc.«»", Kind::syntax, "the expression ends too early; the name of a field is missing", ""},
      {"true ? 1«»", Kind::syntax, "the expression ends too early; ':' and the value for the other case is missing", ""},
      {"{'a' «1»}", Kind::syntax, "'1' cannot stand here; ':' is missing", ""},
      {"«'»abc", Kind::syntax, "this text has no closing '", ""},
      {"'a«\\q»b'", Kind::syntax, "'\\q' is not an escape of CEL", "write '\\\\' for a backslash, or put r before the quote"},
      {"'größe «\\ud83d»'", Kind::syntax, "'\\ud83d' is not a Unicode character", ""},
      {"«loop» == 1", Kind::syntax, "'loop' is a reserved word of CEL and cannot be a name", ""},
      {"1 == «9223372036854775808»", Kind::syntax, "'9223372036854775808' is too large for an int",
       "the largest is 9223372036854775807; with a u behind it, it is a uint: 9223372036854775808u"},
      {"1 == «-9223372036854775809»", Kind::syntax, "'-9223372036854775809' is too large for an int",
       "the least is -9223372036854775808"},
      {"«has(rfc)»", Kind::syntax, "has() asks for one field", "has(object.field)"},
      {"[1].«all»(x)", Kind::syntax, "'all' needs a name and an expression", "list.all(x, \u2026)"},
      {"[1].all(«1», true)", Kind::syntax, "the first word in 'all' must be a simple name", "list.all(x, \u2026)"},
  });
}

TEST_CASE("what can never be converted is told where it is written out") {
  check_faults({
      {"rfc.started > «timestamp('2014-03-03')»", Kind::type_mismatch, "\"2014-03-03\" cannot be read as timestamp",
       "write it as '2014-03-03T08:00:00Z' or '2014-03-03T09:00:00+01:00'"},
      {"rfc.effort > «duration('2 days')»", Kind::type_mismatch, "\"2 days\" cannot be read as duration",
       "write it as '36h' or '1h30m'; the units are h, m, s, ms, us and ns"},
      {"rfc.accounts > «int('many')»", Kind::type_mismatch, "\"many\" cannot be read as int", ""},
      {"rfc.accounts > «int(1e30)»", Kind::type_mismatch, "1e+30 is out of the range of int", ""},
      {"int(«true»)", Kind::type_mismatch, "a bool cannot be made an int", ""},
      {"timestamp(«rfc.effort»)", Kind::type_mismatch, "a duration cannot be made a timestamp", ""},
      {"string(«[1]»)", Kind::type_mismatch, "a list(int) cannot be made a string", ""},
  });
}

TEST_CASE("functions are told how they are called") {
  check_faults({
      {"«contains(rfc.summary, 'a')»", Kind::type_mismatch, "'contains' is not called like this", "write text.contains('\u2026')"},
      {"«rfc.accounts.int()» == 1", Kind::type_mismatch, "'int' is not called like this", "write int(x)"},
      {"«getHours(rfc.started)» > 8", Kind::type_mismatch, "'getHours' is not called like this",
       "write time.getHours() or time.getHours('Europe/Paris')"},
      {"«rfc.summary».getHours() > 8", Kind::type_mismatch, "'getHours' is for timestamps and durations; this is a string",
       "a date in a text is compared as a text; timestamp(\u2026) reads one with a time"},
      {"«rfc.effort».getFullYear() > 8", Kind::type_mismatch, "'getFullYear' is for timestamps; this is a duration", ""},
      {"rfc.effort.getHours(«'UTC'») > 8", Kind::type_mismatch, "a duration has no time zone", ""},
      {"rfc.started.getHours(«'Europe/Amsterdm'») > 8", Kind::type_mismatch, "there is no time zone 'Europe/Amsterdm'",
       "did you mean 'Europe/Amsterdam'?"},
      {"rfc.started.getHours(«1») > 8", Kind::type_mismatch,
       "a time zone is a string, such as 'Europe/Paris' or '+01:00'; this is an int", ""},
      {"rfc.summary.matches(«'a('»)", Kind::syntax, "this is not a regular expression: missing )", ""},
      {"rfc.summary.matches('ab[«z-a»]')", Kind::syntax, "this is not a regular expression: invalid character class range", ""},
      {"«rfc.accounts».all(x, x > 1)", Kind::type_mismatch, "'all' goes through a list or the keys of a map; this is an int", ""},
      {"[1].exists(x, «x + 1»)", Kind::type_mismatch, "'exists' needs true or false for each element; this is an int", ""},
      {"[1].map(x, «x», x)", Kind::type_mismatch, "'map' needs true or false for each element; this is an int", ""},
      {"[1, 2].«exists»(x, y, x > 1)", Kind::syntax, "'exists' needs a name and an expression", "list.exists(x, \u2026)"},
  });
}

TEST_CASE("messages and optional values are refused by their names") {
  check_faults({
      {"«a.b.C»{x: 1}", Kind::not_supported, "messages ('a.b.C{\u2026}') are not supported", ""},
      {"any.«?»name", Kind::not_supported, "optional values ('.?') are not supported", ""},
  });
}

TEST_CASE("all that is wrong is told in one go, in the order of the text") {
  const Bench bench;
  const auto compiled = bench.compile("rfc.rsik = 'high' and rfc.risk == 'hihg' && rfc.accounts + 'a' > 3 && nobody");
  std::vector<std::string> messages;
  for (const auto& issue : compiled.issues) messages.push_back(issue.message);
  CHECK(messages == std::vector<std::string>{
                        "there is no field 'rfc.rsik'",
                        "'=' is not a comparison; write '=='",
                        "'and' is not CEL; write '&&'",
                        "'rfc.risk' is never 'hihg'",
                        "'+' is not for an int and a string",
                        "there is nothing named 'nobody'",
                    });
}

TEST_CASE("offsets count bytes, also behind characters of several bytes") {
  check_faults({
      {"rfc.summary == 'Größe' && «nobody»", Kind::unknown_name, "there is nothing named 'nobody'", "there are rfc, any and actor"},
      {"'\U0001F600' == 'a' «'b'»", Kind::syntax, "''b'' cannot stand here", "write an operator such as && or == between the two"},
  });
}
