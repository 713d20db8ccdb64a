// The report on deviations, over cases that deviated in several months.

#include <itsmflow/clock.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <map>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "console.hpp"
#include "places.hpp"
#include "temp_folder.hpp"

namespace {

using namespace itsmflow;

/// A shop for bicycles, and the database of its repairs.
class Shop {
 public:
  explicit Shop(const std::string& database)
      : store_(database), engine_(load_library(kModel).value_or_throw(), store_, people_, EngineOptions{.clock = &clock_}) {}

  void on(const std::string& day) { clock_.set(parse_timestamp(day + "T12:00Z").value()); }

  CaseId bring() { return engine_.start("repair", "dora").case_id(); }

  void give_up() { REQUIRE(engine_.cancel(bring(), "dora", "stolen")); }

  void repair_as_prescribed(bool brakes) {
    const CaseId id = bring();
    REQUIRE(engine_.perform(id, "repair", "mel"));
    REQUIRE(engine_.perform(id, "try_out", "mel"));
    REQUIRE(engine_.perform(id, "give_back", "dora", {.data = {{"bicycle.brakes", brakes}}}));
  }

  void repair_without_trying_out(bool brakes) {
    const CaseId id = bring();
    REQUIRE(engine_.perform(id, "repair", "mel"));
    REQUIRE(engine_.perform(id, "give_back", "dora", {.data = {{"bicycle.brakes", brakes}}, .motive = Motive{"haste"}}));
  }

  void repair_at_the_desk(bool brakes) {
    const CaseId id = bring();
    REQUIRE(engine_.perform(id, "repair", "dora", {.motive = Motive{"alone"}}));
    REQUIRE(engine_.perform(id, "try_out", "mel"));
    REQUIRE(engine_.perform(id, "give_back", "dora", {.data = {{"bicycle.brakes", brakes}}}));
  }

 private:
  inline static const std::string kModel = places::source() + "/tests/cli/shop/repair.yaml";

  Directory people_{{"dora", {"desk"}}, {"mel", {"mechanic"}}};
  ManualClock clock_{Timestamp{}};
  SqliteStore store_;
  Engine engine_;
};

void times(int count, const auto& action) {
  for (int i = 0; i < count; ++i) action();
}

/// Of 7 cases with a deviation 5 failed, of 8 without 1; two more are left out.
void fill(const std::string& database) {
  Shop shop(database);
  shop.on("2020-03-10");
  times(3, [&] { shop.repair_without_trying_out(false); });
  times(1, [&] { shop.repair_as_prescribed(false); });
  times(3, [&] { shop.repair_as_prescribed(true); });
  shop.give_up();
  shop.on("2020-04-05");
  times(2, [&] { shop.repair_without_trying_out(false); });
  times(1, [&] { shop.repair_without_trying_out(true); });
  times(1, [&] { shop.repair_at_the_desk(true); });
  times(4, [&] { shop.repair_as_prescribed(true); });
  shop.bring();
}

class Filled {
 public:
  Filled() { fill(folder_.file("shop.db")); }

  std::string report(const std::string& options) const {
    const console::Outcome outcome = console::run(folder_.path(), "itsmflow report deviations shop.db " + options);
    CHECK(outcome.exit == 0);
    CHECK(outcome.err.empty());
    return outcome.out;
  }

 private:
  TempFolder folder_;
};

constexpr const char* kHowToRead = R"(
An odds ratio above 1: cases with such a deviation failed more often than those without any; below 1: less often.
Where its 95 % interval holds 1, chance alone may be the reason.
Association, not cause: hard cases are deviated in more often, and fail more often, whatever is done about them.
)";

}  // namespace

TEST_CASE("a report on deviations begins with a sentence and says what can't be concluded") {
  // The odds ratios and their limits were computed with another program, SciPy. The values of p are those of Fisher's exact test, twice
  // the smaller side: (21 · 8 + 7) / 5005, (6 · 8 + 1) / 3003.
  const Filled shop;
  const std::string report = shop.report("--by activity");
  CHECK(report == R"(repair: 17 cases, ended from 2020-03-10 to 2020-04-05 or open
Of the cases with a deviation 5 of 7 failed (71 %), of those without 1 of 8 (12 %): more often, which may be chance alone.

                       failed  succeeded  left out
  with a deviation     5       2          0
  without a deviation  1       7          1 open, 1 cancelled
  odds ratio 13.6, 95 % interval 0.865 to 942, p 0.0699

by activity: cases with such a deviation; of those without any 1 failed and 7 succeeded
           deviations  failed  succeeded  left out  odds ratio  95 % interval  p       adjusted p
  try_out  6           5       1          0         22.9        1.2 to 1881    0.0326  0.0653
  repair   1           0       1          0         0           0 to 312       1       1

2 groups were compared. Of so many about one in twenty looks striking by chance alone; the adjusted p
allows for that (Holm's method).
)" + std::string(kHowToRead));
  CHECK(console::read(places::source() + "/docs/cli.md").find(report) != std::string::npos);  // readers are shown this one
}

TEST_CASE("a report on deviations tells months, and the cases of each that complied") {
  const Filled shop;
  CHECK(shop.report("--by period --process repair --from 2020-03-01 --to 2020-03-31") ==
        R"(repair: 9 cases, ended on 2020-03-10 or open (8 more ended earlier or later)
Of the cases with a deviation 3 of 3 failed (100 %), of those without 1 of 4 (25 %): more often, which may be chance alone.

                       failed  succeeded  left out
  with a deviation     3       0          0
  without a deviation  1       3          1 open, 1 cancelled
  odds ratio infinite, 95 % interval 0.37 or more, p 0.2286

by month of the end: cases with a deviation and cases without
           deviations  with: failed  succeeded  without: failed  succeeded  left out  odds ratio  95 % interval  p       adjusted p
  2020-03  3           3             0          1                3          1         infinite    0.37 or more   0.2286  0.2286
)" + std::string(kHowToRead));
}

TEST_CASE("a report on deviations groups by what was deviated in, why, as what and when") {
  const Filled shop;
  const auto json = nlohmann::json::parse(shop.report("--json --period quarter"));
  const auto& report = json.at("reports").at(0);
  CHECK(report.at("deviations") == 7);
  CHECK(report.at("first_end") == "2020-03-10T12:00:00Z");
  CHECK(report.at("last_end") == "2020-04-05T12:00:00Z");
  CHECK(report.at("association").at("method") == "exact");
  CHECK(report.at("association").at("odds_ratio").get<double>() == Approx(13.5906).epsilon(1e-5));
  CHECK(report.at("association").at("p") == 0.0699300699);
  CHECK(report.at("incomparable").is_null());
  CHECK(report.at("comparisons") == 11);

  std::map<std::string, std::vector<std::string>> groups;
  for (const auto& table : report.at("tables"))
    for (const auto& group : table.at("groups")) groups[table.at("by")].push_back(group.at("name"));
  CHECK(groups == std::map<std::string, std::vector<std::string>>{{"activity", {"try_out", "repair"}},
                                                                  {"kind", {"skip", "out_of_role"}},
                                                                  {"motive", {"haste", "alone"}},
                                                                  {"class", {"will_not", "cannot"}},
                                                                  {"role", {"desk"}},
                                                                  {"period", {"2020-Q1", "2020-Q2"}}});
  const auto& quarter = report.at("tables").at(5).at("groups").at(0);
  CHECK(quarter.at("association").at("odds_ratio") == "infinite");
  CHECK(quarter.at("association").at("high") == "infinite");
  CHECK(quarter.at("complying").at("cancelled") == 1);
}

TEST_CASE("a report on deviations as CSV has a line for all and one for each group") {
  const Filled shop;
  const std::vector<std::string> lines = console::lines_of(shop.report("--by activity --format csv"));
  REQUIRE(lines.size() == 4);
  CHECK(lines[1].starts_with("repair,all,,7,5,2,0,0,0,0,0,1,7,0,0,1,1,0,13.5906,0.864666,941.81,0.0699301,,exact,"));
  CHECK(lines[2].starts_with(
      "repair,activity,try_out,6,5,1,0,0,0,0,0,1,7,0,0,1,1,0,22.8906,1.19731,1880.72,0.032634,0.0652681,exact,"));
  CHECK(lines[3].starts_with("repair,activity,repair,1,0,1,0,0,0,0,0,1,7,0,0,1,1,0,0,0,312,1,1,exact,"));
}
