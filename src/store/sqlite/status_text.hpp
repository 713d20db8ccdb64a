#pragma once

#include <itsmflow/store.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace itsmflow {

/// How the column `status` says it, in the order of CaseStatus.
inline constexpr std::array<std::string_view, 3> kStatusTexts = {"open", "over", "cancelled"};

constexpr std::string_view status_text(CaseStatus status) noexcept {
  return kStatusTexts[static_cast<std::size_t>(status)];
}

constexpr std::optional<CaseStatus> parse_status(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kStatusTexts.size(); ++i) {
    if (kStatusTexts[i] == text) return static_cast<CaseStatus>(i);
  }
  return std::nullopt;
}

}  // namespace itsmflow
