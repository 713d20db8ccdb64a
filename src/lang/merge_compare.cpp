#include "lang/merge.hpp"
#include "lang/scalars.hpp"

#include <algorithm>
#include <string>

namespace itsmflow::lang {

using source::Node;

namespace {

std::string text_of(const Node& node) {
  return node.kind == Node::Kind::null ? std::string(written(origin(node))) : node.text;
}

/// Rows and moves mean the same however they are spaced.
std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
  return text;
}

bool same_items(const Node& left, const Node& right) {
  return std::ranges::equal(left.items, right.items, [](const Node* a, const Node* b) { return same_content(*a, *b); });
}

}  // namespace

bool matches(const Node& pattern, const Node& item) {
  if (is_text(pattern) || is_nothing(pattern)) {
    return (is_text(item) || is_nothing(item)) && without_blanks(text_of(pattern)) == without_blanks(text_of(item));
  }
  if (pattern.kind != item.kind) return false;
  if (pattern.kind == Node::Kind::sequence) return same_items(pattern, item);
  return std::ranges::all_of(pattern.entries, [&](const Node::Entry& entry) {
    const Node* value = item.find(entry.key->text);
    return value != nullptr && same_content(*entry.value, *value);
  });
}

bool same_content(const Node& left, const Node& right) {
  return matches(left, right) && (left.kind != Node::Kind::mapping || left.entries.size() == right.entries.size());
}

std::string in_one_line(const Node& node) {
  std::string line;
  const auto between = [&] { line += line.empty() ? "" : ", "; };
  if (node.kind == Node::Kind::sequence) {
    for (const Node* item : node.items) between(), line += in_one_line(*item);
    return '[' + line + ']';
  }
  if (node.kind != Node::Kind::mapping) return text_of(node);
  for (const Node::Entry& entry : node.entries) {
    between();
    const bool nested = entry.value->kind == Node::Kind::mapping;
    line += entry.key->text + (nested ? ": {" : ": ") + in_one_line(*entry.value) + (nested ? "}" : "");
  }
  return line;
}

}  // namespace itsmflow::lang
