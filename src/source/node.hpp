#pragma once

#include <itsmflow/diagnostic.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::source {

/// A piece of YAML that knows where it stands. Nodes live in their Document and are never copied.
struct Node {
  enum class Kind { null, scalar, sequence, mapping };
  enum class Style { plain, single_quoted, double_quoted, literal, folded };
  struct Entry {
    const Node* key = nullptr;
    const Node* value = nullptr;
    bool merged = false;  ///< came in by a merge key `<<`
  };

  Kind kind = Kind::null;
  Style style = Style::plain;
  std::string tag;   ///< "" where none was written; otherwise as resolved: "!rfc.urgent", "tag:yaml.org,2002:str"
  std::string text;  ///< of a scalar: decoded, UTF-8; of a null as written: "", "~", "null"
  std::vector<const Node*> items;
  std::vector<Entry> entries;  ///< in the order of the text; merged ones last; never two with the same key
  Span span;                   ///< the content as its author wrote it: with quotes, without anchor, tag and comment
  const Node* anchored =
      nullptr;  ///< of an alias `*x`: the node it stands for; kind, text, items, entries are that node's, span is the alias'

  /// A diagnostic has been given for this very node (`!rfc.urgent`, `&b -> c`, an unknown alias): say no more about it. Where it could be
  /// guessed, `text` is what its author meant, as it stands in the source.
  bool faulty = false;

  /// Where decoded bytes [begin, end) of a scalar stand in the source: right in plain, quoted, escaped, folded and literal text. A range
  /// that cuts a code point in two grows to the whole of it. Of an alias it is the alias.
  Span part(std::size_t begin, std::size_t end) const;

  /// The value of a key of a mapping; null where there is none.
  const Node* find(std::string_view key) const noexcept;

  /// For each byte of `text` its offset in the source, and one more for the end; empty where they run in step from the first byte of the
  /// content (behind an opening quote).
  std::vector<std::uint32_t> offsets;
};

struct Comment {
  std::string text;  ///< without the hash and blanks around
  Span span;
};

struct Document {
  std::shared_ptr<const SourceText> source;
  const Node* root = nullptr;  ///< null: the text cannot be read as one YAML document, and a diagnostic says why
  Diagnostics diagnostics;
  std::vector<Comment> comments;
  std::deque<Node> nodes;

  Document() = default;
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
};

/// Limits on a text, so that no input can hang or exhaust the reader.
inline constexpr std::size_t kMaxBytes = 16u << 20;  ///< ten times the largest model we can imagine
inline constexpr std::size_t kMaxDepth = 200;        ///< people nest ten deep; parsers recurse
inline constexpr std::size_t kMaxNodes = 2'000'000;  ///< after aliases are counted as often as they are used
inline constexpr std::size_t kMaxFindings = 1'000;   ///< nobody mends more in one go

/// Reads one YAML 1.2 document. Keys of a mapping are scalars, each once (the first one counts); merge keys `<<` are resolved.
///
/// Finds, all in one run: `syntax`, `not-utf8`, `control-character`, `duplicate-key`, `complex-key`, `bad-merge`, `alias-cycle`,
/// `unknown-alias`, `bad-alias`, `too-large`, `too-deep`, `several-documents`, `empty-document`, `unexpected-tag` (an unquoted `!rfc.urgent`),
/// `bad-anchor` (`- &b -> c`). There may be a root although something was found: what is wrong is marked `faulty`, so that the next
/// reader can go on and find the rest.
Document parse(const std::shared_ptr<const SourceText>& source);

/// The span of bytes [begin, end) of a text, with lines and columns worked out.
Span make_span(const std::shared_ptr<const SourceText>& source, std::size_t begin, std::size_t end);

}  // namespace itsmflow::source
