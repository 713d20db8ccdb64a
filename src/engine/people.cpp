#include "engine/people.hpp"

namespace itsmflow {

std::optional<PersonKey> PersonBook::find(std::string_view name) {
  for (const auto& [key, known] : known_)
    if (known == name) return key;
  const std::optional<PersonKey> key = transaction_.find_person(name);
  if (key) known_.emplace_back(*key, name);
  return key;
}

PersonKey PersonBook::key(std::string_view name) {
  if (const std::optional<PersonKey> known = find(name)) return *known;
  const PersonKey key = transaction_.intern_person(name);
  known_.emplace_back(key, name);
  new_.emplace_back(key, name);
  return key;
}

std::string PersonBook::name(PersonKey key) {
  for (const auto& [known, name] : known_)
    if (known == key) return name;
  std::string name = transaction_.person(key).value_or("erased person " + std::to_string(key));
  known_.emplace_back(key, name);
  return name;
}

}  // namespace itsmflow
