#pragma once

#include <itsmflow/value.hpp>

#include <cstdint>

namespace itsmflow {

/// A moment so much after another one, or before it where the length is negative. At the end of the year 9999 time stands still: what
/// is due later is due never.
constexpr Timestamp later(Timestamp at, Duration length) {
  constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
  constexpr std::int64_t kEnd = 253'402'300'799;
  std::int64_t nanos = std::int64_t{at.nanos} + length.nanos;
  std::int64_t carry = 0;
  if (nanos >= kNanosPerSecond) carry = 1;
  if (nanos < 0) carry = -1;
  nanos -= carry * kNanosPerSecond;
  if (length.seconds > kEnd - at.seconds - carry) return {kEnd, 0};
  return {at.seconds + length.seconds + carry, static_cast<std::int32_t>(nanos)};
}

}  // namespace itsmflow
