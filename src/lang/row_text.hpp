#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::lang {

/// A word of a row and where it stands in the row's text.
struct RowWord {
  std::string_view text;
  std::size_t begin = 0;
  std::size_t end() const noexcept { return begin + text.size(); }
};

/// `a.r & b -> c & d if GUARD`, taken apart.
struct RowText {
  std::vector<RowWord> sources;
  std::vector<RowWord> targets;
  RowWord decision;       ///< `if` or `otherwise`; empty: neither
  std::size_t guard = 0;  ///< where the guard begins, after `if`
};

/// What keeps a text from being a row: a stretch of it, a sentence and a help.
struct RowFault {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string message;
  std::string help;
};

/// An arrow as others write it (`-->`, `=>`, `→`); none where there is none.
std::optional<RowWord> other_arrow(std::string_view text);

/// Takes a row apart, or says what is wrong with it. What the words mean is not looked at. The words point into `text`.
std::vector<RowFault> split_row(std::string_view text, RowText& row);

}  // namespace itsmflow::lang
