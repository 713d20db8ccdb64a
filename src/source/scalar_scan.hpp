#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/node.hpp"

namespace itsmflow::source {

/// What our own look at a scalar finds: its end, its decoded text, and where each byte of that came from.
struct ScannedScalar {
  Node::Style style = Node::Style::plain;
  std::string text;
  std::vector<std::uint32_t> offsets;  ///< as in Node: one for each byte of text and one for the end
  std::size_t end = 0;                 ///< behind the last character that belongs to it, a closing quote included
  bool closed = true;                  ///< false: the text ended before the closing quote
  std::size_t header_end = 0;          ///< of a block scalar: behind `|2-`, where a comment may stand
};

inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
inline bool is_break(char c) {
  return c == '\n' || c == '\r';
}
inline bool is_blank_or_break(char c) {
  return is_blank(c) || is_break(c);
}
inline bool is_flow_indicator(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

/// Behind the line break at `at`.
std::size_t after_break(std::string_view text, std::size_t at);

/// Bytes from the begin of the line of `at`.
std::size_t column_of(std::string_view text, std::size_t at);

/// A plain scalar that begins at `begin`. `min_column`: further lines begin there or to its right.
ScannedScalar scan_plain(std::string_view text, std::size_t begin, bool in_flow, std::size_t min_column);

/// A scalar whose opening quote, `'` or `"`, is at `begin`.
ScannedScalar scan_quoted(std::string_view text, std::size_t begin);

/// A literal or folded scalar whose `|` or `>` is at `begin`. `parent_column`: of the collection around it, -1 where there is none.
ScannedScalar scan_block(std::string_view text, std::size_t begin, int parent_column);

/// The end of a text that begins at `begin` and should have been quoted: the end of its line, a comment, or in a flow collection the
/// next item.
std::size_t value_end(std::string_view text, std::size_t begin, bool in_flow);

/// The first escape of the double quoted scalar at `begin` that is none (`\d`, `\u12`), and its end; both npos where there is none.
std::pair<std::size_t, std::size_t> find_bad_escape(std::string_view text, std::size_t begin);

/// How many bytes of source the escape at `at` (a backslash) takes; 2 for those that are no escape.
std::size_t escape_length(std::string_view text, std::size_t at);

}  // namespace itsmflow::source
