#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/errors.hpp"

namespace itsmflow::cli {
namespace {

// Styles travel inside texts as bytes that never occur in UTF-8, so that everything else can be cleaned in one place.
constexpr unsigned char kFirstMark = 0xF9;  // + Style
constexpr unsigned char kEndMark = 0xFF;

bool is_mark(unsigned char byte) {
  return byte >= kFirstMark && byte <= kFirstMark + static_cast<unsigned char>(Style::warning);
}

std::string_view color_code(unsigned char mark) {
  switch (static_cast<Style>(mark - kFirstMark)) {
    case Style::strong:
      return "\x1b[1m";
    case Style::faint:
      return "\x1b[2m";
    case Style::good:
      return "\x1b[32m";
    case Style::bad:
      return "\x1b[1;31m";
    case Style::warning:
      return "\x1b[33m";
  }
  return "";
}

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 1;
  bool valid = false;
};

CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {first, 1, false};
  std::uint32_t value = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {first, 1, false};
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest[length] || value > 0x10FFFF || surrogate) return {first, 1, false};
  return {value, length, true};
}

bool is_hidden(std::uint32_t c) {
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;
  return c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xFEFF;
}

std::string written_out(const CodePoint& c) {
  if (!c.valid) return fmt::format("\\x{:02x}", c.value);
  if (c.value == '\n') return "\\n";
  if (c.value == '\t') return "\\t";
  if (c.value == '\r') return "\\r";
  return c.value < 0x80 ? fmt::format("\\x{:02x}", c.value) : fmt::format("\\u{:04x}", c.value);
}

enum class Marks { written_out, dropped, colors };

std::string clean(std::string_view text, bool keep_lines, Marks marks) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (marks != Marks::written_out && (is_mark(byte) || byte == kEndMark)) {
      if (marks == Marks::colors) result += byte == kEndMark ? "\x1b[0m" : color_code(byte);
      ++i;
      continue;
    }
    const CodePoint c = decode(text.substr(i));
    const bool kept = c.valid && (!is_hidden(c.value) || (keep_lines && c.value == '\n'));
    result += kept ? std::string(text.substr(i, c.length)) : written_out(c);
    i += c.length;
  }
  return result;
}

bool wants_color(Color color, bool is_terminal) {
  if (color != Color::automatic) return color == Color::always;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  return is_terminal && (term == nullptr || std::string_view(term) != "dumb");
}

}  // namespace

std::string paint(Style style, std::string_view text) {
  std::string result;
  result += static_cast<char>(kFirstMark + static_cast<unsigned char>(style));
  result += text;
  result += static_cast<char>(kEndMark);
  return result;
}

std::string visible(std::string_view text) {
  return clean(text, false, Marks::written_out);
}

std::string visible_lines(std::string_view text) {
  return clean(text, true, Marks::written_out);
}

std::size_t width_of(std::string_view text) {
  const std::string plain = clean(text, false, Marks::dropped);
  return static_cast<std::size_t>(std::count_if(plain.begin(), plain.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Terminal::Terminal() : out_is_terminal_(isatty(STDOUT_FILENO) == 1), error_is_terminal_(isatty(STDERR_FILENO) == 1) {
  // A reader who has seen enough ends the output, not the step that is under way.
  std::signal(SIGPIPE, SIG_IGN);
  set_color(Color::automatic);
}

void Terminal::set_color(Color color) {
  out_colors_ = wants_color(color, out_is_terminal_);
  error_colors_ = wants_color(color, error_is_terminal_);
}

bool Terminal::is_watched() const noexcept {
  const char* term = std::getenv("TERM");
  return out_is_terminal_ && error_is_terminal_ && term != nullptr && std::string_view(term) != "dumb";
}

std::size_t Terminal::error_width() const noexcept {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : kUsual;
}

void Terminal::print(std::string_view text) {
  write(stdout, clean(text, true, out_colors_ ? Marks::colors : Marks::dropped));
}

void Terminal::line(std::string_view text) {
  print(std::string(text) + "\n");
}

void Terminal::raw(std::string_view bytes) {
  write(stdout, bytes);
}

void Terminal::json(const nlohmann::ordered_json& document) {
  write(stdout, document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

void Terminal::complain(std::string_view text) {
  const std::string cleaned = clean(text, true, error_colors_ ? Marks::colors : Marks::dropped) + "\n";
  complain_raw(cleaned);
}

void Terminal::complain_raw(std::string_view bytes) {
  std::fflush(stdout);
  // Nothing can be said about a failure here: this is where it would be said.
  std::fwrite(bytes.data(), 1, bytes.size(), stderr);
}

void Terminal::write(std::FILE* stream, std::string_view bytes) {
  if (closed_) return;
  if (std::fwrite(bytes.data(), 1, bytes.size(), stream) == bytes.size()) return;
  closed_ = true;
  if (errno != EPIPE) throw Failure(Exit::trouble, "output", fmt::format("cannot write the output: {}", std::strerror(errno)));
}

void Terminal::flush() {
  if (closed_ || std::fflush(stdout) == 0) return;
  closed_ = true;
  if (errno != EPIPE) throw Failure(Exit::trouble, "output", fmt::format("cannot write the output: {}", std::strerror(errno)));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    if (widths.size() < row.size()) widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string result;
  for (const auto& row : rows_) {
    std::string line = indent_;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width_of(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
  }
  return result;
}

}  // namespace itsmflow::cli
