#pragma once

#include <cstddef>

// How much each input may cost. A fuzzer learns from many small runs, not from a few long ones; what larger limits cost, and that they
// hold, is for the benchmarks and the tests of limits.

namespace itsmflow::fuzz {

/// States that a proof looks at: enough for every branch of a model of one page, some milliseconds with the sanitizers.
inline constexpr std::size_t kMostStates = 300;
/// Events that one command may cause by itself before it is taken for a loop: the longest chain in our models has about ten.
inline constexpr std::size_t kMostEvents = 60;
/// States that a search for a way to the end of a case looks at: as the states of a proof.
inline constexpr std::size_t kMostSearched = 100;
/// Steps that are taken in the case of a model: the longest way through one of ours has about as many.
inline constexpr int kMostSteps = 12;

}  // namespace itsmflow::fuzz
