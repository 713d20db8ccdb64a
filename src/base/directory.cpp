#include <itsmflow/directory.hpp>

#include <algorithm>

namespace itsmflow {

Directory::Directory(std::initializer_list<Person> people) : Directory(std::vector<Person>(people)) {}

Directory::Directory(std::vector<Person> people) {
  for (Person& person : people) {
    std::string id = person.id;
    people_.insert_or_assign(std::move(id), std::move(person));
  }
}

Directory::~Directory() = default;

std::optional<std::vector<std::string>> Directory::roles_of(std::string_view person) const {
  const auto found = people_.find(person);
  if (found == people_.end()) return std::nullopt;
  return found->second.roles;
}

std::vector<std::string> Directory::holders_of(std::string_view role) const {
  std::vector<std::string> holders;
  for (const auto& [id, person] : people_)
    if (std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end()) holders.push_back(id);
  return holders;
}

}  // namespace itsmflow
