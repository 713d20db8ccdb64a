#pragma once

#include <itsmflow/value.hpp>

#include <cstdint>

namespace itsmflow {

/// A moment as stores and digests have it: whole microseconds since 1970-01-01T00:00:00Z, what is below is dropped (so that the
/// result is never later). The years of Timestamp fit with room to spare.
constexpr std::int64_t to_micros(Timestamp time) noexcept {
  // Towards zero first, so that the earliest moment doesn't overflow on the way.
  if (time.seconds < 0) return (time.seconds + 1) * 1'000'000 + (time.nanos / 1'000 - 1'000'000);
  return time.seconds * 1'000'000 + time.nanos / 1'000;
}

constexpr Timestamp from_micros(std::int64_t micros) noexcept {
  std::int64_t seconds = micros / 1'000'000;
  std::int64_t rest = micros % 1'000'000;
  if (rest < 0) {
    --seconds;
    rest += 1'000'000;
  }
  return {seconds, static_cast<std::int32_t>(rest * 1'000)};
}

constexpr Timestamp to_the_microsecond(Timestamp time) noexcept {
  return {time.seconds, time.nanos - time.nanos % 1'000};
}

}  // namespace itsmflow
