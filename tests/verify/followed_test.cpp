// Models that their net doesn't show wholly, here because a service is called: their cases are followed step by step.

#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

#include <string>
#include <vector>

#include "catch.hpp"

namespace itsmflow {
namespace {

/// "multi-merge: MESSAGE: WAY".
std::vector<std::string> found_in(const std::string& activities_and_rows, const VerifyOptions& options = {}) {
  const std::string text = R"(itsmflow: 1
process: change
version: 1.0.0
case: change
roles: {owner: Owner}
objects: {change: {fields: {urgent: bool, checked: bool, hours: int}}}
start: {role: owner, requires: [change.urgent]}
)" + activities_and_rows;
  std::vector<std::string> lines;
  for (const Diagnostic& one : verify(load_model(text, "model.yaml").value_or_throw(), options)) {
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

TEST_CASE("a call that is tried again, and fails for good, is told as that") {
  const std::string text = R"(itsmflow: 1
process: deploy
version: 1.0.0
case: release
roles: {op: Operator}
objects: {release: {states: [built, out, closed], final: [closed]}}
activities:
  roll_out:
    service: deploy
    retry: {times: 1, wait: 5 minutes}
    results: {done: {moves: {release: built -> out}}, failed: {needs: {release: out}}}
  close: {role: op, moves: {release: out -> closed}}
transitions:
  - start -> roll_out
  - roll_out -> close
  - close -> end
)";
  const Diagnostics found = verify(load_model(text).value_or_throw());
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "deadlock");
  CHECK(found[0].message == "a case can get stuck: 'roll_out.failed' can be done only when release is 'out', but it is 'built'");
  std::vector<std::string> way;
  for (const Diagnostic::Step& step : found[0].trace) way.push_back(step.message);
  CHECK(way == std::vector<std::string>{"'roll_out' fails", "'roll_out' is tried again", "'roll_out' fails",
                                        "no activity is possible, and release is 'built', not final"});
}

TEST_CASE("where a case is stuck for certain it is told, although something else isn't looked at") {
  const std::string sure =
      "deadlock: a case can get stuck: nothing follows 'look' when change.urgent is false | start (change.urgent = false)"
      " | look | no activity is possible, and the case isn't over";
  const std::string rows = R"(
transitions:
  - start -> look
  - start -> hold
  - look -> make if change.urgent
  - hold -> scan
  - scan -> count
  - count -> end
  - make -> end
)";
  SECTION("values that are too many") {
    CHECK(found_in(R"(
activities:
  look: {role: owner}
  hold: {role: owner}
  scan: {service: scan, results: {done: {}, failed: {}}}
  count: {role: owner, requires: [change.hours], when: change.hours % 7 == 3}
  make: {role: owner})" +
                   rows) ==
          std::vector<std::string>{"undecided: it isn't decided whether anything else can go wrong in a case of 'change'", sure});
  }
  SECTION("states that are too many") {
    const std::vector<std::string> found = found_in(R"(
activities:
  look: {role: owner}
  hold: {role: owner}
  scan: {service: scan, results: {done: {}, failed: {}}}
  count: {role: owner}
  make: {role: owner})" + rows,
                                                    {.max_states = 9});
    REQUIRE(found.size() == 2);
    CHECK(found[0].starts_with("undecided: it isn't decided whether anything else can go wrong in a case of 'change': there are"));
    CHECK(found[1] == sure);
  }
}

TEST_CASE("where something that isn't tried may help a case isn't called stuck") {
  const std::string undecided = "undecided: it isn't decided whether every case of 'change' can be completed";
  SECTION("a value that somebody could give") {
    CHECK(found_in(R"(
activities:
  scan: {service: scan, results: {done: {}, failed: {}}}
  count: {role: owner, requires: [change.hours], when: change.hours % 7919 == 4321}
transitions:
  - start -> scan
  - scan -> count
  - count -> end
)") == std::vector<std::string>{undecided});
  }
  SECTION("what a message could bring") {
    CHECK(found_in(R"(
activities:
  hear: {waits_for: {message: reply, about: message.number % 7919 == 4321}}
transitions:
  - start -> hear
  - hear -> end
)") == std::vector<std::string>{undecided});
  }
  SECTION("a way there on which another process may not take what is passed to it") {
    CHECK(found_in(R"(
activities:
  scan: {service: scan, results: {done: {}, failed: {}}}
  ask: {role: owner, asks: [change.hours], starts: [{process: other, with: {size: change.hours}}]}
  look: {role: owner}
  make: {role: owner}
transitions:
  - start -> scan
  - scan -> ask
  - ask -> look
  - look -> make if change.urgent
  - make -> end
)") == std::vector<std::string>{undecided});
  }
}

TEST_CASE("where another process may not take what is passed to it nothing behind it is told as certain") {
  // Another process that takes only `never` as `order.what` would let no case come further.
  const std::string text = R"(itsmflow: 1
process: change
version: 1.0.0
case: change
roles: {owner: Owner}
objects: {change: {fields: {name: [else]}}}
start: {role: owner, requires: [change.name]}
activities:
  ask: {runs: {process: order, with: {order.what: "change.name"}}, results: {done: {}, cancelled: {}}}
  a: {role: owner}
  b: {role: owner}
  fin: {role: owner}
transitions:
  - start -> ask
  - ask -> a & b
  - a -> fin
  - b -> fin
  - fin -> end
)";
  std::vector<std::string> rules;
  for (const Diagnostic& one : verify(load_model(text).value_or_throw())) rules.push_back(one.rule);
  CHECK(rules == std::vector<std::string>{"undecided"});
}

TEST_CASE("a permitted deviation that leaves out what a choice reads strands where cases are followed too") {
  const std::vector<std::string> found = found_in(R"(
activities:
  ask: {role: owner, requires: [change.checked]}
  scan: {service: scan, results: {done: {}, failed: {}}}
  make: {role: owner}
transitions:
  - start -> ask
  - ask -> scan if change.checked
  - ask -> make if !change.checked
  - scan -> make
  - make -> end
deviations:
  motives: {late: {class: cannot}}
  allow: [{what: missing_data, activities: [ask], motives: [late]}]
)");
  CHECK(found ==
        std::vector<std::string>{
            "deviation-strands: a deviation is permitted after which a case can get stuck: 'ask' done without change.checked | "
            "ask (without change.checked) | no activity is possible, and the case isn't over"});
}

TEST_CASE("a permitted deviation against a rule strands where another rule can't be kept any more") {
  const std::string text = R"(itsmflow: 1
process: change
version: 1.0.0
case: change
roles: {owner: Owner}
objects: {change: {states: [open, made, closed], final: [closed]}}
activities:
  look: {role: owner, needs: {change: open}}
  make: {role: owner, moves: {change: open -> made}}
  close: {role: owner, moves: {change: made -> closed}}
rules:
  - precedence: [look, make]
  - existence: look
)";
  CHECK(verify(load_model(text).value_or_throw()).empty());
  const Diagnostics found = verify(load_model(text + "deviations:\n  motives: {late: {class: cannot}}\n"
                                                     "  allow: [{what: override_rule, activities: [make]}]\n")
                                       .value_or_throw());
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "deviation-strands");
  CHECK(found[0].message == "a deviation is permitted after which a case can get stuck: 'make' done against a rule");
  REQUIRE(found[0].trace.size() == 2);
  CHECK(found[0].trace[0].message == "make (against a rule)");
}

}  // namespace itsmflow
