#pragma once

#include "source/node.hpp"

#include <itsmflow/diagnostic.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::check {

/// A file of one mapping with few keys, and what is wrong with it.
class MappingFile {
 public:
  /// `what`: "the settings", for messages. Throws NotFound or StoreError if the file can't be read.
  MappingFile(const std::string& path, const std::string& what, const std::vector<std::string>& keys);

  /// The value of a key; null where it is missing or the file can't be read.
  const source::Node* find(std::string_view key) const;

  /// The text of a scalar; empty and reported where it is none. `key`: what it stands behind.
  std::string text_of(const source::Node& node, const std::string& key);

  Diagnostic& error(std::string rule, std::string message, const Span& span, std::string help = {});

  const source::Node* root() const noexcept { return document_.root; }
  Diagnostics take() { return std::move(found_); }

 private:
  void check_keys(const std::string& what, const std::vector<std::string>& keys);

  source::Document document_;
  Diagnostics found_;
};

/// "did you mean 'x'?", with the fix, where a candidate is near; otherwise `otherwise`.
void suggest(Diagnostic& finding, std::string_view word, const std::vector<std::string>& candidates, const std::string& otherwise);

}  // namespace itsmflow::check
