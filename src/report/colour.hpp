#pragma once

#include <itsmflow/diagnostic.hpp>

#include <string>
#include <string_view>

namespace itsmflow::report {

inline constexpr std::string_view kBold = "\x1b[1m";
inline constexpr std::string_view kRed = "\x1b[1;31m";
inline constexpr std::string_view kYellow = "\x1b[1;33m";
inline constexpr std::string_view kBlue = "\x1b[1;34m";
inline constexpr std::string_view kCyan = "\x1b[1;36m";
inline constexpr std::string_view kPlain = "\x1b[0m";

inline std::string_view colour_of(Severity severity) noexcept {
  if (severity == Severity::error) return kRed;
  return severity == Severity::warning ? kYellow : kCyan;
}

/// Text in a colour, or as it is where no colours are wanted.
inline std::string painted(std::string_view text, std::string_view colour, bool wanted) {
  if (!wanted || text.empty()) return std::string(text);
  return std::string(colour) + std::string(text) + std::string(kPlain);
}

}  // namespace itsmflow::report
