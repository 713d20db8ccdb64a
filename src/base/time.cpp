#include <itsmflow/value.hpp>

#include <date/date.h>

#include <array>
#include <limits>

namespace itsmflow {
namespace {

constexpr std::int64_t kSecondsADay = 86'400;
constexpr std::int32_t kNanosASecond = 1'000'000'000;

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: the years that RFC 3339 can write and CEL allows.
constexpr std::int64_t kFirstSecond = -62'135'596'800;
constexpr std::int64_t kLastSecond = 253'402'300'799;
/// About 10,000 years: the longest duration that CEL allows.
constexpr std::int64_t kLongestSeconds = 315'576'000'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Reads a text from left to right; each function takes what it names or leaves the place as it was.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool take_any(char a, char b) { return take(a) || take(b); }

  void skip_blanks() {
    while (take_any(' ', '\t')) {
    }
  }

  /// A number of exactly `digits` digits within [low, high].
  std::optional<int> number(int digits, int low, int high) {
    if (text_.size() - at_ < static_cast<std::size_t>(digits)) return std::nullopt;
    int value = 0;
    for (int i = 0; i < digits; ++i) {
      const char c = text_[at_ + static_cast<std::size_t>(i)];
      if (!is_digit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    if (value < low || value > high) return std::nullopt;
    at_ += static_cast<std::size_t>(digits);
    return value;
  }

  std::string_view digits() {
    return take_while([](char c) { return is_digit(c); });
  }
  std::string_view word() {
    return take_while([](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
  }

 private:
  template <class Predicate>
  std::string_view take_while(Predicate belongs) {
    const std::size_t from = at_;
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// The digits behind a decimal point as that many billionths (or another power of ten); further digits are dropped.
std::int64_t fraction(std::string_view digits, int places) {
  std::int64_t value = 0;
  for (int i = 0; i < places; ++i) {
    value *= 10;
    if (static_cast<std::size_t>(i) < digits.size()) value += digits[static_cast<std::size_t>(i)] - '0';
  }
  return value;
}

std::string two(std::int64_t number) {
  std::string out = std::to_string(number);
  return out.size() < 2 ? "0" + out : out;
}

std::string decimals(std::int32_t nanos) {
  std::string out = std::to_string(kNanosASecond + nanos);
  out[0] = '.';
  return out;
}

std::optional<std::int64_t> read_days(Reader& in) {
  const auto year = in.number(4, 1, 9999);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.number(2, 1, 12);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.number(2, 1, 31);
  if (!day) return std::nullopt;
  const date::year_month_day civil{date::year{*year}, date::month{static_cast<unsigned>(*month)},
                                   date::day{static_cast<unsigned>(*day)}};
  if (!civil.ok()) return std::nullopt;
  return date::sys_days{civil}.time_since_epoch().count();
}

/// "Z", "+01:00": in seconds east of Greenwich.
std::optional<std::int64_t> read_offset(Reader& in) {
  if (in.take_any('Z', 'z')) return 0;
  const bool west = in.peek() == '-';
  if (!in.take_any('+', '-')) return std::nullopt;
  const auto hours = in.number(2, 0, 23);
  if (!hours || !in.take(':')) return std::nullopt;
  const auto minutes = in.number(2, 0, 59);
  if (!minutes) return std::nullopt;
  const std::int64_t seconds = std::int64_t{*hours} * 3600 + *minutes * 60;
  return west ? -seconds : seconds;
}

struct Unit {
  std::string_view name;
  std::int64_t seconds;  ///< 0: it is shorter than a second
  std::int64_t nanos;    ///< of a unit shorter than a second
};

constexpr std::array<Unit, 18> kUnits{{
    {"ns", 0, 1},
    {"us", 0, 1'000},
    {"\u00b5s", 0, 1'000},
    {"\u03bcs", 0, 1'000},
    {"ms", 0, 1'000'000},
    {"s", 1, 0},
    {"second", 1, 0},
    {"seconds", 1, 0},
    {"m", 60, 0},
    {"minute", 60, 0},
    {"minutes", 60, 0},
    {"h", 3'600, 0},
    {"hour", 3'600, 0},
    {"hours", 3'600, 0},
    {"day", 86'400, 0},
    {"days", 86'400, 0},
    {"week", 604'800, 0},
    {"weeks", 604'800, 0},
}};

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

/// Adds `whole.part` of a unit to a length that is not negative; false where it grows too long.
bool add(Duration& sum, std::string_view whole, std::string_view part, const Unit& unit) {
  constexpr int kPlaces = 12;  // 10^12 weeks in seconds still fit in 64 bits
  constexpr std::int64_t kScale = 1'000'000'000'000;
  std::int64_t count = 0;
  for (const char digit : whole) {
    if (count > (std::numeric_limits<std::int64_t>::max() - 9) / 10) return false;
    count = count * 10 + (digit - '0');
  }
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  if (unit.seconds != 0) {
    if (count > kLongestSeconds / unit.seconds) return false;
    nanos = fraction(part, kPlaces) * unit.seconds / (kScale / kNanosASecond);
    seconds = count * unit.seconds;
  } else {
    const std::int64_t in_a_second = kNanosASecond / unit.nanos;
    seconds = count / in_a_second;
    nanos = count % in_a_second * unit.nanos + fraction(part, kPlaces) * unit.nanos / kScale;
  }
  nanos += sum.nanos;
  if (seconds > kLongestSeconds) return false;
  sum.seconds += seconds + nanos / kNanosASecond;
  sum.nanos = static_cast<std::int32_t>(nanos % kNanosASecond);
  return sum.seconds < kLongestSeconds || (sum.seconds == kLongestSeconds && sum.nanos == 0);
}

}  // namespace

std::string to_string(Timestamp time) {
  std::int64_t days = time.seconds / kSecondsADay;
  std::int64_t rest = time.seconds % kSecondsADay;
  if (rest < 0) {
    rest += kSecondsADay;
    --days;
  }
  const bool whole = time.nanos >= 0 && time.nanos < kNanosASecond;
  if (time.seconds < kFirstSecond || time.seconds > kLastSecond || !whole) return "<out of range>";
  const date::year_month_day civil{date::sys_days{date::days{static_cast<int>(days)}}};
  std::string year = std::to_string(static_cast<int>(civil.year()));
  year.insert(0, 4 - year.size(), '0');
  std::string out = year + "-" + two(static_cast<unsigned>(civil.month())) + "-" + two(static_cast<unsigned>(civil.day())) + "T" +
                    two(rest / 3600) + ":" + two(rest / 60 % 60) + ":" + two(rest % 60);
  if (time.nanos != 0) {
    std::string part = decimals(time.nanos);
    while (part.size() > 4 && part.compare(part.size() - 3, 3, "000") == 0) part.resize(part.size() - 3);
    out += part;
  }
  return out + "Z";
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Reader in{text};
  const auto days = read_days(in);
  if (!days || !in.take_any('T', 't')) return std::nullopt;
  const auto hour = in.number(2, 0, 23);
  if (!hour || !in.take(':')) return std::nullopt;
  const auto minute = in.number(2, 0, 59);
  if (!minute) return std::nullopt;
  std::int64_t seconds = *days * kSecondsADay + *hour * 3600 + *minute * 60;
  std::int32_t nanos = 0;
  if (in.take(':')) {
    const auto second = in.number(2, 0, 59);
    if (!second) return std::nullopt;
    seconds += *second;
    if (in.take('.')) {
      const std::string_view digits = in.digits();
      if (digits.empty()) return std::nullopt;
      nanos = static_cast<std::int32_t>(fraction(digits, 9));
    }
  }
  const auto offset = read_offset(in);
  if (!offset || !in.at_end()) return std::nullopt;
  seconds -= *offset;
  if (seconds < kFirstSecond || seconds > kLastSecond) return std::nullopt;
  return Timestamp{seconds, nanos};
}

std::string to_string(Duration duration) {
  if (duration.nanos <= -kNanosASecond || duration.nanos >= kNanosASecond) return "<out of range>";
  const bool negative = duration.seconds < 0 || duration.nanos < 0;
  // Through unsigned, because the least int64 has no positive counterpart.
  const auto bits = static_cast<std::uint64_t>(duration.seconds);
  std::string out = (negative ? "-" : "") + std::to_string(duration.seconds < 0 ? 0 - bits : bits);
  if (duration.nanos != 0) {
    std::string part = decimals(duration.nanos < 0 ? -duration.nanos : duration.nanos);
    part.erase(part.find_last_not_of('0') + 1);
    out += part;
  }
  return out + "s";
}

std::string in_words(Duration duration) {
  struct Named {
    std::int64_t seconds;
    const char* name;
  };
  static constexpr std::array<Named, 3> kParts{{{86'400, " day"}, {3'600, " hour"}, {60, " minute"}}};
  const bool fits = duration.seconds <= kLongestSeconds && duration.seconds >= -kLongestSeconds;
  if (!fits || duration.nanos <= -kNanosASecond || duration.nanos >= kNanosASecond) return to_string(duration);
  const bool negative = duration.seconds < 0 || duration.nanos < 0;
  std::int64_t rest = negative ? -duration.seconds : duration.seconds;
  const std::int32_t nanos = negative ? -duration.nanos : duration.nanos;
  std::string words;
  const auto add_part = [&](const std::string& count, const char* name) {
    words += (words.empty() ? "" : " ") + count + name + (count == "1" ? "" : "s");
  };
  constexpr std::int64_t kWeek = 604'800;
  if (rest != 0 && nanos == 0 && rest % kWeek == 0) {
    add_part(std::to_string(rest / kWeek), " week");
  } else {
    for (const Named& part : kParts) {
      if (rest >= part.seconds) add_part(std::to_string(rest / part.seconds), part.name);
      rest %= part.seconds;
    }
    std::string seconds = to_string(Duration{rest, nanos});
    seconds.pop_back();  // its unit
    if (words.empty() || seconds != "0") add_part(seconds, " second");
  }
  return (negative ? "-" : "") + words;
}

std::optional<Duration> parse_duration(std::string_view text) {
  Reader in{text};
  const bool negative = in.peek() == '-';
  in.take_any('-', '+');
  if (text == "0" || text == "-0" || text == "+0") return Duration{};  // zero needs no unit
  Duration sum;
  bool any = false;
  while (!in.at_end()) {
    const std::string_view whole = in.digits();
    const std::string_view part = in.take('.') ? in.digits() : std::string_view{};
    if (whole.empty() && part.empty()) return std::nullopt;
    in.skip_blanks();
    const Unit* unit = find_unit(in.word());
    if (unit == nullptr || !add(sum, whole, part, *unit)) return std::nullopt;
    any = true;
    if (!in.at_end()) {
      in.skip_blanks();
      if (in.at_end()) return std::nullopt;  // a blank at the end
    }
  }
  if (!any) return std::nullopt;
  return negative ? Duration{-sum.seconds, -sum.nanos} : sum;
}

}  // namespace itsmflow
