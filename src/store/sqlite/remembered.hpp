#pragma once

#include <itsmflow/store.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace itsmflow {

/// Rows as they are in the file, which a transaction met or wrote and needn't read again. Connection knows for how long they are right.
class Remembered {
 public:
  struct Person {
    PersonKey key = 0;
    std::string id;  ///< empty: somebody who was erased
  };
  struct Case {
    CaseRecord record;
    std::int64_t model_key = 0;
  };

  void clear() noexcept;

  const Person* person(PersonKey key) const noexcept;
  const Person* person(std::string_view id) const noexcept;
  PersonKey note_person(PersonKey key, std::string_view id);

  const Case* find(CaseId id) const noexcept;
  void note(const CaseRecord& record, std::int64_t model_key);
  void forget(CaseId id) noexcept { cases_.erase(id.value); }

  /// The key of the model that was met last; 0: it is another one.
  std::int64_t model_key(std::string_view digest) const noexcept { return model_key_ != 0 && model_ == digest ? model_key_ : 0; }
  void note_model(std::string_view digest, std::int64_t key);

  std::optional<Digest> head;  ///< over all events

 private:
  static constexpr std::size_t kMostCases = 1'000;  // as many states as the engine keeps; half a kilobyte each, and its fields

  std::array<Person, 8> people_{};  // a step has seldom more
  std::size_t next_person_ = 0;
  std::unordered_map<std::int64_t, Case> cases_;
  std::string model_;
  std::int64_t model_key_ = 0;
};

}  // namespace itsmflow
