#pragma once

#include "engine/json_writer.hpp"
#include "net/net.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>

namespace itsmflow {

// Tokens are stored by the names of their places, which the text of a model fixes; the numbers that a compiled net gives them may
// change from one itsmflow to the next.

void write_tokens(JsonWriter& out, const Net& net, const Bits& marked);
/// Throws std::out_of_range for a name that the net doesn't have, nlohmann's exceptions for what is no list of names.
Bits read_tokens(const nlohmann::ordered_json& names, const Net& net);

/// The input of an activity that consists of these tokens, and the silent transition of a row that takes them.
std::uint32_t input_with(const Net& net, std::uint32_t activity, const Bits& tokens);
std::uint32_t silent_with(const Net& net, std::uint32_t row, const Bits& tokens);

}  // namespace itsmflow
