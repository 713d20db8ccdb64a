#include "catch.hpp"

#include <itsmflow/scenario.hpp>

#include <string>

using namespace itsmflow;

namespace {

Library moves() {
  auto model = load_model(R"(itsmflow: 1
process: move
version: 1.0.0
case: move
roles: {clerk: Clerk}
objects:
  move:
    states: [asked, done]
    final: [done]
    fields:
      address: {fields: {street: string, number: {type: int, min: 1}, since: {type: date, optional: true}}}
      tags: list of string
      plan: document
      boxes: {type: int, min: 0}
      size: [small, large]
      weight: {type: number, is: double(move.boxes) * 12.5}
tables:
  size: {sets: move.size, by: move.boxes, rows: {..10: small, otherwise: large}}
start: {role: clerk, asks: [move.address, move.tags, move.plan, move.boxes]}
activities:
  carry: {role: clerk, moves: {move: asked -> done}, requires: [move.weight]}
)")
                   .value_or_throw();
  return {{model}, {}};
}

ScenarioResult play(const std::string& start, const std::string& rest) {
  return run_scenario_text(
      moves(), "scenario: Test\nprocess: move\npeople: {ada: [clerk]}\nsteps:\n  - start: {by: ada, " + start + "}\n" + rest,
      "test.yaml");
}

std::string told(const ScenarioResult& result) {
  std::string text;
  for (const Diagnostic& found : result.diagnostics) text += to_string(found) + "\n";
  for (const Diagnostic& found : result.failures) text += to_string(found) + "\n";
  return text;
}

}  // namespace

TEST_CASE("scenarios give lists and records, and expect them, computed fields and what tables decide") {
  const ScenarioResult result = play(
      "move: {address: {street: Main Street, number: 7, since: 2024-03-03}, tags: [], plan: {place: plan.pdf, digest: "
      "\"sha256:00ff\"}}",
      "  - expect: {move: {address: {number: 7, street: Main Street, since: 2024-03-03}, tags: [], weight: null, size: null}}\n"
      "  - carry: {by: ada}\n    refused: [missing_data]\n");
  CHECK(told(result) == "");
  const ScenarioResult other = play("move.boxes: 11, move.plan: plan.pdf",
                                    "  - expect: {move.weight: 137.5, move.size: large, move.tags: null}\n  - carry: {by: ada}\n");
  CHECK(told(other) == "");
}

TEST_CASE("a list or a record that a scenario gets wrong is marked where it is wrong") {
  CHECK(told(play("move: {address: {street: Main Street, number: seven}}", "")) ==
        "test.yaml:5:68: error: 'seven' cannot be the value of field 'move.address.number' [bad-value]\n");
  CHECK(told(play("move: {address: {strret: Main Street, number: 7}}", "")) ==
        "test.yaml:5:39: error: 'move.address' has no field 'strret' [unknown-field]\n");
  CHECK(told(play("move: {address: {street: Main Street}}", "")) ==
        "test.yaml:5:38: error: field 'move.address' lacks 'address.number', a whole number from 1 [bad-value]\n");
  CHECK(told(play("move: {tags: none}", "")) ==
        "test.yaml:5:35: error: the value of field 'move.tags' must be a list, not a single value [wrong-type]\n");
}

TEST_CASE("an expectation of a list or a record that is not met says what there is") {
  const ScenarioResult result = play("move: {tags: [a]}", "  - expect: {move.tags: [a, b]}\n");
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].message.find("[\"a\"]") != std::string::npos);
}
