#pragma once

#include <algorithm>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Compares what was printed with what a person wrote down beforehand.

namespace transcript {

/// What changes from run to run is written as a word in angle brackets.
inline const std::vector<std::pair<std::string, std::string>>& placeholders() {
  static const std::vector<std::pair<std::string, std::string>> all{
      {"<time>", R"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?Z)"},
      {"<digest>", R"([0-9a-f]{64})"},
      {"<version>", R"(\d+\.\d+\.\d+)"},
      {"<any>", R"(.*)"},
  };
  return all;
}

inline std::string pattern_of(const std::string& line) {
  std::string pattern;
  for (std::size_t i = 0; i < line.size();) {
    const auto word = std::find_if(placeholders().begin(), placeholders().end(),
                                   [&](const auto& p) { return line.compare(i, p.first.size(), p.first) == 0; });
    if (word != placeholders().end()) {
      pattern += word->second;
      i += word->first.size();
      continue;
    }
    if (std::string_view(R"(\^$.|?*+()[]{})").find(line[i]) != std::string_view::npos) pattern += '\\';
    pattern += line[i++];
  }
  return pattern;
}

inline std::string without_end_blanks(const std::string& line) {
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

inline bool line_matches(const std::string& expected_line, const std::string& actual_line) {
  const std::string expected = without_end_blanks(expected_line);
  const std::string actual = without_end_blanks(actual_line);
  if (expected.find('<') == std::string::npos) return expected == actual;
  return std::regex_match(actual, std::regex(pattern_of(expected)));
}

/// Line by line; a line `...` stands for any number of lines.
inline bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& actual, std::size_t e = 0,
                    std::size_t a = 0) {
  for (; e < expected.size(); ++e, ++a) {
    if (expected[e] == "...") {
      for (std::size_t rest = a; rest <= actual.size(); ++rest) {
        if (matches(expected, actual, e + 1, rest)) return true;
      }
      return false;
    }
    if (a >= actual.size() || !line_matches(expected[e], actual[a])) return false;
  }
  return a == actual.size();
}

}  // namespace transcript
