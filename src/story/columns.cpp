#include "story/columns.hpp"

#include <algorithm>
#include <numeric>

#include "base/utf8.hpp"
#include "story/harmless.hpp"

namespace itsmflow::story {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 6;

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// So many characters from the beginning, in bytes.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < characters && bytes < text.size(); ++i) bytes += std::max<std::size_t>(utf8_length(text, bytes), 1);
  return bytes;
}

void wrap_line(std::string_view line, std::size_t width, std::vector<std::string>& lines) {
  while (length_of(line) > width) {
    const std::size_t most = bytes_of(line, width);
    std::size_t cut = line[most] == ' ' ? most : line.substr(0, most).find_last_of(' ');
    if (cut == std::string_view::npos || cut == 0) cut = most;
    lines.emplace_back(line.substr(0, cut));
    line.remove_prefix(cut);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  }
  lines.emplace_back(line);
}

using Cells = std::vector<std::string>;

void widen(std::vector<std::size_t>& widths, const Cells& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (const std::string& line : harmless_lines(cells[i])) widths[i] = std::max(widths[i], length_of(line));
  }
}

/// What doesn't fit is taken from the widest column, again and again.
std::vector<std::size_t> fitting_widths(const Grid& grid, std::size_t width) {
  std::vector<std::size_t> widths(grid.head.size(), 0);
  widen(widths, grid.head);
  for (const GridRow& row : grid.rows) widen(widths, row.cells);
  const std::size_t gaps = kGap * (widths.size() - 1);
  while (std::accumulate(widths.begin(), widths.end(), gaps) > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
  }
  return widths;
}

void add_row(const Cells& row, const std::vector<std::size_t>& widths, std::vector<std::string>& lines) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back(wrapped(row[i], std::max<std::size_t>(widths[i], 1)));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t y = 0; y < height; ++y) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string text = y < cells[i].size() ? cells[i][y] : "";
      line += text;
      if (i + 1 < cells.size()) line.append(widths[i] - std::min(widths[i], length_of(text)) + kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string& line : harmless_lines(text)) wrap_line(line, width, lines);
  return lines;
}

std::vector<std::string> in_columns(const Grid& grid, std::size_t width) {
  std::vector<std::string> lines;
  const std::vector<std::size_t> widths = fitting_widths(grid, width);
  Cells rule;
  for (const std::size_t column : widths) rule.emplace_back(column, '-');
  add_row(grid.head, widths, lines);
  add_row(rule, widths, lines);
  for (const GridRow& row : grid.rows) {
    add_row(row.cells, widths, lines);
    if (row.under.empty()) continue;
    for (const std::string& line : wrapped(row.under, width - kGap)) lines.push_back(std::string(kGap, ' ') + line);
  }
  return lines;
}

}  // namespace itsmflow::story
