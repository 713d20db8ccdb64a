#include <itsmflow/value.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"

using namespace itsmflow;

namespace {

struct Moment {
  const char* text;
  std::int64_t seconds;
  std::int32_t nanos;
  const char* printed;
};

struct Length {
  const char* text;
  std::int64_t seconds;
  std::int32_t nanos;
  const char* printed;
};

}  // namespace

TEST_CASE("a moment is read in RFC 3339 with any offset and written in UTC") {
  const Moment row = GENERATE(values<Moment>({
      {"1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"},
      {"2014-03-03T08:00:00Z", 1'393'833'600, 0, "2014-03-03T08:00:00Z"},
      {"2014-03-03T09:00+01:00", 1'393'833'600, 0, "2014-03-03T08:00:00Z"},
      {"2014-03-03t08:00z", 1'393'833'600, 0, "2014-03-03T08:00:00Z"},
      {"2014-03-03T02:30:00-05:30", 1'393'833'600, 0, "2014-03-03T08:00:00Z"},
      {"1969-12-31T23:59:59.5Z", -1, 500'000'000, "1969-12-31T23:59:59.500Z"},
      {"2000-02-29T12:00:00.000001Z", 951'825'600, 1'000, "2000-02-29T12:00:00.000001Z"},
      {"2000-02-29T12:00:00.123456789999Z", 951'825'600, 123'456'789, "2000-02-29T12:00:00.123456789Z"},
      {"0001-01-01T00:00:00Z", -62'135'596'800, 0, "0001-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59.999999999Z", 253'402'300'799, 999'999'999, "9999-12-31T23:59:59.999999999Z"},
  }));
  CAPTURE(row.text);
  const auto time = parse_timestamp(row.text);
  REQUIRE(time);
  CHECK(time->seconds == row.seconds);
  CHECK(time->nanos == row.nanos);
  CHECK(to_string(*time) == row.printed);
  CHECK(parse_timestamp(row.printed) == time);
}

TEST_CASE("what is not a moment is not read as one") {
  const char* text = GENERATE(values<const char*>({
      "",
      "2014",
      "2014-03-03",
      "2014-03-03T08:00:00",
      "2014-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z",
      "2014-13-01T00:00:00Z",
      "2014-00-01T00:00:00Z",
      "2014-04-31T00:00:00Z",
      "2014-03-03T24:00:00Z",
      "2014-03-03T08:60:00Z",
      "2014-03-03T08:00:60Z",
      "2014-03-03 08:00:00Z",
      "2014-03-03T08:00:00.Z",
      "2014-03-03T08:00:00Z ",
      " 2014-03-03T08:00:00Z",
      "2014-03-03T08:00:00+24:00",
      "2014-03-03T08:00:00+01:60",
      "2014-03-03T08:00:00+0100",
      "2014-3-03T08:00:00Z",
      "0000-12-31T00:00:00Z",
      "0001-01-01T00:00:00+00:01",
      "9999-12-31T23:59:59-00:01",
      "10000-01-01T00:00:00Z",
      "-014-03-03T08:00:00Z",
      "2014-03-03T08Z",
  }));
  CAPTURE(text);
  CHECK_FALSE(parse_timestamp(text));
}

TEST_CASE("every day from 1600 to 2400 is written and read as the same day") {
  for (std::int64_t day = -135'140; day < 157'055; ++day) {
    const Timestamp time{day * 86'400 + 3'723, 0};
    const std::string text = to_string(time);
    if (parse_timestamp(text) != time || text.substr(10) != "T01:02:03Z") FAIL(text);
  }
  SUCCEED();
}

TEST_CASE("a duration is read in words or as CEL writes it, and written in seconds") {
  const Length row = GENERATE(values<Length>({
      {"0", 0, 0, "0s"},
      {"0s", 0, 0, "0s"},
      {"90s", 90, 0, "90s"},
      {"1h30m", 5'400, 0, "5400s"},
      {"36h0m0s", 129'600, 0, "129600s"},
      {"15 hours", 54'000, 0, "54000s"},
      {"1 day 30 minutes", 88'200, 0, "88200s"},
      {"2 weeks", 1'209'600, 0, "1209600s"},
      {"1 week 1 day 1 hour 1 minute 1 second", 694'861, 0, "694861s"},
      {"1.5s", 1, 500'000'000, "1.5s"},
      {"-1.5s", -1, -500'000'000, "-1.5s"},
      {"-0.5s", 0, -500'000'000, "-0.5s"},
      {"+5m", 300, 0, "300s"},
      {"1.5h", 5'400, 0, "5400s"},
      {".5h", 1'800, 0, "1800s"},
      {"0.5 days", 43'200, 0, "43200s"},
      {"100ms", 0, 100'000'000, "0.1s"},
      {"1500us", 0, 1'500'000, "0.0015s"},
      {"1500\u00b5s", 0, 1'500'000, "0.0015s"},
      {"1ns", 0, 1, "0.000000001s"},
      {"1999999999ns", 1, 999'999'999, "1.999999999s"},
      {"0.9s0.2s", 1, 100'000'000, "1.1s"},
      {"1.0000000001h", 3'600, 360, "3600.00000036s"},
      {"315576000000s", 315'576'000'000, 0, "315576000000s"},
      {"-315576000000s", -315'576'000'000, 0, "-315576000000s"},
  }));
  CAPTURE(row.text);
  const auto length = parse_duration(row.text);
  REQUIRE(length);
  CHECK(length->seconds == row.seconds);
  CHECK(length->nanos == row.nanos);
  CHECK(to_string(*length) == row.printed);
  CHECK(parse_duration(row.printed) == length);
}

TEST_CASE("what is not a duration is not read as one") {
  const char* text = GENERATE(values<const char*>({
      "",
      " ",
      "-",
      "s",
      "1",
      "1.5",
      "00",
      "1 fortnight",
      "1H",
      "1s ",
      " 1s",
      "1..5s",
      ".s",
      "1s2",
      "1s-1s",
      "- 1s",
      "1,5s",
      "1 hour, 2 minutes",
      "315576000001s",
      "315576000000.000000001s",
      "99999999999999999999s",
      "9223372036854775807h",
      "522000000 weeks 1000000000000s",
  }));
  CAPTURE(text);
  CHECK_FALSE(parse_duration(text));
}

TEST_CASE("the shortest and the longest duration that fit in the numbers are written without overflow") {
  CHECK(to_string(Duration{std::numeric_limits<std::int64_t>::min(), 0}) == "-9223372036854775808s");
  CHECK(to_string(Duration{std::numeric_limits<std::int64_t>::max(), 999'999'999}) == "9223372036854775807.999999999s");
}

TEST_CASE("a value is written as CEL writes a literal") {
  CHECK(to_string(Value{}) == "null");
  CHECK(to_string(Value{true}) == "true");
  CHECK(to_string(Value{false}) == "false");
  CHECK(to_string(Value{40}) == "40");
  CHECK(to_string(Value{std::numeric_limits<std::int64_t>::min()}) == "-9223372036854775808");
  CHECK(to_string(Value{std::uint64_t{7}}) == "7u");
  CHECK(to_string(Value{std::numeric_limits<std::uint64_t>::max()}) == "18446744073709551615u");
  CHECK(to_string(Value{2.5}) == "2.5");
  CHECK(to_string(Value{2.0}) == "2.0");
  CHECK(to_string(Value{-0.0}) == "-0.0");
  CHECK(to_string(Value{0.1}) == "0.1");
  CHECK(to_string(Value{1e300}) == "1e+300");
  CHECK(to_string(Value{std::nan("")}) == "double(\"NaN\")");
  CHECK(to_string(Value{-std::numeric_limits<double>::infinity()}) == "double(\"-Infinity\")");
  CHECK(to_string(Value{"anna"}) == "\"anna\"");
  CHECK(to_string(Value{std::string{"a\"b\\c\nd\te\rf\0g\x7f", 14}}) == "\"a\\\"b\\\\c\\nd\\te\\rf\\u0000g\\u007f\"");
  CHECK(to_string(Value{"Müller \u20ac \U0001F600"}) == "\"Müller \u20ac \U0001F600\"");
  CHECK(to_string(Value{std::string{"a\xFFz"}}) == "\"a\\ufffdz\"");
  CHECK(to_string(Value{std::string{"\xED\xA0\x80"}}) == "\"\\ufffd\\ufffd\\ufffd\"");
  CHECK(to_string(Value{Value::Bytes{std::string{"a\"\x00\xff", 4}}}) == "b\"a\\\"\\x00\\xff\"");
  CHECK(to_string(Value{Timestamp{0, 0}}) == "timestamp(\"1970-01-01T00:00:00Z\")");
  CHECK(to_string(Value{Duration{129'600, 0}}) == "duration(\"129600s\")");
  CHECK(to_string(Value{Value::List{1, "b", 2.0}}) == "[1, \"b\", 2.0]");
  CHECK(to_string(Value{Value::List{}}) == "[]");
  CHECK(to_string(Value{Value::Entries{{"a", 1}, {2, true}}}) == "{\"a\": 1, 2: true}");
  CHECK(to_string(Value{Value::Entries{}}) == "{}");
}

TEST_CASE("values are equal when kind and content are") {
  CHECK(Value{1} == Value{1});
  CHECK_FALSE(Value{1} == Value{2});
  CHECK_FALSE(Value{1} == Value{1.0});
  CHECK_FALSE(Value{1} == Value{std::uint64_t{1}});
  CHECK_FALSE(Value{1} == Value{true});
  CHECK(Value{} == Value{});
  CHECK_FALSE(Value{} == Value{false});
  CHECK(Value{std::nan("")} == Value{std::nan("")});
  CHECK_FALSE(Value{"a"} == Value{Value::Bytes{"a"}});
  CHECK(Value{Value::List{1, 2}} == Value{Value::List{1, 2}});
  CHECK_FALSE(Value{Value::List{1, 2}} == Value{Value::List{2, 1}});
  CHECK_FALSE(Value{Value::List{1}} == Value{Value::List{1, 1}});
  CHECK(Value{Value::Entries{{"a", 1}, {"b", 2}}} == Value{Value::Entries{{"b", 2}, {"a", 1}}});
  CHECK_FALSE(Value{Value::Entries{{"a", 1}, {"b", 2}}} == Value{Value::Entries{{"b", 1}, {"a", 2}}});
  CHECK_FALSE(Value{Value::Entries{{"a", 1}}} == Value{Value::Entries{{"a", 1}, {"b", 2}}});
}

TEST_CASE("each accessor gives content for its own kind alone") {
  const Value list{Value::List{1}};
  REQUIRE(list.if_list() != nullptr);
  CHECK(list.if_list()->size() == 1);
  CHECK(list.if_map() == nullptr);
  CHECK(list.if_int() == nullptr);
  const Value map{Value::Entries{{"a", 1}}};
  REQUIRE(map.if_map() != nullptr);
  CHECK(map.if_map()->front().second == Value{1});
  CHECK(map.if_list() == nullptr);
  CHECK(map.kind() == Value::Kind::map);
  const Value copy = list;
  CHECK(copy.if_list() == list.if_list());
}

TEST_CASE("a length of time is told as people write it, and read back as what it was") {
  const std::vector<std::pair<Duration, std::string>> samples{
      {{0, 0}, "0 seconds"},
      {{1, 0}, "1 second"},
      {{60, 0}, "1 minute"},
      {{5'400, 0}, "1 hour 30 minutes"},
      {{86'400, 0}, "1 day"},
      {{93'600, 0}, "1 day 2 hours"},
      {{432'000, 0}, "5 days"},
      {{604'800, 0}, "1 week"},
      {{691'200, 0}, "8 days"},
      {{1'209'600, 0}, "2 weeks"},
      {{90'061, 0}, "1 day 1 hour 1 minute 1 second"},
      {{1, 500'000'000}, "1.5 seconds"},
      {{0, 1}, "0.000000001 seconds"},
      {{604'800, 250'000'000}, "7 days 0.25 seconds"},
      {{-93'600, 0}, "-1 day 2 hours"},
      {{-1, -500'000'000}, "-1.5 seconds"},
      {{315'576'000'000, 0}, "3652500 days"},
  };
  for (const auto& [length, words] : samples) {
    INFO(words);
    CHECK(in_words(length) == words);
    CHECK(parse_duration(words) == length);
  }
  CHECK(in_words(Duration{0, INT32_MIN}) == "<out of range>");
  CHECK(in_words(Duration{INT64_MIN, 0}) == to_string(Duration{INT64_MIN, 0}));
}

TEST_CASE("lengths of time and moments are told as people write them, within lists and maps too") {
  CHECK(in_words(Value{Value::List{Duration{3'600, 0}, "1h", Duration{60, 0}}}) == "[1 hour, \"1h\", 1 minute]");
  CHECK(in_words(Value{Value::Entries{{"lasts", Duration{7'200, 0}}, {"n", 2.5}}}) == "{\"lasts\": 2 hours, \"n\": 2.5}");
  CHECK(in_words(Value{Timestamp{0, 0}}) == "1970-01-01T00:00:00Z");
}

TEST_CASE("numbers that aren't finite are told in words, and all else as CEL has it") {
  CHECK(in_words(Value{std::numeric_limits<double>::quiet_NaN()}) == "NaN");
  CHECK(in_words(Value{std::numeric_limits<double>::infinity()}) == "infinity");
  CHECK(in_words(Value{-std::numeric_limits<double>::infinity()}) == "-infinity");
  CHECK(in_words(Value{2.5}) == "2.5");
  CHECK(in_words(Value{"a"}) == "\"a\"");
  CHECK(in_words(Value{}) == "null");
}

TEST_CASE("times and durations that are none are shown as such, whatever their parts") {
  CHECK(to_string(Timestamp{0, 2'000'000'000}) == "<out of range>");
  CHECK(to_string(Timestamp{0, -1}) == "<out of range>");
  CHECK(to_string(Timestamp{0, INT32_MIN}) == "<out of range>");
  CHECK(to_string(Duration{0, INT32_MIN}) == "<out of range>");
  CHECK(to_string(Duration{1, INT32_MAX}) == "<out of range>");
}
