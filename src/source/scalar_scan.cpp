#include "source/scalar_scan.hpp"

namespace itsmflow::source {

namespace {

/// Collects decoded bytes with their origins.
class Decoded {
 public:
  explicit Decoded(ScannedScalar& out) : out_(out) {}

  void add(char byte, std::size_t origin) {
    out_.text.push_back(byte);
    out_.offsets.push_back(static_cast<std::uint32_t>(origin));
  }

  void add_code_point(std::uint32_t point, std::size_t origin) {
    if (point < 0x80) return add(static_cast<char>(point), origin);
    if (point < 0x800) {
      add(static_cast<char>(0xC0 | (point >> 6)), origin);
    } else {
      if (point < 0x10000) {
        add(static_cast<char>(0xE0 | (point >> 12)), origin);
      } else {
        add(static_cast<char>(0xF0 | (point >> 18)), origin);
        add(static_cast<char>(0x80 | ((point >> 12) & 0x3F)), origin);
      }
      add(static_cast<char>(0x80 | ((point >> 6) & 0x3F)), origin);
    }
    add(static_cast<char>(0x80 | (point & 0x3F)), origin);
  }

  std::size_t size() const { return out_.text.size(); }

  void cut(std::size_t size) {
    out_.text.resize(size);
    out_.offsets.resize(size);
  }

  /// Line breaks between two lines of a flow scalar: one is a blank, n are n - 1 breaks.
  void fold(const std::vector<std::size_t>& breaks) {
    if (breaks.size() == 1) add(' ', breaks[0]);
    for (std::size_t i = 1; i < breaks.size(); ++i) add('\n', breaks[i]);
  }

  void finish(std::size_t end) { out_.offsets.push_back(static_cast<std::uint32_t>(end)); }

 private:
  ScannedScalar& out_;
};

/// Skips blanks and line breaks; gives where the breaks were.
std::vector<std::size_t> skip_breaks(std::string_view text, std::size_t& at) {
  std::vector<std::size_t> breaks;
  while (at < text.size() && is_blank_or_break(text[at])) {
    if (is_break(text[at])) {
      breaks.push_back(at);
      at = after_break(text, at);
    } else {
      ++at;
    }
  }
  return breaks;
}

bool document_indicator(std::string_view text, std::size_t at) {
  if (at > 0 && !is_break(text[at - 1])) return false;
  const std::string_view here = text.substr(at, 3);
  return (here == "---" || here == "...") && (at + 3 >= text.size() || is_blank_or_break(text[at + 3]));
}

bool plain_ends(std::string_view text, std::size_t at, bool in_flow) {
  const char c = text[at];
  if (in_flow && is_flow_indicator(c)) return true;
  if (c == ':') {
    const bool last = at + 1 >= text.size();
    return last || is_blank_or_break(text[at + 1]) ||
           (in_flow && (text[at + 1] == ',' || text[at + 1] == ']' || text[at + 1] == '}'));
  }
  return c == '#' && at > 0 && is_blank_or_break(text[at - 1]);
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

std::uint32_t hex_value(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const int low = c >= '0' && c <= '9' ? c - '0' : ((c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : 0);
    value = value * 16 + static_cast<std::uint32_t>(low);
  }
  return value;
}

std::uint32_t escaped(std::string_view text, std::size_t at) {
  const char c = text[at + 1];
  switch (c) {
    case '0':
      return 0x00;
    case 'a':
      return 0x07;
    case 'b':
      return 0x08;
    case 't':
      return 0x09;
    case 'n':
      return 0x0A;
    case 'v':
      return 0x0B;
    case 'f':
      return 0x0C;
    case 'r':
      return 0x0D;
    case 'e':
      return 0x1B;
    case 'N':
      return 0x85;
    case '_':
      return 0xA0;
    case 'L':
      return 0x2028;
    case 'P':
      return 0x2029;
    case 'x':
    case 'u':
    case 'U':
      return hex_value(text.substr(at + 2, escape_length(text, at) - 2));
    default:
      return static_cast<unsigned char>(c);  // \" \\ \/ and the like stand for themselves
  }
}

}  // namespace

std::size_t after_break(std::string_view text, std::size_t at) {
  return at + (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1);
}

std::size_t column_of(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && !is_break(text[begin - 1])) --begin;
  if (begin == 0 && text.starts_with("\xEF\xBB\xBF") && at >= 3) begin = 3;
  return at - begin;
}

std::size_t escape_length(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return 1;
  const char c = text[at + 1];
  const std::size_t length = c == 'x' ? 4 : c == 'u' ? 6 : c == 'U' ? 10 : is_break(c) ? after_break(text, at + 1) - at : 2;
  return at + length > text.size() ? text.size() - at : length;
}

std::size_t value_end(std::string_view text, std::size_t begin, bool in_flow) {
  std::size_t end = begin;
  for (std::size_t i = begin; i < text.size() && !is_break(text[i]); ++i) {
    if (in_flow && (text[i] == ',' || text[i] == ']' || text[i] == '}')) break;
    if (text[i] == '#' && i > begin && is_blank(text[i - 1])) break;
    if (!is_blank(text[i])) end = i + 1;
  }
  return end;
}

std::pair<std::size_t, std::size_t> find_bad_escape(std::string_view text, std::size_t begin) {
  static constexpr std::string_view kSingle = "0abtnvfre \"'/\\N_LP\r\n";
  for (std::size_t at = begin + 1; at + 1 < text.size() && text[at] != '"'; ++at) {
    if (text[at] != '\\') continue;
    const std::size_t length = escape_length(text, at);
    if (length <= 2 || is_break(text[at + 1])) {
      if (kSingle.find(text[at + 1]) == std::string_view::npos) return {at, at + 2};
    } else {
      std::size_t end = at + 2;
      while (end < at + length && is_hex(text[end])) ++end;
      const std::size_t wanted = text[at + 1] == 'x' ? 4 : text[at + 1] == 'u' ? 6 : 10;
      const std::uint32_t point = hex_value(text.substr(at + 2, end - at - 2));
      if (end != at + wanted || (point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF) return {at, end};
    }
    at += length - 1;
  }
  return {std::string_view::npos, std::string_view::npos};
}

ScannedScalar scan_plain(std::string_view text, std::size_t begin, bool in_flow, std::size_t min_column) {
  ScannedScalar out;
  Decoded decoded{out};
  std::size_t at = begin;
  std::size_t end = begin;  // behind the last character that is not blank
  std::size_t solid = 0;    // and how much text there is then
  while (at < text.size()) {
    if (is_break(text[at])) {
      std::size_t next = at;
      const std::vector<std::size_t> breaks = skip_breaks(text, next);
      if (next >= text.size() || (!in_flow && column_of(text, next) < min_column)) break;
      if (document_indicator(text, next) || plain_ends(text, next, in_flow)) break;
      decoded.cut(solid);
      decoded.fold(breaks);
      at = next;
      continue;
    }
    if (at > begin && plain_ends(text, at, in_flow)) break;
    decoded.add(text[at], at);
    ++at;
    if (!is_blank(text[at - 1])) {
      end = at;
      solid = decoded.size();
    }
  }
  decoded.cut(solid);
  decoded.finish(end);
  out.end = end;
  return out;
}

ScannedScalar scan_quoted(std::string_view text, std::size_t begin) {
  ScannedScalar out;
  const char quote = text[begin];
  out.style = quote == '"' ? Node::Style::double_quoted : Node::Style::single_quoted;
  Decoded decoded{out};
  std::size_t at = begin + 1;
  std::size_t solid = 0;  // text up to the last character that a line break does not trim
  out.closed = false;
  while (at < text.size()) {
    const char c = text[at];
    if (c == quote && quote == '\'' && at + 1 < text.size() && text[at + 1] == '\'') {
      decoded.add('\'', at);
      at += 2;
      solid = decoded.size();
      continue;
    }
    if (c == quote) {
      out.closed = true;
      break;
    }
    if (is_break(c)) {
      decoded.cut(solid);
      decoded.fold(skip_breaks(text, at));
      solid = decoded.size();
      continue;
    }
    if (c == '\\' && quote == '"' && at + 1 < text.size()) {
      if (is_break(text[at + 1])) {
        ++at;
        const std::vector<std::size_t> breaks = skip_breaks(text, at);
        for (std::size_t i = 1; i < breaks.size(); ++i) decoded.add('\n', breaks[i]);
      } else {
        decoded.add_code_point(escaped(text, at), at);
        at += escape_length(text, at);
      }
      solid = decoded.size();
      continue;
    }
    decoded.add(c, at);
    ++at;
    if (!is_blank(c)) solid = decoded.size();
  }
  decoded.finish(at);
  out.end = out.closed ? at + 1 : at;
  return out;
}

namespace {

struct Header {
  enum class Chomp { clip, strip, keep };
  Chomp chomp = Chomp::clip;
  std::size_t indent = 0;  ///< 0: to be detected
  std::size_t end = 0;
};

Header scan_header(std::string_view text, std::size_t begin) {
  Header header;
  std::size_t at = begin + 1;
  for (int i = 0; i < 2 && at < text.size(); ++i, ++at) {
    const char c = text[at];
    if (c == '+') {
      header.chomp = Header::Chomp::keep;
    } else if (c == '-') {
      header.chomp = Header::Chomp::strip;
    } else if (c >= '1' && c <= '9') {
      header.indent = static_cast<std::size_t>(c - '0');
    } else {
      break;
    }
  }
  header.end = at;
  return header;
}

/// One line of a block scalar: where its content begins and where its break is.
struct Line {
  std::size_t content = 0;
  std::size_t end = 0;  ///< at the break, or the end of the text
  bool empty = false;
  bool more_indented = false;
};

std::size_t line_end(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_break(text[at])) ++at;
  return at;
}

/// The indentation of the first line that is not empty, and of the empty ones above if those are wider.
std::size_t detect_indent(std::string_view text, std::size_t at, std::size_t least) {
  std::size_t indent = least;
  while (at < text.size()) {
    std::size_t first = at;
    while (first < text.size() && text[first] == ' ') ++first;
    indent = std::max(indent, first - at);
    if (first >= text.size() || !is_break(text[first])) break;
    at = after_break(text, first);
  }
  return indent;
}

std::vector<Line> block_lines(std::string_view text, std::size_t at, std::size_t indent) {
  std::vector<Line> lines;
  while (at < text.size()) {
    std::size_t content = at;
    while (content < text.size() && content - at < indent && text[content] == ' ') ++content;
    Line line;
    line.content = content;
    line.end = line_end(text, content);
    line.empty = line.end == content;
    line.more_indented = !line.empty && is_blank(text[content]);
    if (!line.empty && content - at < indent) break;
    if (line.empty && line.end == text.size()) break;  // blanks at the end of the text are no line
    lines.push_back(line);
    if (line.end >= text.size()) break;
    at = after_break(text, line.end);
  }
  return lines;
}

/// The break behind line i, decoded as its place in a folded scalar wants it.
void fold_break(Decoded& decoded, const std::vector<Line>& lines, std::size_t i) {
  std::size_t next = i + 1;
  while (next < lines.size() && lines[next].empty) ++next;
  const bool keeps = lines[i].more_indented || next == lines.size() || lines[next].more_indented;
  if (keeps) return decoded.add('\n', lines[i].end);
  if (next == i + 1) decoded.add(' ', lines[i].end);  // where empty lines follow, they are the breaks
}

}  // namespace

ScannedScalar scan_block(std::string_view text, std::size_t begin, int parent_column) {
  ScannedScalar out;
  out.style = text[begin] == '|' ? Node::Style::literal : Node::Style::folded;
  const Header header = scan_header(text, begin);
  out.header_end = header.end;
  std::size_t at = line_end(text, header.end);
  out.end = header.end;
  Decoded decoded{out};
  const std::size_t outer = parent_column < 0 ? 0 : static_cast<std::size_t>(parent_column);
  if (at < text.size()) at = after_break(text, at);
  const std::size_t indent = header.indent > 0 ? outer + header.indent : detect_indent(text, at, outer + 1);
  std::vector<Line> lines = block_lines(text, at, indent);

  std::size_t last = lines.size();  // behind the last line that is not empty
  while (last > 0 && lines[last - 1].empty) --last;
  const std::vector<Line> trailing(lines.begin() + static_cast<std::ptrdiff_t>(last), lines.end());
  lines.resize(last);

  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    for (std::size_t c = line.content; c < line.end; ++c) decoded.add(text[c], c);
    out.end = std::max(out.end, line.end);
    if (i + 1 == lines.size()) break;
    if (line.empty || out.style == Node::Style::literal) {
      decoded.add('\n', line.end);
    } else {
      fold_break(decoded, lines, i);
    }
  }
  const bool has_break = !lines.empty() && lines.back().end < text.size();
  if (has_break && header.chomp != Header::Chomp::strip) decoded.add('\n', lines.back().end);
  if (header.chomp == Header::Chomp::keep) {
    for (const Line& line : trailing) {
      decoded.add('\n', line.end);
      out.end = line.end;
    }
  }
  decoded.finish(out.end);
  return out;
}

}  // namespace itsmflow::source
