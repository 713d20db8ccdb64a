#include "cli/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace itsmflow::cli {
namespace {

constexpr std::size_t kLongestWord = 64;  // nobody mistypes longer words so that they could be recognised

/// Letters to insert, drop, replace or swap (optimal string alignment).
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::vector<std::size_t>> d(left.size() + 1, std::vector<std::size_t>(right.size() + 1));
  for (std::size_t i = 0; i <= left.size(); ++i) d[i][0] = i;
  std::iota(d[0].begin(), d[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = d[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[left.size()][right.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > kLongestWord) return std::nullopt;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::optional<std::string> best;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestWord) continue;
    const std::size_t d = distance(word, candidate);
    if (d >= best_distance) continue;
    best_distance = d;
    best = candidate;
  }
  return best;
}

std::string listing(const std::vector<std::string>& words, std::string_view last, std::size_t limit) {
  const std::size_t shown = std::min(words.size(), limit);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    text += words[i];
  }
  if (shown < words.size()) text += fmt::format(" {} {} more", last, words.size() - shown);
  return text;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string instead(std::string_view word, const std::vector<std::string>& candidates) {
  if (const auto close = nearest(word, candidates)) return fmt::format("; did you mean '{}'?", *close);
  if (candidates.empty()) return "";
  return fmt::format("; there {} {}", candidates.size() == 1 ? "is only" : "are", listing(candidates));
}

}  // namespace itsmflow::cli
