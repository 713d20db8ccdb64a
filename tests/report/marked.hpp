#pragma once

#include <itsmflow/diagnostic.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

/// A text whose parts can be marked by quoting them, so that a test says what it marks instead of counting.
class Marked {
 public:
  explicit Marked(std::string text, std::string name = "incident.yaml")
      : source_(std::make_shared<itsmflow::SourceText>(itsmflow::SourceText{std::move(name), std::move(text)})) {}

  /// The span of the first place where `part` stands, from `after` on.
  itsmflow::Span span(std::string_view part, std::string_view after = "") const {
    const std::string& text = source_->text;
    const std::size_t from = text.find(after);
    const std::size_t begin = from == std::string::npos ? from : text.find(part, from + after.size());
    if (begin == std::string::npos) throw std::logic_error("the text has no " + std::string(part));
    itsmflow::Span span;
    span.source = source_;
    span.begin = static_cast<std::uint32_t>(begin);
    span.end = static_cast<std::uint32_t>(begin + part.size());
    place(begin, span.line, span.column);
    place(begin + part.size(), span.end_line, span.end_column);
    return span;
  }

 private:
  void place(std::size_t offset, std::uint32_t& line, std::uint32_t& column) const {
    line = column = 1;
    for (std::size_t i = 0; i < offset; ++i) {
      const char c = source_->text[i];
      if (c == '\n') {
        ++line;
        column = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0u) != 0x80u) {
        ++column;
      }
    }
  }

  std::shared_ptr<const itsmflow::SourceText> source_;
};

inline itsmflow::Diagnostic finding(itsmflow::Span span, std::string label = "", std::string help = "") {
  itsmflow::Diagnostic diagnostic;
  diagnostic.rule = "unknown-state";
  diagnostic.message = "no such state";
  diagnostic.span = std::move(span);
  diagnostic.label = std::move(label);
  diagnostic.help = std::move(help);
  return diagnostic;
}
