#pragma once

#include <functional>

#include "cli/errors.hpp"
#include "cli/terminal.hpp"

namespace itsmflow::cli {

/// What a command works with: where it prints, and in which form.
struct Context {
  Terminal terminal;
  bool json = false;
  std::function<Exit()> action;  ///< of the command that was named
};

}  // namespace itsmflow::cli
