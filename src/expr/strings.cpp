#include "expr/strings.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace itsmflow::expr {
namespace {

constexpr char32_t kLastCodePoint = 0x10FFFF;

bool is_high_surrogate(char32_t code) {
  return code >= 0xD800 && code <= 0xDBFF;
}
bool is_low_surrogate(char32_t code) {
  return code >= 0xDC00 && code <= 0xDFFF;
}

/// The value of `count` digits of a base at a place; none if they are not all there.
std::optional<char32_t> digits(std::string_view text, std::size_t at, std::size_t count, unsigned base) {
  if (at + count > text.size()) return std::nullopt;
  char32_t value = 0;
  for (const char c : text.substr(at, count)) {
    unsigned digit = 99;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A' + 10);
    if (digit >= base) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

/// The character that a one-letter escape stands for.
std::optional<char> simple_escape(char letter) {
  switch (letter) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`':
      return letter;
    default:
      return std::nullopt;
  }
}

class Decoder {
 public:
  Decoder(const QuotedText& quoted, std::vector<ExprIssue>& issues) : quoted_(quoted), text_(quoted.content), issues_(issues) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (text_[at_] == '\\' && !quoted_.raw) {
        escape();
        continue;
      }
      const std::size_t length = utf8_length(text_, at_);
      if (length == 0) {
        refuse(1, "this byte is not UTF-8", quoted_.bytes ? "write it as an escape, such as \\xff" : "");
        continue;
      }
      out_ += text_.substr(at_, length);
      at_ += length;
    }
    return std::move(out_);
  }

 private:
  void refuse(std::size_t length, std::string message, std::string help) {
    const auto begin = quoted_.offset + static_cast<std::uint32_t>(at_);
    issues_.push_back(
        {ExprIssue::Kind::syntax, begin, begin + static_cast<std::uint32_t>(length), std::move(message), std::move(help)});
    at_ += length;
  }

  void escape() {
    const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (const auto simple = simple_escape(letter)) {
      out_ += *simple;
      at_ += 2;
      return;
    }
    switch (letter) {
      case 'x':
      case 'X':
        return octet(2, 2, 16, "\\x needs two hexadecimal digits");
      case 'u':
        return code_point(4, "\\u needs four hexadecimal digits");
      case 'U':
        return code_point(8, "\\U needs eight hexadecimal digits");
      case '0':
      case '1':
      case '2':
      case '3':
        return octet(1, 3, 8, "an octal escape has three digits, from \\000 to \\377");
      default:
        break;
    }
    const std::size_t length = at_ + 1 < text_.size() ? 1 + std::max<std::size_t>(utf8_length(text_, at_ + 1), 1) : 1;
    refuse(length, "'" + std::string(text_.substr(at_, length)) + "' is not an escape of CEL",
           "write '\\\\' for a backslash, or put r before the quote");
  }

  /// A byte of bytes, a code point of a string.
  void octet(std::size_t skip, std::size_t count, unsigned base, const char* message) {
    const auto value = digits(text_, at_ + skip, count, base);
    if (!value) return refuse(std::min<std::size_t>(2, text_.size() - at_), message, "");
    if (quoted_.bytes) {
      out_ += static_cast<char>(*value);
    } else {
      append_utf8(out_, *value);
    }
    at_ += skip + count;
  }

  void code_point(std::size_t count, const char* message) {
    const std::size_t length = 2 + count;
    const auto value = digits(text_, at_ + 2, count, 16);
    if (!value) return refuse(2, message, "");
    if (quoted_.bytes) return refuse(length, "\\u and \\U are for strings, not for bytes", "write the bytes as \\x escapes");
    if (is_high_surrogate(*value) && count == 4 && text_.substr(at_ + length, 2) == "\\u") {
      const auto low = digits(text_, at_ + length + 2, 4, 16);
      if (low && is_low_surrogate(*low)) {
        append_utf8(out_, 0x10000 + ((*value - 0xD800) << 10) + (*low - 0xDC00));
        at_ += 2 * length;
        return;
      }
    }
    if (*value > kLastCodePoint || is_high_surrogate(*value) || is_low_surrogate(*value)) {
      return refuse(length, "'" + std::string(text_.substr(at_, length)) + "' is not a Unicode character", "");
    }
    append_utf8(out_, *value);
    at_ += length;
  }

  const QuotedText& quoted_;
  std::string_view text_;
  std::vector<ExprIssue>& issues_;
  std::string out_;
  std::size_t at_ = 0;
};

}  // namespace

std::string decode(const QuotedText& quoted, std::vector<ExprIssue>& issues) {
  return Decoder(quoted, issues).run();
}

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at += std::max<std::size_t>(utf8_length(text, at), 1);
  return count;
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((code_point >> shift) & 0x3F)); };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | (code_point >> 6));
    tail(0);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | (code_point >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (code_point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace itsmflow::expr
