#include "lang/scalars.hpp"

#include "lang/keys.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>
#include <regex>
#include <vector>

namespace itsmflow::lang {

using source::Node;

namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alnum(char c) {
  return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  std::string small(word);
  std::ranges::transform(small, small.begin(), lower);
  if (std::ranges::find(words, std::string_view(small)) == words.end()) return false;
  // YAML knows `yes`, `Yes` and `YES`, not `yEs`.
  const bool rest_is_small = std::equal(word.begin() + 1, word.end(), small.begin() + 1);
  const bool all_is_big = std::ranges::none_of(word, is_lower);
  return rest_is_small || all_is_big;
}

/// "1.10" → "1.1", "007" → "7": what is left when a number has been a number.
std::string as_number(std::string_view digits) {
  std::string text(digits);
  std::erase(text, '_');
  double value = 0;
  const char* begin = text.data() + (text.front() == '+' ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return text;
  std::array<char, 64> buffer{};
  const auto printed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), printed.ptr};
}

std::string in_base(std::string_view digits, int base) {
  std::string text(digits);
  std::erase(text, '_');
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return error == std::errc() && end == text.data() + text.size() ? std::to_string(value) : text;
}

/// YAML 1.1 counts in sixties: 12:30 is 750.
std::string in_sixties(std::string_view text) {
  std::uint64_t value = 0;
  std::uint64_t part = 0;
  for (const char c : text) {
    if (c == ':') {
      value = (value + part) * 60;
      part = 0;
    } else if (is_digit(c)) {
      part = part * 10 + static_cast<std::uint64_t>(c - '0');
    }
  }
  return std::to_string(value + part);
}

/// The longest thing that is a number or a date; longer words are never given to the patterns.
constexpr std::size_t kLongest = 40;

std::string number_or_date(std::string_view plain) {
  static const std::regex date("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");
  static const std::regex sixties("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9]*)?");
  static const std::regex octal("0o?[0-7_]+");
  static const std::regex hex("0x[0-9a-fA-F_]+");
  static const std::regex number("[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?");
  static const std::regex special("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  const std::string text(plain);
  if (std::regex_match(text, date)) return "the date " + text;
  if (std::regex_match(text, sixties)) return "the number " + in_sixties(plain);
  if (std::regex_match(text, octal)) return "the number " + in_base(plain.substr(plain[1] == 'o' ? 2 : 1), 8);
  if (std::regex_match(text, hex)) return "the number " + in_base(plain.substr(2), 16);
  if (std::regex_match(text, number)) return "the number " + as_number(plain);
  if (std::regex_match(text, special)) return "a number";
  return {};
}

/// "Service Desk", "serviceDesk" → "service_desk"; empty where no id can be made of it.
std::string as_id(std::string_view word, char joiner) {
  std::string id;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool hump = i > 0 && c >= 'A' && c <= 'Z' && (is_lower(word[i - 1]) || is_digit(word[i - 1]));
    if ((hump || !is_alnum(c)) && !id.empty() && id.back() != joiner) id += joiner;
    if (is_alnum(c)) id += lower(c);
    if (static_cast<unsigned char>(c) >= 0x80) return {};
  }
  while (!id.empty() && id.back() == joiner) id.pop_back();
  return !id.empty() && is_lower(id.front()) ? id : std::string();
}

bool is_id(std::string_view word, bool kebab) {
  const char joiner = kebab ? '-' : '_';
  if (word.empty() || !is_lower(word.front()) || word.back() == joiner) return false;
  return std::ranges::all_of(word, [&](char c) { return is_lower(c) || is_digit(c) || c == joiner; });
}

bool is_taken(std::string_view id, const IdKind& kind) {
  if (kind.may_be_reserved) return false;
  if (is_reserved(id)) return !(kind.name == kStateId.name && id == "none");
  // Guards speak of `case.id`, `actor.id`, `message.price`, `items` and `rfc.state`.
  if (kind.name == kObjectId.name) return id == "case" || id == "actor" || id == "message" || id == "items";
  if (kind.name == kOutcomeId.name) return id == "undecided";  // what a case is without one
  return kind.name == kFieldId.name && id == "state";
}

void check_looks(Context& context, const Node& node) {
  if (node.style != Node::Style::plain || !node.tag.empty()) return;
  const std::string_view text = written(node);
  const std::string other = taken_for(text);
  if (other.empty()) return;
  context.findings.error("ambiguous-scalar", node.span, quoted(text) + " may be read as " + other)
      .help("write " + in_quotes(text))
      .fix(node.span, in_quotes(text));
}

}  // namespace

std::string_view written(const Node& node) {
  if (!node.span) return {};
  const std::string_view text = node.span.source->text;
  return text.substr(node.span.begin, node.span.end - node.span.begin);
}

bool is_nothing(const Node& node) {
  return node.kind == Node::Kind::null && written(origin(node)).empty();
}

bool is_text(const Node& node) {
  return node.kind == Node::Kind::scalar || (node.kind == Node::Kind::null && !written(origin(node)).empty());
}

std::string taken_for(std::string_view plain) {
  if (plain.empty() || plain.size() > kLongest) return {};
  if (plain == "~" || is_one_of(plain, {"null"})) return "nothing";
  if (is_one_of(plain, {"true", "yes", "on"})) return "the truth value true";
  if (is_one_of(plain, {"false", "no", "off"})) return "the truth value false";
  const char first = plain.front();
  if (!is_digit(first) && first != '-' && first != '+' && first != '.') return {};
  return number_or_date(plain);
}

std::string in_quotes(std::string_view word) {
  std::string text = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    text += c;
  }
  return text + '"';
}

namespace {

/// Where the comment begins that follows a plain text after one blank; none where there is none.
std::optional<std::size_t> comment_after(const Node& node) {
  if (node.kind != Node::Kind::scalar || node.style != Node::Style::plain || !node.span) return std::nullopt;
  const std::string_view text = node.span.source->text;
  const std::size_t hash = node.span.end + 1;
  if (hash >= text.size() || text[node.span.end] != ' ' || text[hash] != '#') return std::nullopt;
  return hash;
}

void report_comment(Context& context, const Node& node, std::size_t hash) {
  const std::string_view text = node.span.source->text;
  std::size_t end = std::min(text.find('\n', hash), text.size());
  while (end > hash && (text[end - 1] == '\r' || text[end - 1] == ' ')) --end;
  const Span rest = source::make_span(node.span.source, hash, end);
  const std::string whole = in_quotes(node.text + " " + std::string(text.substr(hash, end - hash)));
  context.findings.error("ambiguous-scalar", rest, "the text ends before '#': the rest is a comment")
      .help("put the whole text in quotes: " + whole)
      .fix(source::make_span(node.span.source, node.span.begin, end), whole, Diagnostic::Fix::Safety::unsafe);
}

/// Whether a text in an expression is not closed.
bool ends_in_quotes(std::string_view expression) {
  char quote = 0;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (quote != 0 && c == '\\') {
      ++i;
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    }
  }
  return quote != 0;
}

}  // namespace

void check_comment(Context& context, const Node& alias) {
  const Node& node = origin(alias);
  const auto hash = comment_after(node);
  const std::string_view text = hash ? std::string_view(node.span.source->text) : std::string_view();
  if (!hash || *hash + 1 >= text.size()) return;
  // A comment that is meant as one begins with a blank.
  if (std::string_view(" \t\r\n").find(text[*hash + 1]) == std::string_view::npos) report_comment(context, node, *hash);
}

bool check_comment_in_expression(Context& context, const Node& alias, std::size_t offset) {
  const Node& node = origin(alias);
  const auto hash = comment_after(node);
  if (!hash || !ends_in_quotes(std::string_view(node.text).substr(offset))) {
    check_comment(context, node);
    return false;
  }
  report_comment(context, node, *hash);
  return true;
}

std::string read_words(Context& context, const Node& alias) {
  const Node& node = origin(alias);
  check_looks(context, node);
  check_comment(context, node);
  return node.kind == Node::Kind::null ? std::string(written(node)) : node.text;
}

std::vector<std::string_view> taken_words(const IdKind& kind) {
  std::vector<std::string_view> words(reserved_words().begin(), reserved_words().end());
  words.insert(words.end(), {"case", "actor", "message", "items", "state", "undecided"});
  std::erase_if(words, [&](std::string_view word) { return !is_taken(word, kind); });
  return words;
}

std::string read_id(Context& context, const Node& alias, const IdKind& kind) {
  const Node& node = origin(alias);
  std::string id = read_words(context, node);
  const bool ambiguous = node.style == Node::Style::plain && node.tag.empty() && !taken_for(written(node)).empty();
  if (ambiguous) return id;
  if (!is_id(id, kind.kebab)) {
    const std::string better = as_id(id, kind.kebab ? '-' : '_');
    context.findings.error("bad-id", node.span, quoted(id) + " cannot be the id of " + std::string(kind.name))
        .help(std::string("write it in ") + (kind.kebab ? "kebab-case" : "snake_case") +
              (better.empty() ? ", with the letters a to z" : ": " + better));
  } else if (is_taken(id, kind)) {
    context.findings
        .error("reserved-word", node.span, quoted(id) + " is a reserved word and cannot be the id of " + std::string(kind.name))
        .help("choose another id");
  }
  return id;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::uint32_t> read_count(Context& context, const Node& alias, const std::string& what) {
  const Node& node = origin(alias);
  if (is_judged(node)) return std::nullopt;
  const auto number = whole_number(node.text);
  if (number && *number >= 1 && *number <= 1'000'000) return number;
  context.findings.error("bad-number", node.span, what + " is " + quoted(written(node))).help("write a whole number from 1");
  return std::nullopt;
}

std::optional<Duration> read_length(Context& context, const Node& alias, const std::string& what) {
  const Node& node = origin(alias);
  if (is_judged(node)) return std::nullopt;
  const auto length = is_text(node) ? parse_duration(node.text) : std::nullopt;
  if (length && *length > Duration{}) return length;
  if (length) {
    context.findings.error("bad-duration", node.span, what + " is " + quoted(written(node)) + "; it must be longer than nothing")
        .help("write for example `2 days`; what comes at once needs no " + what.substr(0, what.find(' ')));
    return std::nullopt;
  }
  context.findings.error("bad-duration", node.span, what + " is " + quoted(written(node)) + ", which is no length of time")
      .help("write for example `2 days`, `15 hours` or `1h30m`");
  return std::nullopt;
}

}  // namespace itsmflow::lang
