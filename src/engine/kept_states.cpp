#include "engine/kept_states.hpp"

#include <algorithm>

namespace itsmflow {

std::optional<CaseState> KeptStates::find(const CaseRecord& record, PersonBook& people) const {
  std::shared_ptr<const Entry> entry;
  {
    const std::scoped_lock lock(mutex_);
    const auto known = entries_.find(record.id.value);
    if (known == entries_.end()) return std::nullopt;
    entry = known->second;
  }
  const bool is_it = entry->state.status == record.status && entry->state.started == record.started &&
                     entry->model_digest == record.model_digest && entry->snapshot == record.snapshot;
  const auto is_called_so = [&](const auto& person) { return people.name(person.first) == person.second; };
  if (!is_it || !std::all_of(entry->people.begin(), entry->people.end(), is_called_so)) return std::nullopt;
  return entry->state;
}

void KeptStates::keep(const CaseRecord& record, CaseState state, const PersonBook& people) {
  auto entry = std::make_shared<const Entry>(Entry{record.model_digest, record.snapshot, std::move(state), people.known()});
  std::shared_ptr<const Entry> old;  // goes when nobody has to wait for it
  const std::scoped_lock lock(mutex_);
  const auto [at, fresh] = entries_.try_emplace(record.id.value);
  old = std::exchange(at->second, std::move(entry));
  if (!fresh) return;
  in_order_.push_back(record.id.value);
  if (in_order_.size() <= kMost) return;
  entries_.erase(in_order_.front());
  in_order_.pop_front();
}

}  // namespace itsmflow
