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

TEST_CASE("whoever names what there isn't is told what was meant, or what there is") {
  CHECK(what_there_is({}) == "there is none");
  CHECK(what_there_is({"a"}) == "there is a");
  CHECK(what_there_is({"a", "b"}) == "there are a and b");
  CHECK(instead_of("teir2", {"tier2", "new"}) == "did you mean 'tier2'?");
  CHECK(instead_of("x", {"tier2", "new"}) == "there are tier2 and new");
}

TEST_CASE("a slip is mended without asking only where nothing else can be meant") {
  const auto sure = [](const char* word, std::vector<std::string> candidates) {
    return is_sure(word, candidates.front(), candidates);
  };
  CHECK(sure("tennant", {"tenant", "guest"}));
  CHECK(sure("teir2", {"tier2", "new"}));
  CHECK(sure("teir2", {"tier2", "tier3"}));  // the number says which
  CHECK(sure("operater", {"operator"}));
  CHECK(sure("unused-rolle", {"unused-role", "unused-term"}));
  // Another is near enough, too.
  CHECK_FALSE(sure("tierr", {"tiers", "tier"}));
  CHECK_FALSE(sure("closer", {"closed", "closes"}));
  // A number is no slip.
  CHECK_FALSE(sure("tier3", {"tier2"}));
  CHECK_FALSE(sure("step", {"step2"}));
  // The sense is turned around, or may be.
  CHECK_FALSE(sure("unapproved", {"approved"}));
  CHECK_FALSE(sure("typical", {"atypical"}));
  CHECK_FALSE(sure("lti", {"lit"}));
  CHECK_FALSE(sure("now", {"new"}));
  // Two slips.
  CHECK_FALSE(sure("implmnt", {"implement"}));
  CHECK_FALSE(sure("", {"x"}));
}
