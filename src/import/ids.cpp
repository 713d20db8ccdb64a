#include "import/ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace itsmflow::pnml {
namespace {

constexpr std::size_t kLongest = 60;

// docs/language.md: what rows and guards keep back.
constexpr std::array<std::string_view, 29> kReserved{
    "start",  "end", "any",  "none",      "all",     "always",   "otherwise", "engine", "true",     "false",
    "null",   "in",  "as",   "break",     "const",   "continue", "else",      "for",    "function", "if",
    "import", "let", "loop", "namespace", "package", "return",   "var",       "void",   "while"};

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string id_of(std::string_view text, char joiner) {
  std::string id;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (is_letter(c) || is_digit(c))
      id += c;
    else if (!id.empty() && id.back() != joiner)
      id += joiner;
    if (id.size() == kLongest) break;
  }
  while (id.ends_with(joiner)) id.pop_back();
  return !id.empty() && is_letter(id.front()) ? id : "";
}

bool is_id(std::string_view word, char joiner) {
  return !word.empty() && id_of(word, joiner) == word && std::find(kReserved.begin(), kReserved.end(), word) == kReserved.end();
}

std::string Ids::make(std::string_view text, std::string_view otherwise) {
  std::string id = id_of(text, '_');
  if (id.empty()) id = otherwise;
  if (!is_id(id, '_')) id = "do_" + id;
  std::string unique = id;
  for (std::size_t number = 2; !taken_.insert(unique).second; ++number) unique = fmt::format("{}_{}", id, number);
  return unique;
}

std::string yaml_text(std::string_view text) {
  const auto is_plain = [](char c) { return is_letter(c) || (c >= 'A' && c <= 'Z') || c == ' '; };
  // Single words may be `no` or `null`; several are never anything but a text.
  if (std::all_of(text.begin(), text.end(), is_plain) && text.find(' ') != std::string_view::npos && text.front() != ' ' &&
      text.back() != ' ')
    return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace itsmflow::pnml
