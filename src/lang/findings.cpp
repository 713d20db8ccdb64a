#include "lang/findings.hpp"

#include "base/text_distance.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace itsmflow::lang {
namespace {

constexpr std::size_t kListed = 12;

/// Ten thousand misspelt words against ten thousand names would take minutes; so many words are not misspelt by hand.
constexpr std::size_t kMaxComparisons = 300'000;

/// Nobody reads more; a text that is made to be wrong everywhere must not fill the memory.
constexpr std::size_t kMaxFindings = 10'000;

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

bool Finding::suggest(std::string_view written, const std::vector<std::string>& candidates) {
  const std::optional<std::string> meant = findings_.nearest(written, candidates);
  if (!meant) return false;
  help("did you mean " + quoted(*meant) + "?");
  fix(diagnostic_.span, *meant);
  return true;
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
