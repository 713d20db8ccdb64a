#include <itsmflow/time_zone.hpp>

#include <date/tz.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace itsmflow {
namespace {

/// "+01:00", "-08:00", "02:00" in seconds; none for another text.
std::optional<std::int64_t> fixed_offset(std::string_view text) {
  const bool west = text.starts_with('-');
  if (west || text.starts_with('+')) text.remove_prefix(1);
  const auto digit = [&](std::size_t at) { return static_cast<std::int64_t>(text[at] - '0'); };
  constexpr std::size_t kLength = 5;
  if (text.size() != kLength || text[2] != ':') return std::nullopt;
  for (const std::size_t at : {0u, 1u, 3u, 4u}) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
  }
  const std::int64_t hours = digit(0) * 10 + digit(1);
  const std::int64_t minutes = digit(3) * 10 + digit(4);
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::int64_t seconds = hours * 3'600 + minutes * 60;
  return west ? -seconds : seconds;
}

}  // namespace

std::optional<Duration> utc_offset(const std::string& zone, Timestamp at) {
  if (zone == "UTC") return Duration{};
  if (const auto fixed = fixed_offset(zone)) return Duration{*fixed, 0};
  try {
    const date::time_zone* found = date::locate_zone(zone);
    return Duration{found->get_info(date::sys_seconds(std::chrono::seconds(at.seconds))).offset.count(), 0};
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

std::vector<std::string> time_zone_names() {
  std::vector<std::string> names;
  try {
    for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
  } catch (const std::runtime_error&) {
    // no database is installed
  }
  return names;
}

}  // namespace itsmflow
