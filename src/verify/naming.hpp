#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/model.hpp>

#include <cstdint>
#include <string>

namespace itsmflow {

// An activity that ends with a result, as people see it.

/// "deploy", "deploy.failed".
std::string name_of(const Model& model, std::uint32_t activity, std::uint32_t result);
/// Where it stands in the text.
Span span_of(const Model& model, std::uint32_t activity, std::uint32_t result);

}  // namespace itsmflow
