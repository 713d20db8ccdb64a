#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "source/node.hpp"

/// Helpers for reading a text and looking at what came out.
namespace reading {

using itsmflow::Diagnostic;
using itsmflow::SourceText;
using itsmflow::Span;
using itsmflow::source::Document;
using itsmflow::source::Node;

inline Document read(std::string text) {
  return itsmflow::source::parse(std::make_shared<const SourceText>(SourceText{"model.yaml", std::move(text)}));
}

inline std::string marked(const Span& span) {
  return span.source ? span.source->text.substr(span.begin, span.end - span.begin) : "<nowhere>";
}

inline std::string part(const Node& node, std::size_t begin, std::size_t end) {
  return marked(node.part(begin, end));
}

inline std::vector<std::string> rules(const Document& document) {
  std::vector<std::string> out;
  for (const Diagnostic& found : document.diagnostics) out.push_back(found.rule);
  return out;
}

/// "rule line:column marked text" of everything found.
inline std::vector<std::string> findings(const Document& document) {
  std::vector<std::string> out;
  for (const Diagnostic& found : document.diagnostics) {
    out.push_back(found.rule + " " + std::to_string(found.span.line) + ":" + std::to_string(found.span.column) + " " +
                  marked(found.span));
  }
  return out;
}

using Found = std::vector<std::string>;

}  // namespace reading
