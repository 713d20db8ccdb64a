// Reads any bytes as YAML and checks what must hold of every node. For libFuzzer: clang++ -fsanitize=fuzzer,address.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "source/node.hpp"

namespace {

using itsmflow::Span;
using itsmflow::source::Document;
using itsmflow::source::Node;

void require(bool holds, const char* what, const Span& span) {
  if (holds) return;
  std::fprintf(stderr, "%s at %u..%u\n", what, span.begin, span.end);
  std::abort();
}

void check_span(const Document& document, const Span& span) {
  require(span.source == document.source, "a span of another text", span);
  require(span.begin <= span.end && span.end <= document.source->text.size(), "a span outside the text", span);
  require(span.line >= 1 && span.column >= 1 && span.end_line >= span.line, "lines in disorder", span);
}

void check_within(const Node& outer, const Node& inner) {
  require(outer.span.begin <= inner.span.begin && inner.span.end <= outer.span.end, "a child outside its parent", inner.span);
}

void check_parts(const Node& node) {
  require(node.offsets.empty() || node.offsets.size() == node.text.size() + 1, "offsets not for each byte", node.span);
  std::uint32_t last = node.span.begin;
  const std::size_t step = node.text.size() / 64 + 1;
  for (std::size_t i = 0; i < node.text.size(); i += step) {
    const Span part = node.part(i, i + 1);
    require(node.anchored != nullptr || part.begin >= last, "parts in disorder", part);
    require(part.begin >= node.span.begin && part.end <= node.span.end, "a part outside its scalar", part);
    last = part.begin;
  }
}

void check_node(const Document& document, const Node& node) {
  check_span(document, node.span);
  check_parts(node);
  if (node.anchored != nullptr) return;
  for (const Node* item : node.items) check_within(node, *item);
  for (std::size_t i = 0; i < node.entries.size(); ++i) {
    const Node::Entry& entry = node.entries[i];
    require(entry.key->kind == Node::Kind::scalar, "a key that is no text", entry.key->span);
    require(node.find(entry.key->text) == entry.value, "a key that is there twice", entry.key->span);
    if (!entry.merged) check_within(node, *entry.key);
    if (!entry.merged) check_within(node, *entry.value);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto source = std::make_shared<itsmflow::SourceText>();
  source->name = "fuzz";
  source->text.assign(reinterpret_cast<const char*>(data), size);
  const Document document = itsmflow::source::parse(source);
  for (const Node& node : document.nodes) {
    if (document.root != nullptr) check_node(document, node);
  }
  for (const itsmflow::Diagnostic& found : document.diagnostics) {
    check_span(document, found.span);
    require(!found.rule.empty() && !found.message.empty(), "a finding without words", found.span);
    for (const auto& related : found.related) check_span(document, related.span);
  }
  for (const auto& comment : document.comments) check_span(document, comment.span);
  if (document.root == nullptr && !has_errors(document.diagnostics)) std::abort();
  return 0;
}
