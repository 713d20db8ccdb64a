#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::source {

/// Walks over what yaml-cpp keeps to itself: blanks, line breaks, comments, indicators, anchors and tags.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::string_view text() const { return text_; }
  std::size_t at() const { return at_; }
  void move_to(std::size_t at) { at_ = at; }
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  /// Goes over blanks, line breaks and comments.
  void skip_gap();
  void skip_blanks();
  void skip_comment();  ///< up to the end of the line, if there is one here

  /// Goes over one `c`.
  bool take(char c);

  /// Goes over one `-`, `?` or `:` that has a blank, a line break or nothing behind it.
  bool take_indicator(char c);

  /// Goes over `---` or `...` at the begin of a line.
  bool take_document_mark(std::string_view mark);
  bool take_directive();

  /// Goes over an anchor, an alias or a tag as yaml-cpp reads them, and gives it whole.
  std::string_view take_property();

  /// Begins (at the hash) and ends of the comments passed.
  const std::vector<std::pair<std::size_t, std::size_t>>& comments() const { return comments_; }

 private:
  bool at_line_begin() const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> comments_;
};

}  // namespace itsmflow::source
