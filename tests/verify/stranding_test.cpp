// Permitted deviations after which a case can't be over any more, as the net shows them and where cases are followed step by step.

#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

#include <string>
#include <vector>

#include "catch.hpp"

namespace itsmflow {
namespace {

using Lines = std::vector<std::string>;

/// "29: MESSAGE: LAST STEP", with the line. Each model is looked at both ways.
Lines found_in(const std::string& activities_and_rows) {
  const std::string text =
      "itsmflow: 1\nprocess: change\nversion: 1.0.0\ncase: rfc\nroles: {manager: Manager}\n"
      "objects: {rfc: {fields: {accounts: int, urgent: bool}}}\nstart: {role: manager, requires: [rfc.urgent]}\n" +
      activities_and_rows + "  motives: {late: {class: cannot}, cheap: {class: cannot}}\n";
  const bool followed = GENERATE(false, true);
  std::string with = text;
  if (followed) with.replace(with.find("  make: {role: manager}"), 23, "  make: {service: make, results: {done: {}, failed: {}}}");
  Lines lines;
  for (const Diagnostic& one : verify(load_model(with, "model.yaml").value_or_throw())) {
    std::string line = one.rule == "deviation-strands" ? "" : one.rule + " ";
    line += std::to_string(one.span.line) + ": " + one.message;
    if (!one.trace.empty()) line += ": " + one.trace.back().message;
    lines.push_back(line);
  }
  return lines;
}

const std::string kStuck = ": no activity is possible, and the case isn't over";

}  // namespace

TEST_CASE("of two lines that permit deviations to one place both are told") {
  const std::string rows = R"(activities:
  ask: {role: manager, requires: [rfc.accounts]}
  count: {role: manager, requires: [rfc.accounts]}
  look: {role: manager}
  make: {role: manager}
transitions:
  - start -> ask
  - start -> count
  - ask -> look
  - count -> look
  - look -> make if rfc.accounts < 100
  - look -> make if rfc.accounts >= 100
  - make -> end
deviations:
)";
  const std::string first = ": a deviation is permitted after which a case can get stuck: '";
  SECTION("about two activities") {
    CHECK(found_in(rows +
                   "  allow:\n    - {what: missing_data, activities: [ask]}\n    - {what: missing_data, activities: [count]}\n") ==
          Lines{"23" + first + "ask' done without rfc.accounts" + kStuck,
                "24" + first + "count' done without rfc.accounts" + kStuck});
  }
  SECTION("for two motives") {
    CHECK(
        found_in(rows + "  allow:\n    - {what: missing_data, activities: [ask], motives: [late]}\n"
                        "    - {what: missing_data, activities: [ask], motives: [cheap]}\n") ==
        Lines{"23" + first + "ask' done without rfc.accounts" + kStuck, "24" + first + "ask' done without rfc.accounts" + kStuck});
  }
}

TEST_CASE("a deviation after which a case goes on and can never be over strands it too") {
  CHECK(found_in(R"(activities:
  ask: {role: manager, requires: [rfc.accounts]}
  look: {role: manager}
  calm: {role: manager, sets: {rfc.urgent: "false"}}
  make: {role: manager}
transitions:
  - start -> ask
  - ask -> look
  - look -> make if rfc.accounts >= 0 && !rfc.urgent
  - look -> make if rfc.accounts < 0 && !rfc.urgent
  - look -> calm otherwise
  - calm -> look
  - make -> end
deviations:
  allow: [{what: missing_data, activities: [ask]}]
)") == Lines{"22: a deviation is permitted after which a case can never be over: 'ask' done without rfc.accounts: the case goes "
             "on, but "
             "can never be over"});
}

}  // namespace itsmflow
