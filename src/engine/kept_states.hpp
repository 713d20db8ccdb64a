#pragma once

#include "engine/people.hpp"
#include "semantics/state.hpp"

#include <itsmflow/store.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace itsmflow {

/// States of cases as they were last written, so that the next step needn't read them from text. A state is given out again only for the
/// very text, and the very names of persons, that it would be read from: whatever others write meanwhile, it can't be stale.
///
/// Several threads may use it at once.
class KeptStates {
 public:
  /// Of so many cases, those that were written last; some kilobytes each.
  static constexpr std::size_t kMost = 1'000;

  std::optional<CaseState> find(const CaseRecord& record, PersonBook& people) const;
  /// `record`: whose snapshot is of this state, in names that `people` gave. Where there is no memory for it, nothing is kept.
  void keep(CaseRecord&& record, CaseState&& state, const PersonBook& people) noexcept;

 private:
  struct Entry {
    std::string model_digest;
    std::string snapshot;
    CaseState state;
    std::vector<std::pair<PersonKey, std::string>> people;
  };

  mutable std::mutex mutex_;
  std::unordered_map<std::int64_t, std::shared_ptr<const Entry>> entries_;  ///< by case
  std::deque<std::int64_t> in_order_;                                       ///< cases, those that came first at the front
};

}  // namespace itsmflow
