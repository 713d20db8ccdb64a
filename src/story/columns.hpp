#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::story {

/// The lines of a text, made harmless() and broken at blanks so that none is longer than `width` characters; longer words are cut.
/// Never empty.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// Rows of cells under one another, in columns that together fit into `width` characters; cells are wrapped(). The first row is the
/// heading, and is underlined.
std::vector<std::string> in_columns(const std::vector<std::vector<std::string>>& rows, std::size_t width);

}  // namespace itsmflow::story
