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

using People = std::vector<std::pair<PersonKey, std::string>>;

/// Persons by key and by name while one transaction lasts: content that is stored has keys, everything else has names.
class PersonBook {
 public:
  explicit PersonBook(Store::Transaction& transaction) : transaction_(transaction) {}

  /// The key, a new one if the person has none yet. UsageError for a stand-in that name() didn't give: it would be taken for
  /// the erased person's.
  PersonKey key(std::string_view name);
  /// The key, if there is one.
  std::optional<PersonKey> find(std::string_view name);
  /// Those of whom a name or a key was asked so far.
  const People& known() const { return known_; }
  People release() && noexcept { return std::move(known_); }
  /// Persons whom another book knew are still called so; then this one knows them too.
  bool are_called(People people);
  /// The persons that key() has given a first key since the last call.
  People take_new() { return std::exchange(new_, {}); }
  /// The person's row has no name any more.
  bool is_erased(PersonKey key) { return !transaction_.person(key); }
  /// The name; of an erased person a stand-in that goes back to the same key.
  std::string name(PersonKey key);

 private:
  const People::value_type& entry(PersonKey key);

  Store::Transaction& transaction_;
  People known_;
  People new_;
};

}  // namespace itsmflow
