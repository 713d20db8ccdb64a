#pragma once

#include <optional>
#include <string>
#include <vector>

namespace itsmflow::drawing {

/// Runs a program without a shell: `input` goes in, what it writes comes out. No value where there is no such program.
/// Throws Error with what it said if it fails. Nothing is written to a file.
std::optional<std::string> run_filter(const std::vector<std::string>& command, const std::string& input);

}  // namespace itsmflow::drawing
