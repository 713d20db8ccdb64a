#pragma once

#include <itsmflow/store.hpp>

#include <cstdint>

#include "store/sqlite/connection.hpp"

namespace itsmflow {

// The table `elsewhere`: runs of positions whose events are in another file. Together with the events it covers every position from 1 to
// the last one of the file, each once.

/// The last position, here or elsewhere; 0: there is none.
std::int64_t last_position(Connection& connection);

/// The head over all cases after the event of a position, where a step ends. Throws StoreError(corrupt) where the file doesn't know it.
Digest head_after(Connection& connection, std::int64_t position);

/// The events of a run have gone elsewhere. It is joined with those that it touches.
void leave_to_elsewhere(Connection& connection, EventsElsewhere run);

/// The events from `first` to `last` have come here, from among those elsewhere or from behind `end`, the last position until now.
/// `before`: the head after the position before `first`.
void take_from_elsewhere(Connection& connection, std::int64_t first, std::int64_t last, const Digest& before, std::int64_t end);

}  // namespace itsmflow
