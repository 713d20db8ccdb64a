#include "bench.hpp"

#include <itsmflow/error.hpp>

using namespace itsmflow;
using Kind = Obstacle::Kind;

namespace {

const Directory kPeople{{"anna", {"assigner"}}, {"bo", {"operator"}}, {"cleo", {"assigner", "operator"}}, {"dan", {"user"}}};

Bench minor_change() {
  return Bench::file("models/municipality/minor-change.yaml", kPeople);
}

CaseId started(Bench& bench) {
  const Step step = bench.engine().start("minor-change", "anna", {{"rfc.summary", "log-in script"}});
  require_done(step);
  return step.case_id();
}

CaseId transferred(Bench& bench) {
  const CaseId id = started(bench);
  require_done(bench.engine().perform(id, "prepare", "anna", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 3000}}}));
  require_done(bench.engine().perform(id, "transfer", "bo", {.result = "understood"}));
  return id;
}

CaseId reported(Bench& bench, int accounts_done) {
  const CaseId id = transferred(bench);
  require_done(bench.engine().perform(id, "implement", "bo",
                                      {.data = {{"rfc.accounts_done", accounts_done}, {"rfc.test_report", "tests/login.pdf"}}}));
  require_done(bench.engine().perform(id, "report", "bo"));
  return id;
}

}  // namespace

TEST_CASE("a minor change goes its whole way and is over") {
  Bench bench = minor_change();
  const CaseId id = reported(bench, 3000);
  const Step step = bench.engine().perform(id, "check", "anna", {.result = "approved"});
  require_done(step);
  CHECK(types(step) == std::vector<std::string>{"done", "over"});
  CHECK(bench.state(id, "rfc") == "approved");
  CHECK(bench.engine().show(id).status == CaseStatus::over);
  CHECK(offered(bench.engine(), id, "anna").empty());
  const LogReport report = bench.engine().verify_log();
  CHECK(report.problems == std::vector<std::string>{});
  CHECK(report.cases == 1);
}

TEST_CASE("a step without its required fields is refused and changes nothing") {
  Bench bench = minor_change();
  const CaseId id = transferred(bench);
  const std::int64_t revision = bench.engine().show(id).revision;
  const Step step = bench.engine().perform(id, "implement", "bo", {.data = {{"rfc.accounts_done", 40}}});
  REQUIRE_FALSE(step);
  CHECK(kinds(step) == std::vector{Kind::missing_data});
  CHECK(step.obstacles()[0].message() == "'implement' requires rfc.test_report");
  CHECK(step.obstacles()[0].remedies() == std::vector<std::string>{"rfc.test_report"});
  CHECK(bench.engine().show(id).revision == revision);
  CHECK(bench.state(id, "rfc") == "transferred");
}

TEST_CASE("a refused person learns which role it takes and who could do it") {
  Bench bench = minor_change();
  const CaseId id = transferred(bench);
  const Step step = bench.engine().perform(id, "report", "dan");
  REQUIRE_FALSE(step);
  CHECK(kinds(step) == std::vector{Kind::not_reached, Kind::wrong_state, Kind::wrong_role});
  CHECK(step.obstacles()[0].message() == "before 'report' comes 'implement'");
  CHECK(step.obstacles()[1].message() == "rfc is 'transferred'; 'report' needs 'implemented'");
  CHECK(step.obstacles()[2].message() == "'report' takes the role operator, which dan does not have; bo or cleo could do it");
}

TEST_CASE("the operator who implemented a change may not approve it, whatever roles he holds") {
  Bench bench = minor_change();
  const CaseId id = started(bench);
  require_done(bench.engine().perform(id, "prepare", "anna", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 1}}}));
  require_done(bench.engine().perform(id, "transfer", "cleo", {.result = "understood"}));
  require_done(bench.engine().perform(id, "implement", "cleo",
                                      {.data = {{"rfc.accounts_done", 1}, {"rfc.test_report", "tests/login.pdf"}}}));
  require_done(bench.engine().perform(id, "report", "bo"));
  const Step step = bench.engine().perform(id, "check", "cleo", {.result = "approved"});
  REQUIRE_FALSE(step);
  CHECK(kinds(step) == std::vector{Kind::four_eyes});
  CHECK(step.obstacles()[0].message() == "cleo did 'implement' on 2014-03-03T08:00:00Z; 'check' is for somebody else (four eyes)");
  CHECK(step.obstacles()[0].remedies() == std::vector<std::string>{"anna"});
}

TEST_CASE("a guard that does not hold says what it saw") {
  Bench bench = minor_change();
  const CaseId id = reported(bench, 40);
  const Step step = bench.engine().perform(id, "check", "anna", {.result = "approved"});
  REQUIRE_FALSE(step);
  CHECK(kinds(step) == std::vector{Kind::guard_false});
  CHECK(step.obstacles()[0].message() ==
        "'check.approved' needs rfc.accounts_done == rfc.accounts, but rfc.accounts_done is 40 and rfc.accounts is 3000");
  const std::vector<Offer> offers = bench.engine().offers_for("anna", id);
  REQUIRE(offers.size() == 1);
  REQUIRE(offers[0].results.size() == 1);
  CHECK(offers[0].results[0].id == "rejected");
}

TEST_CASE("a default can be read but does not count as given") {
  Bench bench = minor_change();
  const CaseId id = transferred(bench);
  CHECK(bench.engine().show(id).data.at("rfc.accounts_done") == Value(0));
  CHECK(kinds(bench.engine().perform(id, "report_progress", "bo")) == std::vector{Kind::missing_data});
  require_done(bench.engine().perform(id, "report_progress", "bo", {.data = {{"rfc.accounts_done", 0}}}));
}

TEST_CASE("worklists hold what each person may do, over all cases") {
  Bench bench = minor_change();
  const CaseId first = transferred(bench);
  const CaseId second = started(bench);
  std::vector<std::string> bo;
  for (const Offer& offer : bench.engine().offers_for("bo")) bo.push_back(to_string(offer.case_id) + " " + offer.activity);
  CHECK(bo == std::vector<std::string>{to_string(first) + " implement", to_string(first) + " report_progress"});
  const std::vector<Offer> anna = bench.engine().offers_for("anna");
  REQUIRE(anna.size() == 1);
  CHECK(anna[0].case_id == second);
  CHECK(anna[0].activity == "prepare");
  CHECK(bench.engine().offers_for("dan").empty());
}

TEST_CASE("whoever prepared a change is not offered its implementation") {
  Bench bench = minor_change();
  const CaseId id = started(bench);
  require_done(bench.engine().perform(id, "prepare", "cleo", {.data = {{"rfc.script", "login.ps1"}, {"rfc.accounts", 1}}}));
  require_done(bench.engine().perform(id, "transfer", "bo", {.result = "understood"}));
  CHECK(offered(bench.engine(), id, "cleo") == std::vector<std::string>{"report_progress"});
  CHECK(kinds(bench.engine().begin(id, "implement", "cleo")) == std::vector{Kind::four_eyes});
}

TEST_CASE("unknown names are errors that say what there is") {
  Bench bench = minor_change();
  const CaseId id = started(bench);
  Engine& engine = bench.engine();
  CHECK_THROWS_AS(engine.start("minor-chnage", "anna"), NotFound);
  CHECK_THROWS_WITH(engine.perform(id, "prepair", "anna"), Catch::Contains("did you mean 'prepare'?"));
  CHECK_THROWS_WITH(engine.perform(id, "prepare", "zoe"), Catch::Contains("nobody called 'zoe'"));
  CHECK_THROWS_WITH(engine.perform(CaseId{99}, "prepare", "anna"), Catch::Contains("no case 99"));
  CHECK_THROWS_WITH(engine.perform(id, "prepare", "anna", {.data = {{"rfc.scrip", "x"}}}),
                    Catch::Contains("did you mean 'rfc.script'?"));
  CHECK_THROWS_WITH(engine.perform(id, "transfer", "bo", {.result = "unclaer"}), Catch::Contains("did you mean 'unclear'?"));
  CHECK_THROWS_AS(engine.perform(id, "transfer", "bo"), UsageError);
  CHECK_THROWS_AS(engine.perform(id, "prepare", "anna", {.data = {{"rfc.summary", "x"}}}), UsageError);
  CHECK_THROWS_WITH(engine.perform(id, "prepare", "anna", {.data = {{"rfc.accounts", "many"}}}),
                    "rfc.accounts takes a whole number from 1, not \"many\"");
  CHECK_THROWS_AS(engine.perform(id, "prepare", "anna", {.data = {{"rfc.accounts", 0}}}), UsageError);
  CHECK_THROWS_AS(engine.perform(id, "prepare", "anna", {.data = {{"rfc.script", "\xff"}}}), UsageError);
  CHECK_THROWS_AS(engine.perform(id, "prepare", "anna", {.motive = Motive{"tiredness", "today"}}), NotFound);
  CHECK(engine.show(id).revision == 1);
}
