#include "engine/kept_states.hpp"

#include <exception>
#include <mutex>
#include <tuple>
#include <utility>

namespace itsmflow {

const KeptStates::Entry* KeptStates::Part::of(const CaseRecord& record) const {
  const auto known = entries.find(record.id.value);
  if (known == entries.end()) return nullptr;
  const Entry& entry = known->second;
  const auto of_state = [](const CaseRecord& of) {
    return std::tie(of.revision, of.status, of.started, of.snapshot, of.model_digest);
  };
  return entry.is_there && of_state(entry.at.record) == of_state(record) ? &entry : nullptr;
}

std::optional<CaseState> KeptStates::find(const CaseRecord& record, PersonBook& people) const {
  std::optional<CaseState> state;
  People named;
  {
    const Part& part = part_of(record.id);
    const std::scoped_lock lock(part.mutex);
    const Entry* entry = part.of(record);
    if (!entry) return std::nullopt;
    state = entry->at.state;
    named = entry->people;
  }
  if (!people.are_called(std::move(named))) state.reset();
  return state;
}

bool KeptStates::take(OpenCase& at, PersonBook& people) {
  People named;
  {
    Part& part = part_of(at.record.id);
    const std::scoped_lock lock(part.mutex);
    if (!part.of(at.record)) return false;
    Entry& entry = part.entries.find(at.record.id.value)->second;
    entry.is_there = false;
    at.net = std::move(entry.at.net);
    at.state = std::move(entry.at.state);
    at.offers = std::move(entry.at.offers);
    named = std::move(entry.people);
  }
  if (people.are_called(std::move(named))) return true;
  at.offers.reset();
  return false;
}

// The step is committed: it must not seem to have failed because it can't be kept. The next one reads the text.

void KeptStates::keep(OpenCase&& at, const PersonBook& people) noexcept try {
  keep(std::move(at), people.known());
} catch (const std::exception&) {  // no memory, mostly
}

void KeptStates::keep(OpenCase&& at, PersonBook&& people) noexcept try {
  keep(std::move(at), std::move(people).release());
} catch (const std::exception&) {
}

void KeptStates::keep(OpenCase&& at, People people) {
  Part& part = part_of(at.record.id);
  const std::scoped_lock lock(part.mutex);
  const auto [known, is_new] = part.entries.try_emplace(at.record.id.value);
  known->second = {true, std::move(at), std::move(people)};
  if (!is_new) return;
  part.in_order.push_back(known->first);
  if (part.in_order.size() <= kMost / kParts) return;
  part.entries.erase(part.in_order.front());
  part.in_order.pop_front();
}

}  // namespace itsmflow
