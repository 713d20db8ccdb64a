#pragma once

#include "engine/people.hpp"
#include "semantics/state.hpp"

#include <itsmflow/store.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace itsmflow {

/// A case as one transaction sees it.
struct OpenCase {
  CaseRecord record;
  std::shared_ptr<const Net> net;
  CaseState state;
  std::optional<std::vector<OfferRow>> offers{};  ///< that the store has of it; none: they follow from the state
};

/// Cases as they were last written, so that the next step needn't read them from text. A state is given out again only for the very text, and
/// the very names of persons, that it would be read from: whatever others write meanwhile, it can't be stale.
///
/// Several threads may use it at once.
class KeptStates {
 public:
  /// Of so many cases about, those that were first written last; some kilobytes each.
  static constexpr std::size_t kMost = 1'024;

  /// A copy, for those who read.
  std::optional<CaseState> find(const CaseRecord& record, PersonBook& people) const;
  /// For a step, which keeps what it makes of it: nothing is kept of the case until then. Null: nothing that counts is kept.
  std::unique_ptr<OpenCase> take(const CaseRecord& record, PersonBook& people);
  /// The snapshot in the record is of this state, in names that `people` gave. Where there is no memory for it, nothing is kept.
  void keep(std::unique_ptr<OpenCase> at, const PersonBook& people) noexcept;
  void keep(std::unique_ptr<OpenCase> at, PersonBook&& people) noexcept;

 private:
  struct Entry {
    std::unique_ptr<OpenCase> at;  ///< null: a step has it
    People people;

    bool is_of(const CaseRecord& record) const;
  };
  /// Of each of these a part of the cases, so that threads with different cases mostly don't meet.
  struct alignas(64) Part {
    mutable std::mutex mutex;
    std::unordered_map<std::int64_t, Entry> entries;  ///< by case
    std::deque<std::int64_t> in_order;                ///< cases, those that came first at the front
  };
  static constexpr std::size_t kParts = 16;

  Part& part_of(CaseId id) { return parts_[static_cast<std::uint64_t>(id.value) % kParts]; }
  const Part& part_of(CaseId id) const { return parts_[static_cast<std::uint64_t>(id.value) % kParts]; }
  void keep(std::unique_ptr<OpenCase> at, People people);

  std::array<Part, kParts> parts_;
};

}  // namespace itsmflow
