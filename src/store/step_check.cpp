#include "store/step_check.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <string>

#include "store/micros.hpp"

namespace itsmflow {
namespace {

[[noreturn]] void refuse(const StepRecord& step, const std::string& what) {
  throw UsageError("A step of case " + to_string(step.after.id) + " can't be written: " + what);
}

void check_events(const StepRecord& step) {
  if (step.events.empty()) refuse(step, "it has no events.");
  std::int64_t number = step.expected_revision;
  for (const EventRecord& event : step.events) {
    ++number;
    if (event.case_id != step.after.id) refuse(step, "one of its events belongs to case " + to_string(event.case_id) + ".");
    if (event.number != number) {
      refuse(step, "an event has number " + std::to_string(event.number) + ", but the next one is " + std::to_string(number) + ".");
    }
    if (event.step <= step.expected_revision || event.step > number) {
      refuse(step, "event " + std::to_string(number) + " says that it belongs to step " + std::to_string(event.step) + ".");
    }
  }
  if (step.after.revision != number) {
    refuse(step, "its revision is " + std::to_string(step.after.revision) + ", but its last event " + std::to_string(number) + ".");
  }
}

}  // namespace

void check_step(const StepRecord& step) {
  if (step.after.id.value < 1) throw UsageError("A step can't be written: numbers of cases start from 1.");
  if (step.expected_revision < 0) refuse(step, "it expects a revision below 0.");
  check_events(step);
  const auto of_another_case = [&](const auto& row) { return row.case_id != step.after.id; };
  if (std::any_of(step.offers_set.begin(), step.offers_set.end(), of_another_case) ||
      std::any_of(step.offers_removed.begin(), step.offers_removed.end(), of_another_case)) {
    refuse(step, "one of its offers belongs to another case.");
  }
  if (std::any_of(step.timers_set.begin(), step.timers_set.end(), of_another_case)) {
    refuse(step, "one of its timers belongs to another case.");
  }
  if (std::any_of(step.outbox.begin(), step.outbox.end(), of_another_case)) {
    refuse(step, "something it has for the outbox belongs to another case.");
  }
}

void check_lease(Timestamp now, Timestamp until) {
  if (to_micros(until) > to_micros(now)) return;
  throw UsageError("The outbox can't be leased from " + to_string(now) + " to " + to_string(until) +
                   ": a lease ends after it began, by a microsecond at least.");
}

}  // namespace itsmflow
