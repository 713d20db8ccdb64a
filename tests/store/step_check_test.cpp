#include "store/step_check.hpp"

#include <itsmflow/error.hpp>

#include <string>

#include "catch.hpp"
#include "store/micros.hpp"

using namespace itsmflow;

namespace {

StepRecord well_formed() {
  StepRecord step;
  step.after.id = CaseId{7};
  step.expected_revision = 2;
  for (const std::int64_t number : {3, 4}) {
    EventRecord event;
    event.case_id = CaseId{7};
    event.number = number;
    event.step = 3;
    step.events.push_back(event);
  }
  step.after.revision = 4;
  return step;
}

std::string refusal(const StepRecord& step) {
  try {
    check_step(step);
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a step that goes on from the revision it expects is well formed") {
  CHECK(refusal(well_formed()).empty());
}

TEST_CASE("a step that contradicts itself is refused by what is wrong with it") {
  StepRecord step = well_formed();
  std::string part;
  SECTION("no events") {
    step.events.clear();
    part = "no events";
  }
  SECTION("a gap") {
    step.events[1].number = 5;
    part = "an event has number 5, but the next one is 4";
  }
  SECTION("another revision") {
    step.after.revision = 9;
    part = "its revision is 9, but its last event 4";
  }
  SECTION("a step from before") {
    step.events[1].step = 2;
    part = "event 4 says that it belongs to step 2";
  }
  SECTION("another case's event") {
    step.events[0].case_id = CaseId{8};
    part = "belongs to case 8";
  }
  SECTION("another case's outbox") {
    step.outbox.push_back({0, CaseId{8}, "k", "notify", "{}", {}});
    part = "outbox belongs to another case";
  }
  SECTION("no case") {
    step.after.id = CaseId{0};
    part = "start from 1";
  }
  CHECK(refusal(step).find(part) != std::string::npos);
  CHECK_FALSE(part.empty());
}

TEST_CASE("a lease that ends when it begins, or before, is refused with both moments") {
  CHECK_NOTHROW(check_lease({1, 0}, {1, 1'000}));
  CHECK_THROWS_AS(check_lease({1, 0}, {1, 0}), UsageError);
  CHECK_THROWS_AS(check_lease({1, 0}, {0, 999'999'999}), UsageError);
  try {
    check_lease({0, 0}, {0, 999});  // the same microsecond
    FAIL("it was not refused");
  } catch (const UsageError& error) {
    CHECK(std::string(error.what()).find("from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00.000000999Z") != std::string::npos);
  }
}

TEST_CASE("moments become microseconds and back, never later than they were") {
  CHECK(to_micros({1, 999'999'999}) == 1'999'999);
  CHECK(to_micros({-1, 999'999'999}) == -1);
  CHECK(to_micros({-62'135'596'800, 0}) == -62'135'596'800'000'000);
  CHECK(from_micros(-1) == Timestamp{-1, 999'999'000});
  CHECK(from_micros(-1'000'000) == Timestamp{-1, 0});
  CHECK(from_micros(1'999'999) == Timestamp{1, 999'999'000});
  CHECK(to_the_microsecond({-1, 999'999'999}) == from_micros(to_micros({-1, 999'999'999})));
}
