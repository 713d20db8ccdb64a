#pragma once

#include "verify/proof.hpp"
#include "verify/unfold.hpp"

namespace itsmflow {

/// Proves a model by its unfolded net: fast, and only of models that the net shows wholly (UnfoldedNet::left_out is empty).
Proof prove(const Net& net, const UnfoldedNet& unfolded, std::size_t most, const TellStates& tell = {});

}  // namespace itsmflow
