#pragma once

#include "model/rule_product.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace itsmflow {

/// The rules about the course of a model's cases, judged together: whether what was done can still be continued so that all of them
/// are satisfied at once, by any endings that the model has, in any order. Immutable, safe to read from any thread.
///
/// Rules that share no ending are judged apart, which is exact: none of them minds what the others read, so that their courses can
/// be done one after the other. Rules that do mind (init, last and the chain templates) are one group, and if it can't take in
/// foreign endings wherever it is, all rules are. (Joint judgement: the global automaton of Maggi, Westergaard, Montali, van der
/// Aalst, Runtime verification of LTL-based declarative process models, 2011.)
class RuleSet {
 public:
  /// By course: the state of each automaton.
  using States = std::vector<std::uint32_t>;
  /// The state of a rule that is off for a case: nobody minds it any more.
  static constexpr std::uint32_t kOff = UINT32_MAX;

  RuleSet() : RuleSet(Courses(), RuleProduct::kLimit) {}
  explicit RuleSet(const Model& model, std::size_t limit = RuleProduct::kLimit) : RuleSet(courses_of(model), limit) {}

  bool empty() const noexcept { return courses_.courses.empty(); }
  std::size_t size() const noexcept { return courses_.courses.size(); }
  /// The rule of the model that a course is.
  std::uint32_t rule(std::size_t course) const { return courses_.courses[course].rule; }
  const RuleAutomaton& automaton(std::size_t course) const { return courses_.courses[course].automaton; }

  /// Rules of the model that are too many to be judged together; empty: none. Nothing else can be asked then.
  const std::vector<std::uint32_t>& too_many() const noexcept { return too_many_; }
  /// Rules of the model that no case can keep: none of them could be left out. Empty: all can be kept.
  std::vector<std::uint32_t> contradiction() const;

  States initial() const { return States(size(), 0); }
  /// What an ending does to the states. Endings that rules don't read leave them.
  void advance(States& states, std::uint32_t activity, std::uint32_t result) const;

  bool is_accepting(const States& states, std::size_t course) const {
    return states[course] == kOff || automaton(course).states[states[course]].accepting;
  }
  bool all_accept(const States& states) const;
  /// All can still come to accept together.
  bool is_alive(const States& states) const;
  /// Of a rule that is off: satisfied.
  RuleStatus status(const States& states, std::size_t course) const {
    return states[course] == kOff ? RuleStatus::satisfied : statuses_[course][states[course]];
  }

  /// Courses that can't all be kept from these states, which are not alive: those violated for good, or else a set of which none
  /// could be left out.
  std::vector<std::uint32_t> blamed(const States& states) const;

  enum class Goal { alive, accepting };
  /// Activities on a shortest way to where an ending would leave the rules alive or accepting; each way's. Empty: there is none.
  std::vector<std::uint32_t> first_needed(const States& states, std::uint32_t activity, std::uint32_t result, Goal goal) const;
  /// Activities on a shortest way to where one rule accepts, by itself.
  std::vector<std::uint32_t> satisfying(const States& states, std::size_t course) const;

  /// The rules that are in force where others are off, judged in groups of their own.
  struct InForce {
    std::shared_ptr<const RuleSet> rules;
    States states;
    std::vector<std::uint32_t> courses;  ///< by course of `rules`: which it is of all
  };
  /// Whoever asks, from any thread, where the same rules are off, gets the same `rules`: they are made the first time, and kept.
  InForce in_force(const States& states) const;

 private:
  RuleSet(Courses courses, std::size_t limit);
  void judge_each();
  void make_groups(std::size_t limit);
  std::optional<std::uint32_t> ending(std::uint32_t activity, std::uint32_t result) const;

  Courses courses_;
  std::vector<std::vector<RuleStatus>> statuses_;  ///< by course and state
  std::vector<RuleProduct> groups_;
  std::vector<std::uint32_t> too_many_;
  class InForceByOff;
  std::shared_ptr<InForceByOff> in_force_;  ///< those that cases needed so far; shared by copies
  std::size_t limit_ = RuleProduct::kLimit;
};

}  // namespace itsmflow
