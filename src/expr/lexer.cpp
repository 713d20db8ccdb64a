#include "expr/lexer.hpp"

#include "expr/numbers.hpp"
#include "expr/strings.hpp"
#include "expr/words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace itsmflow::expr {
namespace {

using Kind = Token::Kind;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool in_word(char c) {
  return starts_word(c) || is_digit(c);
}
bool in_quoted_word(char c) {
  return in_word(c) || c == '.' || c == '-' || c == '/' || c == ' ';
}

struct Symbol {
  std::string_view text;
  Kind kind;
};

/// Longer ones first, where one begins like another.
constexpr std::array kSymbols{
    Symbol{"==", Kind::equal},        Symbol{"!=", Kind::not_equal},
    Symbol{"<=", Kind::less_equal},   Symbol{">=", Kind::greater_equal},
    Symbol{"&&", Kind::and_},         Symbol{"||", Kind::or_},
    Symbol{"<", Kind::less},          Symbol{">", Kind::greater},
    Symbol{"!", Kind::bang},          Symbol{"(", Kind::left_paren},
    Symbol{")", Kind::right_paren},   Symbol{"[", Kind::left_bracket},
    Symbol{"]", Kind::right_bracket}, Symbol{"{", Kind::left_brace},
    Symbol{"}", Kind::right_brace},   Symbol{".", Kind::dot},
    Symbol{",", Kind::comma},         Symbol{"?", Kind::question},
    Symbol{":", Kind::colon},         Symbol{"+", Kind::plus},
    Symbol{"-", Kind::minus},         Symbol{"*", Kind::star},
    Symbol{"/", Kind::slash},         Symbol{"%", Kind::percent},
};

/// What people write who know another language, and the symbol they mean.
struct Mistake {
  std::string_view text;
  Kind kind;
  std::string_view message;
};

constexpr std::array kMistakes{
    Mistake{"===", Kind::equal, "'===' is not CEL; write '=='"},
    Mistake{"!==", Kind::not_equal, "'!==' is not CEL; write '!='"},
    Mistake{"<>", Kind::not_equal, "'<>' is not CEL; write '!='"},
    Mistake{"=<", Kind::less_equal, "'=<' is not CEL; write '<='"},
    Mistake{"=>", Kind::greater_equal, "'=>' is not CEL; write '>='"},
    Mistake{"\u2260", Kind::not_equal, "'\u2260' is not CEL; write '!='"},
    Mistake{"\u2264", Kind::less_equal, "'\u2264' is not CEL; write '<='"},
    Mistake{"\u2265", Kind::greater_equal, "'\u2265' is not CEL; write '>='"},
};

/// Only where no proper symbol begins there.
constexpr std::array kSingleMistakes{
    Mistake{"=", Kind::equal, "'=' is not a comparison; write '=='"},
    Mistake{"&", Kind::and_, "'&' is not CEL; write '&&'"},
    Mistake{"|", Kind::or_, "'|' is not CEL; write '||'"},
};

constexpr std::array<std::string_view, 6> kFancyQuotes{"\u201c", "\u201d", "\u201e", "\u2018", "\u2019", "\u201a"};

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<ExprIssue>& issues) : text_(text), issues_(issues) {}

  std::vector<Token> run() {
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) next();
    add(Kind::end, at_);
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool looking_at(std::string_view word) const { return text_.substr(at_, word.size()) == word; }

  void add(Kind kind, std::size_t end, Value value = {}) {
    tokens_.push_back({kind, static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end), std::move(value)});
    at_ = end;
  }

  void refuse(std::size_t begin, std::size_t end, std::string message, std::string help = {}) {
    issues_.push_back({ExprIssue::Kind::syntax, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                       std::move(message), std::move(help)});
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        ++at_;
      } else if (looking_at("//")) {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
      } else {
        return;
      }
    }
  }

  void next() {
    const char c = peek();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (const std::size_t prefix = quote_prefix(); prefix != std::string_view::npos) return quoted(prefix);
    if (starts_word(c)) return word();
    if (c == '`') return quoted_word();
    symbol();
  }

  /// How many letters stand before the quote of a literal that begins here; npos where none does.
  std::size_t quote_prefix() const {
    std::size_t length = 0;
    if (peek(length) == 'b' || peek(length) == 'B') ++length;
    if (peek(length) == 'r' || peek(length) == 'R') ++length;
    const char quote = peek(length);
    return quote == '"' || quote == '\'' ? length : std::string_view::npos;
  }

  void quoted(std::size_t prefix) {
    const char quote = peek(prefix);
    QuotedText literal;
    for (std::size_t i = 0; i < prefix; ++i) (peek(i) == 'b' || peek(i) == 'B' ? literal.bytes : literal.raw) = true;
    const std::size_t quotes = peek(prefix + 1) == quote && peek(prefix + 2) == quote ? 3 : 1;
    const std::size_t begin = at_ + prefix + quotes;
    const std::string closing(quotes, quote);
    std::size_t end = begin;
    while (end < text_.size() && text_.substr(end, quotes) != closing) {
      const char c = text_[end];
      if (quotes == 1 && (c == '\n' || c == '\r')) break;
      end += c == '\\' && !literal.raw && end + 1 < text_.size() ? 2 : 1;
    }
    const bool closed = end < text_.size() && text_.substr(end, quotes) == closing;
    if (!closed) {
      const bool line_break = end < text_.size();
      refuse(at_, at_ + prefix + quotes, "this text has no closing " + closing,
             line_break ? "a text over several lines is written between \"\"\" and \"\"\"" : "");
    }
    end = std::min(end, text_.size());
    literal.content = text_.substr(begin, end - begin);
    literal.offset = static_cast<std::uint32_t>(begin);
    std::string content = decode(literal, issues_);
    const std::size_t after = closed ? end + quotes : end;
    if (literal.bytes) return add(Kind::bytes, after, Value::Bytes{std::move(content)});
    add(Kind::string, after, std::move(content));
  }

  void word() {
    std::size_t end = at_;
    while (end < text_.size() && in_word(text_[end])) ++end;
    const std::string_view name = text_.substr(at_, end - at_);
    const Kind kind = name == "true"    ? Kind::true_
                      : name == "false" ? Kind::false_
                      : name == "null"  ? Kind::null
                      : name == "in"    ? Kind::in
                                        : Kind::ident;
    add(kind, end);
  }

  void quoted_word() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && in_quoted_word(text_[end])) ++end;
    const bool closed = end < text_.size() && text_[end] == '`' && end > at_ + 1;
    if (!closed)
      refuse(at_, at_ + 1, "'`' begins the quoted name of a field, which has no end here", "a text is written in ' or \"");
    Value name{text_.substr(at_ + 1, end - at_ - 1)};
    add(closed ? Kind::quoted_ident : Kind::string, closed ? end + 1 : end, std::move(name));
  }

  void number() {
    std::size_t end = at_;
    const auto skip = [&](bool (*belongs)(char)) {
      while (end < text_.size() && belongs(text_[end])) ++end;
    };
    if (looking_at("0x")) {
      end += 2;
      skip(is_hex_digit);
      if (end == at_ + 2) {
        refuse(at_, end, "'0x' needs hexadecimal digits behind it");
        return add(Kind::integer, end, std::uint64_t{0});
      }
      return integer(end, text_.substr(at_ + 2, end - at_ - 2), 16);
    }
    skip(is_digit);
    const bool point = end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1]);
    if (point) {
      ++end;
      skip(is_digit);
    }
    const bool exponent = exponent_at(end);
    if (exponent) {
      end += text_[end + 1] == '+' || text_[end + 1] == '-' ? 2 : 1;
      skip(is_digit);
    }
    if (!point && !exponent) return integer(end, text_.substr(at_, end - at_), 10);
    const std::string_view digits = text_.substr(at_, end - at_);
    const auto value = parse_double(digits);
    if (!value) refuse(at_, end, "'" + shortened(digits) + "' is too large for a double", "the largest is about 1.8e308");
    add(Kind::double_, end, value.value_or(0.0));
  }

  bool exponent_at(std::size_t at) const {
    if (at >= text_.size() || (text_[at] != 'e' && text_[at] != 'E')) return false;
    const std::size_t sign = at + 1 < text_.size() && (text_[at + 1] == '+' || text_[at + 1] == '-') ? 1 : 0;
    return at + 1 + sign < text_.size() && is_digit(text_[at + 1 + sign]);
  }

  void integer(std::size_t end, std::string_view digits, int base) {
    const auto value = parse_uint(digits, base);
    const bool is_uint = end < text_.size() && (text_[end] == 'u' || text_[end] == 'U');
    if (!value) {
      refuse(at_, end, "'" + shortened(text_.substr(at_, end - at_)) + "' is too large for " + (is_uint ? "a uint" : "an int"),
             is_uint ? "the largest is 18446744073709551615u" : "the largest is 9223372036854775807");
    }
    add(is_uint ? Kind::uint : Kind::integer, end + (is_uint ? 1 : 0), value.value_or(0));
  }

  static std::string shortened(std::string_view digits) {
    constexpr std::size_t kShown = 30;
    return digits.size() <= kShown ? std::string(digits) : std::string(digits.substr(0, kShown)) + "\u2026";
  }

  bool mistake(const Mistake& known) {
    if (!looking_at(known.text)) return false;
    refuse(at_, at_ + known.text.size(), std::string(known.message));
    add(known.kind, at_ + known.text.size());
    return true;
  }

  void symbol() {
    for (const Mistake& known : kMistakes) {
      if (mistake(known)) return;
    }
    for (const Symbol& known : kSymbols) {
      if (looking_at(known.text)) return add(known.kind, at_ + known.text.size());
    }
    for (const Mistake& known : kSingleMistakes) {
      if (mistake(known)) return;
    }
    stray();
  }

  bool is_fancy_quote(std::size_t at) const {
    const auto begins = [&](std::string_view quote) { return text_.substr(at, quote.size()) == quote; };
    return std::any_of(kFancyQuotes.begin(), kFancyQuotes.end(), begins);
  }

  /// What a word processor made of a quoted text.
  void fancy_quoted() {
    constexpr std::size_t kLength = 3;  // of each of these quotes, in bytes
    refuse(at_, at_ + kLength, "'" + std::string(text_.substr(at_, kLength)) + "' is not a quote of CEL", "write ' or \"");
    std::size_t end = at_ + kLength;
    while (end < text_.size() && !is_fancy_quote(end)) ++end;
    Value content{text_.substr(at_ + kLength, end - at_ - kLength)};
    add(Kind::string, std::min(end + kLength, text_.size()), std::move(content));
  }

  /// A character that no token begins with: reported once for a run of the same kind, and passed over.
  void stray() {
    const std::size_t length = std::max<std::size_t>(utf8_length(text_, at_), 1);
    const std::string_view seen = text_.substr(at_, length);
    const auto byte = static_cast<unsigned char>(seen[0]);
    if (is_fancy_quote(at_)) return fancy_quoted();
    if (byte < 0x20 || byte == 0x7F || utf8_length(text_, at_) == 0) {
      refuse(at_, at_ + length, "this byte cannot stand in an expression");
    } else {
      const bool letter = byte >= 0x80;
      refuse(at_, at_ + length, "'" + std::string(seen) + "' cannot stand here",
             letter ? "names have the letters a to z, digits and _; a text is written in quotes" : "");
    }
    at_ += length;
  }

  std::string_view text_;
  std::vector<ExprIssue>& issues_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text, std::vector<ExprIssue>& issues) {
  return Lexer(text, issues).run();
}

std::string_view meant_symbol(std::string_view written) noexcept {
  const Op spoken = spoken_operator(written);
  if (spoken == Op::logical_and) return "&&";
  if (spoken == Op::logical_or) return "||";
  const auto look_in = [&](const auto& mistakes) -> std::string_view {
    const auto mistake = std::ranges::find(mistakes, written, &Mistake::text);
    return mistake == mistakes.end() ? std::string_view() : std::ranges::find(kSymbols, mistake->kind, &Symbol::kind)->text;
  };
  const std::string_view symbol = look_in(kMistakes);
  return symbol.empty() ? look_in(kSingleMistakes) : symbol;
}

}  // namespace itsmflow::expr
