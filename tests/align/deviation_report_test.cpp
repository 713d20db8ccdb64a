#include <itsmflow/deviation_report.hpp>

#include <algorithm>
#include <cmath>

#include "align/periods.hpp"
#include "catch.hpp"

using namespace itsmflow;

namespace {

constexpr auto kFailure = Outcome::Counts::failure;
constexpr auto kSuccess = Outcome::Counts::success;

Timestamp on(const std::string& day) {
  return parse_timestamp(day + "T12:00Z").value();
}

DeviationView deviation(const std::string& activity, DeviationKind kind = DeviationKind::skip, const std::string& motive = "haste",
                        MotiveClass motive_class = MotiveClass::cannot, const std::string& role = "operator") {
  DeviationView view;
  view.activity = activity;
  view.kind = kind;
  view.motive = motive;
  view.motive_class = motive_class;
  view.role = role;
  return view;
}

ObservedCase ended(Outcome::Counts counts_as, std::vector<DeviationView> deviations = {}, const std::string& day = "2020-03-02") {
  ObservedCase observed;
  observed.process = "change";
  observed.ended = on(day);
  observed.outcome = counts_as == kFailure ? "failure" : counts_as == kSuccess ? "success" : "partly";
  observed.counts_as = counts_as;
  observed.deviations = std::move(deviations);
  return observed;
}

ObservedCase without_result(CaseStatus status, const std::string& outcome, std::vector<DeviationView> deviations = {}) {
  ObservedCase observed = ended(Outcome::Counts::neither, std::move(deviations));
  observed.status = status;
  observed.outcome = outcome;
  return observed;
}

void add(std::vector<ObservedCase>& cases, int times, const ObservedCase& observed) {
  for (int i = 0; i < times; ++i) cases.push_back(observed);
}

DeviationReport only_report(const std::vector<ObservedCase>& cases, const DeviationReportOptions& options = {}) {
  const std::vector<DeviationReport> reports = report_deviations(cases, options);
  REQUIRE(reports.size() == 1);
  return reports.front();
}

const DeviationGroups& table(const DeviationReport& report, DeviationGrouping by) {
  const auto found = std::find_if(report.tables.begin(), report.tables.end(), [&](const auto& t) { return t.by == by; });
  REQUIRE(found != report.tables.end());
  return *found;
}

const DeviationGroup& group(const DeviationReport& report, DeviationGrouping by, const std::string& name) {
  const auto& groups = table(report, by).groups;
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const DeviationGroup& g) { return g.name == name; });
  REQUIRE(found != groups.end());
  return *found;
}

std::vector<std::string> names(const DeviationGroups& table) {
  std::vector<std::string> names;
  for (const DeviationGroup& group : table.groups) names.push_back(group.name);
  return names;
}

}  // namespace

TEST_CASE("cases are counted by deviation and outcome, and compared") {
  std::vector<ObservedCase> cases;
  add(cases, 3, ended(kFailure, {deviation("test")}));
  add(cases, 1, ended(kSuccess, {deviation("test")}));
  add(cases, 1, ended(kFailure));
  add(cases, 3, ended(kSuccess));
  const DeviationReport report = only_report(cases);
  CHECK(report.process == "change");
  CHECK(report.cases() == 8);
  CHECK(report.deviations == 4);
  CHECK(report.deviating.failed == 3);
  CHECK(report.deviating.succeeded == 1);
  CHECK(report.complying.failed == 1);
  CHECK(report.complying.succeeded == 3);
  REQUIRE(report.association);
  CHECK(report.association->odds_ratio == Approx(6.4083).epsilon(1e-4));  // Fisher's cups of tea
  CHECK(report.association->p == Approx(34.0 / 70));
}

TEST_CASE("each case that is left out is counted under the reason") {
  const std::vector<ObservedCase> cases{
      without_result(CaseStatus::open, ""),
      without_result(CaseStatus::open, "", {deviation("test")}),
      without_result(CaseStatus::over, "undecided", {deviation("test")}),
      without_result(CaseStatus::over, "undecided", {deviation("test")}),
      without_result(CaseStatus::cancelled, "undecided"),
      without_result(CaseStatus::cancelled, ""),
      without_result(CaseStatus::over, "partly"),
      without_result(CaseStatus::cancelled, "partly"),
      without_result(CaseStatus::over, ""),
  };
  const DeviationReport report = only_report(cases);
  CHECK(report.deviating.open == 1);
  CHECK(report.deviating.undecided == 2);
  CHECK(report.deviating.left_out() == 3);
  CHECK(report.complying.open == 1);
  CHECK(report.complying.cancelled == 2);
  CHECK(report.complying.neither == 2);
  CHECK(report.complying.without_outcomes == 1);
  CHECK(report.complying.left_out() == 6);
  CHECK(report.cases() == 9);
  CHECK_FALSE(report.association);
  CHECK(why_incomparable(report.deviating, report.complying) == "no case failed or succeeded");
  const DeviationGroup& test = group(report, DeviationGrouping::activity, "test");
  CHECK(test.deviations == 3);
  CHECK(test.deviating.left_out() == 3);
  CHECK(test.complying.left_out() == 6);
}

TEST_CASE("a cancelled case that somebody gave an outcome counts as that says") {
  ObservedCase given = without_result(CaseStatus::cancelled, "failure");
  given.counts_as = kFailure;
  const DeviationReport report = only_report({given});
  CHECK(report.complying.failed == 1);
  CHECK(report.complying.left_out() == 0);
}

TEST_CASE("an open case is left out, whatever somebody thinks it will come to") {
  ObservedCase open = without_result(CaseStatus::open, "success");
  open.counts_as = kSuccess;
  CHECK(only_report({open}).complying.open == 1);
}

TEST_CASE("a case counts once in each group in which it has a deviation, against those without any") {
  std::vector<ObservedCase> cases;
  add(cases, 2,
      ended(kFailure, {deviation("test"), deviation("test"),
                       deviation("approve", DeviationKind::extra, "boredom", MotiveClass::will_not, "")}));
  add(cases, 1, ended(kSuccess, {deviation("approve", DeviationKind::out_of_role, "rescue", MotiveClass::better_way, "manager")}));
  add(cases, 4, ended(kSuccess));
  add(cases, 1, ended(kFailure));
  const DeviationReport report = only_report(cases);
  CHECK(report.deviations == 7);

  const DeviationGroup& test = group(report, DeviationGrouping::activity, "test");
  CHECK(test.deviations == 4);
  CHECK(test.deviating.failed == 2);
  CHECK(test.deviating.succeeded == 0);  // the case with a deviation elsewhere is neither here …
  CHECK(test.complying.failed == 1);
  CHECK(test.complying.succeeded == 4);  // … nor among those that comply
  REQUIRE(test.association);
  CHECK(std::isinf(test.association->odds_ratio));
  CHECK(test.association->p == Approx(2 * 3.0 / 21));  // of 21 pairs of cases, 3 are pairs of failures

  CHECK(names(table(report, DeviationGrouping::activity)) == std::vector<std::string>{"approve", "test"});
  CHECK(names(table(report, DeviationGrouping::kind)) == std::vector<std::string>{"extra", "skip", "out_of_role"});
  CHECK(names(table(report, DeviationGrouping::motive)) == std::vector<std::string>{"boredom", "haste", "rescue"});
  CHECK(names(table(report, DeviationGrouping::motive_class)) == std::vector<std::string>{"cannot", "will_not", "better_way"});
  CHECK(names(table(report, DeviationGrouping::role)) == std::vector<std::string>{"", "operator", "manager"});
  CHECK(group(report, DeviationGrouping::role, "manager").deviating.succeeded == 1);
}

TEST_CASE("of a period, the cases that deviated are compared with those that complied and ended in it") {
  std::vector<ObservedCase> cases;
  add(cases, 3, ended(kFailure, {deviation("test")}, "2020-03-31"));
  add(cases, 1, ended(kSuccess, {deviation("test")}, "2020-03-31"));
  add(cases, 1, ended(kFailure, {}, "2020-03-01"));
  add(cases, 3, ended(kSuccess, {}, "2020-03-01"));
  add(cases, 9, ended(kSuccess, {}, "2020-04-01"));
  cases.push_back(without_result(CaseStatus::open, ""));
  DeviationReportOptions options;
  options.by = {DeviationGrouping::period};
  const DeviationReport report = only_report(cases, options);
  CHECK(names(report.tables.at(0)) == std::vector<std::string>{"2020-03", "2020-04"});
  const DeviationGroup& march = report.tables[0].groups[0];
  CHECK(march.deviations == 4);
  CHECK(march.complying.succeeded == 3);
  CHECK(march.complying.open == 0);
  REQUIRE(march.association);
  CHECK(march.association->odds_ratio == Approx(6.4083).epsilon(1e-4));
  CHECK_FALSE(report.tables[0].groups[1].association);
  CHECK(report.comparisons == 1);

  options.period = PeriodLength::quarter;
  CHECK(names(only_report(cases, options).tables.at(0)) == std::vector<std::string>{"2020-Q1", "2020-Q2"});
  options.period = PeriodLength::year;
  CHECK(names(only_report(cases, options).tables.at(0)) == std::vector<std::string>{"2020"});
}

TEST_CASE("moments are in the month, quarter and year of UTC") {
  const auto at = [](const char* text) { return parse_timestamp(text).value(); };
  CHECK(period_of(at("2020-01-01T00:00Z"), PeriodLength::month) == "2020-01");
  CHECK(period_of(at("2020-01-01T00:30+01:00"), PeriodLength::month) == "2019-12");
  CHECK(period_of(at("2020-02-29T23:59:59.999Z"), PeriodLength::month) == "2020-02");
  CHECK(period_of(at("2020-03-31T23:59Z"), PeriodLength::quarter) == "2020-Q1");
  CHECK(period_of(at("2020-04-01T00:00Z"), PeriodLength::quarter) == "2020-Q2");
  CHECK(period_of(at("2020-12-31T00:00Z"), PeriodLength::quarter) == "2020-Q4");
  CHECK(period_of(at("1969-12-31T23:59:59.5Z"), PeriodLength::year) == "1969");
  CHECK(period_of(at("0001-01-01T00:00Z"), PeriodLength::year) == "0001");
}

TEST_CASE("only cases that ended in the time asked for are counted, and the others told") {
  const std::vector<ObservedCase> cases{ended(kSuccess, {}, "2020-02-29"), ended(kSuccess, {}, "2020-03-01"),
                                        ended(kFailure, {}, "2020-03-31"), ended(kFailure, {}, "2020-04-01"),
                                        without_result(CaseStatus::open, "")};
  DeviationReportOptions options;
  options.from = parse_timestamp("2020-03-01T00:00Z");
  options.until = parse_timestamp("2020-04-01T00:00Z");
  const DeviationReport report = only_report(cases, options);
  CHECK(report.complying.succeeded == 1);
  CHECK(report.complying.failed == 1);
  CHECK(report.complying.open == 1);
  CHECK(report.elsewhen == 2);
  CHECK(report.cases() == 3);
  CHECK(report.first_end == on("2020-03-01"));
  CHECK(report.last_end == on("2020-03-31"));
}

TEST_CASE("a case that ended at the first moment of the time asked for counts, one at the last doesn't") {
  const std::vector<ObservedCase> cases{ended(kSuccess, {}, "2020-03-01"), ended(kFailure, {}, "2020-04-01")};
  DeviationReportOptions options;
  options.from = on("2020-03-01");
  options.until = on("2020-04-01");
  const DeviationReport report = only_report(cases, options);
  CHECK(report.complying.succeeded == 1);
  CHECK(report.complying.failed == 0);
  CHECK(report.elsewhen == 1);
}

TEST_CASE("each process has a report of its own") {
  std::vector<ObservedCase> cases{ended(kSuccess), ended(kFailure, {deviation("test")}), ended(kSuccess)};
  cases[1].process = "incident";
  const std::vector<DeviationReport> reports = report_deviations(cases);
  REQUIRE(reports.size() == 2);
  CHECK(reports[0].process == "change");
  CHECK(reports[0].cases() == 2);
  CHECK(reports[1].process == "incident");
  CHECK(reports[1].deviating.failed == 1);
  DeviationReportOptions options;
  options.process = "incident";
  CHECK(only_report(cases, options).process == "incident");
  options.process = "release";
  CHECK(report_deviations(cases, options).empty());
  CHECK(report_deviations(std::vector<ObservedCase>{}).empty());
}

TEST_CASE("the p-values of all groups are adjusted together") {
  std::vector<ObservedCase> cases;
  add(cases, 8, ended(kFailure, {deviation("test")}));
  add(cases, 2, ended(kFailure, {deviation("approve", DeviationKind::skip)}));
  add(cases, 2, ended(kSuccess, {deviation("approve", DeviationKind::skip)}));
  add(cases, 8, ended(kSuccess));
  DeviationReportOptions options;
  options.by = {DeviationGrouping::activity};
  const DeviationReport report = only_report(cases, options);
  CHECK(report.comparisons == 2);
  const DeviationGroup& test = group(report, DeviationGrouping::activity, "test");
  const DeviationGroup& approve = group(report, DeviationGrouping::activity, "approve");
  REQUIRE((test.association && approve.association));
  CHECK(test.association->p == Approx(2.0 / 12870));      // of 12,870 ways to choose 8 of 16 cases, one
  CHECK(approve.association->p == Approx(2 * 6.0 / 66));  // of 66 pairs of cases, 6 are among the four
  CHECK(test.adjusted_p.value() == Approx(2 * 2.0 / 12870));
  CHECK(approve.adjusted_p.value() == Approx(2 * 6.0 / 66));
}

TEST_CASE("why nothing can be compared is told") {
  CaseCounts none;
  CaseCounts failed;
  failed.failed = 2;
  CaseCounts succeeded;
  succeeded.succeeded = 2;
  CHECK(why_incomparable(none, none) == "no case failed or succeeded");
  CHECK(why_incomparable(none, failed) == "no case with a deviation failed or succeeded");
  CHECK(why_incomparable(failed, none) == "no case without a deviation failed or succeeded");
  CHECK(why_incomparable(succeeded, succeeded) == "no case failed");
  CHECK(why_incomparable(failed, failed) == "no case succeeded");
  CHECK(why_incomparable(failed, succeeded).empty());
}

TEST_CASE("a report is written as a table for spreadsheets, in which no name is a formula") {
  std::vector<ObservedCase> cases;
  add(cases, 2, ended(kFailure, {deviation("=cmd", DeviationKind::skip, "a, \"b\"")}));
  add(cases, 3, ended(kSuccess));
  cases.push_back(without_result(CaseStatus::open, "", {deviation("+1"), deviation("-1"), deviation("@x")}));
  for (ObservedCase& observed : cases) observed.process = "a\nb";
  DeviationReportOptions options;
  options.by = {DeviationGrouping::motive, DeviationGrouping::activity};
  // All three successes comply, both failures deviate: 1 of the 10 ways to choose two of five, on either side. Where the odds ratio
  // is x, the probability of this is x² / (3 + 6 x + x²), which is 2.5 % where 0.975 x² = 0.15 x + 0.075.
  const std::string csv = to_csv(report_deviations(cases, options));
  const DeviationReport report = only_report(cases, options);
  REQUIRE(report.association);
  CHECK(report.association->low == Approx((0.15 + std::sqrt(0.0225 + 4 * 0.975 * 0.075)) / (2 * 0.975)));
  const std::string complying = "0,3,0,0,0,0,0";
  const std::string known = "inf,0.364743,inf,0.2";
  const std::string note = "\"association, not cause\"\r\n";
  const std::string process = "\"a\nb\",";
  CHECK(csv ==
        "process,by,name,deviations,deviating_failed,deviating_succeeded,deviating_neither,deviating_undecided,deviating_cancelled,"
        "deviating_open,deviating_without_outcomes,complying_failed,complying_succeeded,complying_neither,complying_undecided,"
        "complying_cancelled,complying_open,complying_without_outcomes,odds_ratio,low,high,p,adjusted_p,method,note\r\n" +
            process + "all,,5,2,0,0,0,0,1,0," + complying + "," + known + ",,exact," + note +                        //
            process + "motive,\"a, \"\"b\"\"\",2,2,0,0,0,0,0,0," + complying + "," + known + ",0.4,exact," + note +  //
            process + "motive,haste,3,0,0,0,0,0,1,0," + complying + ",,,,,,," + note +                               //
            process + "activity,'=cmd,2,2,0,0,0,0,0,0," + complying + "," + known + ",0.4,exact," + note +           //
            process + "activity,'+1,1,0,0,0,0,0,1,0," + complying + ",,,,,,," + note +                               //
            process + "activity,'-1,1,0,0,0,0,0,1,0," + complying + ",,,,,,," + note +                               //
            process + "activity,'@x,1,0,0,0,0,0,1,0," + complying + ",,,,,,," + note);
}
