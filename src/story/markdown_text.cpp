#include "story/markdown_text.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/harmless.hpp"

namespace itsmflow::story {
namespace {

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// How many bytes at the beginning would begin a list, a heading or a quotation; 0: none would. The last of them is to be escaped.
std::size_t block_mark(std::string_view text) {
  if (text.empty()) return 0;
  if (std::string_view("#+-=>").find(text.front()) != std::string_view::npos) return 1;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const bool is_number = digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
  return is_number ? digits + 1 : 0;
}

bool needs_backslash(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c != '_') return std::string_view("\\`*[]|~$#").find(c) != std::string_view::npos;
  // Between letters it means nothing: ids stay readable.
  return at == 0 || at + 1 == text.size() || !is_alnum(text[at - 1]) || !is_alnum(text[at + 1]);
}

bool begins_reference(std::string_view text, std::size_t at) {
  return text[at] == '&' && at + 1 < text.size() && (is_alnum(text[at + 1]) || text[at + 1] == '#');
}

std::string escaped_for_markdown(std::string_view text) {
  const std::size_t mark = block_mark(text);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<') {
      out += "&lt;";
    } else if (begins_reference(text, i)) {
      out += "&amp;";
    } else {
      if (i + 1 == mark || needs_backslash(text, i)) out += '\\';
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::string in_markdown(std::string_view text) {
  std::string out;
  bool first = true;
  for (std::string_view line : harmless_lines(text)) {
    if (!first) out += "<br>";
    first = false;
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));  // four of them would begin a block of code
    out += escaped_for_markdown(line);
  }
  return out;
}

}  // namespace itsmflow::story
