#include "catch.hpp"
#include "places.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/scenario.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace itsmflow;
namespace fs = std::filesystem;

namespace {

const std::string kFolder = places::source() + "/tests/scenario/";

std::string read(const fs::path& path) {
  std::ifstream file(path);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const Library& doors() {
  static const Library library = load_library(kFolder + "door.yaml").value_or_throw();
  return library;
}

/// The head of each finding, then its label and its help, each indented.
std::string told(const std::vector<Diagnostic>& findings, bool labels) {
  std::string text;
  for (const Diagnostic& finding : findings) {
    text += to_string(finding) + "\n";
    if (labels && !finding.label.empty()) text += "  " + finding.label + "\n";
    if (!finding.help.empty()) text += "  " + finding.help + "\n";
  }
  return text;
}

std::vector<fs::path> cases_in(const std::string& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(kFolder + folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE_FALSE(paths.empty());
  return paths;
}

ScenarioResult play(const std::string& steps) {
  return run_scenario_text(doors(),
                           "scenario: Test\nprocess: door\npeople: {anna: [guard], bo: [smith], cleo: [guard]}\nsteps:\n" + steps);
}

std::string problems(const ScenarioResult& result) {
  return told(result.diagnostics, true) + told(result.failures, true);
}

}  // namespace

TEST_CASE("every word of a scenario that is wrong is found at its place, and no step is taken") {
  for (const fs::path& path : cases_in("malformed")) {
    const ScenarioResult result = run_scenario_text(doors(), read(path), path.filename().string());

    INFO(path.filename());
    CHECK(told(result.diagnostics, true) == read(fs::path(path).replace_extension(".expected")));
    CHECK_FALSE(result.passed());
    CHECK(result.events.empty());
    CHECK(result.failures.empty());
  }
}

TEST_CASE("a scenario that turns out otherwise fails at the step or the expectation that says so") {
  for (const fs::path& path : cases_in("failing")) {
    const ScenarioResult result = run_scenario_text(doors(), read(path), path.filename().string());

    INFO(path.filename() << "\n" << problems(result));
    CHECK(result.diagnostics.empty());
    CHECK(told(result.failures, false) == read(fs::path(path).replace_extension(".expected")));
    CHECK_FALSE(result.passed());
    CHECK_FALSE(result.events.empty());
  }
}

TEST_CASE("a refusal that was expected is a pass, whatever else stands in the way") {
  const ScenarioResult result = play(
      "  - start: {by: anna}\n"
      "  - do: {activity: cancel, by: bo}\n"
      "    refused: [wrong_role]\n");

  INFO(problems(result));
  CHECK(result.passed());
  CHECK(result.activities_done.empty());
}

TEST_CASE("work can be begun, rest, go on, change hands and end in a scenario") {
  const ScenarioResult result = play(
      "  - start: {by: anna, door.note: heavy}\n"
      "  - begin: {activity: shut, by: anna}\n"
      "  - claim: {activity: shut, by: cleo}\n"
      "    refused: [taken]\n"
      "  - set: {activity: shut, by: anna, door: {locks: 2}}\n"
      "  - suspend: {activity: shut, by: anna, note: lunch}\n"
      "  - after: 30 minutes\n"
      "  - resume: {activity: shut, by: anna}\n"
      "  - hand_over: {activity: shut, by: anna, to: cleo, confirm: one lock is left}\n"
      "  - expect: {offered: {cleo: [shut, paint], bo: [paint]}}\n"
      "  - claim: {activity: shut, by: cleo}\n"
      "  - end: {activity: shut, by: cleo}\n"
      "  - expect: {door: shut, door.locks: 2, door.note: heavy}\n"
      "  - cancel: {by: cleo, why: the house is torn down}\n"
      "expect: {cancelled: true, over: false}\n");

  INFO(problems(result));
  CHECK(result.passed());
  CHECK(result.activities_done == std::vector<std::string>{"shut"});
}

TEST_CASE("the clock of a scenario begins where it says and goes on by its steps alone") {
  const ScenarioResult result =
      run_scenario_text(doors(),
                        "scenario: Test\nprocess: door\npeople: {anna: [guard]}\nat: 2014-03-03T09:00+01:00\n"
                        "steps:\n  - start: {by: anna}\n  - after: 15 hours\n"
                        "  - shut: {by: anna, door: {locks: 1}}\n");

  REQUIRE(result.passed());
  CHECK(to_string(result.events.front().at) == "2014-03-03T08:00:00Z");
  CHECK(to_string(result.events.back().at) == "2014-03-03T23:00:00Z");
}

TEST_CASE("coverage names the results that no scenario has done") {
  const ScenarioResult first = play("  - start: {by: anna}\n  - paint: {by: bo, result: dull}\n");
  const ScenarioResult second = play("  - start: {by: anna}\n  - shut: {by: anna, door: {locks: 1}}\n");

  const std::vector<ScenarioCoverage> all = coverage(doors(), {first, second});

  REQUIRE(all.size() == 1);
  CHECK(all[0].process == "door");
  CHECK(all[0].results_done == 2);
  CHECK(all[0].results_total == 5);
  CHECK(all[0].missing == std::vector<std::string>{"paint.bright", "suspend", "cancel"});
}

TEST_CASE("rules over whole cases hold in scenarios, and are judged together") {
  const Library library = load_library(kFolder + "rules/release.yaml").value_or_throw();
  for (const char* name : {"approved.yaml", "rejected.yaml"}) {
    const ScenarioResult result = run_scenario(library, kFolder + "rules/" + name);
    INFO(problems(result));
    CHECK(result.passed());
  }
}

TEST_CASE("scenarios are found by their key, and one that can't be read is not passed over") {
  const std::vector<std::string> found = find_scenarios(kFolder);

  const auto has = [&](const std::string& name) { return std::find(found.begin(), found.end(), kFolder + name) != found.end(); };
  CHECK(has("malformed/order.yaml"));
  CHECK(has("malformed/broken-text.yaml"));
  CHECK_FALSE(has("door.yaml"));
  CHECK_FALSE(has("malformed/a-list.yaml"));
  CHECK(std::is_sorted(found.begin(), found.end()));
  CHECK(find_scenarios(kFolder + "door.yaml").empty());
  CHECK_THROWS_AS(find_scenarios(kFolder + "nothing-here"), NotFound);
  CHECK_THROWS_AS(run_scenario(doors(), kFolder + "nothing-here.yaml"), NotFound);
}
