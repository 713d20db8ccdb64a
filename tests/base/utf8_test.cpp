#include "base/utf8.hpp"
#include "catch.hpp"

#include <string>

using namespace itsmflow;
using namespace std::string_literals;

TEST_CASE("code points of every length are read, and nothing that only looks like one") {
  CHECK(decode_utf8("a").value == U'a');
  CHECK(decode_utf8("\xC3\xA9").value == U'\u00e9');
  CHECK(decode_utf8("\xE2\x82\xAC").value == U'\u20ac');
  CHECK(decode_utf8("\xF0\x9F\x90\x9F").value == U'\U0001F41F');
  CHECK(decode_utf8("\xF4\x8F\xBF\xBF").bytes == 4);
  CHECK(utf8_length("x\xC3\xA9", 1) == 2);
  for (const std::string& bad : {"\x80"s, "\xC0\xAF"s, "\xC3"s, "\xC3("s, "\xE0\x80\xAF"s, "\xED\xA0\x80"s, "\xF0\x80\x80\xAF"s,
                                 "\xF4\x90\x80\x80"s, "\xF5\x80\x80\x80"s, "\xFF"s, "\xE2\x82"s}) {
    INFO(bad.size());
    CHECK(utf8_length(bad) == 0);
    CHECK_FALSE(is_utf8("good " + bad));
  }
  CHECK(is_utf8(""));
  CHECK(is_utf8("\0 \xC3\xA9"s));
}
