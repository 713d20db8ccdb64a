#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::drawing {

/// Breaks a text into lines of at most `width` code points, at blanks where it can. Control characters become blanks, what is not
/// UTF-8 becomes U+FFFD. Never empty.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// A quoted string of DOT that shows the text as it is, in attributes where graphviz looks for escapes too (labels, tooltips).
std::string dot_string(std::string_view text);
/// Text inside an HTML-like label of DOT.
std::string dot_html(std::string_view text);
/// Text inside a quoted label of Mermaid, which knows no escapes but numbers of characters between '#' and ';'.
std::string mermaid_text(std::string_view text);

}  // namespace itsmflow::drawing
