#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace itsmflow::cli {

/// A completion script for "bash", "zsh" or "fish", made from the tree of commands.
std::string completion_script(const CLI::App& root, const std::string& shell);

}  // namespace itsmflow::cli
