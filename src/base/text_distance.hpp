#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// How many insertions, deletions, replacements and swaps of neighbours lead from one text to the other, in bytes
/// (optimal string alignment distance; Damerau 1964).
std::size_t text_distance(std::string_view left, std::string_view right);

/// The candidate that somebody who wrote `word` most likely meant; none if all are too far (more than a third of the word, at least 1).
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& candidates);

/// "a", "a and b", "a, b and c"; with `limit`: "a, b, c and 4 more".
std::string enumerate(const std::vector<std::string>& words, std::string_view last = "and", std::size_t limit = 12);

}  // namespace itsmflow
