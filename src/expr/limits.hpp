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
/// What an evaluation may do: a step is a node, an element that is made or compared, or some bytes of a text. Loops within loops grow
/// exponentially with the text; this many steps take a fraction of a second and at most some 100 MB.
inline constexpr std::uint64_t kMaxSteps = 2'000'000;
/// Lists and maps that an expression makes may hold each other so deep: whoever reads a value recurses.
inline constexpr std::uint32_t kMaxValueDepth = 200;

}  // namespace itsmflow::expr
