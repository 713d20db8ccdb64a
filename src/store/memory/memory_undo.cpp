#include <algorithm>
#include <utility>

#include "store/memory/memory_state.hpp"
#include "store/micros.hpp"

namespace itsmflow {

void MemoryState::forget_undo() noexcept {
  if (!undo_.empty()) ++commits_;
  undo_.clear();
  committed_outbox_ = last_outbox_;
}

void MemoryState::undo() noexcept {
  for (; !undo_.empty(); undo_.pop_back()) {
    std::visit([this](auto& change) { take_back(change); }, undo_.back());
  }
  last_outbox_ = committed_outbox_;
}

MemoryCase& MemoryState::existing(CaseId id) {
  return cases_.find(id)->second;
}

void MemoryState::take_back(DropModel& change) {
  models_.erase(change.digest);
}

void MemoryState::take_back(DropPerson&) {
  keys_of_people_.erase(*people_.back());
  people_.pop_back();
}

void MemoryState::take_back(RestorePerson& change) {
  people_[static_cast<std::size_t>(change.key - 1)] = change.id;
  keys_of_people_.emplace(std::move(change.id), change.key);
}

void MemoryState::take_back(RestoreTexts& change) {
  log_[change.index].texts = std::move(change.before);
}

void MemoryState::take_back(DropCase& change) {
  cases_in_order_.erase(std::lower_bound(cases_in_order_.begin(), cases_in_order_.end(), change.id));
  cases_.erase(change.id);
}

void MemoryState::take_back(RestoreCase& change) {
  existing(change.id).row = std::move(change.before);
}

void MemoryState::take_back(DropEvent&) {
  existing(log_.back().case_id).events.pop_back();
  if (!log_.back().key.empty()) events_by_key_.erase(log_.back().key);
  log_.pop_back();
}

void MemoryState::take_back(RestoreHead& change) {
  head_ = change.before;
}

void MemoryState::take_back(RestoreOffer& change) {
  std::vector<MemoryOffer>& offers = existing(change.id).offers;
  const auto at =
      std::lower_bound(offers.begin(), offers.end(), change.before,
                       [](const MemoryOffer& left, const MemoryOffer& right) { return offer_key(left) < offer_key(right); });
  index(change.id, change.before);
  if (at != offers.end() && offer_key(*at) == offer_key(change.before)) {
    unindex(change.id, *at);
    *at = std::move(change.before);
  } else {
    offers.insert(at, std::move(change.before));
  }
}

void MemoryState::take_back(DropOffer& change) {
  std::vector<MemoryOffer>& offers = existing(change.id).offers;
  const auto at = std::find_if(offers.begin(), offers.end(),
                               [&](const MemoryOffer& offer) { return offer_key(offer) == offer_key(change.added); });
  unindex(change.id, *at);
  offers.erase(at);
}

void MemoryState::take_back(RestoreTimer& change) {
  std::vector<TimerRow>& timers = existing(change.before.case_id).timers;
  const auto at = std::lower_bound(timers.begin(), timers.end(), change.before,
                                   [](const TimerRow& left, const TimerRow& right) { return left.name < right.name; });
  const auto key = [](const TimerRow& row) { return std::pair(to_micros(row.due), std::pair(row.case_id.value, row.name)); };
  if (at != timers.end() && at->name == change.before.name) {
    timers_by_due_.erase(key(*at));
    timers_by_due_.insert(key(change.before));
    *at = std::move(change.before);
  } else {
    timers_by_due_.insert(key(change.before));
    timers.insert(at, std::move(change.before));
  }
}

void MemoryState::take_back(DropTimer& change) {
  std::vector<TimerRow>& timers = existing(change.added.case_id).timers;
  const auto at = std::find_if(timers.begin(), timers.end(), [&](const TimerRow& row) { return row.name == change.added.name; });
  timers_by_due_.erase({to_micros(at->due), {at->case_id.value, at->name}});
  timers.erase(at);
}

void MemoryState::take_back(RestoreOutbox& change) {
  index(change.before);
  const std::int64_t id = change.before.id;
  outbox_.emplace(id, std::move(change.before));
}

void MemoryState::take_back(DropOutbox& change) {
  const auto found = outbox_.find(change.id);
  unindex(found->second);
  outbox_.erase(found);
}

void MemoryState::take_back(RestoreLease& change) {
  outbox_.find(change.id)->second.leased_until = change.before;
}

}  // namespace itsmflow
