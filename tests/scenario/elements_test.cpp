// Scenarios of cases that have several objects of a kind.

#include "catch.hpp"
#include "places.hpp"

#include <itsmflow/scenario.hpp>

#include <string>

using namespace itsmflow;
using Catch::Matchers::Contains;

namespace {

const Library& library() {
  static const Library loaded = load_library(places::source() + "/tests/scenario/several").value_or_throw();
  return loaded;
}

ScenarioResult play(const std::string& steps) {
  return run_scenario_text(library(), R"(scenario: Test
process: release
people: {ann: [manager], bo: [builder]}
at: 2014-03-03T09:00Z
steps:
  - start: {by: ann}
  - add: {by: ann, task: {title: one}}
  - add: {by: ann, task: {title: two, hours: 3}}
)" + steps);
}

std::string problems(const ScenarioResult& result) {
  std::string text;
  for (const auto* list : {&result.diagnostics, &result.failures}) {
    for (const Diagnostic& finding : *list)
      text += finding.rule + ": " + finding.message + " | " + finding.label + " | " + finding.help + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a scenario plays each of several objects, and says how each stands") {
  const ScenarioResult result = play(R"(
  - expect: {task: {1: open, 2: {state: open, title: two, hours: 3}, 3: none}, offered: {bo: [work.1, work.2], ann: [add, forget]}}
  - work: {by: bo}
    refused: [wrong_role]
)");
  CHECK_THAT(problems(result), Contains("'work' is done for one task; name its number"));

  const ScenarioResult played = play(R"(
  - work: {by: bo, item: 1}
  - build: {by: ann}
    refused: [wrong_state]
  - begin: {activity: work, item: 2, by: bo}
  - end: {activity: work, by: bo}
  - forget: {by: ann, item: 1}
    refused: [wrong_state]
  - add: {by: ann, task: {title: three}}
  - forget: {by: ann, item: 3}
  - expect: {task: {1: done, 2: {state: done}, 3: none}}
  - build: {by: ann}
expect: {release: built, over: true}
)");
  CHECK(problems(played) == "");
}

TEST_CASE("what an element is instead of what was expected is said with its number") {
  CHECK_THAT(problems(play("  - expect: {task: {2: done}}\n")), Contains("expectation: task 2 is 'open', not 'done'"));
  CHECK_THAT(problems(play("  - expect: {task: {2: {title: one}}}\n")),
             Contains("expectation: task.title is \"two\", not \"one\""));
  CHECK_THAT(problems(play("  - expect: {task: {3: {title: one}}}\n")), Contains("expectation: there is no task 3"));
  CHECK_THAT(problems(play("  - expect: {offered: {bo: [work.1]}}\n")), Contains("also offered: work.2"));
}

TEST_CASE("an expectation of one of several objects that does not say which is refused") {
  CHECK_THAT(problems(play("  - expect: {task: open}\n")), Contains("write `task: {1: STATE}`"));
  CHECK_THAT(problems(play("  - expect: {task: {state: open}}\n")), Contains("bad-value: 'state' is not the number of a task"));
  CHECK_THAT(problems(play("  - expect: {task.title: one}\n")), Contains("write `task: {1: {title: VALUE}}`"));
  CHECK_THAT(problems(play("  - work: {by: bo, item: first}\n")), Contains("bad-value: 'first' is not the number of a task"));
}
