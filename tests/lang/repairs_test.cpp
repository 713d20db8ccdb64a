#include <itsmflow/diagnostic.hpp>

#include <string>

#include "catch.hpp"
#include "lang/loading.hpp"

using namespace itsmflow;
using namespace lang_test;

namespace {

using Safety = Diagnostic::Fix::Safety;

/// "safe: opne -> open", of the only fix of the first finding of a rule; "none" where there is none.
std::string repair(const Load& load, const std::string& rule) {
  const Diagnostic one = load.first(rule);
  if (one.fixes.size() != 1) return one.fixes.empty() ? "none" : "several";
  const Diagnostic::Fix& fix = one.fixes[0];
  const std::string written = fix.span.source->text.substr(fix.span.begin, fix.span.end - fix.span.begin);
  return (fix.safety == Safety::safe ? "safe: " : "unsafe: ") + written + " -> " + fix.replacement;
}

Load guarded(const std::string& guard) {
  return Load(item_model("  a: {role: [user, desk], moves: {item: new -> done}, when: " + guard + "}\n"));
}

Load with(const std::string& rest) {
  return Load(item_model("  a: {role: [user, desk], moves: {item: new -> done}" + rest + "}\n"));
}

}  // namespace

TEST_CASE("a misspelt state is mended without asking where one alone can be meant") {
  const auto state = [](const std::string& word) {
    return repair(Load(item_model("  a: {role: [user, desk], moves: {item: new -> " + word + "}}\n")), "unknown-state");
  };
  CHECK(state("dropt") == "none");
  CHECK(state("droped") == "safe: droped -> dropped");
  CHECK(state("opne") == "unsafe: opne -> open");  // said once each: the slip may be in either
  CHECK(state("dona") == "safe: dona -> done");
  CHECK(state("doen") == "safe: doen -> done");
  CHECK(state("nome") == "safe: nome -> none");
  CHECK(state("tone") == "unsafe: tone -> none");
  CHECK(state("neww") == "unsafe: neww -> new");
}

TEST_CASE(
    "where the uses agree on another name than the one that is declared, and nothing else says that, the declaration is mended") {
  const auto states = [](const std::string& more) {
    return Load(item_model(
        "  a: {role: [user, desk], moves: {item: new -> opend}}\n  b: {role: desk, moves: {item: opend -> done}}\n" + more));
  };
  const Load two = states("");
  CHECK(repair(two, "unknown-state") == "safe: open -> opend");
  CHECK(two.first("unknown-state").help.find("'opend' is said 2 times, and 'open' only in line ") == 0);
  // As often as the other, with its declaration; and less often.
  CHECK(repair(states("  c: {role: desk, moves: {item: open -> done}}\n"), "unknown-state") == "unsafe: opend -> open");
  CHECK(repair(states("  c: {role: desk, moves: {item: open -> done}}\n  d: {role: desk, moves: {item: new -> open}}\n"),
               "unknown-state") == "safe: opend -> open");
}

TEST_CASE("a misspelt key is mended unless its place is taken") {
  CHECK(repair(with(", titel: Do it"), "unknown-key") == "safe: titel -> title");
  CHECK(repair(with(", title: Do it, titel: Do it"), "unknown-key") == "none");
  CHECK(repair(with(", \"titel\": Do it"), "unknown-key") == "safe: \"titel\" -> title");
}

TEST_CASE("a name that came through an alias is not mended where it is used") {
  const Load load(model("activities:\n  a: {role: &who usre, moves: {}}\n  b: {role: *who}\n"));
  for (const Diagnostic& one : load.found) {
    for (const Diagnostic::Fix& fix : one.fixes) {
      CHECK(fix.span.source->text.substr(fix.span.begin, fix.span.end - fix.span.begin) == "usre");
    }
  }
}

TEST_CASE("symbols of other languages in guards are mended without asking") {
  CHECK(repair(guarded("item.count = 1"), "guard-syntax") == "safe: = -> ==");
  CHECK(repair(guarded("item.count <> 1"), "guard-syntax") == "safe: <> -> !=");
  CHECK(repair(guarded("\"item.count \xE2\x89\xA4 1\""), "guard-syntax") == "safe: \xE2\x89\xA4 -> <=");
  CHECK(repair(guarded("item.count == 1 and item.cost > 2.0"), "guard-syntax") == "safe: and -> &&");
  CHECK(repair(guarded("'item.count == 1 OR item.cost > 2.0'"), "guard-syntax") == "safe: OR -> ||");
  // Written with an escape, or something else that is wrong.
  CHECK(repair(guarded("\"item.count \\x3d 1\""), "guard-syntax") == "none");
  CHECK(repair(guarded("\"item.count == (1\""), "guard-syntax") == "none");
}

TEST_CASE("a type of another language is mended by the one of ours") {
  const Load load(
      model("case: t\nobjects:\n  t: {states: [a, b], final: [b], fields: {n: integer}}\n"
            "activities:\n  x: {role: [user, desk], moves: {t: a -> b}, asks: [t.n]}\n"));
  CHECK(repair(load, "unknown-type") == "safe: integer -> int");
}
