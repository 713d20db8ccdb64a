#include "store/sqlite/remembered.hpp"

#include <algorithm>

#include "store/micros.hpp"

namespace itsmflow {

void Remembered::clear() noexcept {
  for (Person& person : people_) person.key = 0;
  cases_.clear();
  model_key_ = 0;
  head.reset();
}

const Remembered::Person* Remembered::person(PersonKey key) const noexcept {
  if (key == 0) return nullptr;
  const auto* found = std::find_if(people_.begin(), people_.end(), [&](const Person& person) { return person.key == key; });
  return found == people_.end() ? nullptr : found;
}

const Remembered::Person* Remembered::person(std::string_view id) const noexcept {
  const auto* found =
      std::find_if(people_.begin(), people_.end(), [&](const Person& person) { return person.key != 0 && person.id == id; });
  return id.empty() || found == people_.end() ? nullptr : found;
}

PersonKey Remembered::note_person(PersonKey key, std::string_view id) {
  if (person(key) != nullptr) return key;
  Person& place = people_[next_person_++ % people_.size()];
  place.key = 0;  // it may throw
  place.id = id;
  return place.key = key;
}

const Remembered::Case* Remembered::find(CaseId id) const noexcept {
  const auto found = cases_.find(id.value);
  return found == cases_.end() ? nullptr : &found->second;
}

void Remembered::note(const CaseRecord& record, std::int64_t model_key) {
  if (cases_.size() >= kMostCases && cases_.count(record.id.value) == 0) cases_.erase(cases_.begin());
  Case& noted = cases_[record.id.value];
  noted.model_key = model_key;
  noted.record = record;
  noted.record.started = to_the_microsecond(record.started);
  noted.record.changed = to_the_microsecond(record.changed);
}

void Remembered::note_model(std::string_view digest, std::int64_t key) {
  if (model_key(digest) == key) return;
  model_key_ = 0;  // it may throw
  model_ = digest;
  model_key_ = key;
}

}  // namespace itsmflow
