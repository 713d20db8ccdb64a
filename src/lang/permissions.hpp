#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace itsmflow::lang {

/// Why a deviation of a kind is never needed on an activity, half a sentence: "it has no guard". Empty: it may be, or that can't be told.
/// `by`: the roles of those who may. The model's rules must be known.
std::string why_never_needed(const Model& model, std::uint32_t activity, DeviationKind what, const std::vector<std::uint32_t>& by);

/// Why there is nothing that any deviation could do to an activity; empty: there is something.
std::string why_never_deviated(const Model& model, std::uint32_t activity);

}  // namespace itsmflow::lang
