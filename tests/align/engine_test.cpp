// Reports on the cases of an engine.

#include <itsmflow/clock.hpp>
#include <itsmflow/deviation_report.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/memory_store.hpp>
#include <itsmflow/model.hpp>

#include "catch.hpp"

using namespace itsmflow;

namespace {

constexpr const char* kRepair = R"(
itsmflow: 1
process: repair
version: 1.0.0
case: bicycle
roles: {desk: {title: Desk}}
objects:
  bicycle: {title: Bicycle, states: [brought, returned], final: [returned]}
start: {role: desk}
activities:
  give_back: {role: desk, moves: {bicycle: brought -> returned}}
)";

struct Shop {
  Library library{{load_model(kRepair).value_or_throw()}, load_library(std::vector<std::string>{}).value_or_throw().reader()};
  MemoryStore store;
  Directory people{{"dora", {"desk"}}};
  ManualClock clock{parse_timestamp("2020-03-31T22:00Z").value()};
  Engine engine{library, store, people, EngineOptions{.clock = &clock}};

  CaseId bring() { return engine.start("repair", "dora").case_id(); }
  CaseId repair() {
    const CaseId id = bring();
    REQUIRE(engine.perform(id, "give_back", "dora"));
    return id;
  }
};

}  // namespace

TEST_CASE("all cases of an engine are read, however many there are") {
  Shop shop;
  for (int i = 0; i < 1001; ++i) shop.repair();
  shop.bring();
  const auto reports = report_deviations(shop.engine);
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].process == "repair");
  CHECK(reports[0].complying.without_outcomes == 1001);
  CHECK(reports[0].complying.open == 1);
}

TEST_CASE("a case belongs to the period in which it ended, not to that in which it began") {
  Shop shop;
  const CaseId late = shop.bring();
  const CaseId given_up = shop.bring();
  shop.repair();
  shop.clock.advance(Duration{3 * 60 * 60, 0});
  REQUIRE(shop.engine.perform(late, "give_back", "dora"));
  REQUIRE(shop.engine.cancel(given_up, "dora", "sold"));
  const auto reports = report_deviations(shop.engine, {.by = {DeviationGrouping::period}});
  REQUIRE(reports.size() == 1);
  const auto& periods = reports[0].tables.at(0).groups;
  REQUIRE(periods.size() == 2);
  CHECK(periods[0].name == "2020-03");
  CHECK(periods[0].complying.left_out() == 1);
  CHECK(periods[1].name == "2020-04");
  CHECK(periods[1].complying.without_outcomes == 1);
  CHECK(periods[1].complying.cancelled == 1);
  CHECK(reports[0].last_end == parse_timestamp("2020-04-01T01:00Z"));
}

TEST_CASE("a report on a process that has no case is empty") {
  Shop shop;
  CHECK(report_deviations(shop.engine).empty());
  shop.repair();
  CHECK(report_deviations(shop.engine, {.process = "loan"}).empty());
}
