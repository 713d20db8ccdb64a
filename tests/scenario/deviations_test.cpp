#include "catch.hpp"
#include "places.hpp"

#include <itsmflow/scenario.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

using namespace itsmflow;

namespace {

const std::string kFolder = places::source() + "/tests/scenario/";

const Library& letters() {
  static const Library library = load_library(kFolder + "deviating/letter.yaml").value_or_throw();
  return library;
}

std::string told(const std::vector<Diagnostic>& findings) {
  std::string text;
  for (const Diagnostic& finding : findings)
    text += to_string(finding) + "\n" + (finding.help.empty() ? "" : "  " + finding.help + "\n");
  return text;
}

std::string problems(const ScenarioResult& result) {
  return told(result.diagnostics) + told(result.failures);
}

ScenarioResult play(const Library& library, const std::string& process, const std::string& steps) {
  return run_scenario_text(library,
                           "scenario: Test\nprocess: " + process + "\npeople: {wim: [writer], cora: [checker]}\nsteps:\n" + steps);
}

}  // namespace

TEST_CASE("a scenario deviates, and expects what comes of it") {
  for (const char* name : {"again.yaml", "skip.yaml"}) {
    const ScenarioResult result = run_scenario(letters(), kFolder + "deviating/" + name);
    INFO(problems(result));
    CHECK(result.passed());
  }
}

TEST_CASE("deviations and outcomes that turn out otherwise are said at the expectation") {
  std::ifstream file(kFolder + "deviating/otherwise.expected");
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  std::ifstream scenario(kFolder + "deviating/otherwise.yaml");
  const ScenarioResult result = run_scenario_text(letters(), {std::istreambuf_iterator<char>(scenario), {}}, "otherwise.yaml");
  CHECK(result.diagnostics.empty());
  CHECK(told(result.failures) == expected);
}

TEST_CASE("the reason that a step gives is kept with the deviation") {
  const ScenarioResult result = play(letters(), "letter",
                                     "  - start: {by: wim}\n"
                                     "  - look: {by: wim, motive: hurry, because: I can't sit still}\n");
  INFO(problems(result));
  REQUIRE(result.passed());
  const auto deviated = std::ranges::find(result.events, EventType::deviated, &Event::type);
  REQUIRE(deviated != result.events.end());
  CHECK(deviated->kind == DeviationKind::extra);
  CHECK(deviated->motive == "hurry");
  CHECK(deviated->note == "I can't sit still");
}

TEST_CASE("a step that is refused without a motive says for which it could be done") {
  const ScenarioResult result = play(letters(), "letter",
                                     "  - start: {by: wim}\n"
                                     "  - check: {by: cora, letter.faults: 0}\n"
                                     "  - post: {by: wim}\n");
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].help ==
        "if that is right, write `refused: [missing_data]` below the step; it can be done all the same for hurry: add `motive:`");
}

TEST_CASE("a step without a motive that is in nobody's line to be deviated from says only what stood in its way") {
  const ScenarioResult result = play(letters(), "letter",
                                     "  - start: {by: wim}\n"
                                     "  - check: {by: wim, letter.faults: 0}\n");
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].help == "if that is right, write `refused: [wrong_role]` below the step");
}

TEST_CASE("an activity that is called like a word about deviations is meant where nothing is said of these") {
  const auto model = load_model(
                         "itsmflow: 1\nprocess: test\nversion: 1.0.0\ncase: form\nroles: {writer: Writer, checker: Checker}\n"
                         "objects: {form: {states: [new, seen, closed], final: [closed], fields: {outcome: string}}}\n"
                         "start: {role: writer}\n"
                         "activities:\n"
                         "  confirm: {role: checker, moves: {form: new -> seen}}\n"
                         "  judge: {role: checker, moves: {form: seen -> closed}, requires: [form.outcome]}\n"
                         "outcomes: {by: checker, of: [good]}\n")
                         .value_or_throw();
  const Library library({model}, nullptr);
  const ScenarioResult result = play(library, "test",
                                     "  - start: {by: wim}\n"
                                     "  - confirm: {by: cora}\n"
                                     "  - judge: {by: cora, form: {outcome: fine}}\n"
                                     "  - judge: {outcome: good, by: cora}\n"
                                     "expect: {form: closed, outcome: good}\n");
  INFO(problems(result));
  CHECK(result.passed());
  CHECK(result.activities_done == std::vector<std::string>{"confirm", "judge"});
}

TEST_CASE("what a skip passes over may bring its fields, and nothing else may") {
  const std::string start = "  - start: {by: wim}\n  - look: {by: wim, motive: holiday, letter.faults: 1";
  CHECK(play(letters(), "letter", start + ", as: skip}\n").diagnostics.empty());
  const ScenarioResult extra = play(letters(), "letter", start + ", as: extra}\n");
  REQUIRE(extra.diagnostics.size() == 1);
  CHECK(extra.diagnostics[0].rule == "field-not-taken");
}
