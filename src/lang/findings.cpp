#include "lang/findings.hpp"

#include "base/text_distance.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace itsmflow::lang {
namespace {

constexpr std::size_t kListed = 12;

/// Ten thousand misspelt words against ten thousand names would take minutes; so many words are not misspelt by hand.
constexpr std::size_t kMaxComparisons = 300'000;

/// Nobody reads more; a text that is made to be wrong everywhere must not fill the memory.
constexpr std::size_t kMaxFindings = 10'000;

/// Whether a place holds a word and nothing else but its quotes: not an alias of it, nor a text with an escape.
bool is_as_written(const Span& span, std::string_view word) {
  if (!span || span.end > span.source->text.size()) return false;
  std::string_view text = std::string_view(span.source->text).substr(span.begin, span.end - span.begin);
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
  if (quoted) text = text.substr(1, text.size() - 2);
  return text == word;
}

/// Whether YAML takes a word for a text without quotes.
bool is_plain(std::string_view word) {
  constexpr std::array<std::string_view, 3> kOtherwise{"true", "false", "null"};
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '@'; };
  return !word.empty() && is_letter(word.front()) && std::ranges::all_of(word, fits) &&
         std::ranges::find(kOtherwise, word) == kOtherwise.end();
}

}  // namespace

Finding& Finding::label(std::string text) {
  diagnostic_.label = std::move(text);
  return *this;
}

Finding& Finding::related(const Span& span, std::string text) {
  diagnostic_.related.push_back({span, std::move(text)});
  return *this;
}

Finding& Finding::help(std::string text) {
  diagnostic_.help = std::move(text);
  return *this;
}

Finding& Finding::fix(const Span& span, std::string replacement, Diagnostic::Fix::Safety safety) {
  diagnostic_.fixes.push_back({span, std::move(replacement), safety});
  return *this;
}

bool Finding::suggest(std::string_view written, const std::vector<std::string>& candidates,
                      const std::function<bool(const std::string&)>& free) {
  const std::optional<std::string> meant = findings_.nearest(written, candidates);
  if (!meant) return false;
  help("did you mean " + quoted(*meant) + "?");
  if (!free || free(*meant)) correct(diagnostic_.span, written, *meant, candidates);
  return true;
}

Finding& Finding::replace(const Span& span, std::string_view written, std::string replacement) {
  const bool here = span && std::string_view(span.source->text).substr(span.begin, span.end - span.begin) == written;
  return here ? fix(span, std::move(replacement)) : *this;
}

Finding& Finding::correct(const Span& span, std::string_view written, const std::string& meant,
                          const std::vector<std::string>& candidates) {
  const bool sure = is_as_written(span, written) && is_plain(meant) && is_sure(written, meant, candidates);
  return fix(span, meant, sure ? Diagnostic::Fix::Safety::safe : Diagnostic::Fix::Safety::unsafe);
}

Findings::Findings(Diagnostics first) {
  for (Diagnostic& diagnostic : first) {
    rules_.insert(diagnostic.rule);
    found_.push_back(std::move(diagnostic));
  }
}

Finding Findings::error(std::string_view rule, const Span& span, std::string message) {
  return add(rule, Severity::error, span, std::move(message));
}

Finding Findings::warning(std::string_view rule, const Span& span, std::string message) {
  return add(rule, Severity::warning, span, std::move(message));
}

Finding Findings::note(std::string_view rule, const Span& span, std::string message) {
  return add(rule, Severity::note, span, std::move(message));
}

Finding Findings::add(std::string_view rule, Severity severity, const Span& span, std::string message) {
  std::string place = std::string(rule) + '@' + std::to_string(span.begin) + '-' + std::to_string(span.end);
  place +=
      '@' + std::to_string(reinterpret_cast<std::uintptr_t>(span.source.get()));  // the text of a model may be in several files
  if (may_repeat(rule)) place += message;
  rules_.emplace(rule);
  Diagnostic diagnostic;
  diagnostic.rule = rule;
  diagnostic.severity = severity;
  diagnostic.message = std::move(message);
  diagnostic.span = span;
  const bool full = found_.size() >= kMaxFindings;
  if (full || !places_.insert(std::move(place)).second) {
    if (full && found_.back().rule != "too-many-findings") {
      Diagnostic& last = found_.emplace_back();
      last.rule = "too-many-findings";
      last.message = "there is more to be found, which is not shown";
      last.span = span;
      last.help = "mend what is shown, and check again";
    }
    repeated_ = std::move(diagnostic);
    return {*this, repeated_};
  }
  found_.push_back(std::move(diagnostic));
  return {*this, found_.back()};
}

bool Findings::any_of(std::initializer_list<std::string_view> rules) const {
  return std::any_of(rules.begin(), rules.end(), [&](std::string_view rule) { return rules_.contains(std::string(rule)); });
}

bool Findings::has_errors() const {
  return std::ranges::any_of(found_, [](const Diagnostic& one) { return one.severity == Severity::error; });
}

std::optional<std::string> Findings::nearest(std::string_view written, const std::vector<std::string>& candidates) {
  if (comparisons_ + candidates.size() > kMaxComparisons) return std::nullopt;
  comparisons_ += candidates.size();
  return closest(written, candidates);
}

bool may_repeat(std::string_view rule) noexcept {
  return rule == "missing-key" || rule.ends_with("-left-out");
}

Diagnostics Findings::take() {
  Diagnostics all(std::make_move_iterator(found_.begin()), std::make_move_iterator(found_.end()));
  found_.clear();
  sort(all);
  return all;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), kListed); ++i) text += (i > 0 ? ", " : "") + words[i];
  if (words.size() > kListed) text += " and " + std::to_string(words.size() - kListed) + " more";
  return text;
}

std::string quoted(std::string_view word) {
  return "'" + std::string(word) + "'";
}

}  // namespace itsmflow::lang
