#pragma once

#include <itsmflow/diagnostic.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace itsmflow::lang {

class Findings;

/// A finding that is being written; each call adds a part.
class Finding {
 public:
  Finding(Findings& findings, Diagnostic& diagnostic) : findings_(findings), diagnostic_(diagnostic) {}

  Finding& label(std::string text);
  Finding& related(const Span& span, std::string text);
  Finding& help(std::string text);
  Finding& fix(const Span& span, std::string replacement, Diagnostic::Fix::Safety safety = Diagnostic::Fix::Safety::safe);

  /// Adds a safe fix that replaces `written`, if that is what stands there: it may have come from an alias, or from an escape.
  Finding& replace(const Span& span, std::string_view written, std::string replacement);

  /// Adds the replacement of a word by the one that was meant: safe where that is beyond doubt (is_sure).
  Finding& correct(const Span& span, std::string_view written, const std::string& meant,
                   const std::vector<std::string>& candidates);

  /// Adds "did you mean 'x'?" and the replacement of the marked text where a candidate is close to what was written; true if so.
  /// `free`: whether the place may get it; there is no replacement where it may not.
  bool suggest(std::string_view written, const std::vector<std::string>& candidates,
               const std::function<bool(const std::string&)>& free = {});

 private:
  Findings& findings_;
  Diagnostic& diagnostic_;
};

/// Collects what is found. The same rule is not broken twice by the same text: a text that several aliases share is judged once.
class Findings {
 public:
  explicit Findings(Diagnostics first = {});

  Finding error(std::string_view rule, const Span& span, std::string message);
  Finding warning(std::string_view rule, const Span& span, std::string message);
  Finding note(std::string_view rule, const Span& span, std::string message);

  /// The candidate that was meant, as closest(); none as well where so much was compared that it would take too long.
  std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates);

  /// Whether anything was found by one of these rules.
  bool any_of(std::initializer_list<std::string_view> rules) const;

  bool has_errors() const;

  /// How many there are.
  std::size_t count() const noexcept { return found_.size(); }

  /// Everything, sorted by place.
  Diagnostics take();

 private:
  friend class Finding;
  Finding add(std::string_view rule, Severity severity, const Span& span, std::string message);

  std::deque<Diagnostic> found_;
  Diagnostic repeated_;  ///< takes what is written of a finding that is there already
  std::unordered_set<std::string> places_;
  std::unordered_set<std::string> rules_;
  std::size_t comparisons_ = 0;
};

/// Whether one text can break a rule in several ways, each said: several keys can be missing in one place.
bool may_repeat(std::string_view rule) noexcept;

/// "a, b, c"; after twelve words "and 4 more".
std::string listed(const std::vector<std::string>& words);

/// "'word'".
std::string quoted(std::string_view word);

}  // namespace itsmflow::lang
