#pragma once

#include "lang/merge.hpp"

#include <itsmflow/model.hpp>

#include <memory>

namespace itsmflow::lang {

/// Reads one model that stands alone.
Loaded<std::shared_ptr<const Model>> read_model(const std::shared_ptr<const SourceText>& source);

/// Reads a model as it was put together. What every way of loading one ends in.
Loaded<std::shared_ptr<const Model>> read_tree(const Tree& tree);

/// What is wrong with a shared file by itself.
Diagnostics check_shared(const Tree& tree);

}  // namespace itsmflow::lang
