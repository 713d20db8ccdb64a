#include "base/text_distance.hpp"

#include <algorithm>
#include <iterator>

namespace itsmflow {
namespace {

/// Nobody mistypes longer words so that they could be recognised; keeps the cost bounded for hostile input.
constexpr std::size_t kLongestWord = 128;

/// How far a word may be from the one that was meant. All of a word is never mistyped: `x` is not meant as `y`.
std::size_t reach_of(std::string_view word) {
  return std::min(word.size() - 1, std::max<std::size_t>(1, word.size() / 3));
}

std::string digits_of(std::string_view word) {
  std::string digits;
  std::ranges::copy_if(word, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

}  // namespace

std::size_t text_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last(right.size() + 1), last(right.size() + 1), row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replace = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[right.size()];
}

std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > kLongestWord) return std::nullopt;
  const std::size_t limit = reach_of(word);
  std::optional<std::string> best;
  std::size_t best_distance = limit + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestWord || candidate == word) continue;
    const std::size_t distance = text_distance(word, candidate);
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

bool is_sure(std::string_view word, std::string_view meant, const std::vector<std::string>& candidates) {
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kNear = 2;
  if (word.size() < kShortest || meant.size() < kShortest || word.size() > kLongestWord || meant.size() > kLongestWord)
    return false;
  if (word.front() != meant.front() || digits_of(word) != digits_of(meant) || text_distance(word, meant) != 1) return false;
  return std::ranges::none_of(candidates, [&](const std::string& other) {
    return other != meant && other.size() <= kLongestWord && text_distance(word, other) <= std::min(kNear, reach_of(word));
  });
}

std::string enumerate(const std::vector<std::string>& words, std::string_view last, std::size_t limit) {
  const std::size_t shown = words.size() > limit ? limit : words.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == words.size() ? " " + std::string(last) + " " : ", ";
    text += words[i];
  }
  if (shown < words.size()) text += " " + std::string(last) + " " + std::to_string(words.size() - shown) + " more";
  return text;
}

std::string what_there_is(const std::vector<std::string>& names) {
  if (names.empty()) return "there is none";
  return (names.size() == 1 ? "there is " : "there are ") + enumerate(names);
}

std::string instead_of(std::string_view word, const std::vector<std::string>& known) {
  const auto meant = closest(word, known);
  return meant ? "did you mean '" + *meant + "'?" : what_there_is(known);
}

}  // namespace itsmflow
