#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace itsmflow::cli {

/// "itsmflow show DB CASE": the words of a command.
std::string usage_line(const CLI::App& command);

/// The help of a command; of the program itself, the list of commands.
std::string help_text(const CLI::App& app);

/// What the program says if it is called without a word.
std::string welcome();

/// The commands of the program, in the order they are listed.
std::vector<const CLI::App*> commands_of(const CLI::App& root);

}  // namespace itsmflow::cli
