#pragma once

#include <string>
#include <string_view>

namespace itsmflow::story {

/// Text inside a paragraph, a list, a quotation or a cell of a table of Markdown, made to be shown and to do nothing else; lines are
/// kept as "<br>".
std::string in_markdown(std::string_view text);

}  // namespace itsmflow::story
