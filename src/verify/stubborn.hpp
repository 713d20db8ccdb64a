#pragma once

#include "verify/petri_net.hpp"

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
/// Asked only where nothing urgent is enabled. An urgent transition that may follow one of the set, and that others could forestall, is looked
/// at as if it were enabled.
class StubbornSets {
 public:
  explicit StubbornSets(const PetriNet& net);

  /// The enabled transitions of a small stubborn set; empty only if none is enabled. `enabled`: all of them, ascending.
  std::vector<std::uint32_t> of(Marking marking, const std::vector<std::uint32_t>& enabled);

 private:
  using List = std::vector<std::uint32_t>;

  /// All that a set with this enabled transition must have; false: it has as many enabled ones as `most`.
  bool close(Marking marking, std::uint32_t seed, std::size_t most);
  bool is_contested(const PetriNet::Transition& transition) const;
  /// Whatever would have another effect before it than after it, or might no longer be enabled.
  void add_all_that_mind(const PetriNet::Transition& transition);
  void add(std::uint32_t transition);
  void add_all(const List& transitions);
  /// The empty place for which a transition has to wait, of which most of those that fill it are in the set.
  std::uint32_t missing_place(const PetriNet::Transition& transition, Marking marking) const;

  const PetriNet& net_;
  std::vector<List> users_;            ///< by place: that take from it, read or clear it
  std::vector<List> removers_;         ///< by place: that take from it or clear it
  std::vector<List> producers_;        ///< by place
  std::vector<List> urgent_readers_;   ///< by place
  std::vector<bool> is_contested_;     ///< by transition
  std::vector<std::uint32_t> in_set_;  ///< by transition: in which round it was last added
  std::uint32_t round_ = 0;
  List set_;
  List open_;
};

}  // namespace itsmflow
