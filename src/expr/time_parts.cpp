#include "expr/time_parts.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <chrono>
#include <optional>
#include <stdexcept>

namespace itsmflow::expr {
namespace {

constexpr std::int64_t kSecondsADay = 86'400;
constexpr std::int32_t kNanosAMillisecond = 1'000'000;

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

/// How far the clocks of a zone are ahead of UTC at a moment, in seconds; none where there is no such zone.
std::optional<std::int64_t> offset_at(const std::string& zone, std::int64_t moment) {
  if (zone == "UTC") return 0;
  if (const auto fixed = fixed_offset(zone)) return fixed;
  try {
    const date::time_zone* found = date::locate_zone(zone);
    return found->get_info(date::sys_seconds(std::chrono::seconds(moment))).offset.count();
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

Computed part_of_moment(Function part, Timestamp moment, std::int64_t offset) {
  const std::int64_t local = moment.seconds + offset;
  const std::int64_t rest = ((local % kSecondsADay) + kSecondsADay) % kSecondsADay;
  const date::sys_days day{date::days{static_cast<int>((local - rest) / kSecondsADay)}};
  const date::year_month_day civil{day};
  const auto number = [](auto value) { return Computed(static_cast<std::int64_t>(value)); };
  switch (part) {
    case Function::get_full_year:
      return number(static_cast<int>(civil.year()));
    case Function::get_month:
      return number(static_cast<unsigned>(civil.month()) - 1);
    case Function::get_date:
      return number(static_cast<unsigned>(civil.day()));
    case Function::get_day_of_month:
      return number(static_cast<unsigned>(civil.day()) - 1);
    case Function::get_day_of_week:
      return number(date::weekday{day}.c_encoding());
    case Function::get_day_of_year:
      return number((day - date::sys_days{civil.year() / date::January / 1}).count());
    case Function::get_hours:
      return number(rest / 3'600);
    case Function::get_minutes:
      return number(rest / 60 % 60);
    case Function::get_seconds:
      return number(rest % 60);
    case Function::get_milliseconds:
      return number(moment.nanos / kNanosAMillisecond);
    default:
      return Fault::no_overload;
  }
}

Computed part_of_duration(Function part, Duration length) {
  switch (part) {
    case Function::get_hours:
      return length.seconds / 3'600;
    case Function::get_minutes:
      return length.seconds / 60;
    case Function::get_seconds:
      return length.seconds;
    case Function::get_milliseconds:
      return static_cast<std::int64_t>(length.nanos / kNanosAMillisecond);
    default:
      return Fault::no_overload;
  }
}

}  // namespace

Computed time_part(Function part, const Value& of, const std::string* zone) {
  if (const Duration* length = of.if_duration()) {
    return zone == nullptr ? part_of_duration(part, *length) : Computed(Fault::no_overload);
  }
  const Timestamp* moment = of.if_timestamp();
  if (moment == nullptr) return Fault::no_overload;
  const auto offset = zone == nullptr ? std::optional<std::int64_t>(0) : offset_at(*zone, moment->seconds);
  return offset ? part_of_moment(part, *moment, *offset) : Computed(Fault::no_zone);
}

bool is_time_zone(const std::string& name) {
  return offset_at(name, 0).has_value();
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

}  // namespace itsmflow::expr
