#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace itsmflow {

/// One way through a region: it begins with a target of the fork and ends at a source of the join.
struct RegionBranch {
  std::uint32_t entry = 0;                ///< activity: the fork's target
  std::uint32_t source = 0;               ///< which of the join's sources ends it
  std::vector<std::uint32_t> activities;  ///< ascending
};

/// A fork and the join that belongs to it. docs/semantics.md, 2.13.
struct Region {
  std::uint32_t fork = 0;  ///< row
  std::uint32_t join = 0;  ///< row
  std::vector<RegionBranch> branches;
};

/// A join written as a mapping for which no fork could be found.
struct UnpairedJoin {
  std::uint32_t join = 0;
  std::string why;  ///< half a sentence, what keeps the likeliest fork from being the one
  Span where;       ///< what it speaks of; none: nothing in particular
};

struct Regions {
  std::vector<Region> regions;
  std::vector<UnpairedJoin> unpaired;
};

/// Pairs every join that waits for begun branches with its fork.
Regions find_regions(const Model& model);

}  // namespace itsmflow
