#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace itsmflow {

/// The number of a case, unique within one store and never used again. Printed as a plain decimal number.
struct CaseId {
  std::int64_t value = 0;

  constexpr auto operator<=>(const CaseId&) const = default;
};

/// As it is printed: "42".
inline std::string to_string(CaseId id) {
  return std::to_string(id.value);
}

}  // namespace itsmflow

/// So that the number of a case may be a key of std::unordered_map.
template <>
struct std::hash<itsmflow::CaseId> {
  /// That of the number.
  std::size_t operator()(itsmflow::CaseId id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
