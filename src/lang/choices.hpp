#pragma once

#include "lang/context.hpp"
#include "lang/scalars.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::lang {

/// One of a few words that stand for something; anything else is reported. `message` goes before the word, `label` before those that
/// it could have been.
template <class Choice, std::size_t N>
std::optional<Choice> read_choice(Context& context, const source::Node& node, const std::array<Choice, N>& choices,
                                  std::string_view rule, const std::string& message, const std::string& label) {
  const std::string word = read_words(context, node);
  std::vector<std::string> words;
  for (const Choice choice : choices) {
    words.emplace_back(to_string(choice));
    if (words.back() == word) return choice;
  }
  Finding finding = context.findings.error(rule, origin(node).span, message + " " + quoted(word));
  finding.label(label + listed(words));
  finding.suggest(word, words);
  return std::nullopt;
}

}  // namespace itsmflow::lang
