#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "story/page.hpp"

namespace itsmflow::story {

/// How many characters a text has.
std::size_t length_of(std::string_view text);

/// The lines of a text, made harmless() and broken at blanks so that none is longer than `width` characters; longer words are cut.
/// Never empty.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// A table in columns that together fit into `width` characters, its heading underlined; cells are wrapped().
std::vector<std::string> in_columns(const Grid& grid, std::size_t width);

}  // namespace itsmflow::story
