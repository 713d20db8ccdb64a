#pragma once

#include "faults/course.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

/// What can be seen of a store: the log of all cases in its order, without times and salts, and everything that follows from it.
struct Picture {
  std::vector<std::string> log;
  std::string work;  ///< cases, offers, timers and the outbox
};

Picture picture_of(itsmflow::Store& store);

/// A course as it goes where nothing fails, in a store in memory, and what there is after each of its commits.
struct Reference {
  Reference(std::uint64_t seed, Length length);

  std::vector<Action> actions;
  std::vector<std::size_t> log_after;  ///< so many events there are after each action
  std::map<std::size_t, std::set<std::string>>
      works;  ///< by the number of events: what there may be besides; no other numbers are whole
  Picture end;
  World world;

  /// What is wrong about a picture taken in the middle: not a beginning of this log, not the end of a commit, or work that doesn't match it;
  /// too few or too many events. Empty: nothing.
  std::vector<std::string> compare(const Picture& picture, std::size_t least, std::size_t most) const;
  /// The first action that is not wholly in a log of so many events, or may not be.
  std::size_t resume(std::size_t events) const;
  std::size_t log_before(std::size_t action) const { return action == 0 ? 0 : log_after[action - 1]; }
};

/// The differences between what two worlds have seen. Each thing happens at least once, with the same key and the same words, and `repeats` things
/// at most once more than they should.
std::vector<std::string> compare(const World& seen, const World& expected, std::size_t repeats);
