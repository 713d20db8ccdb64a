#include "engine/kept_states.hpp"

#include <exception>
#include <mutex>
#include <tuple>
#include <utility>

namespace itsmflow {

bool KeptStates::Entry::is_of(const CaseRecord& record) const {
  const auto of_state = [](const CaseRecord& of) {
    return std::tie(of.revision, of.status, of.started, of.snapshot, of.process, of.model_digest);
  };
  return at && of_state(at->record) == of_state(record);
}

std::optional<CaseState> KeptStates::find(const CaseRecord& record, PersonBook& people) const {
  std::optional<CaseState> state;
  People named;
  {
    const Part& part = part_of(record.id);
    const std::scoped_lock lock(part.mutex);
    const auto known = part.entries.find(record.id.value);
    if (known == part.entries.end() || !known->second.is_of(record)) return std::nullopt;
    state = known->second.at->state;
    named = known->second.people;
  }
  if (!people.are_called(std::move(named))) state.reset();
  return state;
}

std::unique_ptr<OpenCase> KeptStates::take(const CaseRecord& record, PersonBook& people) {
  std::unique_ptr<OpenCase> at;
  People named;
  {
    Part& part = part_of(record.id);
    const std::scoped_lock lock(part.mutex);
    const auto known = part.entries.find(record.id.value);
    if (known == part.entries.end() || !known->second.is_of(record)) return nullptr;
    at = std::move(known->second.at);
    named = std::move(known->second.people);
  }
  if (!people.are_called(std::move(named))) return nullptr;
  at->record.changed = record.changed;
  at->record.head = record.head;
  return at;
}

// The step is committed: it must not seem to have failed because it can't be kept. The next one reads the text.

void KeptStates::keep(std::unique_ptr<OpenCase> at, const PersonBook& people) noexcept try {
  keep(std::move(at), people.known());
} catch (const std::exception&) {  // no memory, mostly
}

void KeptStates::keep(std::unique_ptr<OpenCase> at, PersonBook&& people) noexcept try {
  keep(std::move(at), std::move(people).release());
} catch (const std::exception&) {
}

void KeptStates::keep(std::unique_ptr<OpenCase> at, People people) {
  const CaseId id = at->record.id;
  Part& part = part_of(id);
  const std::scoped_lock lock(part.mutex);
  const auto [known, is_new] = part.entries.try_emplace(id.value);
  known->second = {std::move(at), std::move(people)};
  if (!is_new) return;
  part.in_order.push_back(known->first);
  if (part.in_order.size() <= kMost / kParts) return;
  part.entries.erase(part.in_order.front());
  part.in_order.pop_front();
}

}  // namespace itsmflow
