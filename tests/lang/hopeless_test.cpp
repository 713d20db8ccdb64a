#include "lang/loading.hpp"

#include "catch.hpp"

using namespace itsmflow;
using namespace lang_test;

namespace {

const std::string kStates = "case: t\nobjects: {t: {states: [open, closed], final: [closed]}}\n";
const std::string kClose = "  close: {role: [user, desk], moves: {t: open -> closed}}\n";

}  // namespace

TEST_CASE("rows that nothing sets going are an error") {
  const std::string two = "activities:\n  a: {role: user}\n  b: {role: desk}\n";
  CHECK(Load(model(two + "transitions: [a -> b, b -> end]\n")).errors() == Rules{"no-start"});
  CHECK(Load(model(two + "transitions: [start -> a, a -> b, b -> end]\n")).errors() == Rules{});
  CHECK(Load(model(kStates + two + "transitions: [a -> b, b -> a]\n")).errors() == Rules{"no-start"});
}

TEST_CASE("free activities may set rows going where states keep the case open") {
  CHECK(Load(model(kStates + "activities:\n" + kClose + "  tell: {role: desk}\ntransitions: [close -> tell]\n")).errors() ==
        Rules{});
}

TEST_CASE("a case must be able to end by rows or by states") {
  CHECK(Load(model("activities: {a: {role: [user, desk]}}\n")).errors() == Rules{"no-end"});
  CHECK(Load(model("case: t\nobjects: {t: {fields: {x: string}}}\nactivities: {a: {role: [user, desk], requires: [t.x]}}\n"))
            .errors() == Rules{"no-end"});
}

TEST_CASE("a case is not over where it begins") {
  CHECK(Load(model("case: t\nobjects: {t: {states: [open, closed], final: [open, closed]}}\nactivities:\n" + kClose)).errors() ==
        Rules{"over-at-start"});
}

TEST_CASE("what the engine does must wait for something") {
  const auto with = [](const std::string& activity) { return Load(model(kStates + "activities:\n" + kClose + activity)).errors(); };
  CHECK(with("  a: {by: engine}\n") == Rules{"endless-engine"});
  CHECK(with("  a: {by: engine, when: case.id > 3}\n") == Rules{});
  CHECK(with("  a: {by: engine, needs: {t: open}}\n") == Rules{});
  CHECK(with("  a: {by: engine, results: {x: {when: case.id > 3}, y: {}}}\n") == Rules{"endless-engine"});
  CHECK(with("  a: {by: engine, results: {x: {when: case.id > 3}, y: {moves: {t: open -> closed}}}}\n") == Rules{});
  CHECK(with("  a: {by: engine}\ntransitions: [close -> a]\n") == Rules{});
}

TEST_CASE("of a model with other errors nothing is said about what it could do") {
  CHECK(Load(model("activities: {a: {role: [user, dsk]}}\n")).errors() == Rules{"unknown-role"});
}

TEST_CASE("a list that isn't there is told of, and nothing else, also where guards speak of its elements") {
  const Load load(
      model("activities:\n  a: {role: [user, desk], for_each: {site: t.sites}, results: {x: {when: \"true\"}, y: {}}}\n"
            "transitions: [start -> a, a -> end]\n"));
  CHECK(load.errors() == Rules{"unknown-field"});
}
