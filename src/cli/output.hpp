#pragma once

#include <string>

namespace itsmflow::cli {

/// Writes a file as a whole: until all of it is there, and if that fails, what was there before stays. What is no plain file (a device,
/// a pipe) is written to as it is. Throws a Failure that says why not.
void write_file(const std::string& path, const std::string& text);

}  // namespace itsmflow::cli
