#pragma once

#include <itsmflow/diagnostic.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace itsmflow::source {

inline Diagnostic finding(std::string rule, std::string message, Span span, std::string help = {}, std::string label = {}) {
  Diagnostic found;
  found.rule = std::move(rule);
  found.message = std::move(message);
  found.span = std::move(span);
  found.help = std::move(help);
  found.label = std::move(label);
  return found;
}

/// At most 60 bytes of a text, whole code points, with "…" where there is more: a message stays one line also about a text of megabytes.
std::string clip(std::string_view text);

/// How to write `text` so that YAML takes it as text: "write \"!a\", in double quotes".
std::string how_to_quote(const std::string& text);

/// The text [begin, end) begins with '!', and so with the tag `tag` in YAML's eyes.
Diagnostic unexpected_tag(const std::shared_ptr<const SourceText>& source, std::string_view tag, std::size_t begin,
                          std::size_t end);

/// The same with '&' and an anchor.
Diagnostic bad_anchor(const std::shared_ptr<const SourceText>& source, std::string_view anchor, std::size_t begin, std::size_t end);

/// Whether a tag as yaml-cpp resolves it is one of YAML's own: `!!str` and its like.
bool is_core_tag(std::string_view tag);

/// Bytes that are put out of the parser's sight so that the rest of the text can be read.
struct Mask {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool whole_value = false;  ///< they are one value, which its author meant as a text
};

/// Ends one attempt at reading a text.
struct Fault {
  Diagnostic diagnostic;
  bool recoverable = false;  ///< with `mask` applied, reading on makes sense
  Mask mask;
};

}  // namespace itsmflow::source
