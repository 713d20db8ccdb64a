#include "report/fingerprint.hpp"

#include <string_view>

#include "base/digest.hpp"
#include "report/path.hpp"

namespace itsmflow::report {
namespace {

constexpr std::size_t kDigits = 32;

std::string_view marked_words(const Span& span) {
  const std::string_view text = span.source->text;
  if (span.begin >= text.size() || span.end <= span.begin) return {};
  return text.substr(span.begin, span.end - span.begin);
}

/// With its length before it, so that no two lists of texts are one when put together.
std::string part(std::string_view text) {
  return std::to_string(text.size()) + ':' + std::string(text);
}

}  // namespace

std::string Fingerprints::of(const Diagnostic& diagnostic) {
  std::string parts = part(diagnostic.rule) + part(diagnostic.message);
  if (diagnostic.span) parts += part(plain_path(diagnostic.span.source->name)) + part(marked_words(diagnostic.span));
  const std::string alike = blake2b_hex(parts);
  return blake2b_hex(alike + std::to_string(times_seen_[alike]++)).substr(0, kDigits);
}

}  // namespace itsmflow::report
