#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::report {

/// One character of a text as a terminal may show it.
struct Cell {
  std::string text;        ///< UTF-8; safe to print
  std::size_t width = 0;   ///< columns; 0: it stands with the character before
  std::size_t offset = 0;  ///< of its first byte in the text it was made from
};

/// The characters of a text of one line. A tab becomes four blanks; what could steer a terminal or deceive its reader becomes a
/// sign ("␛") or its number ("<U+202E>"); each byte that is not UTF-8 becomes "�".
std::vector<Cell> cells(std::string_view text);

/// The same as one text.
std::string visible(std::string_view text);

}  // namespace itsmflow::report
