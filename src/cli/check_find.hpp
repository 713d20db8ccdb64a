#pragma once

#include <itsmflow/check.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace itsmflow::cli {

using Texts = std::vector<std::shared_ptr<const SourceText>>;

/// How far `check` looks.
struct Depth {
  std::optional<std::size_t> max_states;  ///< none: as many as is usual
  bool deep = false;                      ///< also deviations from the order of work
  std::string people;                     ///< path of a file; empty: nobody asks who there is
};

/// What is found in texts by loading them. What only a proof shows is left undecided.
Found find_by_loading(const Texts& texts, const Depth& depth);

/// Everything that is found in texts: by loading them, and by proving each that has no error. Several are proved at once; the result is
/// the same. Says at a terminal how far it is.
Found find_in(Terminal& terminal, const Texts& texts, const Depth& depth);

/// What is wrong with nets in PNML.
struct NetsFound {
  Diagnostics findings;
  std::vector<std::string> readable;  ///< paths
  std::vector<std::string> unreadable;
};
NetsFound find_in_nets(Terminal& terminal, const std::vector<std::string>& nets, const Depth& depth);

}  // namespace itsmflow::cli
