#include <itsmflow/time_zone.hpp>

#include <algorithm>

#include "catch.hpp"

using namespace itsmflow;

TEST_CASE("a time zone says how far its clocks are ahead of UTC at a moment, in summer and in winter") {
  const Timestamp winter = *parse_timestamp("2014-03-03T12:00:00Z");
  const Timestamp summer = *parse_timestamp("2014-07-03T12:00:00Z");

  CHECK(utc_offset("UTC", summer) == Duration{0, 0});
  CHECK(utc_offset("Europe/Amsterdam", winter) == Duration{3'600, 0});
  CHECK(utc_offset("Europe/Amsterdam", summer) == Duration{7'200, 0});
  CHECK(utc_offset("+05:30", winter) == Duration{19'800, 0});
  CHECK(utc_offset("-08:00", winter) == Duration{-28'800, 0});
  CHECK(utc_offset("02:00", winter) == Duration{7'200, 0});
}

TEST_CASE("what is no time zone has no offset") {
  const std::string name = GENERATE("", "Nowhere", "europe/amsterdam", "+1:00", "+24:00", "+01:60", "../etc/passwd");
  CAPTURE(name);
  CHECK_FALSE(utc_offset(name, Timestamp{}));
}

TEST_CASE("the names of time zones are those that have an offset") {
  const auto names = time_zone_names();
  CHECK(std::find(names.begin(), names.end(), "Europe/Amsterdam") != names.end());
  CHECK(std::all_of(names.begin(), names.end(), [](const std::string& name) { return utc_offset(name, Timestamp{}).has_value(); }));
}
