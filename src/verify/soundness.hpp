#pragma once

#include "verify/petri_net.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace itsmflow {

/// One thing that is wrong with how a net behaves.
struct SoundnessFault {
  enum class Kind {
    multi_merge,  ///< a place gets a second token
    deadlock,     ///< nothing is possible, and the marking is no final one
    livelock,     ///< it goes on, and none of the markings that can still be reached is a final one or a deadlock
    leftover,     ///< a final marking is reached, and tokens are left beside it
    dead,         ///< a transition that can never fire
  };
  Kind kind = Kind::deadlock;
  std::vector<std::uint32_t> way;     ///< the transitions that lead there; none of `dead`
  std::vector<std::uint32_t> marked;  ///< the places that are marked then, ascending
  std::uint32_t subject = 0;          ///< the place of multi_merge, the final marking of leftover, the transition of dead
};

struct Soundness {
  std::vector<SoundnessFault> faults;
  bool decided = true;       ///< false: the limit was reached, and there may be more faults
  std::size_t markings = 0;  ///< how many were looked at
};

/// Whether each case of a net comes to one of its final markings and to nothing beside it: soundness as van der Aalst has it (Verification
/// of workflow nets, 1997), of nets whose places hold one token at most, and with several final markings if need be.
///
/// Every transition takes a token from somewhere; no final marking is empty, or has all places of another. At most `most` markings are looked at, and as many
/// again for transitions that seem dead. After a multi_merge nothing is said of what comes after it, and nothing of dead transitions.
/// Nets with at most `thorough` markings are looked at as a whole, and no way is shorter than the one given.
Soundness judge_soundness(const PetriNet& net, const std::vector<std::vector<std::uint32_t>>& finals, std::size_t most,
                          std::size_t thorough = 50'000);

}  // namespace itsmflow
