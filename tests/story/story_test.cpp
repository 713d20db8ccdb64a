#include <itsmflow/error.hpp>
#include <itsmflow/story.hpp>

#include <algorithm>

#include "catch.hpp"
#include "story/bench.hpp"

using namespace itsmflow;
using namespace story_bench;
using Catch::Matchers::Contains;
using Catch::Matchers::VectorContains;

namespace {

using Texts = std::vector<std::string>;

/// One deviation, with what came of it.
Story with_one(ConfirmationStatus status, CaseStatus of_case = CaseStatus::over) {
  Log log = good_day();
  log.deviated(at(9, 10), DeviationKind::missing_data, "bob", "make");
  CaseView view = view_of(log, of_case);
  view.deviations = {confirmation(1, status)};
  return tell_story(repair(), log.events, view);
}

std::string deeds_of(const StoryPerson& person) {
  std::string text;
  for (const StoryDeed& deed : person.deeds)
    text += (text.empty() ? "" : "; ") + deed.what + (deed.role.empty() ? "" : " as " + deed.role);
  return text;
}

}  // namespace

TEST_CASE("a story begins with who started the case, how it ended, and that it complied") {
  const Log log = good_day();
  const Story story = tell_story(repair(), log.events, view_of(log));

  CHECK(story.summary == Texts{"ann started case 7 as Boss on Monday 2014-03-03 at 09:00:00.",
                               "It ended on Monday 2014-03-03 at 11:00:00, 2 hours later, with Job 'closed'.",
                               "The case complied: nobody deviated from the model."});
  CHECK(story.title == "Repair");
  CHECK(story.why == "What is broken is mended.");
  REQUIRE(story.about.size() == 1);
  CHECK(story.about[0].title == "What is broken");
  CHECK(story.about[0].value == "the pump");
  CHECK(story.ended == at(11));
  CHECK(story.warnings.empty());
}

TEST_CASE("an open case has no end, and one that was given up says by whom and why") {
  Log log;
  log.start(at(9));
  const Story open = tell_story(repair(), log.events, view_of(log, CaseStatus::open));
  CHECK(open.summary[1] == "It is still open, with Job 'new'.");
  CHECK(open.summary[2] == "So far the case complies: nobody has deviated from the model.");
  CHECK_FALSE(open.ended);

  log.add(EventType::cancelled, at(9, 1), "ann").note = "the pump works";
  const Story given_up = tell_story(repair(), log.events, view_of(log, CaseStatus::cancelled));
  CHECK(given_up.summary[1] == "ann gave it up on Monday 2014-03-03 at 09:01:00, 1 minute later: the pump works");
}

TEST_CASE("a case with a deviation did not comply, and it is said whether anybody confirmed it") {
  CHECK(with_one(ConfirmationStatus::none).summary[2] == "The case did not comply: 1 deviation.");
  CHECK(with_one(ConfirmationStatus::confirmed).summary[2] == "The case did not comply: 1 deviation.");
  CHECK(with_one(ConfirmationStatus::awaited).summary[2] == "The case did not comply: 1 deviation, which was never confirmed.");
  CHECK(with_one(ConfirmationStatus::late).summary[2] == "The case did not comply: 1 deviation, which was never confirmed.");
  CHECK(with_one(ConfirmationStatus::disapproved).summary[2] == "The case did not comply: 1 deviation, which was disapproved.");
  CHECK(with_one(ConfirmationStatus::awaited, CaseStatus::open).summary[2] ==
        "The case does not comply: 1 deviation, which is not confirmed yet.");
}

TEST_CASE("several deviations are counted by what became of them") {
  Log log = good_day();
  for (int i = 0; i < 4; ++i) log.deviated(at(9, 10), DeviationKind::missing_data, "bob", "make");
  CaseView view = view_of(log);
  view.deviations = {confirmation(1, ConfirmationStatus::late), confirmation(2, ConfirmationStatus::disapproved),
                     confirmation(3, ConfirmationStatus::awaited), confirmation(4, ConfirmationStatus::confirmed)};

  CHECK(tell_story(repair(), log.events, view).summary[2] ==
        "The case did not comply: 4 deviations, 1 of them disapproved and 2 never confirmed.");
}

TEST_CASE("the outcome is told with what it counts as, and who gave it or which guard decided it, and why") {
  Log log = good_day();
  CaseView view = view_of(log);
  view.outcome = "success";
  view.counts_as = Outcome::Counts::success;
  CHECK(tell_story(repair(), log.events, view).summary[3] == "The outcome is success.");

  log.add(EventType::judged, at(12), "cleo").outcome = "success";
  Event& judged = log.add(EventType::judged, at(13), "ann");
  judged.outcome = "lost";
  judged.note = "it broke again";
  view = view_of(log);
  view.outcome = "lost";
  view.counts_as = Outcome::Counts::failure;
  view.judge = "ann";
  const Story story = tell_story(repair(), log.events, view);
  CHECK(story.summary[3] == "The outcome is Nothing came of it (lost), which counts as failure, as ann said: it broke again");
  CHECK(story.outcome.judge == "ann");
  CHECK(story.outcome.because == "it broke again");

  judged.outcome = "slow";
  view.outcome = "slow";
  CHECK(tell_story(repair(), log.events, view).summary[3] ==
        "The outcome is It took too long (slow), which counts as failure, as ann said: it broke again");
  view.judge.clear();
  CHECK(tell_story(repair(), log.events, view).summary[3] ==
        "The outcome is It took too long (slow), which counts as failure, as its guard says (job.hours > 8): A day is enough.");

  view.outcome = "undecided";
  view.counts_as = Outcome::Counts::neither;
  CHECK(tell_story(repair(), log.events, view).open == Texts{"The outcome is to be given by Boss."});
}

TEST_CASE("a deviation is told with its motive, the reason in words, what it overrode, and all that was said of it") {
  Log log = good_day();
  Event& event = log.deviated(at(9, 10), DeviationKind::skip, "bob", "prepare");
  event.role = "worker";
  event.note = "the boss waits";
  event.overrode = {"job is 'new'; 'make' needs 'ready'"};
  log.about(EventType::confirmation_late, at(10), 1);
  Event& said = log.about(EventType::disapproved, at(12), 1, "ann");
  said.role = "boss";
  said.note = "never again";
  CaseView view = view_of(log);
  view.deviations = {confirmation(1, ConfirmationStatus::disapproved)};
  view.deviations[0].due = at(10);

  const Story story = tell_story(repair(), log.events, view);

  REQUIRE(story.deviations.size() == 1);
  const StoryDeviation& told = story.deviations[0];
  CHECK(told.number == 1);
  CHECK(told.what == "bob passed over 'Get ready' (prepare)");
  CHECK(told.purpose == "Nothing is forgotten.");
  CHECK(told.motive == "hurry");
  CHECK(told.motive_title == "There was no time");
  CHECK(told.motive_class == MotiveClass::will_not);
  CHECK(told.because == "the boss waits");
  CHECK(told.role == "Worker");
  CHECK(told.overrode == Texts{"job is 'new'; 'make' needs 'ready'"});
  CHECK(told.confirmation == ConfirmationStatus::disapproved);
  CHECK(told.confirm_by == Texts{"Boss"});
  CHECK(told.due == at(10));
  REQUIRE(told.judgements.size() == 2);
  CHECK(told.judgements[0].type == EventType::confirmation_late);
  CHECK(told.judgements[0].person.empty());
  CHECK(told.judgements[1].type == EventType::disapproved);
  CHECK(told.judgements[1].person == "ann");
  CHECK(told.judgements[1].role == "Boss");
  CHECK(told.judgements[1].because == "never again");
}

TEST_CASE("persons are told with what they did as what, once for each thing, and what was only begun where it is all they did") {
  Log log;
  log.start(at(9));
  log.add(EventType::begun, at(9, 5), "bob", "prepare");
  log.done(at(9, 10), "bob", "prepare", "worker");
  log.done(at(9, 20), "bob", "note", "worker");
  log.done(at(9, 30), "bob", "note", "worker");
  log.add(EventType::claimed, at(9, 40), "cleo", "make");
  log.deviated(at(9, 50), DeviationKind::missing_data, "bob", "make");
  log.about(EventType::confirmed, at(9, 55), 1, "ann").role = "boss";

  const Story story = tell_story(repair(), log.events, view_of(log, CaseStatus::open));

  REQUIRE(story.people.size() == 3);
  CHECK(story.people[0].id == "ann");
  CHECK(deeds_of(story.people[0]) == "started the case as Boss; confirmed deviation 1 as Boss");
  CHECK(deeds_of(story.people[1]) ==
        "did 'Get ready' (prepare) as Worker; did 'Say how far it is' (note) as Worker; "
        "went on with 'Mend it' (make) without data that it requires, deviation 1");
  CHECK(story.people[1].deeds[1].events == std::vector<std::int64_t>{4, 5});
  CHECK(deeds_of(story.people[2]) == "claimed 'Mend it' (make)");
}

TEST_CASE("documents are told with place, digest and who gave them, also those in lists and records") {
  Model model = *load_model(R"(itsmflow: 1
process: papers
version: 1.0.0
case: file
roles: {clerk: {}}
objects:
  file:
    states: [new, done]
    final: [done]
    fields:
      one: document
      many: {type: list of document, title: Annexes}
      pair:
        type: record
        fields: {left: document, name: string}
activities:
  end_it: {role: clerk, moves: {file: new -> done}, asks: [file.one, file.many, file.pair]}
)")
                     .value_or_throw();
  Log log;
  log.start(at(9), "kim").data = {};
  Data& data = log.done(at(10), "kim", "end_it", "clerk").data;
  data["file.one"] = document_value("one.pdf", "content");
  data["file.many"] = Value::List{Value("a.pdf"), Value("b.pdf")};
  data["file.pair"] = Value::Entries{{"left", "left.pdf"}, {"name", "x"}};

  const Story story = tell_story(model, log.events, view_of(log));

  Texts places;
  for (const StoryDocument& document : story.documents) places.push_back(document.place);
  CHECK(places == Texts{"a.pdf", "b.pdf", "one.pdf", "left.pdf"});
  CHECK(story.documents[0].title == "Annexes");
  CHECK(story.documents[0].digest.empty());
  CHECK(story.documents[0].giver == "kim");
  CHECK(story.documents[0].event == 2);
  CHECK_THAT(story.documents[2].digest, Catch::Matchers::StartsWith("blake2b-256:"));
}

TEST_CASE("moments are told in the zone that was asked for, and pauses of an hour or more") {
  Log log = good_day();
  log.about(EventType::confirmed, at(26, 30), 1, "ann");
  StoryOptions options;
  options.zone = "Europe/Amsterdam";

  const Story story = tell_story(repair(), log.events, view_of(log), options);

  CHECK(story.summary[0] == "ann started case 7 as Boss on Monday 2014-03-03 at 10:00:00.");
  CHECK_FALSE(story.entries[1].pause);
  CHECK(story.entries[4].pause == Duration{3'600, 0});
  CHECK(story.entries[6].pause == Duration{55'800, 0});
  options.zone = "Nowhere";
  CHECK_THROWS_AS(tell_story(repair(), log.events, view_of(log), options), UsageError);
}

TEST_CASE("persons are called by their names where these are known and nobody else is called so") {
  const Log log = good_day();
  const Directory people{{"ann", {}, "Ann Berg"}, {"bob", {}, "Bo Lund"}, {"bo2", {}, "Bo Lund"}};
  StoryOptions options;
  options.people = &people;

  const Story story = tell_story(repair(), log.events, view_of(log), options);

  CHECK(story.entries[0].text == "Ann Berg started the case as Boss");
  CHECK(story.entries[1].text == "Bo Lund (bob) did 'Get ready' (prepare) as Worker");
  CHECK(story.entries[4].text == "Ann Berg did 'Look at it' (close) as Boss: It works (good)");
  CHECK(story.people[1].name == "Bo Lund");
}

TEST_CASE("what is still open is told: work, what is waited for, rules, and deviations to be confirmed") {
  Log log;
  log.start(at(9));
  log.deviated(at(9), DeviationKind::missing_data, "bob", "make");
  CaseView view = view_of(log, CaseStatus::open);
  view.work = {{.activity = "prepare", .status = WorkStatus::offered, .roles = {"worker"}, .holder = "", .giver = "", .note = ""},
               {.activity = "note", .status = WorkStatus::begun, .roles = {}, .holder = "bob", .giver = "", .note = ""},
               {.activity = "make", .status = WorkStatus::handed_over, .roles = {}, .holder = "cleo", .giver = "bob", .note = ""}};
  view.waits = {{.activity = "make", .message = "reply"}};
  view.timers = {{"close", "bad", at(33)}};
  view.rules.resize(3);
  for (RuleView& rule : view.rules) rule.status = RuleStatus::pending;
  view.rules[0].title = "Somebody says how far it is";
  view.rules[1].status = RuleStatus::satisfied;
  view.rules[2].is_off = true;
  view.deviations = {confirmation(1, ConfirmationStatus::awaited)};
  view.deviations[0].due = at(20);

  CHECK(tell_story(repair(), log.events, view).open ==
        Texts{"'Get ready' (prepare) can be done by Worker.", "'Say how far it is' (note) was begun by bob.",
              "'Mend it' (make) was handed over to cleo, who hasn't accepted it.",
              "'Mend it' (make) waits for the message 'reply'.",
              "'Look at it' (close) ends as bad on Tuesday 2014-03-04 at 09:00:00.",
              "This rule is not kept yet: Somebody says how far it is.",
              "Deviation 1 is to be confirmed by Boss, until Monday 2014-03-03 at 20:00:00."});
}
