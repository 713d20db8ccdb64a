#include "check/allow_comment.hpp"

#include "base/text_distance.hpp"
#include "source/finding.hpp"

#include <itsmflow/check.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace itsmflow::check {
namespace {

constexpr std::string_view kForm = "`# itsmflow: allow RULE, because REASON`";

/// What other programs call it.
constexpr std::array<std::string_view, 9> kOtherWords{"allows", "allowed", "disable", "expect",  "ignore",
                                                      "nolint", "noqa",    "permit",  "suppress"};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return lower(c); });
  return result;
}

/// Reads a comment from left to right.
class Words {
 public:
  explicit Words(const source::Comment& comment) : comment_(comment), text_(comment.text) {
    const std::string& whole = comment.span.source->text;
    begin_ = whole.find(comment.text, comment.span.begin);
  }

  std::string take_word() {
    skip_blanks();
    last_ = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return std::string(text_.substr(last_, at_ - last_));
  }

  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// All that is left, without blanks around.
  std::string_view rest() {
    skip_blanks();
    return text_.substr(at_);
  }

  Span last_word() const { return source::make_span(comment_.span.source, begin_ + last_, begin_ + at_); }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  const source::Comment& comment_;
  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t at_ = 0;
  std::size_t last_ = 0;
};

/// A dot or an ellipsis is no reason.
bool says_something(std::string_view reason) {
  constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
  while (reason.find(kEllipsis) != std::string_view::npos) reason = reason.substr(reason.find(kEllipsis) + kEllipsis.size());
  return std::ranges::any_of(reason, [](char c) { return (c & 0x80) != 0 || (is_word(c) && c != '-' && c != '_'); });
}

AllowComment fault(std::string rule, std::string message, Span span, std::string help, std::string label = {}) {
  AllowComment comment;
  comment.fault = source::finding(std::move(rule), std::move(message), std::move(span), std::move(help), std::move(label));
  return comment;
}

AllowComment wrong_verb(const std::string& verb, const Span& span) {
  AllowComment comment =
      fault("bad-allow", "this comment allows nothing: it says '" + verb + "'", span, "write " + std::string(kForm));
  if (is_sure(verb, "allow", {"allow"})) comment.fault->fixes.push_back({span, "allow"});
  return comment;
}

AllowComment unknown_rule(const std::string& rule, const Span& span) {
  AllowComment comment = fault("unknown-rule", "there is no rule '" + rule + "'", span, {});
  if (parse_rule_family(rule)) {
    comment.fault->help = "'" + rule + "' is a family; name the rule that stands in brackets behind the finding";
    return comment;
  }
  std::vector<std::string> rules;
  for (const CheckRule& one : check_rules()) rules.emplace_back(one.id);
  const auto meant = closest(rule, rules);
  if (!meant) {
    comment.fault->help = "name the rule that stands in brackets behind the finding";
    return comment;
  }
  comment.fault->help = "did you mean '" + *meant + "'?";
  const auto safety = is_sure(rule, *meant, rules) ? Diagnostic::Fix::Safety::safe : Diagnostic::Fix::Safety::unsafe;
  comment.fault->fixes.push_back({span, *meant, safety});
  return comment;
}

/// What stands behind the rule: ", because REASON".
AllowComment read_reason(Words& words, const std::string& rule, const source::Comment& comment) {
  words.take(',');
  const std::string before(words.rest());
  const std::string word = words.take_word();
  if (word == "because") {
    words.take(':');
    if (!says_something(words.rest())) {
      return fault("allow-without-reason", "nothing is said behind 'because'", comment.span,
                   "say why it is right here to break the rule '" + rule + "'");
    }
    AllowComment read;
    read.rule = rule;
    return read;
  }
  if (find_check_rule(word) != nullptr) {
    return fault("bad-allow", "a comment allows one rule", words.last_word(),
                 "write a comment for each, in a line of its own above the finding", "a second rule");
  }
  const std::string reason = says_something(before) ? before : "REASON";
  return fault("allow-without-reason", "it isn't said why '" + rule + "' is allowed", comment.span,
               "write `# itsmflow: allow " + rule + ", because " + source::clip(reason) + "`");
}

}  // namespace

AllowComment read_allow_comment(const source::Comment& comment) {
  Words words(comment);
  const std::string name = words.take_word();
  if (lower(name) != "itsmflow") return {};
  const bool colon = words.take(':');
  const std::string verb = words.take_word();
  const Span verb_span = words.last_word();
  const bool other = std::ranges::find(kOtherWords, lower(verb)) != kOtherWords.end();
  // A word about the program in a sentence is no allowance: "itsmflow allows that".
  if (!colon && (verb != "allow" || find_check_rule(words.take_word()) == nullptr)) return {};
  if (verb != "allow" && !other && closest(lower(verb), {"allow"}) != "allow" && lower(verb) != "allow") return {};
  if (verb != "allow") return wrong_verb(verb, verb_span);
  if (!colon || name != "itsmflow") {
    return fault("bad-allow", "this comment allows nothing", comment.span, "write " + std::string(kForm));
  }
  const std::string rule = words.take_word();
  if (rule.empty()) return fault("bad-allow", "this comment names no rule", comment.span, "write " + std::string(kForm));
  if (find_check_rule(rule) == nullptr) return unknown_rule(rule, words.last_word());
  return read_reason(words, rule, comment);
}

}  // namespace itsmflow::check
