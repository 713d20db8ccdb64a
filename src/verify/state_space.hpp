#pragma once

#include "verify/petri_net.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <unordered_set>
#include <vector>

namespace itsmflow {

/// What was found out about the markings of a net that can be reached, breadth first. Each marking has a number, the first one 0.
///
/// With `Look::stubborn` only some of them are looked at (see StubbornSets): enough for markings in which nothing is enabled, for
/// those from which none of these can be reached, and for whether there is any contact; and values that nothing can look at any more are
/// left out of them (see LiveValues). `Look::all` is the plain search.
class StateSpace {
 public:
  enum class Look { stubborn, all };
  struct Contact {
    std::uint32_t from = 0;  ///< marking
    std::uint32_t transition = 0;
  };
  struct Circle {
    std::uint32_t from = 0;                  ///< marking
    std::vector<std::uint32_t> transitions;  ///< from there back to there
  };

  /// Looks at markings until all are known, a contact is found, there are more than `most`, or an end is found that is `enough`. `tell` hears
  /// now and then how many there are.
  StateSpace(const PetriNet& net, Look look, std::size_t most, const std::function<void(std::size_t)>& tell = {},
             const std::function<bool(Marking)>& enough = {});
  StateSpace(const StateSpace&) = delete;  // the set of those that are known looks them up here
  StateSpace& operator=(const StateSpace&) = delete;

  /// Everything that can be reached is known, up to contacts.
  bool is_complete() const { return complete_; }
  std::size_t size() const { return parents_.size(); }
  Marking marking(std::uint32_t state) const;
  /// The first contact that was found. Nothing else is known then of what comes after it.
  const std::optional<Contact>& contact() const { return contact_; }
  /// Markings in which nothing is enabled.
  const std::vector<std::uint32_t>& ends() const { return ends_; }
  bool was_fired(std::uint32_t transition) const { return fired_[transition]; }
  /// A circle of urgent transitions, as near as any is: nothing else ever happens there. None: there is none among the markings that were
  /// looked at.
  std::optional<Circle> circle() const;

  /// The markings from which none of those ends can be reached that are `good`, nor anything that wasn't looked at; those that are found first
  /// before others. Only of a space without a contact.
  std::vector<std::uint32_t> hopeless(const std::function<bool(Marking)>& good) const;

  /// From now on a way is the shorter the fewer transitions it has that count, and only then the fewer it has in all.
  /// `counts`: by transition.
  void count_only(const std::vector<bool>& counts);
  /// How many transitions that count a shortest way there has.
  std::uint32_t distance(std::uint32_t state) const { return distances_.empty() ? 0 : distances_[state]; }
  /// The transitions of a shortest way there.
  std::vector<std::uint32_t> way_to(std::uint32_t state) const;

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  struct Parent {
    std::uint32_t state = kNone;
    std::uint32_t transition = kNone;
  };
  struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t transition = 0;
  };
  struct Hash {
    const StateSpace* space;
    std::size_t operator()(std::uint32_t state) const;
  };
  struct Same {
    const StateSpace* space;
    bool operator()(std::uint32_t left, std::uint32_t right) const;
  };

  /// The last marking of the arena, if it is new; otherwise it is taken out again.
  std::uint32_t settle(Parent parent);

  std::size_t width_;
  std::vector<std::uint64_t> words_;  ///< `width_` for each marking
  std::unordered_set<std::uint32_t, Hash, Same> known_;
  std::vector<Parent> parents_;
  std::vector<Edge> edges_;  ///< by where they come from, ascending
  std::vector<std::uint32_t> distances_;
  std::vector<std::uint32_t> ends_;
  std::vector<bool> fired_;
  std::vector<bool> is_hurried_;  ///< by marking: something urgent is enabled
  std::uint32_t looked_at_ = 0;   ///< so many markings, wholly
  std::optional<Contact> contact_;
  bool complete_ = false;
};

}  // namespace itsmflow
