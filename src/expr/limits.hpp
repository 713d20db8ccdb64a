#pragma once

#include <cstddef>
#include <cstdint>

namespace itsmflow::expr {

// Limits on an expression, so that no text can exhaust the stack, the memory or the reader's patience.

/// The longest guard that a person reads has a few hundred bytes; generated decision lists reach some thousands.
inline constexpr std::size_t kMaxTextBytes = 64u << 10;
/// Parser, checker and evaluator recurse once a level. CEL demands at least 32; chains of && and || count as one level.
inline constexpr std::uint32_t kMaxDepth = 200;
/// More issues than this help nobody.
inline constexpr std::size_t kMaxIssues = 100;

}  // namespace itsmflow::expr
