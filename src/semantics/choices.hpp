#pragma once

#include "semantics/state.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace itsmflow {

// What people may be thought to fill in, when a case is thought ahead: values that can make a difference to the model's expressions
// (net.reads), because they are written out there, stand beside them, or are in the case; and for all other fields any value.

/// Ways to fill in what is taken, no more than `most`; the first leaves alone what needn't be given. Each has the required fields that
/// nobody has given, and maybe others.
std::vector<Writes> ways_to_fill(const Net& net, const CaseState& state, const std::vector<FieldRef>& required,
                                 const std::vector<FieldRef>& asked, std::string_view actor, std::size_t most);

/// What a value of a message may be.
std::vector<Value> values_for_message(const Net& net, const CaseState& state);

}  // namespace itsmflow
