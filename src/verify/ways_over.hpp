#pragma once

#include "semantics/choices.hpp"
#include "semantics/skips.hpp"

#include <itsmflow/directory.hpp>

#include <cstddef>
#include <set>
#include <vector>

namespace itsmflow {

/// Activities that are passed over one after the other, as the engine would, and what is given for them.
struct WayOver {
  Way way;
  Writes given{};

  std::set<Passed> passed() const { return {way.passed.begin(), way.passed.end()}; }
};

struct WaysOver {
  std::vector<WayOver> ways;  ///< those that pass over fewer first; the first passes over nothing
  bool all = true;            ///< there are no more
};

/// What is tried of fields.
struct TriedValues {
  ListLengths lengths{};
  StandingFor known{};
};

/// All that lines of `skip` permit to a person for a motive, with values that can make a difference, no more than `most`. Each activity gets
/// what it takes itself: that its guard may read what is given for another one isn't tried.
WaysOver ways_over(const Net& net, const CaseState& state, const Directory::Person& person, std::uint32_t motive,
                   const Surroundings& surroundings, const TriedValues& values, std::size_t most);

/// Ways to fill in what an activity takes, but for what has been given; where the model permits to leave out required data, without them too.
Fillings ways_to_fill_deviating(const Net& net, const CaseState& state, const Passed& done, std::string_view actor,
                                const Writes& given, const TriedValues& values);

}  // namespace itsmflow
