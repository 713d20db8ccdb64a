#include "source/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text_distance.hpp"
#include "source/cursor.hpp"
#include "source/scalar_scan.hpp"

namespace itsmflow::source {

namespace {

constexpr std::size_t kNowhere = std::string::npos;
constexpr const char* kNothingFollows = "YAML takes a text that begins with '*' as an alias, and nothing may follow one";

/// What our own look at the text finds between the node read last and the place where the parser stopped.
struct Scene {
  std::size_t property = kNowhere;      ///< an anchor, alias or tag that the stumble is part of
  std::size_t open_quote = kNowhere;    ///< a quote that is never closed
  std::size_t open_bracket = kNowhere;  ///< a bracket that is not closed before the stumble
  std::size_t long_quote = kNowhere;    ///< a quoted text of several lines right before the stumble
  std::pair<std::size_t, std::size_t> bad_escape{kNowhere, kNowhere};
  bool in_flow = false;
};

bool same_line(std::string_view text, std::size_t from, std::size_t to) {
  to = std::min(to, text.size());
  return from <= to && text.substr(from, to - from).find('\n') == std::string_view::npos;
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  return at - column_of(text, at);
}

std::size_t first_in_line(std::string_view text, std::size_t at) {
  std::size_t first = line_begin(text, std::min(at, text.size()));
  while (first < text.size() && is_blank(text[first])) ++first;
  return first;
}

/// What looks like the name of an anchor before `at`: good enough to guess which one was meant.
std::vector<std::string> anchors_before(std::string_view text, std::size_t at) {
  constexpr std::size_t kMost = 1000;
  std::vector<std::string> names;
  for (std::size_t i = text.find('&'); i < at && names.size() < kMost; i = text.find('&', i + 1)) {
    const bool begins = i == 0 || is_blank(text[i - 1]) || is_break(text[i - 1]) || text[i - 1] == '[' || text[i - 1] == ',';
    std::size_t end = i + 1;
    while (end < at && !is_blank(text[end]) && !is_break(text[end]) && text[end] != ',' && text[end] != ']') ++end;
    if (begins && end > i + 1) names.emplace_back(text.substr(i + 1, end - i - 1));
  }
  return names;
}

/// Goes over one token; false where there is none that we can go over.
bool step(Cursor& cursor, Scene& scene, std::vector<std::size_t>& brackets, std::size_t column) {
  const std::size_t begin = cursor.at();
  const char c = cursor.peek();
  const bool flow = scene.in_flow || !brackets.empty();
  if (cursor.take_indicator('-') || cursor.take_indicator('?') || cursor.take_indicator(':')) {
    scene.property = kNowhere;
  } else if (c == '[' || c == '{') {
    brackets.push_back(begin);
    cursor.move_to(begin + 1);
  } else if (c == ']' || c == '}' || (flow && c == ',')) {
    const bool within = !brackets.empty() && scene.property < brackets.back();  // `!a[0, 1]`: still in what began with '!'
    if (!within) scene.property = kNowhere;
    if (c != ',' && !brackets.empty()) brackets.pop_back();
    cursor.move_to(begin + 1);
  } else if (c == '&' || c == '*' || c == '!') {
    if (scene.property == kNowhere) scene.property = begin;
    cursor.take_property();
  } else if (c == '"' || c == '\'') {
    const ScannedScalar scalar = scan_quoted(cursor.text(), begin);
    if (!scalar.closed) scene.open_quote = begin;
    if (c == '"' && scene.bad_escape.first == kNowhere) scene.bad_escape = find_bad_escape(cursor.text(), begin);
    scene.long_quote = same_line(cursor.text(), begin, scalar.end) ? kNowhere : begin;
    cursor.move_to(scalar.end);
  } else if (c == '|' || c == '>') {
    return false;
  } else {
    const ScannedScalar scalar = scan_plain(cursor.text(), begin, flow, column);
    cursor.move_to(std::max(scalar.end, begin + 1));
  }
  return true;
}

Scene survey(const Stumble& stumble) {
  Scene scene;
  std::vector<std::size_t> brackets;
  scene.in_flow = !stumble.open.empty() && stumble.open.back().flow;
  if (scene.in_flow) scene.open_bracket = stumble.open.back().begin;
  const std::size_t column = stumble.open.empty() ? 0 : stumble.open.back().column + 1;
  Cursor cursor{stumble.text};
  cursor.move_to(stumble.read);
  cursor.skip_gap();
  while (!cursor.at_end() && cursor.at() < stumble.at && scene.open_quote == kNowhere) {
    if (!step(cursor, scene, brackets, column)) break;
    cursor.skip_gap();
  }
  const std::size_t last = stumble.last_scalar;
  const bool quoted = last != kNowhere && (stumble.text[last] == '"' || stumble.text[last] == '\'');
  if (quoted && !same_line(stumble.text, last, stumble.read)) scene.long_quote = last;
  const char here = cursor.at() == stumble.at ? cursor.peek() : '\0';
  if (scene.property == kNowhere && (here == '&' || here == '*' || here == '!')) scene.property = stumble.at;
  if (!brackets.empty()) scene.open_bracket = brackets.back();
  scene.in_flow = scene.in_flow || !brackets.empty();
  if (scene.property != kNowhere && !same_line(stumble.text, scene.property, stumble.at)) scene.property = kNowhere;
  return scene;
}

class Explainer {
 public:
  Explainer(const std::shared_ptr<const SourceText>& source, const Stumble& stumble)
      : source_(source), s_(stumble), scene_(survey(stumble)), at_(std::min(stumble.at, stumble.text.size())) {}

  Fault explain() const {
    if (auto fault = quotes()) return *fault;
    if (auto fault = tab()) return *fault;
    if (auto fault = property()) return *fault;
    if (auto fault = escape()) return *fault;
    if (auto fault = reserved()) return *fault;
    if (auto fault = brackets()) return *fault;
    if (auto fault = structure()) return *fault;
    return plain_fault(at_, at_ + 1, "this cannot be read as YAML", "put texts with special characters in double quotes");
  }

 private:
  bool says(std::string_view words) const { return s_.message.find(words) != std::string::npos; }
  Span span(std::size_t begin, std::size_t end) const { return make_span(source_, begin, end); }
  std::string written(std::size_t begin, std::size_t end) const { return source_->text.substr(begin, end - begin); }

  Fault plain_fault(std::size_t begin, std::size_t end, std::string message, std::string help, std::string label = {}) const {
    return {finding("syntax", std::move(message), span(begin, end), std::move(help), std::move(label)), false, {}};
  }

  /// A value that its author meant as text: say how to quote it, and read on as if it were.
  Fault value_fault(std::string rule, std::size_t begin, const std::string& why) const {
    const std::size_t end = value_end(s_.text, begin, scene_.in_flow);
    const std::string text = written(begin, end);
    Fault fault{finding(std::move(rule), why, span(begin, end)), true, {begin, end, true}};
    fault.diagnostic.help = "if it is meant as text, " + how_to_quote(text);
    return fault;
  }

  std::optional<Fault> quotes() const {
    if (scene_.open_quote != kNowhere) {
      return plain_fault(scene_.open_quote, scene_.open_quote + 1, "this quote is never closed",
                         fmt::format("add the closing {} where the text ends", s_.text[scene_.open_quote]), "opened here");
    }
    if (says("document indicator in scalar")) {
      return plain_fault(at_, at_ + 3, "a document mark stands inside a quoted text", "close the quote above it");
    }
    return std::nullopt;
  }

  std::optional<Fault> tab() const {
    const std::size_t begin = line_begin(s_.text, at_);
    const std::size_t first = first_in_line(s_.text, at_);
    const std::size_t tab = s_.text.substr(0, first).find('\t', begin);
    if (tab == kNowhere || scene_.in_flow) return std::nullopt;
    std::size_t end = tab;
    while (end < first && s_.text[end] == '\t') ++end;
    return plain_fault(tab, end, "a tab cannot indent a line", "indent with spaces", "tab");
  }

  std::optional<Fault> property() const {
    if (s_.last_alias != kNowhere && same_line(s_.text, s_.last_alias, at_) && at_ < s_.text.size() && !scene_.in_flow) {
      return value_fault("bad-alias", s_.last_alias, kNothingFollows);
    }
    const std::size_t at = scene_.property;
    if (at == kNowhere) return std::nullopt;
    Cursor cursor{s_.text};
    cursor.move_to(at);
    const std::string name{cursor.take_property()};
    const std::size_t end = value_end(s_.text, at, scene_.in_flow);
    if (s_.text[at] == '!') return Fault{unexpected_tag(source_, name, at, end), true, {at, end, true}};
    if (s_.text[at] == '&') return Fault{bad_anchor(source_, name, at, end), true, {at, end, true}};
    if (!says("anchor is not defined")) {
      return value_fault("bad-alias", at,
                         fmt::format("YAML takes '{}' as an alias, not as text, because it begins with '*'", clip(name)));
    }
    if (end > at + name.size()) return value_fault("bad-alias", at, kNothingFollows);
    Fault fault =
        value_fault("unknown-alias", at, fmt::format("alias '{}' stands for an anchor that is not defined above", clip(name)));
    const auto meant = closest(name.substr(1), anchors_before(s_.text, at));
    fault.diagnostic.help = meant ? fmt::format("did you mean '*{}'?", clip(*meant))
                                  : fmt::format("define '&{}' above; {}", clip(name).substr(1), fault.diagnostic.help);
    return fault;
  }

  std::optional<Fault> escape() const {
    if (!says("unknown escape") && !says("hex number") && !says("invalid unicode")) return std::nullopt;
    const auto [slash, end] = scene_.bad_escape;  // not where the parser says it is: it has read on
    if (slash == kNowhere) return std::nullopt;
    Fault fault = plain_fault(slash, end, fmt::format("'{}' is not a character that can be written so", written(slash, end)),
                              "write \\\\ for a backslash, or put the text in single quotes");
    fault.recoverable = true;
    fault.mask = {slash, end, false};
    return fault;
  }

  std::optional<Fault> reserved() const {
    if (says("unexpected character in block scalar") || says("zero indentation")) {
      const std::size_t begin = s_.text.find_last_of("|>", at_ == 0 ? 0 : at_ - 1);
      if (begin != kNowhere && begin >= s_.read && same_line(s_.text, begin, at_)) {
        return value_fault("syntax", begin, fmt::format("a text on this line cannot begin with '{}'", s_.text[begin]));
      }
    }
    if (!says("unknown token") || at_ >= s_.text.size()) return std::nullopt;
    return value_fault("syntax", at_, fmt::format("a text cannot begin with '{}' unless it is quoted", s_.text[at_]));
  }

  /// The comment that the closing bracket stands in: `{title: Ticket #4}`.
  std::pair<std::size_t, std::size_t> comment_with(std::size_t opener, char close) const {
    for (std::size_t i = opener + 1; i < at_ && i < s_.text.size(); ++i) {
      const char c = s_.text[i];
      const char before = s_.text[i - 1];
      const bool begins = is_blank(before) || is_break(before);
      if ((c == '"' || c == '\'') && (begins || before == '[' || before == '{' || before == ',')) {
        i = std::max(i, scan_quoted(s_.text, i).end - 1);
      } else if (c == '#' && begins) {
        const std::size_t end = std::min(s_.text.find_first_of("\r\n", i), s_.text.size());
        if (s_.text.substr(i, end - i).find(close) != kNowhere) return {i, end};
        i = end;
      }
    }
    return {kNowhere, kNowhere};
  }

  /// Where a text ends that its author meant as one: at what ends the entry, not within its own brackets and quotes.
  std::size_t meant_end(std::size_t begin) const {
    std::size_t depth = 0;
    std::size_t end = begin;
    for (std::size_t i = begin; i < s_.text.size() && !is_break(s_.text[i]); ++i) {
      const char c = s_.text[i];
      if (c == '(' || c == '[' || c == '{') ++depth;
      const bool closes = c == ')' || c == ']' || c == '}';
      if (depth == 0 && (closes || c == ',')) break;
      if (closes) --depth;
      if (c == '"' || c == '\'') i = scan_quoted(s_.text, i).end - 1;
      if (!is_blank(c)) end = i + 1;
    }
    return end;
  }

  /// `{when: rfc.risk in ["low"]}`: a text without quotes goes no further than a bracket, one in quotes than its closing quote.
  std::optional<Fault> cut_text() const {
    const std::size_t begin = value_begin();
    if (begin == kNowhere || begin >= at_ || at_ >= s_.text.size() || !same_line(s_.text, begin, at_)) return std::nullopt;
    const bool quoted = s_.text[begin] == '"' || s_.text[begin] == '\'';
    const std::string_view enders = quoted ? "=!<>+-*/%&|?." : "[{?";
    const std::size_t end = meant_end(begin);
    if (enders.find(s_.text[at_]) == kNowhere || end <= at_) return std::nullopt;
    const std::string why = quoted ? "nothing can follow a text in quotes"
                                   : fmt::format("between brackets a text that isn't in quotes ends before '{}'", s_.text[at_]);
    return Fault{finding("syntax", why, span(begin, end), how_to_quote(written(begin, end))), true, {begin, end, true}};
  }

  std::optional<Fault> brackets() const {
    if (says("illegal flow end")) {
      if (scene_.open_bracket == kNowhere) {
        return plain_fault(at_, at_ + 1, fmt::format("this '{}' closes nothing", s_.text[at_]), "delete it, or add what opens it");
      }
      Fault fault = plain_fault(at_, at_ + 1, "the brackets do not match", "close each bracket with its own kind: [ ] and { }");
      fault.diagnostic.related.push_back({span(scene_.open_bracket, scene_.open_bracket + 1), "opened here"});
      return fault;
    }
    if (scene_.open_bracket == kNowhere) return std::nullopt;
    if (auto fault = cut_text()) return fault;
    const std::size_t opener = scene_.open_bracket;
    const char open = s_.text[opener];
    const char close = open == '[' ? ']' : '}';
    const bool items = same_line(s_.text, opener, at_) && at_ < s_.text.size() && !is_break(s_.text[at_]);
    if (items) {
      Fault fault = plain_fault(
          at_, at_ + 1, fmt::format("',' or '{}' is missing before this", close),
          fmt::format("separate what is between {} and {} by commas, and quote texts with special characters", open, close));
      fault.diagnostic.related.push_back({span(opener, opener + 1), "opened here"});
      return fault;
    }
    Fault fault = plain_fault(opener, opener + 1, fmt::format("this '{}' is not closed", open),
                              fmt::format("add the closing '{}'", close), "opened here");
    if (const auto [hash, end] = comment_with(opener, close); hash != kNowhere) {
      fault.diagnostic.related.push_back({span(hash, end), "from here on it is a comment; put the text in quotes"});
    } else if (at_ < s_.text.size()) {
      fault.diagnostic.related.push_back({span(at_, at_ + 1), fmt::format("no '{}' was found up to here", close)});
    }
    return fault;
  }

  std::optional<Fault> structure() const {
    if (says("illegal block entry")) {
      Fault fault = value_fault("syntax", at_, "a list item cannot begin here");
      fault.diagnostic.help = "begin it on a line of its own; " + fault.diagnostic.help;
      return fault;
    }
    if (says("illegal map value")) return map_value();
    if (!says("end of map") && !says("end of sequence") && !says("illegal map key")) return directive();
    const std::size_t first = first_in_line(s_.text, at_);
    if (scene_.long_quote != kNowhere || first < at_) return after_value();
    return indentation();
  }

  std::optional<Fault> directive() const {
    if (!says("directive") && !says("YAML version")) return std::nullopt;
    return plain_fault(first_in_line(s_.text, at_), at_, "this directive cannot be read",
                       "delete the line; itsmflow needs no directives");
  }

  Fault map_value() const {
    const std::size_t text = value_begin();
    if (text == kNowhere || text >= at_) {
      return plain_fault(at_, at_ + 1, "a ':' cannot stand here", "if it belongs to the text, put the text in double quotes");
    }
    if (same_line(s_.text, text, at_)) {
      Fault fault = value_fault("syntax", text, "a second ':' cannot stand in this line unless the text is quoted");
      fault.diagnostic.span = span(at_, at_ + 1);
      return fault;
    }
    const std::size_t end = value_end(s_.text, text, false);
    const std::size_t first = first_in_line(s_.text, at_);
    if (column_of(s_.text, text) == column_of(s_.text, first))
      return plain_fault(text, end, "a ':' is missing here", "write `key: value`");
    Fault fault = plain_fault(first, at_ + 1, "this line is indented as if it went on with the text above it",
                              "indent it like the other keys, or give the key above no value of its own");
    fault.diagnostic.related.push_back({span(text, end), "this text"});
    return fault;
  }

  /// Where the text begins that the parser took the ':' to be in.
  std::size_t value_begin() const {
    Cursor cursor{s_.text};
    cursor.move_to(s_.read);
    cursor.skip_gap();
    while (cursor.at() < at_ && (cursor.take_indicator(':') || cursor.take_indicator('-') || cursor.take_indicator('?')))
      cursor.skip_gap();
    return cursor.at() < at_ ? cursor.at() : s_.last_scalar;
  }

  Fault after_value() const {
    const std::size_t end = std::max(at_ + 1, value_end(s_.text, at_, false));
    Fault fault =
        plain_fault(at_, end, "this cannot follow the value before it", "quote the whole text, or write it on a line of its own");
    if (scene_.long_quote != kNowhere) {
      fault.diagnostic.related.push_back(
          {span(scene_.long_quote, scene_.long_quote + 1), "the quoted text before it began here; is its closing quote missing?"});
    }
    return fault;
  }

  Fault indentation() const {
    const std::size_t end = std::max(at_ + 1, value_end(s_.text, at_, false));
    const std::size_t column = column_of(s_.text, at_);
    if (s_.open.empty()) return plain_fault(at_, end, "this does not belong to what is above it", "indent it like the lines above");
    const Builder::Open& around = s_.open.back();
    const char* what = around.mapping ? "key" : "list item";
    if (column == around.column) {
      return around.mapping ? plain_fault(at_, end, "a key is expected here", "write `key: value`")
                            : plain_fault(at_, end, "a list item is expected here", "begin it with `- `");
    }
    Fault fault = plain_fault(
        at_, end, "this line is indented like nothing above it",
        fmt::format("begin it in column {} like the other {}s, or deeper to make it part of one", around.column + 1, what));
    fault.diagnostic.related.push_back({span(around.begin, around.begin + 1), fmt::format("the {}s around it begin here", what)});
    return fault;
  }

  const std::shared_ptr<const SourceText>& source_;
  const Stumble& s_;
  Scene scene_;
  std::size_t at_;
};

}  // namespace

Fault explain(const std::shared_ptr<const SourceText>& source, const Stumble& stumble) {
  return Explainer{source, stumble}.explain();
}

}  // namespace itsmflow::source
