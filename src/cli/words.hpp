#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::cli {

/// The candidate that somebody who wrote `word` most likely meant.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "a", "a and b", "a, b and c", "a, b and 4 more".
std::string listing(const std::vector<std::string>& words, std::string_view last = "and", std::size_t limit = 12);

/// "1 case", "2 cases".
std::string counted(std::size_t count, std::string_view one, std::string_view many);

/// "; did you mean 'x'?" or "; there are a, b and c".
std::string instead(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace itsmflow::cli
