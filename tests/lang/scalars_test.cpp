#include "lang/scalars.hpp"
#include "lang/loading.hpp"

#include "catch.hpp"

using namespace itsmflow;
using namespace lang_test;

TEST_CASE("words that YAML takes for something else are known, with what it takes them for") {
  CHECK(lang::taken_for("no") == "the truth value false");
  CHECK(lang::taken_for("ON") == "the truth value true");
  CHECK(lang::taken_for("Null") == "nothing");
  CHECK(lang::taken_for("~") == "nothing");
  CHECK(lang::taken_for("1.10") == "the number 1.1");
  CHECK(lang::taken_for("42") == "the number 42");
  CHECK(lang::taken_for("010") == "the number 8");
  CHECK(lang::taken_for("0x1F") == "the number 31");
  CHECK(lang::taken_for("12:30") == "the number 750");
  CHECK(lang::taken_for("2014-03-03") == "the date 2014-03-03");
  CHECK(lang::taken_for("1e3").starts_with("the number 1"));
}

TEST_CASE("words that are words to everybody are left alone") {
  for (const char* word : {"nO", "note", "yesterday", "1.0.0", "2nd", "v1", "10 days", "-", ".", "2014", "x", "n"}) {
    INFO(word);
    if (std::string_view(word) == "2014") {
      CHECK(lang::taken_for(word) == "the number 2014");
    } else {
      CHECK(lang::taken_for(word).empty());
    }
  }
}

TEST_CASE("quotes make every word a word") {
  const Load load(
      model("case: item\nobjects: {item: {title: \"1.10\", states: [\"no\", 'yes'], final: [\"yes\"]}}\n"
            "activities:\n  a: {role: [user, desk], title: \"42\", moves: {item: no -> yes}}\n"));
  CHECK(load.errors() == Rules{});
}

TEST_CASE("an ambiguous word comes with its quotes as a safe repair") {
  const Load load(model("activities:\n  a: {role: [user, desk], title: 1.10}\n"));
  REQUIRE(load.errors() == Rules{"ambiguous-scalar"});
  const Diagnostic one = load.first("ambiguous-scalar");
  REQUIRE(one.fixes.size() == 1);
  CHECK(one.fixes[0].replacement == "\"1.10\"");
  CHECK(one.fixes[0].safety == Diagnostic::Fix::Safety::safe);
}

TEST_CASE("a hash that cuts a text is reported, a comment is not") {
  const std::string kRows = "transitions: [start -> a, a -> end]\n";
  CHECK(Load(model("activities:\n  a:\n    role: [user, desk]\n    why: Ticket #4\n")).errors() == Rules{"ambiguous-scalar"});
  CHECK(Load(model("activities:\n  a:\n    role: [user, desk]\n    why: Ticket # 4\n" + kRows)).errors() == Rules{});
  CHECK(Load(model("activities:\n  a:\n    role: [user, desk]\n    why: Ticket  #4\n" + kRows)).errors() == Rules{});
  CHECK(Load(model("activities:\n  a:\n    role: [user, desk]\n    why: \"Ticket #4\"\n" + kRows)).errors() == Rules{});
}

TEST_CASE("CEL's words and ours are no ids; none is a state") {
  for (const char* word : {"package", "any", "engine", "in", "while", "otherwise"}) {
    INFO(word);
    CHECK(Load(model("activities:\n  " + std::string(word) + ": {role: [user, desk]}\n")).errors() == Rules{"reserved-word"});
  }
  CHECK(Load(model("case: item\nobjects: {item: {states: [none, made], final: [made]}}\n"
                   "activities:\n  a: {role: [user, desk], moves: {item: none -> made}}\n"))
            .errors() == Rules{});
}

TEST_CASE("an object can't take a name that guards have for something else") {
  CHECK(Load(model("case: actor\nobjects: {actor: {states: [a, b], final: [b]}}\nactivities: {a: {role: [user, desk]}}\n"))
            .errors() == Rules{"reserved-word"});
  CHECK(Load(model("case: item\nobjects: {item: {fields: {state: string}}}\nactivities: {a: {role: [user, desk], asks: "
                   "[item.state]}}\n"))
            .errors() == Rules{"reserved-word"});
}

TEST_CASE("versions have three numbers") {
  const auto with = [](const std::string& version) {
    return Load("itsmflow: 1\nprocess: p\nversion: " + version + "\nactivities: {a: {by: engine}}\n").marked("bad-version");
  };
  CHECK(with("1.10") == "1.10");
  CHECK(with("1.0.x") == "1.0.x");
  CHECK(with("01.0.0") == "01.0.0");
  CHECK(with("1.0.0-") == "1.0.0-");
  CHECK(with("1.0.0-rc.1+build.5").empty());
}
