#include "lang/loading.hpp"

#include "catch.hpp"

using namespace itsmflow;
using namespace lang_test;

namespace {

Load moves(const std::string& text) {
  return Load(item_model(
      "  a: {role: [user, desk], asks: [item.text, item.count, item.cost, item.risk, item.due], moves: {item: " + text + "}}\n"));
}

}  // namespace

TEST_CASE("texts that are no moves are told apart") {
  CHECK(moves("new").errors() == Rules{"bad-move"});
  CHECK(moves("new -> open | held").errors() == Rules{"bad-move"});
  CHECK(moves("new -> any").errors() == Rules{"bad-move"});
  CHECK(moves("new -> open -> done").errors() == Rules{"bad-move"});
  CHECK(moves("new | -> open").errors() == Rules{"bad-move"});
  CHECK(moves("new ->").errors() == Rules{"bad-move"});
  CHECK(moves("open -> open").errors() == Rules{"bad-move"});
  CHECK(moves("new | new -> open").errors() == Rules{"duplicate-name"});
  CHECK(moves("new | open -> open").errors() == Rules{});
}

TEST_CASE("a misspelt state is marked alone, shows what there is and where, and how to mend it") {
  const Load load = moves("new | opne -> held");
  REQUIRE(load.errors() == Rules{"unknown-state"});
  const Diagnostic one = load.first("unknown-state");
  CHECK(one.message == "activity 'a' moves item from unknown state 'opne'");
  CHECK(load.marked("unknown-state") == "opne");
  CHECK(one.label == "'item' has the states new, none, open, held, done, dropped");
  REQUIRE(one.related.size() == 1);
  CHECK(one.related[0].message == "declared here");
  CHECK(one.help == "did you mean 'open'?");
  REQUIRE(one.fixes.size() == 1);
  CHECK(one.fixes[0].replacement == "open");
}

TEST_CASE("'any' must stand for a state") {
  const auto with = [](const std::string& states, const std::string& final, const std::string& rest) {
    return Load(model("case: t\nobjects: {t: {states: [" + states + "], final: [" + final +
                      "]}}\nactivities:\n  x: {role: [user, desk], moves: {t: open -> closed}}\n" + rest));
  };
  const Load move = with("open, closed", "closed", "  y: {role: user, moves: {t: any -> open}}\n");
  CHECK(move.errors() == Rules{"bad-move"});
  CHECK(move.marked("bad-move") == "any");
  CHECK(with("open, none, closed", "closed", "  y: {role: user, moves: {t: any -> open}}\n").errors() == Rules{"bad-move"});
  CHECK(with("open, held, closed", "closed", "  y: {role: user, moves: {t: any -> open}}\n").errors() == Rules{});
  CHECK(with("open, closed", "closed", "  y: {role: user, moves: {t: closed | any -> open}}\n").errors() == Rules{"bad-move"});
  CHECK(with("open, closed", "closed", "  y: {role: user, needs: {t: any}}\n").errors() == Rules{});
}

TEST_CASE("the states of an object are limited, because 'any' is written out for each move") {
  const auto with = [](int count) {
    std::string states = "open";
    for (int i = 1; i < count; ++i) states += ", s" + std::to_string(i);
    return Load(model("case: t\nobjects: {t: {states: [" + states +
                      "], final: [s1]}}\nactivities: {x: {role: [user, desk], moves: {t: any -> s1}}}\n"));
  };
  CHECK(with(2000).errors() == Rules{});
  const Load load = with(2001);
  CHECK(load.errors() == Rules{"too-large"});
  CHECK(load.first("too-large").message == "object 't' has more than 2000 states");
}

TEST_CASE("an object goes one way in one step") {
  const Load load(item_model(
      "  a:\n    role: [user, desk]\n    moves: {item: new -> open}\n    results:\n      x: {moves: {item: new -> held}}\n"));
  CHECK(load.errors() == Rules{"bad-move"});
}

TEST_CASE("needs looks and does not change") {
  CHECK(Load(item_model("  a: {role: [user, desk], needs: {item: new -> open}}\n")).errors() == Rules{"bad-move"});
}

TEST_CASE("the engine gives no data and takes no decision without a guard") {
  CHECK(Load(item_model("  a: {by: engine, moves: {item: new -> open}, requires: [item.text]}\n")).errors() ==
        Rules{"no-performer"});
  CHECK(Load(item_model("  a: {by: engine, results: {x: {moves: {item: new -> open}}, y: {moves: {item: new -> done}}}}\n"))
            .errors() == Rules{"missing-key"});
  CHECK(Load(item_model("  a:\n    by: engine\n    results:\n      x: {moves: {item: new -> open}, when: item.count > 1}\n"
                        "      y: {moves: {item: new -> done}}\n"))
            .errors() == Rules{});
}

TEST_CASE("of a message that isn't written as a mapping only that is said, and not that nothing knows it") {
  CHECK(Load(item_model("  a: {waits_for: told, moves: {item: new -> done}, when: message.sum > 1}\n")).errors() ==
        Rules{"wrong-type"});
}

TEST_CASE("a case object that is never final would never let a case be over") {
  const Load load(model(
      "case: item\nobjects: {item: {states: [new, done]}}\nactivities: {a: {role: [user, desk], moves: {item: new -> done}}}\n"));
  CHECK(load.errors() == Rules{"missing-key"});
}

TEST_CASE("objects without a case are a question to the author") {
  const Load load(
      model("objects: {item: {states: [new, done], final: [done]}}\nactivities: {a: {role: [user, desk], moves: {item: new -> "
            "done}}}\n"));
  CHECK(load.errors() == Rules{"missing-key"});
  CHECK(load.first("missing-key").help == "add `case: item`, the object that a case is about");
}
