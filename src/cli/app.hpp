#pragma once

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/context.hpp"

namespace itsmflow::cli {

/// The whole tree of commands and options.
std::unique_ptr<CLI::App> make_app(Context& context);

/// Runs the program; never throws.
int run(int argc, char** argv) noexcept;

}  // namespace itsmflow::cli
