#pragma once

#include "import/pnml.hpp"

#include <string>

namespace itsmflow::pnml {

/// Adds what no row can say, as `not-expressible`.
void find_inexpressible(const Net& net, Diagnostics& diagnostics);

/// A net without anything inexpressible as a model in YAML.
///
/// Rows lead from transition to transition. A place that isn't there for one fork, one join or one choice alone gets an activity of the engine,
/// which takes what comes to it and hands it on at once. So does a silent transition with which nothing competes. One with which something
/// does is an activity of a person, and so is one on a circle of them: what the engine can do it does, and nobody could do anything else.
std::string model_text(const Net& net, const std::string& process);

}  // namespace itsmflow::pnml
