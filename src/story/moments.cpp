#include "story/moments.hpp"

#include <itsmflow/time_zone.hpp>

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "base/later.hpp"

namespace itsmflow::story {
namespace {

constexpr std::int64_t kSecondsAMinute = 60;
constexpr std::int64_t kSecondsAnHour = 3'600;
constexpr std::int64_t kSecondsADay = 86'400;

/// RFC 3339, without zone and decimals: "2014-03-03T15:00:00".
std::string local_text(const std::string& zone, Timestamp at) {
  Timestamp local = later(at, utc_offset(zone, at).value_or(Duration{}));
  local.nanos = 0;
  return to_string(local).substr(0, 19);
}

std::string weekday(const std::string& zone, Timestamp at) {
  static constexpr std::array<const char*, 7> kNames{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  constexpr std::int64_t kFirstDay = 3;  // 1970-01-01 was a Thursday
  const std::int64_t local = at.seconds + utc_offset(zone, at).value_or(Duration{}).seconds;
  const std::int64_t days = local / kSecondsADay - (local % kSecondsADay < 0 ? 1 : 0);
  return kNames[static_cast<std::size_t>(((days + kFirstDay) % 7 + 7) % 7)];
}

std::string ahead_of_utc(const std::string& zone, Timestamp at) {
  if (zone == "UTC") return "";
  const std::int64_t offset = utc_offset(zone, at).value_or(Duration{}).seconds;
  const std::int64_t size = offset < 0 ? -offset : offset;
  return fmt::format(" (UTC{}{:02}:{:02})", offset < 0 ? "-" : "+", size / kSecondsAnHour, size / kSecondsAMinute % 60);
}

}  // namespace

std::string Moments::day(Timestamp at) const {
  return fmt::format("{} {}{}", weekday(zone_, at), local_text(zone_, at).substr(0, 10), ahead_of_utc(zone_, at));
}

std::string Moments::time(Timestamp at) const {
  const std::string text = local_text(zone_, at);
  return text.size() == 19 ? text.substr(11) : text;
}

std::string Moments::moment(Timestamp at) const {
  std::string text = local_text(zone_, at);
  if (text.size() == 19) text[10] = ' ';
  return text;
}

std::string Moments::in_words(Timestamp at) const {
  return fmt::format("{} {} at {}", weekday(zone_, at), local_text(zone_, at).substr(0, 10), time(at));
}

std::string Moments::in_words(Timestamp at, Timestamp first) const {
  return day(at) == day(first) ? time(at) : in_words(at);
}

Duration between(Timestamp from, Timestamp to) {
  if (to < from) return {};
  const Duration length{to.seconds - from.seconds, to.nanos - from.nanos};
  return length.nanos < 0 ? Duration{length.seconds - 1, length.nanos + 1'000'000'000} : length;
}

std::string roughly(Duration length) {
  if (length.seconds < 1) return "less than a second";
  std::int64_t unit = 1;
  if (length.seconds >= kSecondsAMinute) unit = kSecondsAMinute;
  if (length.seconds >= kSecondsADay) unit = kSecondsAnHour;
  return itsmflow::in_words(Duration{length.seconds - length.seconds % unit, 0});
}

}  // namespace itsmflow::story
