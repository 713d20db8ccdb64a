#include "import/labels.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace itsmflow::pnml {
namespace {

std::string with_single_blanks(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      result += c;
    else if (!result.empty() && result.back() != ' ')
      result += ' ';
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

constexpr std::array<std::string_view, 11> kUnusual{"inhibitor", "inhibitorarc", "reset",    "resetarc", "read",    "readarc",
                                                    "test",      "testarc",      "transfer", "clear",    "cleararc"};

bool is_unusual(std::string_view word) {
  return std::find(kUnusual.begin(), kUnusual.end(), in_small_letters(word)) != kUnusual.end();
}

/// Elements, attributes and texts within what a tool keeps for itself.
std::optional<ArcKind> unusual_kind_within(const xml::Document& document, pugi::xml_node tools) {
  for (pugi::xml_node node = tools; node; node = xml::next(node, tools)) {
    if (is_unusual(xml::local_name(node))) return ArcKind{std::string(xml::local_name(node)), document.range(node)};
    const std::string text = with_single_blanks(node.text().get());
    if (is_unusual(text)) return ArcKind{text, document.range_of_text(node)};
    for (const pugi::xml_attribute attribute : node.attributes())
      if (is_unusual(attribute.value())) return ArcKind{attribute.value(), document.range(node, attribute)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Label> text_in(const xml::Document& document, pugi::xml_node label) {
  for (const std::string_view form : {"text", "value"}) {
    const pugi::xml_node text = xml::child(label, form);
    if (!text) continue;
    std::string words = with_single_blanks(text.text().get());
    if (!words.empty()) return Label{std::move(words), document.range_of_text(text)};
  }
  return std::nullopt;
}

std::optional<Label> label_of(const xml::Document& document, pugi::xml_node node, std::string_view name) {
  return text_in(document, xml::child(node, name));
}

std::optional<std::uint32_t> number_in(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::optional<ArcKind> unusual_kind_of(const xml::Document& document, pugi::xml_node arc) {
  if (const auto kind = label_of(document, arc, "arctype"); kind && in_small_letters(kind->text) != "normal")
    return ArcKind{kind->text, kind->range};
  for (const pugi::xml_node part : arc.children()) {
    const pugi::xml_attribute value = part.attribute("value");
    if (xml::local_name(part) == "type" && value && in_small_letters(value.value()) != "normal")
      return ArcKind{value.value(), document.range(part, value)};
    if (xml::local_name(part) != "toolspecific") continue;
    if (auto kind = unusual_kind_within(document, part)) return kind;
  }
  if (const pugi::xml_attribute type = arc.attribute("type"); type && in_small_letters(type.value()) != "normal")
    return ArcKind{type.value(), document.range(arc, type)};
  return std::nullopt;
}

bool is_silent(pugi::xml_node transition) {
  for (const pugi::xml_node part : transition.children()) {
    if (xml::local_name(part) != "toolspecific") continue;
    if (std::string_view(part.attribute("activity").value()) == "$invisible$") return true;
    if (std::string_view(xml::child(part, "visible").text().get()) == "false") return true;
  }
  return false;
}

}  // namespace itsmflow::pnml
