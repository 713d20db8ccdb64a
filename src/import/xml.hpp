#pragma once

#include "source/line_index.hpp"

#include <itsmflow/diagnostic.hpp>

#include <pugixml.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace itsmflow::xml {

/// Bytes of a document, the end exclusive.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// An XML document that knows where each of its parts stands.
///
/// Nothing but the text itself is read: entities other than XML's own five are left as they are, and a document type that declares
/// anything is refused. Nothing here recurses, however deep the elements nest.
class Document {
 public:
  /// Finds `syntax`, `doctype`, and what is no text (`too-large`, `not-utf8`, `control-character`).
  Document(std::shared_ptr<const SourceText> source, Diagnostics& diagnostics);
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// The element that holds all others; null if the document was refused.
  pugi::xml_node root() const { return root_; }

  /// Where the name of an element stands, the value of an attribute, or the text of an element; of what isn't there, the element's name.
  Range range(pugi::xml_node node) const;
  Range range(pugi::xml_node node, pugi::xml_attribute attribute) const;
  Range range_of_text(pugi::xml_node node) const;

  Span span(Range range) const;

 private:
  bool parse(Diagnostics& diagnostics);
  bool check_prolog(Diagnostics& diagnostics);
  /// Where a piece of the parsed buffer stands in the text.
  std::optional<std::size_t> offset_of(const char* piece) const;

  std::shared_ptr<const SourceText> source_;
  std::string buffer_;  ///< parsed in place: what pugixml points at stands where it stood in the text
  pugi::xml_document document_;
  pugi::xml_node root_;
  source::LineIndex lines_;
};

/// The name without a namespace prefix.
std::string_view local_name(pugi::xml_node node);

/// The first child element of this name, whatever its prefix.
pugi::xml_node child(pugi::xml_node node, std::string_view name);

/// The next element in the order of the text that stands within `root`; null after the last one. `Skip::inside` passes over what is in `node`.
enum class Skip { nothing, inside };
pugi::xml_node next(pugi::xml_node node, pugi::xml_node root, Skip skip = Skip::nothing);

}  // namespace itsmflow::xml
