#pragma once

#include <itsmflow/diagnostic.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::report {

/// The part of a source line that is shown, ready to print.
struct Excerpt {
  std::string text;
  std::size_t mark_begin = 0;  ///< columns of `text` that the mark stands under
  std::size_t mark_width = 1;
};

/// The line of `text` around the bytes [begin, end), at most `width` columns of it and always those where the mark begins.
/// A mark that goes beyond the line or beyond what is shown is cut.
Excerpt excerpt(std::string_view text, std::size_t begin, std::size_t end, std::size_t width);

/// The bytes of `span` that are in its last line: from the first character that is no blank.
std::pair<std::size_t, std::size_t> last_line_of(const Span& span);

}  // namespace itsmflow::report
