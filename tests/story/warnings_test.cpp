#include <itsmflow/story.hpp>

#include "catch.hpp"
#include "story/bench.hpp"

using namespace itsmflow;
using namespace story_bench;

namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<std::int64_t>;

std::vector<StoryWarning> warnings_of(const Log& log, const CaseView& view) {
  return tell_story(repair(), log.events, view).warnings;
}
std::vector<StoryWarning> warnings_of(const Log& log) {
  return warnings_of(log, view_of(log));
}

}  // namespace

TEST_CASE("a case that went as it should has nothing that stands out") {
  CHECK(texts(warnings_of(good_day())).empty());
}

TEST_CASE("each deviation stands out, in the order in which they happened, with the reason in one line and its number") {
  Log log = good_day();
  log.deviated(at(9, 10), DeviationKind::skip, "bob", "prepare").note = "It is\n  raining in. ";
  log.deviated(at(9, 20), DeviationKind::extra, "cleo", "note");
  log.deviated(at(9, 30), DeviationKind::again, "bob", "make");

  const auto warnings = warnings_of(log);

  CHECK(texts(warnings) == Texts{"bob passed over 'Get ready' (prepare); the reason given: “It is raining in.” (deviation 1).",
                                 "cleo did 'Say how far it is' (note) beside the order, so that nothing moved (deviation 2).",
                                 "bob went back to do 'Mend it' (make) again (deviation 3)."});
  CHECK(warnings[2].events == Numbers{9});
}

TEST_CASE("a deviation that overrides something stands out with what it takes, or what stood in the way") {
  Log log = good_day();
  log.deviated(at(9, 10), DeviationKind::out_of_role, "cleo", "make").note = "bob is ill";
  log.deviated(at(9, 10), DeviationKind::override_people, "bob", "close").overrode = {"bob did 'make'"};
  log.deviated(at(9, 10), DeviationKind::override_guard, "bob", "close").overrode = {"'close' needs job.hours < 8", "and so on"};
  log.deviated(at(9, 10), DeviationKind::missing_data, "bob", "make").overrode = {"'make' requires job.proof"};
  log.deviated(at(9, 10), DeviationKind::skip, "bob", "make").overrode = {"job is 'ready'"};

  CHECK(texts(warnings_of(log)) ==
        Texts{"cleo went on with 'Mend it' (make) without having a role for it; it takes Worker; the reason given: “bob is ill” "
              "(deviation 1).",
              "bob went on with 'Look at it' (close) against a rule about people: bob did 'make' (deviation 2).",
              "bob went on with 'Look at it' (close) against its guard: 'close' needs job.hours < 8; and so on (deviation 3).",
              "bob went on with 'Mend it' (make) without data that it requires: 'make' requires job.proof (deviation 4).",
              "bob passed over 'Mend it' (make) (deviation 5)."});
}

TEST_CASE(
    "what was said of deviations comes after them: that nobody confirmed them, that somebody disapproved, and confirmed in the "
    "end") {
  Log log = good_day();
  for (int i = 0; i < 5; ++i) log.deviated(at(9, 10), DeviationKind::extra, "bob", "note");
  log.about(EventType::confirmation_late, at(12), 2);
  log.about(EventType::disapproved, at(12), 3, "ann").note = "It leaks again.";
  log.about(EventType::confirmed, at(12), 4, "ann");
  log.about(EventType::disapproved, at(12), 5, "ann").note = "Where is the proof?";
  log.about(EventType::confirmed, at(12), 5, "cleo").note = "I have seen it.";
  CaseView view = view_of(log);
  view.deviations = {confirmation(1, ConfirmationStatus::awaited), confirmation(2, ConfirmationStatus::late),
                     confirmation(3, ConfirmationStatus::disapproved), confirmation(4, ConfirmationStatus::confirmed),
                     confirmation(5, ConfirmationStatus::confirmed)};
  view.deviations[1].due = at(12);

  const auto warnings = warnings_of(log, view);

  const Texts all = texts(warnings);
  REQUIRE(all.size() == 9);
  CHECK(all[4] == "bob did 'Say how far it is' (note) beside the order, so that nothing moved (deviation 5).");
  CHECK(Texts(all.begin() + 5, all.end()) ==
        Texts{"Nobody has confirmed deviation 1 yet (Boss could).",
              "Nobody confirmed deviation 2 in time, which was until Monday 2014-03-03 at 12:00:00 (Boss could).",
              "Deviation 3 was disapproved by ann (“It leaks again.”).",
              "ann disapproved deviation 5 (“Where is the proof?”), and cleo confirmed it later (“I have seen it.”)."});
  CHECK(warnings[6].events == Numbers{8, 12});
  CHECK(warnings[8].events == Numbers{11, 15, 16});
}

TEST_CASE("who disapproved a deviation and confirmed it himself later is named once") {
  Log log = good_day();
  log.deviated(at(9, 10), DeviationKind::extra, "bob", "note");
  log.about(EventType::disapproved, at(12), 1, "ann");
  log.about(EventType::confirmed, at(12), 1, "ann");
  CaseView view = view_of(log);
  view.deviations = {confirmation(1, ConfirmationStatus::confirmed)};

  CHECK(texts(warnings_of(log, view)).back() == "ann disapproved deviation 1, and confirmed it later.");
}

TEST_CASE("a confirmation that came too late stands out") {
  Log log = good_day();
  log.deviated(at(9, 10), DeviationKind::extra, "bob", "note");
  log.about(EventType::confirmation_late, at(12), 1);
  log.about(EventType::confirmed, at(12, 30), 1, "ann");
  CaseView view = view_of(log);
  view.deviations = {confirmation(1, ConfirmationStatus::confirmed)};

  CHECK(texts(warnings_of(log, view)).back() == "Nobody confirmed deviation 1 in time; ann did so later.");
}

TEST_CASE("a person who acted in two roles stands out, and one who was alone in a case") {
  Log log;
  log.start(at(9));
  log.done(at(9, 10), "ann", "prepare", "worker");
  log.done(at(9, 20), "ann", "note", "worker");
  log.done(at(9, 30), "ann", "make", "worker");

  const auto warnings = warnings_of(log, view_of(log, CaseStatus::open));

  CHECK(texts(warnings) == Texts{"ann acted as Boss and as Worker.", "Nobody but ann took part in this case."});
  CHECK(warnings[0].events == Numbers{1, 2});
  CHECK(warnings[1].events == Numbers{2, 3, 4});
}

TEST_CASE("whoever ended a case and gave its outcome stands out") {
  Log log = good_day();
  log.add(EventType::judged, at(12), "ann").outcome = "success";
  CaseView view = view_of(log);
  view.outcome = "success";
  view.judge = "ann";
  CHECK(texts(warnings_of(log, view)) == Texts{"ann ended the case, and also gave its outcome."});

  log.events.back().actor = "cleo";
  view.judge = "cleo";
  CHECK(texts(warnings_of(log, view)).empty());
}

TEST_CASE("a report that was possible and that nobody made stands out") {
  Log log;
  log.start(at(9));
  log.done(at(9, 20), "bob", "prepare", "worker");
  log.done(at(10), "bob", "make", "worker");
  log.done(at(10, 30), "ann", "close", "boss", "good");
  log.with_last(EventType::over);

  const auto warnings = warnings_of(log);

  CHECK(texts(warnings) ==
        Texts{"Nobody did 'Say how far it is' (note), which was possible between Monday 2014-03-03 at 09:20:00 and 10:30:00."});
  CHECK(warnings[0].events == Numbers{2, 5});
}

TEST_CASE(
    "of more than three things that nobody did three are named and the others counted; what brings nothing isn't among them") {
  const Model model = *load_model(R"(itsmflow: 1
process: watch
version: 1.0.0
case: ward
roles: {guard: {}}
objects:
  ward:
    states: [lit, dark]
    final: [dark]
    fields: {a: int, b: int, c: int, d: int}
  door:
    states: [open, shut]
activities:
  walk: {role: guard, needs: {ward: lit}}
  count: {role: guard, needs: {ward: lit}, asks: [ward.a]}
  shut: {role: guard, needs: {ward: lit}, moves: {door: open -> shut}}
  listen: {role: guard, needs: {ward: lit}, results: {calm: {requires: [ward.b]}, loud: {}}}
  write: {role: guard, needs: {ward: lit}, requires: [ward.c]}
  draw: {role: guard, needs: {ward: lit}, asks: [ward.d]}
  leave: {role: guard, moves: {ward: lit -> dark}}
)")
                           .value_or_throw();
  Log log;
  log.start(at(9), "kim").data = {};
  log.done(at(10), "lee", "leave", "guard");
  log.with_last(EventType::over);
  const std::string between = ", which was possible between Monday 2014-03-03 at 09:00:00 and 10:00:00.";

  CHECK(texts(tell_story(model, log.events, view_of(log)).warnings) ==
        Texts{"Nobody did 'count'" + between, "Nobody did 'shut'" + between, "Nobody did 'listen'" + between,
              "Nobody did 2 more activities either, which were possible for a time."});
}

TEST_CASE("a report that can still be made doesn't stand out") {
  Log log;
  log.start(at(9));
  log.done(at(9, 20), "bob", "prepare", "worker");

  CHECK(texts(warnings_of(log, view_of(log, CaseStatus::open))).empty());
}

TEST_CASE("a pause of a working day or more that is at least half the time of a case stands out, unless the model set the time") {
  Log log;
  log.start(at(15));
  log.done(at(15, 5), "bob", "prepare", "worker");
  log.done(at(15, 10), "bob", "note", "worker");
  log.done(at(30, 10), "bob", "make", "worker");
  log.done(at(30, 20), "ann", "close", "boss", "good");
  log.with_last(EventType::over);
  const auto warnings = warnings_of(log);
  CHECK(texts(warnings) == Texts{"Nothing happened for 15 hours, from Monday 2014-03-03 at 15:10:00 to Tuesday 2014-03-04 at "
                                 "06:10:00. The whole case took 15 hours 20 minutes."});
  CHECK(warnings[0].events == Numbers{3, 4});

  log.events[3].type = EventType::timer_due;
  CHECK(texts(warnings_of(log)).empty());
}

TEST_CASE("a state that is only assumed stands out") {
  Log log;
  log.start(at(9));
  log.deviated(at(9, 10), DeviationKind::skip, "bob", "prepare").role = "worker";
  CaseView view = view_of(log, CaseStatus::open);
  view.assumed = {"job.state"};

  const auto warnings = warnings_of(log, view);

  CHECK(texts(warnings) ==
        Texts{"bob passed over 'Get ready' (prepare) (deviation 1).",
              "That Job is 'ready' is only assumed: 'Get ready' (prepare) was passed over, and nobody has confirmed it."});
  CHECK(warnings[1].events == Numbers{2});
}

TEST_CASE("services that failed stand out") {
  Log log = good_day();
  log.add(EventType::call_failed, at(9, 40), "", "make");
  log.add(EventType::call_failed, at(9, 50), "", "make");

  CHECK(texts(warnings_of(log)) == Texts{"The service of 'Mend it' (make) failed 2 times."});
}
