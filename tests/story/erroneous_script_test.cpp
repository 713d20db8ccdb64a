// The story of one evening in a municipality, from a case that an engine ran: models/municipality/scenarios/erroneous-script.yaml.

#include <itsmflow/story.hpp>

#include "catch.hpp"
#include "engine/bench.hpp"
#include "story/bench.hpp"

using namespace itsmflow;
using story_bench::texts;

namespace {

using Texts = std::vector<std::string>;

/// Work passed over and not tested, hours of silence, and a look at it that came too late.
Story evening() {
  Bench bench = Bench::file("models/municipality/minor-change.yaml", Directory{{"anna", {"assigner", "operator"}, "Anna Lind"},
                                                                               {"bo", {"operator"}, "Bo Berg"},
                                                                               {"cleo", {"assigner"}, "Cleo Sand"},
                                                                               {"ulla", {"user"}, "Ulla Ek"}});
  Engine& engine = bench.engine();
  bench.clock().set(*parse_timestamp("2014-03-03T14:00:00Z"));
  const auto pass = [&](Duration length) {
    bench.clock().advance(length);
    engine.due();
  };
  const CaseId id = engine.start("minor-change", "anna", {{"rfc.summary", "New log-in script"}}).case_id();
  REQUIRE(engine.perform(id, "prepare", "anna", {.data = {{"rfc.script", "the old log-in script"}, {"rfc.accounts", 3000}}}));
  pass({3'600, 0});
  Work work{.result = "", .data = {{"rfc.accounts_done", 40}}, .motive = Motive{.name = "time_pressure"}, .command = {}};
  work.motive->because = "only a few accounts today";
  work.motive->skipping = {"transfer.understood"};
  REQUIRE(engine.perform(id, "implement", "bo", work));
  pass({15 * 3'600, 0});
  REQUIRE(engine.perform(id, "use", "ulla", {.data = {{"environment.experience", "Forty of us can't log in"}}}));
  REQUIRE(engine.perform(id, "report", "bo"));
  REQUIRE(engine.perform(id, "check", "cleo", {.result = "rejected"}));
  pass({86'400, 0});
  REQUIRE(engine.disapprove(id, 2, "cleo", "a test of one minute would have shown it"));
  StoryOptions options;
  options.zone = "Europe/Amsterdam";
  options.people = &bench.people();
  return tell_story(engine, id, options);
}

}  // namespace

TEST_CASE("the story of the erroneous script says at the top what it was about, how it ended and what went wrong") {
  const Story story = evening();

  REQUIRE(story.about.size() == 1);
  CHECK(story.about[0].value == "New log-in script");
  CHECK(story.summary == Texts{"Anna Lind started case 1 as Assigner on Monday 2014-03-03 at 15:00:00.",
                               "It ended on Tuesday 2014-03-04 at 07:00:00, 16 hours later, with Request for change 'rejected'.",
                               "The case did not comply: 2 deviations, 1 of them disapproved.",
                               "The outcome is failure, as its guard says (rfc.state == \"rejected\")."});
}

TEST_CASE("the story of the erroneous script names the deviations, and who answers for them") {
  const Story story = evening();

  REQUIRE(story.deviations.size() == 2);
  const StoryDeviation& skip = story.deviations[0];
  CHECK(skip.number == 1);
  CHECK(skip.what == "Bo Berg passed over 'Transfer and validate RFC' (transfer) as The RFC is clear (understood)");
  CHECK(skip.motive == "time_pressure");
  CHECK(skip.motive_class == MotiveClass::will_not);
  CHECK(skip.because == "only a few accounts today");
  CHECK(skip.person == "Bo Berg");
  CHECK(skip.role == "Operator");
  CHECK(skip.overrode == Texts{"before 'implement' comes 'transfer'", "rfc is 'drafted'; 'implement' needs 'transferred'"});
  CHECK(skip.confirmation == ConfirmationStatus::none);
  const StoryDeviation& untested = story.deviations[1];
  CHECK(untested.kind == DeviationKind::missing_data);
  CHECK(untested.overrode == Texts{"'implement' requires rfc.test_report"});
  CHECK(untested.confirmation == ConfirmationStatus::disapproved);
  REQUIRE(untested.judgements.size() == 2);
  CHECK(untested.judgements[0].type == EventType::confirmation_late);
  CHECK(untested.judgements[1].person == "Cleo Sand");
  CHECK(untested.judgements[1].because == "a test of one minute would have shown it");
}

TEST_CASE("the story of the erroneous script shows what stands out in it") {
  CHECK(
      texts(evening().warnings) ==
      Texts{
          "Bo Berg passed over 'Transfer and validate RFC' (transfer) as The RFC is clear (understood); the reason given: “only a "
          "few accounts today” (deviation 1).",
          "Bo Berg went on with 'Implement and ensure change' (implement) without data that it requires: 'implement' requires "
          "rfc.test_report; the reason given: “only a few accounts today” (deviation 2).",
          "'Implement and ensure change' (implement) was done without Test after the change (rfc.test_report), which nobody "
          "has given since.",
          "Deviation 2 was disapproved by Cleo Sand (“a test of one minute would have shown it”).",
          "Nobody did 'Report what is done so far' (report_progress), which was possible between Monday 2014-03-03 at 16:00:00 "
          "and Tuesday 2014-03-04 at 07:00:00.",
          "Nothing happened for 15 hours, from Monday 2014-03-03 at 16:00:00 to Tuesday 2014-03-04 at 07:00:00. "
          "The whole case took 16 hours."});
}
