// Where a row is missing, that is told as the cause of what comes of it.

#include <itsmflow/model.hpp>
#include <itsmflow/verify.hpp>

#include <string>

#include "catch.hpp"

namespace itsmflow {
namespace {

/// A deployment whose rows are these.
Diagnostics found_with(const std::string& rows, const std::string& withdraw = "approved | deploying -> withdrawn") {
  return verify(load_model(R"(itsmflow: 1
process: deployment
version: 1.0.0
case: release
roles: {manager: Manager, operator: Operator}
objects:
  release: {states: [approved, deploying, deployed, withdrawn], final: [deployed, withdrawn]}
activities:
  plan: {role: manager, moves: {release: approved -> deploying}}
  deploy: {role: operator, results: {done: {}, failed: {}}}
  verify: {role: operator, moves: {release: deploying -> deployed}}
  withdraw: {role: manager, moves: {release: )" +
                               withdraw + "}}\ntransitions:\n" + rows,
                           "model.yaml")
                    .value_or_throw());
}

const std::string kRows =
    "  - start -> plan\n  - plan -> deploy\n  - deploy.done -> verify\n  - verify -> end\n  - withdraw -> end\n";

}  // namespace

TEST_CASE("work is left over because no row leads to what ends the case, which is one fault") {
  const Diagnostics found = found_with(kRows);
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "leftover-work");
  CHECK(found[0].message ==
        "a case can be over while 'plan' is still to be done: no row leads to 'withdraw', so that it can be done at any time");
  CHECK(found[0].help ==
        "add a row `- deploy.failed -> withdraw`; or, if 'withdraw' is meant to be possible at any time, let it say "
        "`cancels: [plan, deploy, verify]`");
  CHECK(found[0].span.line == 12);
  CHECK(found[0].related.size() == 4);  // the row on from it, and what is left over
}

TEST_CASE("followed, the help for a loose start mends the model") {
  CHECK(found_with(kRows + "  - deploy.failed -> withdraw\n").empty());
}

TEST_CASE("something is waiting twice because no row leads to what comes before it") {
  const Diagnostics found = found_with(
      "  - start -> plan\n  - deploy.done -> verify\n  - deploy.failed -> withdraw\n  - verify -> end\n  - withdraw -> end\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "multi-merge");
  CHECK(found[0].message.ends_with(": no row leads to 'deploy', so that it can be done at any time"));
  CHECK(found[0].help.starts_with("add a row `- plan -> deploy`; or, "));
}

TEST_CASE("a branch that just ends is led to what no row leads to") {
  const Diagnostics found = found_with(kRows, "approved -> withdrawn");
  REQUIRE(!found.empty());
  CHECK(found[0].help.find("`- deploy.failed -> withdraw`") != std::string::npos);
}

TEST_CASE("a state is offered as a final one only where nothing leads out of it") {
  const auto help = [](const std::string& more) {
    const Diagnostics found = verify(load_model(R"(itsmflow: 1
process: order
version: 1.0.0
case: order
roles: {clerk: Clerk}
objects:
  order: {states: [new, left, done], final: [done], fields: {n: int}}
activities:
  leave: {role: clerk, moves: {order: new -> left}}
  finish: {role: clerk, moves: {order: new -> done}}
)" + more,
                                                "model.yaml")
                                         .value_or_throw());
    REQUIRE(!found.empty());
    CHECK(found[0].rule == "deadlock");
    return found[0].help;
  };
  const std::string offer = "list 'left' under `final`";
  CHECK(help("").find(offer) != std::string::npos);
  CHECK(help("  go_on: {role: clerk, moves: {order: left -> done}, when: has(order.n)}\n").find(offer) == std::string::npos);
}

}  // namespace itsmflow
