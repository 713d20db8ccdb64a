#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace itsmflow::expr {

/// A regular expression of RE2. Safe to use from several threads at once; the time it takes is linear in the text.
class Pattern {
 public:
  /// What is wrong with a text that is no pattern.
  struct Problem {
    std::string message;  ///< "missing )"
    std::string part;     ///< the words of the pattern that it is about
  };

  /// Null where the text is no pattern; then `problem` says why.
  static std::shared_ptr<const Pattern> compile(const std::string& text, Problem& problem);

  virtual ~Pattern() = default;
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  /// Whether a part of the text matches.
  virtual bool matches(std::string_view text) const = 0;

 protected:
  Pattern() = default;
};

}  // namespace itsmflow::expr
