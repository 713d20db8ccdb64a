#include "draw/text.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cstdint>

namespace itsmflow::drawing {
namespace {

/// Graphviz puts the node's name in place of \N, once or twice and before or after it reads references, as its version has it.
/// A word joiner behind the backslash, which nobody sees, keeps any of them from it.
constexpr std::string_view kBackslash = "\\\xE2\x81\xA0";

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// C0, DEL and C1, and what XML 1.0 has no place for (U+FFFE, U+FFFF).
bool is_control(std::string_view symbol) {
  const auto first = static_cast<std::uint8_t>(symbol.front());
  if (symbol.size() == 1) return first < 0x20 || first == 0x7F;
  if (symbol.size() == 2) return first == 0xC2 && static_cast<std::uint8_t>(symbol[1]) < 0xA0;
  return symbol == "\xEF\xBF\xBE" || symbol == "\xEF\xBF\xBF";
}

/// Code points that can be shown.
std::vector<std::string_view> symbols_of(std::string_view text) {
  std::vector<std::string_view> symbols;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view symbol = length == 0 ? kReplacement : text.substr(0, length);
    symbols.push_back(is_control(symbol) ? std::string_view(" ") : symbol);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return symbols;
}

/// Where a word that is too long is cut: behind the last of these in its second half, otherwise wherever the line is full. Pieces of at
/// least half a line never come to stand in one line, with a blank between them.
std::size_t cut_of(std::string_view word, std::size_t width) {
  const std::size_t at = word.find_last_of("_-./");
  if (at == std::string_view::npos) return word.size();
  return 2 * symbols_of(word.substr(0, at + 1)).size() >= width ? at + 1 : word.size();
}

/// The words of a text, those that are too long in pieces.
std::vector<std::pair<std::string, std::size_t>> words_of(std::string_view text, std::size_t width) {
  std::vector<std::pair<std::string, std::size_t>> words;
  bool open = false;
  for (const std::string_view symbol : symbols_of(text)) {
    if (symbol == " ") {
      open = false;
      continue;
    }
    if (open && words.back().second == width) {
      std::string& full = words.back().first;
      std::string rest = full.substr(cut_of(full, width));
      full.resize(full.size() - rest.size());
      const std::size_t moved = symbols_of(rest).size();
      words.back().second -= moved;
      words.emplace_back(std::move(rest), moved);
    } else if (!open) {
      words.emplace_back(std::string(), 0);
    }
    open = true;
    words.back().first += symbol;
    ++words.back().second;
  }
  return words;
}

/// Numeric references, which read the same in HTML ("&#60;") and, with another beginning, in Mermaid ("#60;").
std::string with_references(std::string_view text, std::string_view special, std::string_view before) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("{}{};", before, static_cast<int>(c));
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::size_t used = 0;
  for (const auto& [word, length] : words_of(text, width)) {
    if (lines.empty() || used + 1 + length > width) {
      lines.push_back(word);
      used = length;
    } else {
      lines.back() += ' ' + word;
      used += 1 + length;
    }
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string dot_string(std::string_view text) {
  std::string out = "\"";
  for (const std::string_view symbol : symbols_of(text)) {
    if (symbol == "\"") {
      out += "\\\"";
    } else if (symbol == "\\") {
      out += '\\';
      out += kBackslash;
    } else {
      out += symbol == "&" ? std::string_view("&amp;") : symbol;  // references are read in tooltips too
    }
  }
  return out + '"';
}

std::string dot_html(std::string_view text) {
  std::string out;
  for (const char c : with_references(text, "<>&\"", "&#")) {
    if (c == '\\') {
      out += kBackslash;
    } else {
      out += c;
    }
  }
  return out;
}

std::string mermaid_text(std::string_view text) {
  // '%' begins directives anywhere; '`', '*' and '~' are Markdown, and so are '-', '+' and "1." where a line begins.
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const bool is_list =
      digits < text.size() && std::string_view(digits == 0 ? "-+" : ".)").find(text[digits]) != std::string_view::npos;
  const std::size_t plain = is_list ? digits : 0;
  std::string out(text.substr(0, plain));
  if (is_list) out += fmt::format("#{};", static_cast<int>(text[plain]));
  return out + with_references(text.substr(is_list ? plain + 1 : 0), "<>&\"\\#%`*~", "#");
}

}  // namespace itsmflow::drawing
