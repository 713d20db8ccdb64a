#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// What people and models put into a page, made to be shown and to do nothing else.

/// Fit for one line of plain text: control characters, what reorders or hides text, and bytes that aren't UTF-8 are written out:
/// "\x1b", "\u202e", "\n".
std::string harmless(std::string_view text);

/// The lines of a text, each harmless().
std::vector<std::string> harmless_lines(std::string_view text);

/// Text between the tags of HTML, or in a quoted attribute; lines are kept as line feeds.
std::string in_html(std::string_view text);

}  // namespace itsmflow
