#include "bench.hpp"

#include "../catch.hpp"

using namespace itsmflow;
using namespace itsmflow::test;

// From the CEL specification: "List of Standard Definitions". Conversions of what is not known before it runs stand in dyn(…), for
// what is written out and can never be converted is refused at once.

namespace {

void check_rows(const std::vector<Row>& rows) {
  const Bench bench;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(bench.outcome(row.text) == row.outcome);
  }
}

}  // namespace

TEST_CASE("int takes what it can hold") {
  check_rows({
      {"int(7)", "7"},
      {"int(7u)", "7"},
      {"int(9223372036854775807u)", "9223372036854775807"},
      {"int(dyn(9223372036854775808u))", "error: 9223372036854775808u is out of the range of int"},
      {"int(2.9)", "2"},
      {"int(-2.9)", "-2"},
      {"int(-0.0)", "0"},
      {"int(9223372036854774784.0)", "9223372036854774784"},
      {"int(dyn(9223372036854775807.0))", "error: 9223372036854775808.0 is out of the range of int"},
      {"int(dyn(-9223372036854775808.0))", "error: -9223372036854775808.0 is out of the range of int"},
      {"int(dyn(0.0 / 0.0))", "error: double(\"NaN\") is out of the range of int"},
      {"int(dyn(1.0 / 0.0))", "error: double(\"Infinity\") is out of the range of int"},
      {"int('42')", "42"},
      {"int('-42')", "-42"},
      {"int('+42')", "42"},
      {"int('-9223372036854775808')", "-9223372036854775808"},
      {"int(dyn('9223372036854775808'))", "error: \"9223372036854775808\" is out of the range of int"},
      {"int(dyn(''))", "error: \"\" cannot be read as int"},
      {"int(dyn('4.2'))", "error: \"4.2\" cannot be read as int"},
      {"int(dyn(' 4'))", "error: \" 4\" cannot be read as int"},
      {"int(dyn('+-4'))", "error: \"+-4\" cannot be read as int"},
      {"int(dyn('0x1F'))", "error: \"0x1F\" cannot be read as int"},
      {"int(timestamp('2004-09-16T23:59:59Z'))", "1095379199"},
      {"int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"},
      {"int(dyn(true))", "error: no matching overload: 'int' cannot be applied to these values"},
      {"int(dyn(null))", "error: no matching overload: 'int' cannot be applied to these values"},
  });
}

TEST_CASE("uint takes what it can hold") {
  check_rows({
      {"uint(7u)", "7u"},
      {"uint(7)", "7u"},
      {"uint(dyn(-1))", "error: -1 is out of the range of uint"},
      {"uint(3.99)", "3u"},
      {"uint(0.0)", "0u"},
      {"uint(-0.0)", "0u"},
      {"uint(dyn(-0.5))", "error: -0.5 is out of the range of uint"},
      {"uint(18446744073709549568.0)", "18446744073709549568u"},
      {"uint(dyn(18446744073709551616.0))", "error: 18446744073709551616.0 is out of the range of uint"},
      {"uint('18446744073709551615')", "18446744073709551615u"},
      {"uint(dyn('18446744073709551616'))", "error: \"18446744073709551616\" is out of the range of uint"},
      {"uint(dyn('-1'))", "error: \"-1\" is out of the range of uint"},
      {"uint(dyn('1u'))", "error: \"1u\" cannot be read as uint"},
  });
}

TEST_CASE("double reads decimal numbers and the words of IEEE 754") {
  check_rows({
      {"double(1.5)", "1.5"},
      {"double(3)", "3.0"},
      {"double(3u)", "3.0"},
      {"double(9223372036854775807)", "9223372036854775808.0"},
      {"double('1.5')", "1.5"},
      {"double('-1e3')", "-1000.0"},
      {"double('+.5')", "0.5"},
      {"double('12')", "12.0"},
      {"1.0 / double('-0.0')", "double(\"-Infinity\")"},
      {"double('1e-400')", "0.0"},
      {"double(dyn('1e400'))", "error: \"1e400\" is out of the range of double"},
      {"double('NaN')", "double(\"NaN\")"},
      {"double('NaN') == double('NaN')", "false"},
      {"double('Infinity')", "double(\"Infinity\")"},
      {"double('-inf')", "double(\"-Infinity\")"},
      {"double(dyn('1.5x'))", "error: \"1.5x\" cannot be read as double"},
      {"double(dyn('.'))", "error: \".\" cannot be read as double"},
      {"double(dyn('1e'))", "error: \"1e\" cannot be read as double"},
      {"double(dyn('0x1p3'))", "error: \"0x1p3\" cannot be read as double"},
      {"double(dyn('infinite'))", "error: \"infinite\" cannot be read as double"},
      {"double(dyn(''))", "error: \"\" cannot be read as double"},
  });
}

TEST_CASE("string writes every scalar") {
  check_rows({
      {"string('a')", "\"a\""},
      {"string(-5)", "\"-5\""},
      {"string(5u)", "\"5\""},
      {"string(true)", "\"true\""},
      {"string(1.5)", "\"1.5\""},
      {"string(2.0)", "\"2\""},
      {"string(-0.0)", "\"-0\""},
      {"string(0.0045)", "\"0.0045\""},
      {"string(0.00001)", "\"1e-05\""},
      {"string(123456789.0)", "\"123456789\""},
      {"string(1e21)", "\"1e+21\""},
      {"string(0.1 + 0.2)", "\"0.30000000000000004\""},
      {"string(double('NaN'))", "\"NaN\""},
      {"string(-1.0 / 0.0)", "\"-Infinity\""},
      {"string(b'gr\\xc3\\xbcn')", "\"gr\u00fcn\""},
      {"string(dyn(b'\\xff'))", "error: these bytes are not UTF-8, so they cannot be a string"},
      {"string(dyn(b'\\xed\\xa0\\x80'))", "error: these bytes are not UTF-8, so they cannot be a string"},
      {"string(timestamp('2009-02-13T23:31:30.5+01:00'))", "\"2009-02-13T22:31:30.500Z\""},
      {"string(duration('1h30m'))", "\"5400s\""},
      {"string(duration('-1.5s'))", "\"-1.5s\""},
      {"string(dyn([1]))", "error: no matching overload: 'string' cannot be applied to these values"},
  });
}

TEST_CASE("bytes and bool are read from texts") {
  check_rows({
      {"bytes('gr\u00fcn')", "b\"gr\\xc3\\xbcn\""},
      {"bytes(b'\\xff')", "b\"\\xff\""},
      {"bytes('\\xff') == b'\\xff'", "false"},
      {"bool(true)", "true"},
      {"bool('1') && bool('t') && bool('true') && bool('TRUE') && bool('True')", "true"},
      {"bool('0') || bool('f') || bool('false') || bool('FALSE') || bool('False')", "false"},
      {"bool(dyn('TrUe'))", "error: \"TrUe\" cannot be read as bool"},
      {"bool(dyn('yes'))", "error: \"yes\" cannot be read as bool"},
      {"bool(dyn(1))", "error: no matching overload: 'bool' cannot be applied to these values"},
  });
}

TEST_CASE("timestamps and durations are read as CEL writes them") {
  check_rows({
      {"timestamp('2014-03-03T09:00:00+01:00')", "timestamp(\"2014-03-03T08:00:00Z\")"},
      {"timestamp('0001-01-01T00:00:00Z')", "timestamp(\"0001-01-01T00:00:00Z\")"},
      {"timestamp('9999-12-31T23:59:59.999999999Z')", "timestamp(\"9999-12-31T23:59:59.999999999Z\")"},
      {"timestamp(0)", "timestamp(\"1970-01-01T00:00:00Z\")"},
      {"timestamp(timestamp(1))", "timestamp(\"1970-01-01T00:00:01Z\")"},
      {"timestamp(dyn(253402300800))", "error: the time is out of range in 'timestamp'"},
      {"timestamp(dyn('2014-02-30T00:00:00Z'))", "error: \"2014-02-30T00:00:00Z\" cannot be read as timestamp"},
      {"timestamp(dyn('2014-03-03T08:00Z'))", "error: \"2014-03-03T08:00Z\" cannot be read as timestamp"},
      {"timestamp(dyn('10000-01-01T00:00:00Z'))", "error: \"10000-01-01T00:00:00Z\" cannot be read as timestamp"},
      {"timestamp(dyn('0001-01-01T00:00:00+00:01'))", "error: \"0001-01-01T00:00:00+00:01\" cannot be read as timestamp"},
      {"duration('1h30m')", "duration(\"5400s\")"},
      {"duration('1h1m1s1ms1us1ns')", "duration(\"3661.001001001s\")"},
      {"duration('-1.5h')", "duration(\"-5400s\")"},
      {"duration('0')", "duration(\"0s\")"},
      {"duration(duration('1s'))", "duration(\"1s\")"},
      {"duration('315576000000s')", "duration(\"315576000000s\")"},
      {"duration(dyn('315576000001s'))", "error: \"315576000001s\" is out of the range of duration"},
      {"duration(dyn('1'))", "error: \"1\" cannot be read as duration"},
      {"duration(dyn(''))", "error: \"\" cannot be read as duration"},
      {"duration(dyn('1 h'))", "error: \"1 h\" cannot be read as duration"},
      {"duration(dyn('1 day'))", "error: \"1 day\" cannot be read as duration"},
      {"duration(dyn('2d'))", "error: \"2d\" cannot be read as duration"},
      {"duration(dyn('1.2.3s'))", "error: \"1.2.3s\" cannot be read as duration"},
      {"duration(dyn('s'))", "error: \"s\" cannot be read as duration"},
      {"timestamp('2000-01-01T00:00:00Z') - timestamp('1708-01-01T00:00:00Z') > duration('1h')", "true"},
      {"timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", "error: the time is out of range in '-'"},
  });
}

TEST_CASE("a value's type is a value") {
  check_rows({
      {"type(1)", "int"},
      {"type(1u)", "uint"},
      {"type(1.0)", "double"},
      {"type(true)", "bool"},
      {"type('a')", "string"},
      {"type(b'a')", "bytes"},
      {"type(null)", "null_type"},
      {"type([1])", "list"},
      {"type({1: 2})", "map"},
      {"type(rfc.started)", "google.protobuf.Timestamp"},
      {"type(rfc.effort)", "google.protobuf.Duration"},
      {"type(type(1))", "type"},
      {"type(int)", "type"},
      {"type(any.list[0]) == int", "true"},
      {"type(1) == type(1.0)", "false"},
      {"type(rfc.started) == google.protobuf.Timestamp", "true"},
      {"type(rfc.effort) == google.protobuf.Duration", "true"},
      {"[int, string]", "[int, string]"},
      {"type(any.list[0]) in [int, uint]", "true"},
      {"type(rfc.votes) == int", "unfilled: rfc.votes"},
  });
}

TEST_CASE("matches finds what a regular expression of RE2 describes") {
  check_rows({
      {"'CHG0042'.matches('^CHG[0-9]{4}$')", "true"},
      {"'xCHG0042'.matches('^CHG[0-9]{4}$')", "false"},
      {"'hubba'.matches('ubb')", "true"},
      {"matches('hubba', 'ubb')", "true"},
      {"''.matches('')", "true"},
      {"'ma\u00f1ana'.matches('^m.{4}na$')", "false"},
      {"'ma\u00f1ana'.matches('ma.ana')", "true"},
      {"'a\\nb'.matches('a.b')", "false"},
      {"'a\\nb'.matches('(?s)a.b')", "true"},
      {"'ABC'.matches('(?i)abc')", "true"},
      {"rfc.summary.matches(r'^Gr..e.ändern$')", "true"},
      {"'a.b'.matches(r'a\\.b')", "true"},
      {"'abc'.matches(rfc.risk)", "false"},
      {"rfc.risk.matches(rfc.risk)", "true"},
      {"['low', 'high'].exists(p, rfc.risk.matches(p))", "true"},
      {"'a'.matches(dyn('a('))", "error: \"a(\" is not a regular expression: missing )"},
      {"'a'.matches(dyn('(a)\\\\1'))", "error: \"(a)\\\\1\" is not a regular expression: invalid escape sequence"},
      {"'a'.matches(dyn(1))", "error: no matching overload: 'matches' cannot be applied to these values"},
  });
}

TEST_CASE("a pattern that no other engine would finish is no trouble") {
  Bench bench;
  std::string text(100'000, 'a');
  text += '!';
  bench.values()[8] = std::move(text);
  CHECK(bench.outcome("rfc.summary.matches('^(a+)+$')") == "false");
  CHECK(bench.outcome("rfc.summary.matches('(a|a)*(a|a)*(a|a)*b')") == "false");
}

TEST_CASE("the parts of a moment are those of UTC, or of a time zone") {
  check_rows({
      {"timestamp('2009-02-13T23:31:30.123456789Z').getFullYear()", "2009"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getMonth()", "1"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getDate()", "13"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getDayOfMonth()", "12"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getDayOfWeek()", "5"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getDayOfYear()", "43"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getHours()", "23"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getMinutes()", "31"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getSeconds()", "30"},
      {"timestamp('2009-02-13T23:31:30.123456789Z').getMilliseconds()", "123"},
      {"timestamp('1969-12-31T23:59:59.25Z').getMilliseconds()", "250"},
      {"timestamp('1969-12-31T23:59:59.25Z').getSeconds()", "59"},
      {"timestamp('2024-12-31T12:00:00Z').getDayOfYear()", "365"},
      {"timestamp('2014-07-01T08:00:00Z').getHours('Europe/Paris')", "10"},
      {"timestamp('2014-01-01T08:00:00Z').getHours('Europe/Paris')", "9"},
      {"timestamp('2009-02-13T23:31:30Z').getDate('Australia/Sydney')", "14"},
      {"timestamp('2009-02-13T23:31:30Z').getMinutes('Asia/Kathmandu')", "16"},
      {"timestamp('2014-03-03T08:00:00Z').getHours('UTC')", "8"},
      {"timestamp('2014-03-03T08:00:00Z').getHours('+05:30')", "13"},
      {"timestamp('2014-03-03T08:00:00Z').getMinutes('+05:30')", "30"},
      {"timestamp('2014-03-03T08:00:00Z').getHours('-08:30')", "23"},
      {"timestamp('2014-03-03T08:00:00Z').getDayOfWeek('-08:30')", "0"},
      {"timestamp('2014-03-03T08:00:00Z').getHours('02:00')", "10"},
      {"timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00')", "0"},
      {"timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00')", "10000"},
      {"rfc.started.getHours(dyn('Europe/Atlantis'))", "error: there is no time zone \"Europe/Atlantis\""},
      {"rfc.started.getHours(dyn('24:00'))", "error: there is no time zone \"24:00\""},
      {"rfc.started.getHours(dyn('+5:30'))", "error: there is no time zone \"+5:30\""},
      {"rfc.started.getHours(dyn(''))", "error: there is no time zone \"\""},
      {"rfc.started.getHours(dyn('../../etc/passwd'))", "error: there is no time zone \"../../etc/passwd\""},
      {"rfc.started.getHours(dyn(1))", "error: no matching overload: 'getHours' cannot be applied to these values"},
  });
}

TEST_CASE("hours, minutes and seconds of a duration are totals, milliseconds the rest of a second") {
  check_rows({
      {"duration('10000s').getHours()", "2"},
      {"duration('3730s').getMinutes()", "62"},
      {"duration('3730s').getSeconds()", "3730"},
      {"duration('123.321456789s').getMilliseconds()", "321"},
      {"duration('-3730s').getMinutes()", "-62"},
      {"duration('-1.5s').getMilliseconds()", "-500"},
      {"rfc.effort.getMinutes()", "90"},
      {"dyn(rfc.effort).getFullYear()", "error: no matching overload: 'getFullYear' cannot be applied to these values"},
      {"dyn(rfc.effort).getHours('UTC')", "error: no matching overload: 'getHours' cannot be applied to these values"},
  });
}

TEST_CASE("the results of functions are typed") {
  const Bench bench;
  const auto type_name = [&](const char* text) { return bench.compile(text).expression.type().name(); };
  CHECK(type_name("int('1')") == "int");
  CHECK(type_name("uint(1)") == "uint");
  CHECK(type_name("double(1)") == "double");
  CHECK(type_name("string(1)") == "string");
  CHECK(type_name("bytes('a')") == "bytes");
  CHECK(type_name("bool('t')") == "bool");
  CHECK(type_name("timestamp(1)") == "timestamp");
  CHECK(type_name("duration('1s')") == "duration");
  CHECK(type_name("type(1)") == "type");
  CHECK(type_name("int") == "type");
  CHECK(type_name("rfc.started.getHours()") == "int");
  CHECK(type_name("rfc.risk.matches('a')") == "bool");
  CHECK(type_name("dyn(1)") == "dyn");
}
