#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/model.hpp>

#include <memory>
#include <string>
#include <vector>

namespace itsmflow::lang {

/// Fields of models that refer to cases of processes which are not among those that were loaded together.
Diagnostics find_unknown_processes(const std::vector<std::shared_ptr<const Model>>& models,
                                   const std::vector<std::string>& processes);

}  // namespace itsmflow::lang
