#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace itsmflow::cli {

/// Calls `check` now, and again whenever a YAML file at or beside the paths changes, comes or goes, or one of the files that `check` gives
/// back. Ends when nobody reads the output any more; a person ends it with Ctrl-C.
void watch(Terminal& terminal, const std::vector<std::string>& paths, const std::function<std::vector<std::string>()>& check);

}  // namespace itsmflow::cli
