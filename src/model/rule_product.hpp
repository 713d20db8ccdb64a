#pragma once

#include "model/rule_automaton.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace itsmflow {

/// The rules about the course of cases that a model has, and what each reads of each ending.
struct Courses {
  struct Course {
    std::uint32_t rule = 0;  ///< in the model
    RuleAutomaton automaton;
  };
  struct Ending {
    std::uint32_t activity = 0;
    std::uint32_t result = 0;
    std::vector<std::uint32_t> letters;  ///< by course
  };
  std::vector<Course> courses;
  std::vector<Ending> endings;  ///< those that rules read: of everything but what the engine does
};
Courses courses_of(const Model& model);

/// Some of the rules as one automaton: what can be reached together from some states of theirs. Its letters are the endings that
/// differ for some of these rules. Whatever breaks one of them for good is one state.
class RuleProduct {
 public:
  static constexpr std::size_t kLimit = 200'000;  ///< states

  /// `members`: courses. `start`: their states, by course (others are not looked at).
  RuleProduct(const Courses& courses, std::vector<std::uint32_t> members, const std::vector<std::uint32_t>& start,
              std::size_t limit = kLimit);

  /// It has more states than the limit; nothing else can be asked of it then.
  bool is_too_large() const noexcept { return too_large_; }

  const std::vector<std::uint32_t>& members() const noexcept { return members_; }
  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(accepting_.size()); }
  std::uint32_t letters() const noexcept { return static_cast<std::uint32_t>(letters_.size()); }

  /// The letter that an ending (by number) is.
  std::uint32_t letter(std::size_t ending) const { return letter_of_ending_[ending]; }
  /// The letter that no member names; none if each ending is named.
  std::optional<std::uint32_t> foreign() const noexcept { return foreign_; }
  /// An ending that is a letter, by number; all of them have the same effect.
  const std::vector<std::uint32_t>& endings(std::uint32_t letter) const { return letters_[letter].endings; }

  /// The state that the members' states make together; none if it can't be reached from the start.
  std::optional<std::uint32_t> find(const std::vector<std::uint32_t>& states) const;
  std::uint32_t next(std::uint32_t state, std::uint32_t letter) const {
    return next_[std::size_t{state} * letters_.size() + letter];
  }
  /// All members accept.
  bool is_accepting(std::uint32_t state) const { return accepting_[state]; }
  /// All can still come to accept.
  bool is_alive(std::uint32_t state) const { return alive_[state]; }

  /// The states from which one of `goals` can be reached, themselves among them; by the letters allowed.
  std::vector<bool> leading_to(std::vector<bool> goals, const std::vector<bool>& allowed) const;

 private:
  struct Letter {
    std::vector<std::uint32_t> reads;    ///< by member
    std::vector<std::uint32_t> endings;  ///< by number
  };
  void collect_letters(const Courses& courses);
  void explore(const Courses& courses, std::vector<std::uint32_t> start, std::size_t limit);
  std::string key(const std::vector<std::uint32_t>& at) const;
  bool is_broken(const std::vector<std::uint32_t>& at) const;

  std::vector<std::uint32_t> members_;
  std::vector<std::uint32_t> broken_;  ///< by member: the state in which it can't be satisfied any more; past the last: none
  std::vector<Letter> letters_;
  std::vector<std::uint32_t> letter_of_ending_;
  std::optional<std::uint32_t> foreign_;
  std::unordered_map<std::string, std::uint32_t> index_;  ///< by the members' states
  std::vector<std::uint32_t> next_;
  std::vector<bool> accepting_;
  std::vector<bool> alive_;
  bool too_large_ = false;
};

}  // namespace itsmflow
