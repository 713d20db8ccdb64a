#include "report/excerpt.hpp"

#include <algorithm>
#include <utility>

#include "report/visible.hpp"

namespace itsmflow::report {
namespace {

/// Nobody reads more of a line; keeps it quick to show many findings in a line of megabytes.
constexpr std::size_t kFarthest = 4096;
/// Columns shown before a mark when a line is too long to be shown whole.
constexpr std::size_t kBefore = 40;

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

bool ends_line(char c) {
  return c == '\n' || c == '\r';
}

bool continues_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

std::size_t line_begin(std::string_view text, std::size_t from) {
  std::size_t begin = from;
  while (begin > 0 && from - begin < kFarthest && !ends_line(text[begin - 1])) --begin;
  while (begin < from && continues_code_point(text[begin])) ++begin;
  if (begin == 0 && text.starts_with("\xEF\xBB\xBF")) begin = std::min<std::size_t>(3, from);
  return begin;
}

std::size_t line_end(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && end - from < kFarthest && !ends_line(text[end])) ++end;
  while (end > from && end < text.size() && continues_code_point(text[end])) --end;
  return end;
}

/// The columns of a line that are shown: [first, last).
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
};

Window choose_window(std::size_t columns, std::size_t mark_begin, std::size_t mark_end, std::size_t width) {
  if (columns <= width) return {0, columns};
  if (mark_end + 1 < width) return {0, width - 1};
  std::size_t first = mark_begin > kBefore ? mark_begin - std::min(kBefore, width / 3) : 0;
  if (columns - first < width) first = columns - width;
  return {first, std::min(columns, first + width)};
}

}  // namespace

Excerpt excerpt(std::string_view text, std::size_t begin, std::size_t end, std::size_t width) {
  begin = std::min(begin, text.size());
  end = std::clamp(end, begin, text.size());
  width = std::max<std::size_t>(width, 20);
  const std::size_t from = line_begin(text, begin);
  const std::size_t to = line_end(text, begin);
  const bool cut_before = from > 0 && !ends_line(text[from - 1]) && text.substr(0, from) != "\xEF\xBB\xBF";
  const bool cut_after = to < text.size() && !ends_line(text[to]);

  const std::vector<Cell> line = cells(text.substr(from, to - from));
  std::size_t columns = 0, mark_begin = 0, mark_end = 0;
  for (const Cell& cell : line) {
    if (from + cell.offset < begin) mark_begin = columns + cell.width;
    columns += cell.width;
    if (from + cell.offset < end) mark_end = columns;
  }
  mark_end = std::max(mark_end, mark_begin);
  const Window window = choose_window(columns, mark_begin, mark_end, width);

  Excerpt result;
  const bool dots_before = window.first > 0 || cut_before;
  if (dots_before) result.text += kEllipsis;
  std::size_t column = 0, skipped = 0;
  for (const Cell& cell : line) {
    const bool shown = column >= window.first && column + cell.width <= window.last;
    if (shown) result.text += cell.text;
    column += cell.width;
    if (!shown && column <= mark_begin) skipped += cell.width;
  }
  if (window.last < columns || cut_after) result.text += kEllipsis;
  result.mark_begin = mark_begin - skipped + (dots_before ? 1 : 0);
  result.mark_width = std::max<std::size_t>(1, std::min(mark_end, window.last) - std::min(mark_begin, window.last));
  return result;
}

std::pair<std::size_t, std::size_t> last_line_of(const Span& span) {
  const std::string_view text = span.source->text;
  std::size_t end = std::min<std::size_t>(span.end, text.size());
  while (end > span.begin && ends_line(text[end - 1])) --end;
  std::size_t begin = std::max<std::size_t>(line_begin(text, end), span.begin);
  while (begin < end && (text[begin] == ' ' || text[begin] == '\t')) ++begin;
  return {begin, end};
}

}  // namespace itsmflow::report
