// Models that their net doesn't show wholly, here because a service is called: their cases are followed step by step.

#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

#include <string>
#include <vector>

#include "catch.hpp"

namespace itsmflow {
namespace {

/// "multi-merge: MESSAGE: WAY".
std::vector<std::string> found_in(const std::string& activities_and_rows) {
  const std::string text = R"(itsmflow: 1
process: change
version: 1.0.0
case: change
roles: {owner: Owner}
objects: {change: {fields: {urgent: bool, checked: bool}}}
start: {role: owner, requires: [change.urgent]}
)" + activities_and_rows;
  std::vector<std::string> lines;
  for (const Diagnostic& one : verify(load_model(text, "model.yaml").value_or_throw())) {
    std::string line = one.rule + ": " + one.message;
    for (const Diagnostic::Step& step : one.trace) line += " | " + step.message;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("an activity that is reached a second time while it still waits is found where cases are followed") {
  CHECK(found_in(R"(
activities:
  ask: {role: owner}
  scan: {service: scan, results: {done: {}, failed: {}}}
  make: {role: owner}
transitions:
  - start -> ask & scan
  - ask -> make
  - scan -> make
  - make -> end
)") == std::vector<std::string>{
           "multi-merge: 'make' can be waiting twice at once | ask | scan.done | 'make' is reached a second time"});
}

TEST_CASE("a decided row that leads to where somebody still waits is found too") {
  const std::vector<std::string> found = found_in(R"(
activities:
  ask: {role: owner, asks: [change.checked]}
  scan: {service: scan, results: {done: {}, failed: {}}}
  make: {role: owner}
  tell: {role: owner}
transitions:
  - start -> ask & scan
  - ask -> make if change.urgent
  - ask -> tell otherwise
  - scan -> make
  - make -> end
  - tell -> end
)");
  REQUIRE(found.size() == 1);
  CHECK(found.front().starts_with("multi-merge: 'make' can be waiting twice at once"));
  CHECK(found.front().find("change.urgent = true") != std::string::npos);
}

TEST_CASE("what a guard keeps from being reached twice is no finding") {
  CHECK(found_in(R"(
activities:
  ask: {role: owner, when: "!change.urgent"}
  scan: {service: scan, results: {done: {when: change.urgent}, failed: {}}}
  make: {role: owner}
  tell: {role: owner}
transitions:
  - start -> ask if !change.urgent
  - start -> scan otherwise
  - ask -> make
  - scan.done -> make
  - scan.failed -> tell
  - tell -> end
  - make -> end
)") == std::vector<std::string>{});
}

}  // namespace itsmflow
