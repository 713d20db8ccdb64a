#pragma once

#include <cstdint>
#include <cstdlib>

/// Sanitizers make a test about ten times slower, and look for other faults than more of the same would find.
constexpr bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#else
  return false;
#endif
}

/// What the environment's variable says, or that many.
inline std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
  const char* number = std::getenv(variable);
  return number ? std::strtoull(number, nullptr, 10) : otherwise;
}

/// How much is drawn at random: what the environment's variable says, or that much, of which a sanitizer gets a fifth.
inline std::uint64_t amount_of(const char* variable, std::uint64_t normally) {
  constexpr std::uint64_t kShare = is_sanitized() ? 5 : 1;
  return number_of(variable, normally / kShare);
}
