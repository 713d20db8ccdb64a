#include "align/periods.hpp"

#include <fmt/format.h>

#include <chrono>

namespace itsmflow {

std::string period_of(Timestamp time, PeriodLength length) {
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(time.seconds)));
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  switch (length) {
    case PeriodLength::month:
      return fmt::format("{:04}-{:02}", year, month);
    case PeriodLength::quarter:
      return fmt::format("{:04}-Q{}", year, (month + 2) / 3);
    case PeriodLength::year:
      break;
  }
  return fmt::format("{:04}", year);
}

std::string_view to_string(PeriodLength length) noexcept {
  switch (length) {
    case PeriodLength::month:
      return "month";
    case PeriodLength::quarter:
      return "quarter";
    case PeriodLength::year:
      return "year";
  }
  return "";
}

}  // namespace itsmflow
