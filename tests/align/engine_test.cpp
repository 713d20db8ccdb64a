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

const std::string kRepair = R"(
itsmflow: 1
process: repair
version: 1.0.0
case: bicycle
roles: {desk: {title: Desk}, chief: {title: Chief}}
objects:
  bicycle:
    states: [brought, repaired, returned]
    final: [returned]
    fields: {bill: string}
start: {role: desk}
activities:
  repair: {role: desk, moves: {bicycle: brought -> repaired}}
  give_back: {role: desk, moves: {bicycle: repaired -> returned}, requires: [bicycle.bill]}
)";

const std::string kDeviations = R"(
deviations:
  motives: {haste: {class: will_not}}
  allow:
    - {what: missing_data, activities: [give_back], confirm: {by: chief}}
    - {what: skip, activities: [repair]}
)";

const std::string kOutcomes = R"(
outcomes:
  by: chief
  of:
    - success: bicycle.bill == "paid"
    - failure
    - stolen: {counts_as: neither}
)";

class Shop {
 public:
  explicit Shop(const std::string& model = kRepair)
      : library_({load_model(model).value_or_throw()}, load_library(std::vector<std::string>{}).value_or_throw().reader()),
        engine_(library_, store_, people_, EngineOptions{.clock = &clock_}) {}

  Engine& engine() { return engine_; }
  void on(const std::string& day) { clock_.set(parse_timestamp(day + "T12:00Z").value()); }

  CaseId bring() { return engine_.start("repair", "dora").case_id(); }
  CaseId bring_and_repair() {
    const CaseId id = bring();
    REQUIRE(engine_.perform(id, "repair", "dora"));
    return id;
  }
  CaseId give_back(CaseId id, const Work& work) {
    REQUIRE(engine_.perform(id, "give_back", "dora", work));
    return id;
  }
  CaseId paid() { return give_back(bring_and_repair(), {.data = {{"bicycle.bill", "paid"}}}); }
  CaseId unpaid() { return give_back(bring_and_repair(), {.data = {{"bicycle.bill", "sent"}}}); }
  CaseId without_bill() { return give_back(bring_and_repair(), {.motive = Motive{"haste"}}); }

  DeviationReport report(const DeviationReportOptions& options = {}) {
    const auto reports = report_deviations(engine_, options);
    REQUIRE(reports.size() == 1);
    return reports.front();
  }

 private:
  Library library_;
  MemoryStore store_;
  Directory people_{{"dora", {"desk"}}, {"carl", {"chief"}}};
  ManualClock clock_{parse_timestamp("2020-03-31T12:00Z").value()};
  Engine engine_;
};

}  // namespace

TEST_CASE("all cases of an engine are read, however many there are") {
  Shop shop;
  for (int i = 0; i < 1001; ++i) shop.paid();
  shop.bring();
  const DeviationReport report = shop.report();
  CHECK(report.process == "repair");
  CHECK(report.complying.without_outcomes == 1001);
  CHECK(report.complying.open == 1);
}

TEST_CASE("a case belongs to the period in which it ended, not to that in which it began") {
  Shop shop;
  const CaseId late = shop.bring_and_repair();
  const CaseId given_up = shop.bring();
  shop.paid();
  shop.on("2020-04-01");
  shop.give_back(late, {.data = {{"bicycle.bill", "paid"}}});
  REQUIRE(shop.engine().cancel(given_up, "dora", "sold"));
  const DeviationReport report = shop.report({.by = {DeviationGrouping::period}});
  const auto& periods = report.tables.at(0).groups;
  REQUIRE(periods.size() == 2);
  CHECK(periods[0].name == "2020-03");
  CHECK(periods[0].complying.left_out() == 1);
  CHECK(periods[1].name == "2020-04");
  CHECK(periods[1].complying.without_outcomes == 1);
  CHECK(periods[1].complying.cancelled == 1);
  CHECK(report.last_end == parse_timestamp("2020-04-01T12:00Z"));
}

TEST_CASE("what is said of a case after its end doesn't move it to another period") {
  Shop shop(kRepair + kDeviations + kOutcomes);
  const CaseId id = shop.without_bill();
  shop.on("2020-05-01");
  REQUIRE(shop.engine().disapprove(id, 1, "carl", "who pays?"));
  shop.on("2020-06-01");
  REQUIRE(shop.engine().judge(id, "failure", "carl"));
  REQUIRE(shop.engine().confirm(id, 1, "carl"));
  const DeviationReport report = shop.report({.by = {DeviationGrouping::period}});
  REQUIRE(report.tables.at(0).groups.size() == 1);
  CHECK(report.tables[0].groups[0].name == "2020-03");
  CHECK(report.tables[0].groups[0].deviating.failed == 1);
  CHECK(report.first_end == parse_timestamp("2020-03-31T12:00Z"));
  CHECK(report.last_end == report.first_end);
}

TEST_CASE("deviations and outcomes of an engine's cases are counted") {
  Shop shop(kRepair + kDeviations + kOutcomes);
  shop.paid();
  shop.unpaid();                                                                                  // undecided
  REQUIRE(shop.engine().judge(shop.unpaid(), "failure", "carl"));                                 // failed
  REQUIRE(shop.engine().judge(shop.paid(), "failure", "carl", "it broke again"));                 // corrected
  REQUIRE(shop.engine().judge(shop.unpaid(), "stolen", "carl"));                                  // neither
  shop.without_bill();                                                                            // undecided
  REQUIRE(shop.engine().judge(shop.without_bill(), "failure", "carl"));                           // failed
  shop.give_back(shop.bring(), {.data = {{"bicycle.bill", "paid"}}, .motive = Motive{"haste"}});  // the repair is passed over
  REQUIRE(shop.engine().cancel(shop.bring(), "dora", "sold"));
  const CaseId given_up = shop.bring();
  REQUIRE(shop.engine().cancel(given_up, "dora", "sold"));
  REQUIRE(shop.engine().judge(given_up, "failure", "carl"));
  shop.bring();

  const DeviationReport report = shop.report({.by = {DeviationGrouping::activity, DeviationGrouping::kind}});
  CHECK(report.cases() == 11);
  CHECK(report.deviations == 3);
  CHECK(report.complying.succeeded == 1);
  CHECK(report.complying.failed == 3);
  CHECK(report.complying.undecided == 1);
  CHECK(report.complying.neither == 1);
  CHECK(report.complying.cancelled == 1);
  CHECK(report.complying.open == 1);
  CHECK(report.deviating.succeeded == 1);
  CHECK(report.deviating.failed == 1);
  CHECK(report.deviating.undecided == 1);

  const auto& activities = report.tables.at(0).groups;
  REQUIRE(activities.size() == 2);
  CHECK(activities[0].name == "give_back");
  CHECK(activities[0].deviating.failed == 1);
  CHECK(activities[0].deviating.undecided == 1);
  CHECK(activities[1].name == "repair");
  CHECK(activities[1].deviating.succeeded == 1);
  const auto& kinds = report.tables.at(1).groups;
  REQUIRE(kinds.size() == 2);
  CHECK(kinds[0].name == "missing_data");
  CHECK(kinds[1].name == "skip");
}

TEST_CASE("a report on a process that has no case is empty") {
  Shop shop;
  CHECK(report_deviations(shop.engine()).empty());
  shop.paid();
  CHECK(report_deviations(shop.engine(), {.process = "loan"}).empty());
}
