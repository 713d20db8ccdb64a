#pragma once

#include "verify/petri_net.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace itsmflow {

/// Which values of a net's memories something can still look at.
///
/// A value that nothing can look at any more is *dead*, and markings that differ only in dead values have the same future (Bozga, Fernandez,
/// Ghirvu, State space reduction based on live variables analysis, 1999). Whether a value is live is judged by the shape of the net: it is
/// called live too often rather than too seldom.
class LiveValues {
 public:
  explicit LiveValues(const PetriNet& net);

  /// Takes the dead values out of a marking.
  void forget_dead(std::span<std::uint64_t> words) const;

 private:
  struct Memory {
    std::vector<std::pair<std::size_t, std::uint64_t>> places;  ///< the words it has places in, and which bits
    std::vector<std::uint64_t> lead_to_readers;                 ///< as long as one of these is marked, something may look at it
  };
  std::vector<Memory> memories_;
};

}  // namespace itsmflow
