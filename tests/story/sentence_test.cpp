#include <itsmflow/story.hpp>

#include "catch.hpp"
#include "story/bench.hpp"

using namespace itsmflow;
using story_bench::at;
using story_bench::Log;

TEST_CASE("an event is said in one sentence") {
  Log log;
  const auto says = [](const Event& event) { return sentence(event); };
  const auto add = [&](EventType type, const char* actor = "", const char* activity = "") -> Event& {
    return log.add(type, at(9), actor, activity);
  };

  SECTION("about work") {
    CHECK(says(add(EventType::claimed, "bob", "make")) == "bob claimed 'make'");
    CHECK(says(add(EventType::accepted, "bob", "make")) == "bob accepted 'make'");
    CHECK(says(add(EventType::begun, "bob", "make")) == "bob began 'make'");
    CHECK(says(add(EventType::resumed, "bob", "make")) == "bob resumed 'make'");
    CHECK(says(add(EventType::set, "bob", "make")) == "bob filled in data of 'make'");
    CHECK(says(add(EventType::opened, "", "vote")) == "'vote' was opened");
    Event& suspended = add(EventType::suspended, "bob", "make");
    suspended.note = "no spare parts";
    CHECK(says(suspended) == "bob suspended 'make': no spare parts");
    Event& handed = add(EventType::handed_over, "bob", "make");
    handed.person = "cleo";
    handed.note = "I know the pump";
    CHECK(says(handed) == "bob handed 'make' over to cleo: I know the pump");
    Event& taken = add(EventType::withdrawn, "", "make");
    taken.person = "bob";
    taken.note = "the case was cancelled";
    CHECK(says(taken) == "'make' was withdrawn from bob: the case was cancelled");
    CHECK(says(add(EventType::withdrawn, "bob", "make")) == "bob gave 'make' back");
  }

  SECTION("about endings") {
    Event& done = add(EventType::done, "bob", "close");
    done.role = "boss";
    done.result = "good";
    CHECK(says(done) == "bob did 'close' as boss: good");
    done.actor.clear();
    CHECK(says(done) == "the engine passed 'close': good");
    done.message = "reply";
    CHECK(says(done) == "the message 'reply' ended 'close': good");
    Event& item = add(EventType::item_done, "bob", "assess");
    item.item = "security";
    item.answer = "agree";
    CHECK(says(item) == "bob did 'assess' (security): agree");
    item.item = "bob";
    CHECK(says(item) == "bob did 'assess': agree");
  }

  SECTION("about what the engine and others do") {
    Event& routed = add(EventType::routed);
    routed.note = "a -> b otherwise";
    CHECK(says(routed) == "the engine decided: a -> b otherwise");
    Event& timer = add(EventType::timer_due, "", "wait");
    timer.result = "late";
    CHECK(says(timer) == "'wait': late is due");
    timer.result.clear();
    CHECK(says(timer) == "'wait' is due for another try");
    Event& received = add(EventType::received);
    received.message = "reply";
    CHECK(says(received) == "the message 'reply' came");
    CHECK(says(add(EventType::called, "", "deploy")) == "the service of 'deploy' was called");
    Event& failed = add(EventType::call_failed, "", "deploy");
    failed.note = "no route";
    CHECK(says(failed) == "the service of 'deploy' failed: no route");
    Event& returned = add(EventType::returned, "", "run");
    returned.other = CaseId{9};
    returned.result = "closed";
    returned.note = "a value was left out";
    CHECK(says(returned) == "case 9 came back to 'run': closed (a value was left out)");
  }

  SECTION("about the case") {
    CHECK(says(log.start(at(9))) == "ann started the case as boss");
    Event& child = log.start(at(9), "");
    child.other = CaseId{3};
    CHECK(says(child) == "the case was started by case 3");
    CHECK(says(add(EventType::over)) == "the case is over");
    Event& cancelled = add(EventType::cancelled, "ann");
    cancelled.note = "not needed";
    CHECK(says(cancelled) == "ann gave the case up: not needed");
    Event& judged = add(EventType::judged, "ann");
    judged.outcome = "success";
    judged.note = "all are happy";
    CHECK(says(judged) == "ann gave the outcome: success: all are happy");
  }
}

TEST_CASE("a deviation says what it did, its number, its motive and the words that were given") {
  Log log;
  Event& event = log.deviated(at(9), DeviationKind::skip, "bob", "close");
  event.result = "good";
  event.note = "ann was away";
  CHECK(sentence(event) == "bob passed over 'close' as good, deviation 1 with motive hurry: ann was away");

  event.note.clear();
  const auto as = [&](DeviationKind kind) {
    event.kind = kind;
    return sentence(event);
  };
  CHECK(as(DeviationKind::extra) ==
        "bob did 'close' as good beside the order, so that nothing moved, deviation 1 with motive hurry");
  CHECK(as(DeviationKind::again) == "bob went back to do 'close' again, deviation 1 with motive hurry");
  CHECK(as(DeviationKind::override_guard) == "bob went on with 'close' against its guard, deviation 1 with motive hurry");
  CHECK(as(DeviationKind::missing_data) == "bob went on with 'close' without data that it requires, deviation 1 with motive hurry");
  CHECK(as(DeviationKind::out_of_role) == "bob went on with 'close' without having a role for it, deviation 1 with motive hurry");
  CHECK(as(DeviationKind::override_people) ==
        "bob went on with 'close' against a rule about people, deviation 1 with motive hurry");
  CHECK(as(DeviationKind::override_rule) ==
        "bob went on with 'close' against a rule about the course of the case, deviation 1 with motive hurry");
  CHECK(sentence(log.about(EventType::confirmed, at(9), 1, "ann")) == "ann confirmed deviation 1");
  CHECK(sentence(log.about(EventType::disapproved, at(9), 1, "ann")) == "ann disapproved deviation 1");
  CHECK(sentence(log.about(EventType::confirmation_late, at(9), 1)) == "nobody confirmed deviation 1 in time");
}

TEST_CASE("a sentence can't steer a terminal, whatever names and notes hold") {
  Log log;
  Event& event = log.add(EventType::suspended, at(9), "b\x1b[31mob", "make\nit");
  event.note = "a\u202Eb\u200Fc \xFF\u009B1m\x07";

  CHECK(sentence(event) == "b\\x1b[31mob suspended 'make\\nit': a\\u202eb\\u200fc \\xff\\u009b1m\\x07");
}
