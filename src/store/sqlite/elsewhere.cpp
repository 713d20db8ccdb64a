#include "store/sqlite/elsewhere.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

namespace itsmflow {
namespace {

/// The first run that ends at a position or behind it.
std::optional<EventsElsewhere> run_from(Connection& connection, std::int64_t position) {
  Query query(connection, Sql::elsewhere_from, position);
  if (!query.step()) return std::nullopt;
  return EventsElsewhere{query.integer(0), query.integer(1), query.digest(2)};
}

void add(Connection& connection, const EventsElsewhere& run) {
  Query(connection, Sql::add_elsewhere, run.first, run.last, run.head).run();
}

void remove(Connection& connection, const EventsElsewhere& run) {
  Query(connection, Sql::remove_elsewhere, run.last).run();
}

std::int64_t first_number(Connection& connection, Sql sql, int column) {
  Query query(connection, sql);
  return query.step() ? query.integer(column) : 0;
}

}  // namespace

std::int64_t last_position(Connection& connection) {
  return std::max(first_number(connection, Sql::last_event, 0), first_number(connection, Sql::last_elsewhere, 1));
}

Digest head_after(Connection& connection, std::int64_t position) {
  if (position == 0) return {};
  {
    Query query(connection, Sql::head_at, position);
    if (query.step() && !query.is_null(0)) return query.digest(0);
  }
  const auto run = run_from(connection, position);
  if (run && run->last == position) return run->head;
  throw StoreError(StoreError::Kind::corrupt, connection.file() + " has no head after position " + std::to_string(position) +
                                                  ": events were taken away. `itsmflow verify-log` tells which. Restore a backup.");
}

void leave_to_elsewhere(Connection& connection, EventsElsewhere run) {
  if (const auto before = run_from(connection, run.first - 1); before && before->last == run.first - 1) {
    remove(connection, *before);
    run.first = before->first;
  }
  const bool is_last = run.last == std::numeric_limits<std::int64_t>::max();  // as somebody may have written
  if (const auto behind = is_last ? std::nullopt : run_from(connection, run.last + 1); behind && behind->first == run.last + 1) {
    remove(connection, *behind);
    run.last = behind->last;
    run.head = behind->head;
  }
  add(connection, run);
}

void take_from_elsewhere(Connection& connection, std::int64_t first, std::int64_t last, const Digest& before, std::int64_t end) {
  if (first > end) {
    if (first > end + 1) add(connection, {end + 1, first - 1, before});
    return;
  }
  const auto run = run_from(connection, first);
  if (!run || run->first > first || run->last < last) {
    throw StoreError(StoreError::Kind::corrupt, connection.file() + " contradicts itself: the events from position " +
                                                    std::to_string(first) + " to " + std::to_string(last) +
                                                    " are neither here nor elsewhere. Restore a backup.");
  }
  remove(connection, *run);
  if (run->first < first) add(connection, {run->first, first - 1, before});
  if (last < run->last) add(connection, {last + 1, run->last, run->head});
}

}  // namespace itsmflow
