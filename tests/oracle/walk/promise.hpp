#pragma once

#include "pair.hpp"
#include "walk.hpp"

namespace itsmflow::oracle {

/// What became of the cases of a random user who deviates wherever the policy permits it, until they are over.
struct Kept {
  std::size_t steps = 0;
  std::size_t deviations = 0;
  std::size_t refused = 0;   ///< because they would have stranded the case
  std::size_t over = 0;      ///< cases
  std::size_t given_up = 0;  ///< cases: a search gave up before they were over
  Found found{};             ///< the model and the steps; `disagreement` says how the promise was broken
};

/// After each of his deviations a completion is found, and by such completions each case is driven to its end. Nothing is done where the
/// model permits no deviations or the loader refuses it, and nothing but the start where no completion is found from there.
Kept keep_promise(std::uint64_t seed, int cases, int steps, const Features& features);

}  // namespace itsmflow::oracle
