#include "check/mapping_file.hpp"

#include <algorithm>
#include <utility>

#include "base/text_distance.hpp"
#include "source/file.hpp"
#include "source/finding.hpp"

namespace itsmflow::check {

using source::Node;

void suggest(Diagnostic& finding, std::string_view word, const std::vector<std::string>& candidates, const std::string& otherwise) {
  const auto meant = closest(word, candidates);
  finding.help = meant ? "did you mean '" + *meant + "'?" : otherwise;
}

MappingFile::MappingFile(const std::string& path, const std::string& what, const std::vector<std::string>& keys)
    : document_(source::parse(source::read_file(path))), found_(document_.diagnostics) {
  const bool nothing = std::ranges::any_of(found_, [](const Diagnostic& one) { return one.rule == "empty-document"; });
  if (nothing) {
    for (Diagnostic& one : found_) one.help = "write " + what + ", or delete the file";
  }
  if (document_.root == nullptr) return;
  if (document_.root->kind != Node::Kind::mapping) {
    error("wrong-type", what + " must be a mapping", document_.root->span, "the keys are " + enumerate(keys));
    document_.root = nullptr;
    return;
  }
  check_keys(what, keys);
}

void MappingFile::check_keys(const std::string& what, const std::vector<std::string>& keys) {
  for (const Node::Entry& entry : document_.root->entries) {
    if (std::ranges::find(keys, entry.key->text) != keys.end()) continue;
    Diagnostic& finding = error("unknown-key", "unknown key '" + entry.key->text + "' in " + what, entry.key->span);
    suggest(finding, entry.key->text, keys, "the keys are " + enumerate(keys));
  }
}

const Node* MappingFile::find(std::string_view key) const {
  return document_.root == nullptr ? nullptr : document_.root->find(key);
}

std::string MappingFile::text_of(const Node& node, const std::string& key) {
  if (node.kind == Node::Kind::scalar && !node.text.empty()) return node.text;
  error("wrong-type", "'" + key + "' must be a single value", node.span, "write `" + key + ": WORD`");
  return {};
}

Diagnostic& MappingFile::error(std::string rule, std::string message, const Span& span, std::string help) {
  return found_.emplace_back(source::finding(std::move(rule), std::move(message), span, std::move(help)));
}

}  // namespace itsmflow::check
