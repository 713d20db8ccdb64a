#pragma once

#include <itsmflow/store.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {

/// What an erased person is called: "erased-7" of key 7.
std::string stand_in(PersonKey key);
/// Whether a name looks like one.
bool is_stand_in(std::string_view name);

/// Persons by key and by name while one transaction lasts: content that is stored has keys, everything else has names.
class PersonBook {
 public:
  explicit PersonBook(Store::Transaction& transaction) : transaction_(transaction) { known_.reserve(kUsual); }

  /// The key, a new one if the person has none yet. UsageError for a stand-in that name() didn't give: it would be taken for
  /// the erased person's.
  PersonKey key(std::string_view name);
  /// The key, if there is one.
  std::optional<PersonKey> find(std::string_view name);
  /// Those of whom a name or a key was asked so far.
  const std::vector<std::pair<PersonKey, std::string>>& known() const { return known_; }
  /// The persons that key() has given a first key since the last call.
  std::vector<std::pair<PersonKey, std::string>> take_new() { return std::exchange(new_, {}); }
  /// The person's row has no name any more.
  bool is_erased(PersonKey key) { return !transaction_.person(key); }
  /// The name; of an erased person a stand-in that goes back to the same key.
  std::string name(PersonKey key);

 private:
  static constexpr std::size_t kUsual = 4;  ///< so many persons have to do with most cases

  Store::Transaction& transaction_;
  std::vector<std::pair<PersonKey, std::string>> known_;
  std::vector<std::pair<PersonKey, std::string>> new_;
};

}  // namespace itsmflow
