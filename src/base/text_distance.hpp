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

/// Whether it is beyond doubt that `word` was mistyped and `meant` was meant, so that it may be mended without asking: one slip in a word
/// of four letters or more, not at its first letter (`in`, `un` and the like turn a word around) and not in a digit (`tier1`, `tier2`),
/// and no other candidate is within two slips.
bool is_sure(std::string_view word, std::string_view meant, const std::vector<std::string>& candidates);

/// "a", "a and b", "a, b and c"; with `limit`: "a, b, c and 4 more".
std::string enumerate(const std::vector<std::string>& words, std::string_view last = "and", std::size_t limit = 12);

/// "there is a", "there are a, b and c", "there is none".
std::string what_there_is(const std::vector<std::string>& names);

/// For whoever wrote `word`, which isn't known: "did you mean 'a'?", or what there is.
std::string instead_of(std::string_view word, const std::vector<std::string>& known);

}  // namespace itsmflow
