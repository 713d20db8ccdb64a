#pragma once

#include "verify/proof.hpp"

#include <itsmflow/diagnostic.hpp>

#include <string>
#include <vector>

namespace itsmflow {

/// The way to a trouble, in words. The model must outlive it.
class WayWords {
 public:
  explicit WayWords(const Model& model) : model_(model) {}

  /// Its steps, and what they come to. That the case starts is told where there is something to tell of it.
  std::vector<Diagnostic::Step> trace(const std::vector<WayStep>& way, const std::string& end) const;
  /// The last step, "'assess.go'"; "the start".
  std::string last_words(const std::vector<WayStep>& way) const;
  Span last_span(const std::vector<WayStep>& way) const;
  /// How a deviation is done: "without rfc.accounts", "passing over 'prepare'".
  std::vector<std::string> deviating_words(const WayStep& step) const;

 private:
  std::string words_of(const WayStep& step) const;
  std::string words_of(DeviationKind kind, const WayStep& step) const;
  Span place_of(const WayStep& step) const;

  const Model& model_;
};

}  // namespace itsmflow
