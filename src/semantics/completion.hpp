#pragma once

#include "semantics/moves.hpp"
#include "semantics/search.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace itsmflow {

/// How a case could come to its end without any further deviation. docs/semantics.md, 9.13.
struct Completion {
  SearchResult found = SearchResult::no;
  std::vector<CaseMove> moves;       ///< if one was found
  std::vector<std::string> reasons;  ///< if none was: what is in the way where the search came nearest to the end
};

/// Looks for one. Values that people give are taken from what can make a difference to the model, so that what is found is always one,
/// and what isn't may still be. `known_people`: who is known to exist beside those that the directory names.
Completion find_completion(const Net& net, const CaseState& state, const Surroundings& surroundings,
                           const std::vector<std::string>& known_people, std::size_t limit);

}  // namespace itsmflow
