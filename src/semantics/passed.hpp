#pragma once

#include <compare>
#include <cstdint>

namespace itsmflow {

/// An activity that is passed over, with its result.
struct Passed {
  std::uint32_t activity = 0;
  std::uint32_t result = 0;

  auto operator<=>(const Passed&) const = default;
};

}  // namespace itsmflow
