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

template <class Row>
bool any_of_another_case(const std::vector<Row>& rows, CaseId id) {
  return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.case_id != id; });
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
  const CaseId id = step.after.id;
  if (any_of_another_case(step.offers_set, id) || any_of_another_case(step.offers_removed, id)) {
    refuse(step, "one of its offers belongs to another case.");
  }
  if (any_of_another_case(step.timers_set, id)) refuse(step, "one of its timers belongs to another case.");
  if (any_of_another_case(step.outbox, id)) refuse(step, "something it has for the outbox belongs to another case.");
}

void check_derived(const DerivedRecord& derived) {
  const CaseId id = derived.record.id;
  if (any_of_another_case(derived.offers, id) || any_of_another_case(derived.timers, id))
    throw UsageError("Case " + to_string(id) + " can't be written anew: an offer or a timer belongs to another case.");
  if (derived.record.status != CaseStatus::open && !derived.offers.empty())
    throw UsageError("Case " + to_string(id) + " can't be written anew: it isn't open, and has offers.");
}

void check_lease(Timestamp now, Timestamp until) {
  if (to_micros(until) > to_micros(now)) return;
  throw UsageError("The outbox can't be leased from " + to_string(now) + " to " + to_string(until) +
                   ": a lease ends after it began, by a microsecond at least.");
}

}  // namespace itsmflow
