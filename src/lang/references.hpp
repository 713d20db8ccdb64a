#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/model.hpp>

#include <memory>
#include <string>
#include <vector>

namespace itsmflow::lang {

/// Where models that were loaded together don't fit each other: processes that are not among them, and what one passes to another, or
/// expects of it, that it doesn't have. `processes`: all that were read, also those with errors.
Diagnostics find_broken_links(const std::vector<std::shared_ptr<const Model>>& models, const std::vector<std::string>& processes);

}  // namespace itsmflow::lang
