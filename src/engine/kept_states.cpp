#include "engine/kept_states.hpp"

#include <algorithm>
#include <exception>

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

/// The step is committed: it must not seem to have failed because it can't be kept.
void KeptStates::keep(CaseRecord&& record, CaseState&& state, const PersonBook& people) noexcept try {
  auto entry = std::make_shared<const Entry>(
      Entry{std::move(record.model_digest), std::move(record.snapshot), std::move(state), people.known()});
  std::shared_ptr<const Entry> old;  // goes when nobody has to wait for it
  const std::scoped_lock lock(mutex_);
  if (const auto known = entries_.find(record.id.value); known != entries_.end()) {
    old = std::exchange(known->second, std::move(entry));
    return;
  }
  in_order_.push_back(record.id.value);
  entries_.emplace(record.id.value, std::move(entry));
  if (in_order_.size() <= kMost) return;
  entries_.erase(in_order_.front());
  in_order_.pop_front();
} catch (const std::exception&) {  // no memory, mostly; the next step reads the text
}

}  // namespace itsmflow
