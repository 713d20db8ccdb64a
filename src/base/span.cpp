#include "base/span.hpp"

#include <fmt/format.h>

#include <string_view>

namespace itsmflow {

std::string in_code(const Span& span) {
  constexpr std::size_t kLongest = 60;
  if (!span) return "what is said elsewhere";
  const std::string_view text = std::string_view(span.source->text).substr(span.begin, span.end - span.begin);
  if (text.size() > kLongest || text.find('\n') != std::string_view::npos) return fmt::format("what begins in line {}", span.line);
  return fmt::format("`{}`", text);
}

}  // namespace itsmflow
