#pragma once

#include "verify/petri_net.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace itsmflow {

/// Sets of places of which one is marked at most, however the net goes on: what needs one of them and what needs another happen one after
/// the other.
///
/// They are found by the shape of the net. A set holds one token at most if it does so at first and no transition puts more into it than it
/// takes out of it: state machine components, or 0-1 invariants (Lautenbach, Linear algebraic techniques for place/transition nets, 1987;
/// Murata, Petri nets: properties, analysis and applications, 1989). Not all there are are found, and none that isn't one.
class Threads {
 public:
  explicit Threads(const PetriNet& net);

  /// There is never a contact at this place.
  bool is_safe(std::uint32_t place) const { return is_safe_[place]; }
  /// No marking enables both transitions.
  bool are_apart(std::uint32_t left, std::uint32_t right) const;

 private:
  using List = std::vector<std::uint32_t>;
  enum class Prefer { few_producers, many_producers, as_written };

  void find(std::uint32_t place);
  bool grow(std::uint32_t place, Prefer prefer);
  void include(std::uint32_t place);
  bool mend(std::uint32_t transition, Prefer prefer);
  void keep(const List& places);
  void add_thread(const List& places);

  const PetriNet& net_;
  std::vector<List> producers_;  ///< by place
  std::vector<List> takers_;     ///< by place
  std::vector<bool> is_initial_;
  std::vector<bool> is_safe_;
  std::vector<List> threads_;  ///< by place: which sets it is in
  using Need =
      std::pair<std::uint32_t, std::uint32_t>;  ///< a set, and the place of it that is marked when the transition is enabled
  std::vector<std::vector<Need>> needs_;        ///< by transition, ascending
  std::uint32_t count_ = 0;
  std::size_t work_left_ = 0;

  // The set that is being looked for.
  List places_;
  std::vector<bool> within_;          ///< by place
  std::vector<std::uint32_t> takes_;  ///< by transition: how many of its places it takes from
  std::vector<std::uint32_t> puts_;   ///< … or puts into
  List touched_;                      ///< transitions
  List unbalanced_;                   ///< … that may put more than they take
};

}  // namespace itsmflow
