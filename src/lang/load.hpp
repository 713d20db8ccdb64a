#pragma once

#include <itsmflow/model.hpp>

#include <memory>

namespace itsmflow::lang {

/// Reads one model. What every way of loading one ends in.
Loaded<std::shared_ptr<const Model>> read_model(const std::shared_ptr<const SourceText>& source);

}  // namespace itsmflow::lang
