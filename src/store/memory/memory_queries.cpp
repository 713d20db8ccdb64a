#include <algorithm>
#include <vector>

#include "store/memory/memory_state.hpp"
#include "store/micros.hpp"

namespace itsmflow {

std::vector<EventRecord> MemoryState::events(CaseId id, std::int64_t from_number, std::size_t limit) const {
  std::vector<EventRecord> found;
  const MemoryCase* owner = find(id);
  if (owner == nullptr) return found;
  for (auto i = static_cast<std::size_t>(std::max<std::int64_t>(from_number, 1) - 1); i < owner->events.size(); ++i) {
    if (found.size() >= limit) break;
    found.push_back(log_[owner->events[i]]);
  }
  return found;
}

std::vector<EventRecord> MemoryState::events_after(std::int64_t position, std::size_t limit) const {
  std::vector<EventRecord> found;
  for (auto i = static_cast<std::size_t>(std::max<std::int64_t>(position, 0)); i < log_.size() && found.size() < limit; ++i) {
    found.push_back(log_[i]);
  }
  return found;
}

std::optional<EventRecord> MemoryState::event_by_key(std::string_view key) const {
  const auto found = events_by_key_.find(key);
  if (found == events_by_key_.end()) return std::nullopt;
  return log_[found->second];
}

std::vector<OfferRow> MemoryState::offers(const OfferQuery& query) const {
  // The cases that concern the person, each list ascending: go through them side by side, always to the lowest one.
  struct Range {
    Concerned::const_iterator at;
    Concerned::const_iterator end;
  };
  std::vector<Range> ranges;
  const auto add = [&](const Concerned& concerned) {
    ranges.push_back({concerned.upper_bound(query.after.value), concerned.end()});
  };
  const auto add_role = [&](std::string_view role) {
    if (const auto found = cases_by_role_.find(words_.find(role)); found != cases_by_role_.end()) add(found->second);
  };
  add_role("");
  for (const std::string& role : query.roles) add_role(role);
  if (query.holder) {
    if (const auto found = cases_by_holder_.find(*query.holder); found != cases_by_holder_.end()) add(found->second);
  }

  const auto concerns = [&](const MemoryOffer& offer) {
    if (offer.holder != 0) return offer.holder == query.holder;
    return offer.role->empty() || std::find(query.roles.begin(), query.roles.end(), *offer.role) != query.roles.end();
  };
  std::vector<OfferRow> found;
  while (found.size() < query.limit) {
    std::erase_if(ranges, [](const Range& range) { return range.at == range.end; });
    if (ranges.empty()) break;
    std::int64_t next = ranges.front().at->first;
    for (const Range& range : ranges) next = std::min(next, range.at->first);
    for (Range& range : ranges) {
      if (range.at->first == next) ++range.at;
    }
    for (const MemoryOffer& offer : cases_.find(CaseId{next})->second.offers)
      if (concerns(offer)) found.push_back(row_of(CaseId{next}, offer));
  }
  return found;
}

std::vector<CaseRecord> MemoryState::cases(const CaseQuery& query) const {
  std::vector<CaseRecord> found;
  auto at = std::upper_bound(cases_in_order_.begin(), cases_in_order_.end(), query.after);
  for (; at != cases_in_order_.end() && found.size() < query.limit; ++at) {
    const MemoryCase& owner = cases_.find(*at)->second;
    if (!query.process.empty() && *owner.row.process != query.process) continue;
    if (query.status && owner.row.status != *query.status) continue;
    found.push_back(record_of(*at, owner));
  }
  return found;
}

std::vector<TimerRow> MemoryState::due_timers(Timestamp until, std::size_t limit) const {
  std::vector<TimerRow> found;
  for (const auto& [due, timer] : timers_by_due_) {
    if (found.size() >= limit || due > to_micros(until)) break;
    found.push_back({CaseId{timer.first}, timer.second, from_micros(due)});
  }
  return found;
}

std::optional<Timestamp> MemoryState::next_timer() const {
  if (timers_by_due_.empty()) return std::nullopt;
  return from_micros(timers_by_due_.begin()->first);
}

}  // namespace itsmflow
