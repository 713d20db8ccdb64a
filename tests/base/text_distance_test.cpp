#include "base/text_distance.hpp"
#include "catch.hpp"

using namespace itsmflow;

TEST_CASE("two swapped letters are one mistake") {
  CHECK(text_distance("teir2", "tier2") == 1);
  CHECK(text_distance("", "abc") == 3);
  CHECK(text_distance("kitten", "sitting") == 3);
  CHECK(text_distance("same", "same") == 0);
}

TEST_CASE("the closest word is offered, a far one is not") {
  CHECK(closest("teir2", {"new", "assigned", "tier2"}) == "tier2");
  CHECK(closest("x", {"new", "assigned"}) == std::nullopt);
  CHECK(closest("resolvd", {"closed", "resolved"}) == "resolved");
  CHECK(closest("", {"a"}) == std::nullopt);
  CHECK(closest("x", {"y"}) == std::nullopt);
  CHECK(closest("x", {"xy"}) == std::nullopt);
  CHECK(closest("xy", {"xz"}) == "xz");
}

TEST_CASE("words are enumerated as people write them") {
  CHECK(enumerate({}) == "");
  CHECK(enumerate({"a"}) == "a");
  CHECK(enumerate({"a", "b"}, "or") == "a or b");
  CHECK(enumerate({"a", "b", "c"}) == "a, b and c");
  CHECK(enumerate({"a", "b", "c", "d"}, "and", 2) == "a, b and 2 more");
}
