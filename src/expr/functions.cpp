#include "expr/functions.hpp"

#include <algorithm>
#include <array>

namespace itsmflow::expr {
namespace {

using Style = FunctionInfo::Style;

constexpr FunctionInfo conversion(std::string_view name, Function function, std::string_view usage) {
  return {name, function, Style::global, 1, 1, usage};
}

constexpr FunctionInfo time_part(std::string_view name, Function function, std::string_view usage) {
  return {name, function, Style::receiver, 1, 2, usage};
}

constexpr FunctionInfo of_texts(std::string_view name, Function function, Style style, std::string_view usage) {
  return {name, function, style, 2, 2, usage};
}

constexpr std::array kFunctions{
    conversion("bool", Function::bool_, "bool(x)"),
    conversion("bytes", Function::bytes, "bytes(x)"),
    of_texts("contains", Function::contains, Style::receiver, "text.contains('\u2026')"),
    conversion("double", Function::double_, "double(x)"),
    conversion("duration", Function::duration, "duration('1h30m')"),
    conversion("dyn", Function::dyn, "dyn(x)"),
    of_texts("endsWith", Function::ends_with, Style::receiver, "text.endsWith('\u2026')"),
    time_part("getDate", Function::get_date, "time.getDate() or time.getDate('Europe/Paris')"),
    time_part("getDayOfMonth", Function::get_day_of_month, "time.getDayOfMonth() or time.getDayOfMonth('Europe/Paris')"),
    time_part("getDayOfWeek", Function::get_day_of_week, "time.getDayOfWeek() or time.getDayOfWeek('Europe/Paris')"),
    time_part("getDayOfYear", Function::get_day_of_year, "time.getDayOfYear() or time.getDayOfYear('Europe/Paris')"),
    time_part("getFullYear", Function::get_full_year, "time.getFullYear() or time.getFullYear('Europe/Paris')"),
    time_part("getHours", Function::get_hours, "time.getHours() or time.getHours('Europe/Paris')"),
    time_part("getMilliseconds", Function::get_milliseconds, "time.getMilliseconds() or time.getMilliseconds('Europe/Paris')"),
    time_part("getMinutes", Function::get_minutes, "time.getMinutes() or time.getMinutes('Europe/Paris')"),
    time_part("getMonth", Function::get_month, "time.getMonth() or time.getMonth('Europe/Paris')"),
    time_part("getSeconds", Function::get_seconds, "time.getSeconds() or time.getSeconds('Europe/Paris')"),
    conversion("int", Function::int_, "int(x)"),
    of_texts("matches", Function::matches, Style::both, "text.matches('\u2026')"),
    FunctionInfo{"size", Function::size, Style::both, 1, 1, "size(x) or x.size()"},
    of_texts("startsWith", Function::starts_with, Style::receiver, "text.startsWith('\u2026')"),
    conversion("string", Function::string, "string(x)"),
    conversion("timestamp", Function::timestamp, "timestamp('2014-03-03T08:00:00Z')"),
    conversion("type", Function::type, "type(x)"),
    conversion("uint", Function::uint, "uint(x)"),
};

}  // namespace

const FunctionInfo* find_function(std::string_view name) noexcept {
  const auto found = std::find_if(kFunctions.begin(), kFunctions.end(), [&](const auto& known) { return known.name == name; });
  return found == kFunctions.end() ? nullptr : &*found;
}

const FunctionInfo* find_function(Function function) noexcept {
  const auto same = [&](const auto& known) { return known.function == function; };
  const auto found = std::find_if(kFunctions.begin(), kFunctions.end(), same);
  return found == kFunctions.end() ? nullptr : &*found;
}

const std::vector<std::string>& function_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names{"has", "all", "exists", "exists_one", "filter", "map"};
    for (const FunctionInfo& function : kFunctions) names.emplace_back(function.name);
    return names;
  }();
  return kNames;
}

bool is_conversion(Function function) noexcept {
  switch (function) {
    case Function::bool_:
    case Function::bytes:
    case Function::double_:
    case Function::duration:
    case Function::int_:
    case Function::string:
    case Function::timestamp:
    case Function::uint:
      return true;
    default:
      return false;
  }
}

bool is_time_part(Function function) noexcept {
  return function >= Function::get_date && function <= Function::get_seconds;
}

}  // namespace itsmflow::expr
