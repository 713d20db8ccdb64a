#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/export.hpp>

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {

/// Who there is, and which roles each of them has. The only place roles come from.
///
/// As it is, it holds the persons it was given. To put an LDAP server or a table behind it, derive from it and override
/// roles_of(); override holders_of() as well if refusals are to name who could do it. Both are called from any thread that calls
/// the engine, possibly several at a time, and must not call the engine. What they throw passes through the engine; nothing is
/// changed then.
class ITSMFLOW_EXPORT Directory {
 public:
  /// One person: an id that nobody else has, and the roles.
  struct Person {
    std::string id;
    std::vector<std::string> roles{};
    std::string name{};  ///< for people; may be empty
    Span span{};         ///< the id in the file that it was read from
  };

  Directory() = default;
  Directory(std::initializer_list<Person> people);
  explicit Directory(std::vector<Person> people);
  virtual ~Directory();
  Directory(const Directory&) = default;
  Directory& operator=(const Directory&) = default;
  Directory(Directory&&) = default;
  Directory& operator=(Directory&&) = default;

  /// The roles of a person; no value if there is nobody of that id.
  virtual std::optional<std::vector<std::string>> roles_of(std::string_view person) const;
  /// The ids of the persons who have a role, in a fixed order; empty where nobody has or it can't be told.
  virtual std::vector<std::string> holders_of(std::string_view role) const;

  /// The persons it was given, by id.
  const std::map<std::string, Person, std::less<>>& people() const noexcept { return people_; }

 private:
  std::map<std::string, Person, std::less<>> people_;
};

/// Reads a directory file: `people: {anna: [assigner], bo: {name: Bo Berg, roles: [operator]}}`.
/// Throws NotFound or StoreError if the file cannot be read.
ITSMFLOW_EXPORT Loaded<Directory> load_directory(const std::string& path);

}  // namespace itsmflow
