#include "lang/table_words.hpp"

#include "lang/table_rows.hpp"

#include <fmt/format.h>

#include <bit>
#include <chrono>
#include <limits>

namespace itsmflow::lang {
namespace {

using Cut = Table::Node::Cut;

std::string date_words(std::int64_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string time_words(std::int64_t seconds) {
  const std::string minutes = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
  return seconds % 60 == 0 ? minutes : fmt::format("{}:{:02}", minutes, seconds % 60);
}

/// The reverse of the order of doubles in cut_at().
double number_of(std::int64_t rank) {
  return std::bit_cast<double>(rank < 0 ? std::numeric_limits<std::int64_t>::min() - rank : rank);
}

std::string value_words(FieldType type, std::int64_t whole, std::int32_t part) {
  switch (type) {
    case FieldType::boolean:
      return whole == 0 ? "false" : "true";
    case FieldType::date:
      return date_words(whole);
    case FieldType::time:
      return time_words(whole);
    case FieldType::number:
      return fmt::format("{}", number_of(whole));
    case FieldType::datetime:
      return to_string(Timestamp{whole, part});
    case FieldType::duration:
      return in_words(Duration{whole, part});
    default:
      return std::to_string(whole);
  }
}

/// Whole numbers, days, times of day: the first and the last are known.
std::string counted_words(FieldType type, const Cut& from, const Cut& to) {
  const bool open_below = from == kFirstCut;
  const bool open_above = to.behind;
  const std::string first = open_below ? std::string() : value_words(type, from.whole, 0);
  const std::string last = open_above ? std::string() : value_words(type, to.whole - 1, 0);
  if (open_below && open_above) return "every value";
  if (open_below) return "up to " + last;
  if (open_above) return "from " + first;
  return first == last ? first : first + " to " + last;
}

}  // namespace

std::string stretch_words(FieldType type, const Cut& from, const Cut& to) {
  const bool counted =
      type == FieldType::integer || type == FieldType::date || type == FieldType::time || type == FieldType::boolean;
  if (counted) return counted_words(type, from, to);
  const bool open_below = from == kFirstCut;
  const bool open_above = to == kLastCut;
  std::string low = open_below ? std::string() : value_words(type, from.whole, from.part);
  const std::string high = open_above ? std::string() : value_words(type, to.whole, to.part);
  if (open_below && open_above) return "every value";
  if (open_below) return (to.behind ? "up to " : "below ") + high;
  if (open_above) return (from.behind ? "above " : "from ") + low;
  if (low == high) return low;
  if (from.behind && !to.behind) return "between " + low + " and " + high;
  return (from.behind ? "above " : "from ") + low + (to.behind ? " to " : " to below ") + high;
}

}  // namespace itsmflow::lang
