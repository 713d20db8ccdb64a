#pragma once

#include <itsmflow/expr.hpp>
#include "base/utf8.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::expr {

/// The parts of a string or bytes literal: prefix letters, quotes and what is between them.
struct QuotedText {
  std::string_view content;  ///< between the quotes, as written
  std::uint32_t offset = 0;  ///< of the content in the expression
  bool raw = false;
  bool bytes = false;
};

/// What the literal means: escapes decoded, as UTF-8 or as bytes. Every bad escape is an issue at its own place.
std::string decode(const QuotedText& quoted, std::vector<ExprIssue>& issues);

/// The number of code points of a UTF-8 text; a byte that belongs to none counts as one.
std::size_t code_points(std::string_view text);

void append_utf8(std::string& out, char32_t code_point);

}  // namespace itsmflow::expr
