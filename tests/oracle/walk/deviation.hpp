#pragma once

#include "doing.hpp"
#include "generator.hpp"

namespace itsmflow::oracle {

/// A step with a motive in a case of a model that has some; mostly one that is permitted, whether or not it strands the case.
Doing draw_deviation(Random& random, World& world, std::size_t number);

/// Confirming, disapproving or judging; none where nothing could be said.
std::optional<Doing> draw_story(Random& random, const Twin& twin);

}  // namespace itsmflow::oracle
