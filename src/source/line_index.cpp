#include "source/line_index.hpp"

#include <algorithm>
#include <memory>

#include "source/node.hpp"

namespace itsmflow::source {

namespace {

constexpr std::size_t kBlock = 64;

bool begins_code_point(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u;
}

}  // namespace

LineIndex::LineIndex(std::string_view text) {
  line_begins_.push_back(0);
  code_points_.reserve(text.size() / kBlock + 1);
  std::uint32_t points = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % kBlock == 0) code_points_.push_back(points);
    if (begins_code_point(text[i])) ++points;
    const bool breaks = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (breaks) line_begins_.push_back(static_cast<std::uint32_t>(i + 1));
  }
  if (text.size() % kBlock == 0) code_points_.push_back(points);
}

std::uint32_t LineIndex::code_points_before(std::string_view text, std::size_t offset) const {
  const std::size_t block = offset / kBlock;
  std::uint32_t points = code_points_[block];
  for (std::size_t i = block * kBlock; i < offset; ++i) {
    if (begins_code_point(text[i])) ++points;
  }
  return points;
}

LineIndex::Place LineIndex::place(std::string_view text, std::size_t offset) const {
  offset = std::min(offset, text.size());
  const auto after = std::upper_bound(line_begins_.begin(), line_begins_.end(), static_cast<std::uint32_t>(offset));
  const std::size_t line = static_cast<std::size_t>(after - line_begins_.begin());
  std::size_t begin = line_begins_[line - 1];
  if (line == 1 && text.starts_with("\xEF\xBB\xBF") && offset >= 3) begin = 3;  // a byte order mark takes no column
  const std::uint32_t column = code_points_before(text, offset) - code_points_before(text, begin) + 1;
  return {static_cast<std::uint32_t>(line), column};
}

Span make_span(const std::shared_ptr<const SourceText>& source, std::size_t begin, std::size_t end) {
  // Spans are asked for by the thousand for one text, then for the next: one index a thread is enough.
  struct Last {
    std::weak_ptr<const SourceText> source;
    LineIndex index{std::string_view{}};
  };
  thread_local Last last;
  if (!source) return {};
  if (last.source.expired() || last.source.owner_before(source) || source.owner_before(last.source) ||
      last.source.lock() != source) {
    last = {source, LineIndex{source->text}};
  }
  begin = std::min(begin, source->text.size());
  end = std::clamp(end, begin, source->text.size());
  const LineIndex::Place from = last.index.place(source->text, begin);
  const LineIndex::Place to = last.index.place(source->text, end);
  return {source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), from.line, from.column, to.line, to.column};
}

}  // namespace itsmflow::source
