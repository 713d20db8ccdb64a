#include "import/xml.hpp"

#include "source/finding.hpp"
#include "source/prescan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace itsmflow::xml {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// In the words of whoever wrote the file; pugixml's own speak of its nodes.
std::string what_is_wrong(pugi::xml_parse_status status) {
  switch (status) {
    case pugi::status_end_element_mismatch:
      return "an element ends here that isn't the one that is open";
    case pugi::status_bad_attribute:
      return "this is no attribute: NAME=\"VALUE\" is expected";
    case pugi::status_bad_start_element:
      return "this is no start of an element: <NAME> is expected";
    case pugi::status_bad_end_element:
      return "this is no end of an element: </NAME> is expected";
    case pugi::status_bad_comment:
      return "a comment begins here and doesn't end";
    case pugi::status_bad_cdata:
      return "a CDATA section begins here and doesn't end";
    case pugi::status_bad_doctype:
      return "a document type begins here and doesn't end";
    case pugi::status_no_document_element:
      return "there is no element in this file";
    default:
      return "this is not XML";
  }
}

bool is_element(pugi::xml_node node) {
  return node.type() == pugi::node_element;
}

pugi::xml_node first_element(pugi::xml_node node) {
  pugi::xml_node found = node.first_child();
  while (found && !is_element(found)) found = found.next_sibling();
  return found;
}

pugi::xml_node next_element(pugi::xml_node node) {
  pugi::xml_node found = node.next_sibling();
  while (found && !is_element(found)) found = found.next_sibling();
  return found;
}

}  // namespace

Document::Document(std::shared_ptr<const SourceText> source, Diagnostics& diagnostics)
    : source_(std::move(source)), lines_(source_->text.size() <= source::kMaxBytes ? source_->text : std::string_view{}) {
  const std::size_t before = diagnostics.size();
  source::CleanText clean = source::clean(source_, diagnostics);
  if (!clean.usable || diagnostics.size() > before) return;
  buffer_ = std::move(clean.text);
  if (parse(diagnostics) && check_prolog(diagnostics)) root_ = document_.document_element();
}

bool Document::parse(Diagnostics& diagnostics) {
  const pugi::xml_parse_result result = document_.load_buffer_inplace(
      buffer_.data(), buffer_.size(), pugi::parse_default | pugi::parse_doctype | pugi::parse_declaration, pugi::encoding_utf8);
  if (result) return true;
  const bool is_other = result.status == pugi::status_no_document_element;
  const auto offset = is_other ? 0 : static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0));
  const std::size_t at = std::min(offset, source_->text.size());
  diagnostics.push_back(
      source::finding("syntax", what_is_wrong(result.status), span({at, std::min(at + 1, source_->text.size())}),
                      is_other ? "give a net in PNML" : "save it anew with the program that it comes from, or mend it here"));
  return false;
}

/// pugixml takes several elements beside each other, and doesn't look into a document type.
bool Document::check_prolog(Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.size();
  for (const pugi::xml_node node : document_.children()) {
    if (node.type() == pugi::node_doctype && std::strchr(node.value(), '[') != nullptr) {
      const std::size_t begin = source_->text.find("<!DOCTYPE");
      diagnostics.push_back(source::finding("doctype", "a document type that declares something of its own is not read",
                                            begin == std::string::npos ? span({0, 0}) : span({begin, begin + 9}),
                                            "take it out, and write what its entities stand for where they are used"));
    }
    if (is_element(node) && node != document_.document_element())
      diagnostics.push_back(source::finding("syntax", "an XML file has one outermost element, and this is a second one",
                                            span(range(node)), "put it into a file of its own"));
  }
  return diagnostics.size() == before;
}

std::optional<std::size_t> Document::offset_of(const char* piece) const {
  // pugixml gives a text of its own for what is empty.
  const std::less_equal<const char*> before;
  if (!before(buffer_.data(), piece) || !before(piece, buffer_.data() + buffer_.size())) return std::nullopt;
  return static_cast<std::size_t>(piece - buffer_.data());
}

Range Document::range(pugi::xml_node node) const {
  const auto begin = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
  return {begin, begin + std::strlen(node.name())};
}

Range Document::range(pugi::xml_node node, pugi::xml_attribute attribute) const {
  const auto begin = attribute ? offset_of(attribute.value()) : std::nullopt;
  if (!begin || *begin == 0) return range(node);
  const std::size_t end = source_->text.find(source_->text[*begin - 1], *begin);
  return {*begin, end == std::string::npos ? *begin : end};
}

Range Document::range_of_text(pugi::xml_node node) const {
  const pugi::xml_text text = node.text();
  const auto at = text ? offset_of(text.get()) : std::nullopt;
  if (!at) return range(node);
  const std::string& whole = source_->text;
  const std::size_t end = std::min(whole.find('<', *at), whole.size());
  const std::size_t first = whole.find_first_not_of(kBlanks, *at);
  if (first >= end) return range(node);
  return {first, whole.find_last_not_of(kBlanks, end - 1) + 1};
}

Span Document::span(Range range) const {
  Span span;
  span.source = source_;
  const source::LineIndex::Place begin = lines_.place(source_->text, range.begin);
  const source::LineIndex::Place end = lines_.place(source_->text, range.end);
  span.begin = static_cast<std::uint32_t>(range.begin);
  span.end = static_cast<std::uint32_t>(range.end);
  span.line = begin.line;
  span.column = begin.column;
  span.end_line = end.line;
  span.end_column = end.column;
  return span;
}

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
  pugi::xml_node found = first_element(node);
  while (found && local_name(found) != name) found = next_element(found);
  return found;
}

pugi::xml_node next(pugi::xml_node node, pugi::xml_node root, Skip skip) {
  if (skip == Skip::nothing)
    if (const pugi::xml_node inner = first_element(node)) return inner;
  while (node && node != root) {
    if (const pugi::xml_node after = next_element(node)) return after;
    node = node.parent();
  }
  return {};
}

}  // namespace itsmflow::xml
