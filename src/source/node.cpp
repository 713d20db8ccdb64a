#include "source/node.hpp"

#include <algorithm>

#include "source/scalar_scan.hpp"

namespace itsmflow::source {

namespace {

bool continues_code_point(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80u;
}

std::size_t offset_of(const Node& node, std::size_t at) {
  if (!node.offsets.empty()) return node.offsets[at];
  const bool quoted = node.style == Node::Style::single_quoted || node.style == Node::Style::double_quoted;
  return node.span.begin + (quoted ? 1u : 0u) + at;
}

/// Behind the source of decoded byte `at`. What stands between two decoded bytes (indentation, an escaped line break) is no part of it.
std::size_t offset_behind(const Node& node, std::size_t at) {
  if (node.offsets.empty()) return offset_of(node, at) + 1;
  const std::string_view source = node.span.source->text;
  const std::size_t from = node.offsets[at];
  if (from >= source.size()) return source.size();
  if (node.style == Node::Style::double_quoted && source[from] == '\\') return from + escape_length(source, from);
  if (node.style == Node::Style::single_quoted && source[from] == '\'') return from + 2;
  return is_break(source[from]) ? after_break(source, from) : from + 1;
}

}  // namespace

Span Node::part(std::size_t begin, std::size_t end) const {
  if (!span.source || anchored != nullptr || (kind != Kind::scalar && kind != Kind::null)) return span;
  begin = std::min(begin, text.size());
  end = std::clamp(end, begin, text.size());
  while (begin > 0 && continues_code_point(text, begin)) --begin;
  while (continues_code_point(text, end)) ++end;
  const std::size_t from = std::clamp<std::size_t>(offset_of(*this, begin), span.begin, span.end);
  const std::size_t to = end == begin ? from : std::clamp<std::size_t>(offset_behind(*this, end - 1), from, span.end);
  return make_span(span.source, from, to);
}

const Node* Node::find(std::string_view key) const noexcept {
  for (const Entry& entry : entries) {
    if (entry.key->text == key) return entry.value;
  }
  return nullptr;
}

}  // namespace itsmflow::source
