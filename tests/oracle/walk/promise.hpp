#pragma once

#include "pair.hpp"
#include "walk.hpp"

namespace itsmflow::oracle {

/// What became of one case of a random user who deviates wherever the policy permits it, until it is over.
struct Kept {
  bool deviating = false;  ///< the model permits deviations, and the loader takes it
  bool sound = false;      ///< and a completion was found from the start: otherwise nothing was done
  std::size_t steps = 0;
  std::size_t deviations = 0;
  std::size_t refused = 0;  ///< because they would have stranded the case
  std::size_t unknown = 0;  ///< searches that gave up
  bool over = false;
  bool given_up = false;  ///< by a search, before it was over
  Found found{};          ///< the model and the steps; `disagreement` says how the promise was broken
};

/// After each of his deviations a completion is found, and by such completions the case is driven to its end.
Kept keep_promise(std::uint64_t seed, int steps, const Features& features);

}  // namespace itsmflow::oracle
