#include "report/visible.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "base/utf8.hpp"
#include "report/width_table.hpp"

namespace itsmflow::report {
namespace {

constexpr char32_t kNotUtf8 = 0xFFFFFFFF;

/// One code point; a byte that begins none is taken alone.
CodePoint decode(std::string_view text) {
  const CodePoint found = decode_utf8(text);
  return found.bytes == 0 ? CodePoint{kNotUtf8, 1} : found;
}

template <std::size_t Size>
bool is_in(const CodePoints (&ranges)[Size], char32_t code_point) {
  const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), code_point,
                                       [](char32_t value, const CodePoints& range) { return value < range.first; });
  return after != std::begin(ranges) && code_point <= std::prev(after)->last;
}

/// Characters without a picture, and those that reorder what stands around them (Unicode Technical Report 36).
bool deceives(char32_t c) {
  static constexpr CodePoints kRanges[] = {
      {0x80, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x180E, 0x180E}, {0x200B, 0x200B},   {0x200E, 0x200F},
      {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
  };
  return is_in(kRanges, c);
}

std::string numbered(char32_t code_point) {
  char text[16];
  const int size = std::snprintf(text, sizeof text, "<U+%04X>", static_cast<unsigned>(code_point));
  return std::string(text, static_cast<std::size_t>(size));
}

/// The sign for a control character: U+2400 and on.
std::string control_picture(char32_t code_point) {
  const char32_t sign = code_point == 0x7F ? 0x21 : code_point;
  return {'\xE2', '\x90', static_cast<char>(0x80 + sign)};
}

Cell make_cell(std::string_view bytes, char32_t code_point) {
  if (code_point == kNotUtf8) return {"\xEF\xBF\xBD", 1};
  if (code_point == '\t') return {"    ", 4};
  if (code_point < 0x20 || code_point == 0x7F) return {control_picture(code_point), 1};
  if (deceives(code_point)) {
    std::string text = numbered(code_point);
    const std::size_t width = text.size();
    return {std::move(text), width};
  }
  if (code_point < 0x300) return {std::string(bytes), 1};
  if (is_in(kZeroWidth, code_point)) return {std::string(bytes), 0};
  return {std::string(bytes), is_in(kWide, code_point) ? std::size_t{2} : std::size_t{1}};
}

}  // namespace

std::vector<Cell> cells(std::string_view text) {
  std::vector<Cell> result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint decoded = decode(text.substr(i));
    Cell cell = make_cell(text.substr(i, decoded.bytes), decoded.value);
    cell.offset = i;
    result.push_back(std::move(cell));
    i += decoded.bytes;
  }
  return result;
}

std::string visible(std::string_view text) {
  std::string result;
  for (const Cell& cell : cells(text)) result += cell.text;
  return result;
}

}  // namespace itsmflow::report
