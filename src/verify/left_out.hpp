#pragma once

#include "net/net.hpp"
#include "verify/variables.hpp"

#include <string>
#include <vector>

namespace itsmflow {

// What the plain net of a model can't show, in words, each once, as far as it can be told before the net is made; empty: nothing that is
// known.

/// Parts that the model consists of.
std::vector<std::string> parts_left_out(const Net& net);
/// Data, and times that depend on them. Only of models whose parts are all shown.
std::vector<std::string> data_left_out(const Net& net, const Variables& variables);

}  // namespace itsmflow
