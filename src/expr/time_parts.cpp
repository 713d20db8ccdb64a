#include "expr/time_parts.hpp"

#include <itsmflow/time_zone.hpp>

#include <date/date.h>

#include <optional>

namespace itsmflow::expr {
namespace {

constexpr std::int64_t kSecondsADay = 86'400;
constexpr std::int32_t kNanosAMillisecond = 1'000'000;

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
  const auto offset = zone == nullptr ? Duration{} : utc_offset(*zone, *moment);
  return offset ? part_of_moment(part, *moment, offset->seconds) : Computed(Fault::no_zone);
}

}  // namespace itsmflow::expr
