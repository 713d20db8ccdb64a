#pragma once

#include <itsmflow/check.hpp>
#include <itsmflow/verify.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace itsmflow::cli {

using Texts = std::vector<std::shared_ptr<const SourceText>>;

/// How far `check` looks.
struct Depth {
  std::size_t max_states = VerifyOptions{}.max_states;
  std::string people;  ///< path of a file; empty: nobody asks who there is
};

/// Everything that is found in texts: by loading them, and by proving each that has no error. Several are proved at once; the result is
/// the same.
Found find_in(const Texts& texts, const Depth& depth);

/// What is wrong with nets in PNML.
struct NetsFound {
  Diagnostics findings;
  std::vector<std::string> unreadable;  ///< paths
};
NetsFound find_in_nets(const std::vector<std::string>& nets, const Depth& depth);

}  // namespace itsmflow::cli
