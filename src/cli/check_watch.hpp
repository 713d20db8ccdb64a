#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace itsmflow::cli {

/// What one check read.
struct ReadFiles {
  std::vector<std::string> models;
  std::vector<std::string> others;  ///< settings and the baseline
};

/// Calls `check` now, and again whenever a YAML file at or beside the paths changes, comes or goes, or one of the others that `check` gives
/// back. Ends when nobody reads the output any more; a person ends it with Ctrl-C.
void watch(Terminal& terminal, const std::vector<std::string>& paths, const std::function<ReadFiles()>& check);

}  // namespace itsmflow::cli
