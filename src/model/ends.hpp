#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <optional>

namespace itsmflow {

/// The object that ends a case by coming to one of its final states. None: a case is over when nothing is left to do in it.
/// docs/semantics.md, 6.2.
std::optional<std::uint32_t> ending_object(const Model& model);

bool is_final(const ObjectType& object, std::uint32_t state);

}  // namespace itsmflow
