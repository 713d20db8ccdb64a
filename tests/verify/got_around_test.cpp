// Activities that are protected from deviations, and those that lead past them.

#include "../catch.hpp"

#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

using namespace itsmflow;

namespace {

struct Change {
  std::string go_live;  ///< of the activity, beside role and moves
  std::string allow;    ///< the line
  std::string never = "review";
  std::string rules = "";
  std::string other = "";  ///< a further activity
};

/// "LABEL | TRACE" of what is said.
std::string said(const Change& change) {
  auto loaded = load_model(
      "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: c\nroles: {r: {}, s: {}}\nobjects:\n  c: {states: [new, live], final: "
      "[live], fields: {reviewed: {type: bool, default: false}, collected: {type: bool, default: false}, report: "
      "document}}\nactivities:\n"
      "  review: {role: r, needs: {c: new}, sets: {c.reviewed: true}, asks: [c.report]}\n" +
      change.other + "  go_live: {role: s, moves: {c: new -> live}, " + change.go_live + "}\n" + change.rules +
      "deviations:\n  motives: {m: {class: cannot}}\n  allow: [" + change.allow + "]\n  never: [" + change.never + "]\n");
  std::string found;
  for (const Diagnostic& one : loaded.diagnostics())
    if (one.severity == Severity::error) FAIL(to_string(one));
  for (const Diagnostic& one : verify(loaded.value_or_throw())) {
    if (one.rule != "never-got-around") continue;
    found += one.label + " |";
    for (const Diagnostic::Step& step : one.trace) found += " " + step.message + ";";
  }
  return found;
}

}  // namespace

TEST_CASE("a guard is all that asks for a protected activity, and may be passed over") {
  const std::string guard = "when: c.reviewed";
  CHECK(said({guard, "{what: override_guard, activities: go_live}"}) ==
        "a case in which 'go_live' is done although its guard doesn't hold needs no 'review' | go_live (although its guard doesn't "
        "hold); the "
        "case is over, and 'review' was not done;");
  CHECK(said({guard, "{what: override_guard, activities: go_live}", "review, start_over", "",
              "  start_over: {role: r, needs: {c: new}}\n"})
            .starts_with("a case in which 'go_live' is done"));
  CHECK(said({guard, "{what: out_of_role, activities: go_live, by: r}"}).empty());
}

TEST_CASE("a guard may ask for a protected activity only where data are there, and they may be left out") {
  CHECK(said({"when: c.collected && (c.reviewed || !has(c.report))", "{what: missing_data, activities: collect}", "review", "",
              "  collect: {role: s, needs: {c: new}, requires: [c.report], sets: {c.collected: true}}\n"}) ==
        "a case in which 'collect' is done without c.report needs no 'review' | collect (without c.report); go_live; the case is "
        "over, and "
        "'review' was not done;");
  CHECK(said({"requires: [c.report]", "{what: missing_data, activities: go_live}"}).empty());
}

TEST_CASE("what a case can do without anyway isn't got around") {
  CHECK(said({"when: c.reviewed || !c.reviewed", "{what: override_guard, activities: go_live}"}).empty());
  CHECK(said({"when: c.reviewed", "{what: override_guard, activities: go_live}", "review", "",
              "  excuse: {role: s, needs: {c: new}, sets: {c.reviewed: true}}\n"})
            .empty());
}

TEST_CASE("a rule about the course is all that asks for a protected activity, and may be broken") {
  const std::string rule = "rules: [{precedence: [review, go_live]}]\n";
  const std::string line = "{what: override_rule, activities: go_live}";
  CHECK(said({"asks: [c.report]", line, "review", rule}) ==
        "'go_live' may be done against the only rule that wants 'review' before it |");
  CHECK(said({"when: c.reviewed", line, "review", rule}).empty());  // the guard asks for it too
  CHECK(said({"asks: [c.report]", line, "review", "rules: [{precedence: [review, go_live]}, {absence: review, times: 3}]\n"})
            .empty());
  CHECK(said({"asks: [c.report]", line, "review", "rules: [{responded_existence: [go_live, review]}]\n"}).empty());
}
