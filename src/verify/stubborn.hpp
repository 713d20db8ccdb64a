#pragma once

#include "verify/petri_net.hpp"
#include "verify/threads.hpp"

#include <cstdint>
#include <vector>

namespace itsmflow {

/// Which of the enabled transitions it is enough to look at.
///
/// Strong stubborn sets (Valmari, Stubborn sets for reduced state space generation, 1991) of the net in which a contact leaves a mark for
/// good: a transition that is left out commutes with all that are in, contacts included. They keep every marking in which nothing is
/// enabled, with as short a way there as there is, and whether there was a contact on it; and whether from every marking one of
/// those can be reached at all: a marking from which none can be reached stays so when transitions of the set fire, and each way to one
/// without them is a way with them in another order.
///
/// Asked only where nothing urgent is enabled. An urgent transition that may follow one of the set belongs to the step that it follows: it is
/// looked at as if it were enabled. If it *races* with another urgent one, what lets it be enabled comes along too, as that decides which of
/// them happens. Two urgent ones race if one of them can take away what the other one needs; and what one of those follows races with it. One
/// that doesn't race, such as a join, has the same effect sooner or later.
///
/// What can't be enabled as long as the other one is (see Threads) is left out, and so are contacts where there never is one.
class StubbornSets {
 public:
  explicit StubbornSets(const PetriNet& net);

  /// The enabled transitions of a small stubborn set; empty only if none is enabled. `enabled`: all of them, ascending.
  std::vector<std::uint32_t> of(Marking marking, const std::vector<std::uint32_t>& enabled);

 private:
  using List = std::vector<std::uint32_t>;

  // What must be in a set along with what, as a graph: a transition leads to places, as one of several roles that these play for it, and a
  // place in a role to the transitions that have to do with it so. A closed set is whatever can be reached from one of its transitions.
  enum Role : std::uint32_t { kUsers, kRemovers, kClearers, kProducers, kUrgentUsers, kRoles };
  std::uint32_t node(Role role, std::uint32_t place) const;
  List& with(Role role, std::uint32_t place) { return with_[role * net_.places + place]; }
  void add_roles(std::uint32_t transition);
  void find_races();
  void note_races(const List& some, const List& others);
  void find_minds(std::uint32_t transition);
  void mind(std::uint32_t transition, Role role, std::uint32_t place);
  void find_next(std::uint32_t node, Marking marking);
  std::uint32_t missing_place(const PetriNet::Transition& transition, Marking marking) const;

  // The components of the graph, those that lead to no other first (Tarjan, Depth-first search and linear graph algorithms, 1972).
  bool visit(std::uint32_t seed, Marking marking);
  void enter(std::uint32_t node, Marking marking);
  bool leave(std::uint32_t root);

  const PetriNet& net_;
  Threads threads_;
  std::vector<bool> races_;     ///< by transition
  std::size_t pairs_left_ = 0;  ///< that may still be compared; where none may, sets are larger than need be, and never too small
  std::vector<List> with_;      ///< by place in a role: the transitions
  std::vector<List> minds_;     ///< by transition: what would have another effect before it than after it, or be no longer enabled

  struct Visit {
    std::uint32_t number = 0;  ///< 0: not yet
    std::uint32_t low = 0;     ///< the lowest number of what it leads back to
    bool is_open = false;      ///< its component isn't complete
    bool acts = false;         ///< an enabled transition
    bool leads_on = false;     ///< … or one of another component can be reached from it
  };
  struct Step {
    std::uint32_t node = 0;
    const List* next = nullptr;
    std::size_t at = 0;
  };
  std::vector<Visit> visits_;  ///< by node
  List visited_;
  List open_;
  std::vector<Step> path_;
  std::vector<List> waits_for_;  ///< by transition that isn't enabled: where it leads to
  List best_;
};

}  // namespace itsmflow
