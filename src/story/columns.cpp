#include "story/columns.hpp"

#include <algorithm>
#include <utility>

#include "base/harmless.hpp"
#include "base/utf8.hpp"

namespace itsmflow::story {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 6;

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

struct Width {
  std::size_t now = 0;
  std::size_t word = 0;  ///< of its longest word
};

std::size_t longest_word(std::string_view line) {
  std::size_t longest = 0;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    longest = std::max(longest, length_of(line.substr(0, end)));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return longest;
}

void widen(std::vector<Width>& widths, const Cells& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (const std::string& line : harmless_lines(cells[i])) {
      widths[i].now = std::max(widths[i].now, length_of(line));
      widths[i].word = std::max(widths[i].word, longest_word(line));
    }
  }
}

/// What doesn't fit is taken from the widest column again and again, as long as there is one from those that can do without cutting a
/// word.
std::vector<std::size_t> fitting_widths(const Grid& grid, std::size_t width) {
  std::vector<Width> columns(grid.head.size());
  widen(columns, grid.head);
  for (const GridRow& row : grid.rows) widen(columns, row.cells);
  std::size_t all = kGap * (columns.size() - 1);
  for (const Width& column : columns) all += column.now;
  for (; all > width; --all) {
    const auto widest = std::max_element(columns.begin(), columns.end(), [](const Width& a, const Width& b) {
      return std::pair(a.now > a.word, a.now) < std::pair(b.now > b.word, b.now);
    });
    if (widest->now <= kNarrowest) break;
    --widest->now;
  }
  std::vector<std::size_t> widths;
  for (const Width& column : columns) widths.push_back(column.now);
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

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

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
