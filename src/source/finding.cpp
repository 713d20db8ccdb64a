#include "source/finding.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "source/node.hpp"

namespace itsmflow::source {

namespace {

Diagnostic meant_as_text(std::string rule, const std::string& why, Span span) {
  const std::string text = span.source->text.substr(span.begin, span.end - span.begin);
  Diagnostic found = finding(std::move(rule), why, std::move(span), how_to_quote(text));
  if (text.find_first_of("\"\\\r\n") == std::string::npos) {
    found.fixes.push_back({found.span, fmt::format("\"{}\"", text), Diagnostic::Fix::Safety::safe});
  }
  return found;
}

}  // namespace

std::string clip(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::size_t end = std::min(text.size(), text.find_first_of("\r\n"));
  if (end > kLongest) {
    end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  }
  return end == text.size() ? std::string{text} : std::string{text.substr(0, end)} + "…";
}

std::string how_to_quote(const std::string& text) {
  if (clip(text) != text) return "put the whole text in quotes";
  if (text.find_first_of("\"\\") == std::string::npos) return fmt::format("write \"{}\", in double quotes", text);
  if (text.find('\'') == std::string::npos) return fmt::format("write '{}', in single quotes", text);
  return "put the whole text in single quotes, and write '' for each ' in it";
}

Diagnostic unexpected_tag(const std::shared_ptr<const SourceText>& source, std::string_view tag, std::size_t begin,
                          std::size_t end) {
  return meant_as_text("unexpected-tag",
                       fmt::format("YAML takes '{}' as a tag, not as text, because it begins with '!'", clip(tag)),
                       make_span(source, begin, end));
}

Diagnostic bad_anchor(const std::shared_ptr<const SourceText>& source, std::string_view anchor, std::size_t begin,
                      std::size_t end) {
  return meant_as_text("bad-anchor",
                       fmt::format("YAML takes '{}' as an anchor, not as text, because it begins with '&'", clip(anchor)),
                       make_span(source, begin, end));
}

bool is_core_tag(std::string_view tag) {
  static constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  if (!tag.starts_with(kPrefix)) return false;
  const std::string_view name = tag.substr(kPrefix.size());
  for (const std::string_view known : {"str", "int", "float", "bool", "null", "seq", "map"}) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace itsmflow::source
