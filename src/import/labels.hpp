#pragma once

#include "import/xml.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace itsmflow::pnml {

/// What a label of PNML says: the text of `<LABEL><text>…</text></LABEL>`; older files have `value` instead of `text`. Blanks and line breaks
/// are one blank each, and none at the ends. None where there is no such label, or nothing in it.
struct Label {
  std::string text;
  xml::Range range;
};
std::optional<Label> label_of(const xml::Document& document, pugi::xml_node node, std::string_view name);
/// The text of such a node itself.
std::optional<Label> text_in(const xml::Document& document, pugi::xml_node label);

/// A whole number from 0; none if it is anything else.
std::optional<std::uint32_t> number_in(std::string_view text);

std::string in_small_letters(std::string_view text);

/// A kind of arc that is none of a place/transition net, and where that is said.
struct ArcKind {
  std::string name;
  xml::Range range;
};
/// Looks where the dialects say it: `<arctype>`, `<type value=…>`, and what tools keep for themselves.
std::optional<ArcKind> unusual_kind_of(const xml::Document& document, pugi::xml_node arc);

/// Marked as invisible, as ProM and PM4Py do it.
bool is_silent(pugi::xml_node transition);

}  // namespace itsmflow::pnml
