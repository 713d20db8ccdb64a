#pragma once

#include <itsmflow/store.hpp>

namespace itsmflow {

/// Throws UsageError if a step contradicts itself: no events, numbers that don't go on from the expected revision, rows of other
/// cases. What it says about the store's content (revision, keys, persons) is for the store to check.
void check_step(const StepRecord& step);

/// The same of what follows from the events of a case.
void check_derived(const DerivedRecord& derived);

/// Throws UsageError if a lease would end when it begins, or before.
void check_lease(Timestamp now, Timestamp until);

}  // namespace itsmflow
