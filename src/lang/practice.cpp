#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <fmt/format.h>

namespace itsmflow::lang {

namespace {

constexpr std::string_view kNone = "none";

}  // namespace

std::vector<std::string> practice_words(NoPractice none) {
  std::vector<std::string> words;
  for (const Practice practice : practices()) words.emplace_back(to_string(practice));
  if (none == NoPractice::allowed) words.emplace_back(kNone);
  return words;
}

std::optional<Practice> read_practice(Context& context, const source::Node& node, const std::string& owner, NoPractice none) {
  const std::string word = read_words(context, node);
  for (const Practice practice : practices())
    if (word == to_string(practice)) return practice;
  if (none == NoPractice::allowed && word == kNone) return std::nullopt;
  const std::vector<std::string> words = practice_words(none);
  Finding finding =
      context.findings.error("unknown-practice", origin(node).span, owner + " belongs to unknown practice " + quoted(word));
  finding.label(fmt::format("the practices are {}", fmt::join(words, ", ")));
  if (!finding.suggest(word, words)) finding.help("take it out if it belongs to none of these");
  return std::nullopt;
}

}  // namespace itsmflow::lang
