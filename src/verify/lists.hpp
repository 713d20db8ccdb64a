#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace itsmflow {

// Short lists of numbers, of places or of values.

inline bool has(const std::vector<std::uint32_t>& list, std::uint32_t one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

inline void add_once(std::vector<std::uint32_t>& list, std::uint32_t one) {
  if (!has(list, one)) list.push_back(one);
}

}  // namespace itsmflow
