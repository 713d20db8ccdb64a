#include "engine/people.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>

namespace itsmflow {
namespace {

constexpr std::string_view kStandIn = "erased-";

}  // namespace

std::string stand_in(PersonKey key) {
  return std::string(kStandIn) + std::to_string(key);
}

bool is_stand_in(std::string_view name) {
  return name.size() > kStandIn.size() && name.substr(0, kStandIn.size()) == kStandIn &&
         std::all_of(name.begin() + kStandIn.size(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<PersonKey> PersonBook::find(std::string_view name) {
  for (const auto& [key, known] : known_)
    if (known == name) return key;
  const std::optional<PersonKey> key = transaction_.find_person(name);
  if (key) known_.emplace_back(*key, name);
  return key;
}

PersonKey PersonBook::key(std::string_view name) {
  if (const std::optional<PersonKey> known = find(name)) return *known;
  if (is_stand_in(name))
    throw UsageError("'" + std::string(name) + "' stands for a person who was erased; nobody else can be called so");
  const PersonKey key = transaction_.intern_person(name);
  known_.emplace_back(key, name);
  new_.emplace_back(key, name);
  return key;
}

std::string PersonBook::name(PersonKey key) {
  return entry(key).second;
}

const People::value_type& PersonBook::entry(PersonKey key) {
  for (const auto& known : known_)
    if (known.first == key) return known;
  std::optional<std::string> name = transaction_.person(key);
  return known_.emplace_back(key, name ? std::move(*name) : stand_in(key));
}

bool PersonBook::are_called(People people) {
  const auto is_called_so = [&](const auto& person) { return entry(person.first).second == person.second; };
  if (!known_.empty()) return std::all_of(people.begin(), people.end(), is_called_so);
  for (const auto& [key, called] : people) {
    const std::optional<std::string> name = transaction_.person(key);
    if (name ? *name != called : stand_in(key) != called) return false;
  }
  known_ = std::move(people);
  return true;
}

}  // namespace itsmflow
