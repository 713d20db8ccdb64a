#pragma once

#include <itsmflow/export.hpp>

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace itsmflow {

/// A moment: seconds and nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted. `nanos` is in [0, 999,999,999].
/// The years are 0001 to 9999.
struct Timestamp {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;

  constexpr auto operator<=>(const Timestamp&) const = default;
};

/// A length of time. `seconds` and `nanos` have the same sign, or one is zero.
struct Duration {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;

  constexpr auto operator<=>(const Duration&) const = default;
};

/// RFC 3339 in UTC, with as many of 0, 3, 6 or 9 decimals as needed: "2014-03-03T08:00:00Z".
ITSMFLOW_EXPORT std::string to_string(Timestamp time);
/// RFC 3339 with any offset; seconds may be left out ("2014-03-03T09:00+01:00"). Empty where the text is not one,
/// or the moment in UTC is not in the years 0001 to 9999. Digits after the ninth decimal are dropped.
ITSMFLOW_EXPORT std::optional<Timestamp> parse_timestamp(std::string_view text);
/// As CEL and Go write it: "36h0m0s" is written "129600s"; decimals where needed ("1.5s").
ITSMFLOW_EXPORT std::string to_string(Duration duration);
/// As people write it, and as parse_duration() reads it: "5 days", "1 day 2 hours", "1.5 seconds". Weeks where they are whole.
ITSMFLOW_EXPORT std::string in_words(Duration duration);
/// "15 hours", "1 day 30 minutes", "90s", "1h30m". Units: ns us ms s m h, second(s) minute(s) hour(s) day(s) week(s).
/// A sign before it holds for all of it. Empty where the text is not one, or it is longer than 315,576,000,000 seconds (10,000 years).
ITSMFLOW_EXPORT std::optional<Duration> parse_duration(std::string_view text);

/// A piece of case data: what fields hold, what guards compute with.
///
/// A null value is "not filled". Dates and times of day are strings in ISO form (so they compare as they should), and so are
/// persons, URIs, documents (their place) and the values of enums.
class ITSMFLOW_EXPORT Value {
 public:
  /// Values in their order.
  using List = std::vector<Value>;
  using Entries = std::vector<std::pair<Value, Value>>;  ///< in the order written; keys are unique
  /// Bytes that are no text.
  struct Bytes {
    std::string data;
    auto operator<=>(const Bytes&) const = default;
  };
  /// A type as a value, by its name: what CEL's type(x) gives. Fields never hold one.
  struct Type {
    std::string name;  ///< "int", "null_type", "google.protobuf.Timestamp"
    auto operator<=>(const Type&) const = default;
  };
  /// What a value can be.
  enum class Kind { null, boolean, int_, uint, double_, string, bytes, timestamp, duration, list, map, type };

  Value() = default;
  Value(bool value) : data_(value) {}
  Value(int value) : data_(std::int64_t{value}) {}
  Value(std::int64_t value) : data_(value) {}
  Value(long long value) : data_(std::int64_t{value}) {}
  Value(std::uint64_t value) : data_(value) {}
  Value(double value) : data_(value) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(Bytes value) : data_(std::move(value)) {}
  Value(Timestamp value) : data_(value) {}
  Value(Duration value) : data_(value) {}
  Value(List value);
  Value(Entries value);
  Value(Type value) : data_(std::move(value)) {}

  /// What it is.
  Kind kind() const noexcept { return static_cast<Kind>(data_.index()); }
  /// Whether it is null, "not filled".
  bool is_null() const noexcept { return kind() == Kind::null; }

  /// Each gives a null pointer where the value is of another kind. The value owns what is pointed to.
  const bool* if_bool() const noexcept { return std::get_if<bool>(&data_); }
  const std::int64_t* if_int() const noexcept { return std::get_if<std::int64_t>(&data_); }
  const std::uint64_t* if_uint() const noexcept { return std::get_if<std::uint64_t>(&data_); }
  const double* if_double() const noexcept { return std::get_if<double>(&data_); }
  const std::string* if_string() const noexcept { return std::get_if<std::string>(&data_); }
  const Bytes* if_bytes() const noexcept { return std::get_if<Bytes>(&data_); }
  const Timestamp* if_timestamp() const noexcept { return std::get_if<Timestamp>(&data_); }
  const Duration* if_duration() const noexcept { return std::get_if<Duration>(&data_); }
  const List* if_list() const noexcept;
  const Entries* if_map() const noexcept;
  const Type* if_type() const noexcept { return std::get_if<Type>(&data_); }

  /// Same kind and same content; the order of a map's entries does not matter, and NaN is the same as NaN. (CEL's `==` compares numbers across kinds; that is the expression language's affair.)
  friend ITSMFLOW_EXPORT bool operator==(const Value& left, const Value& right);

 private:
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Bytes, Timestamp, Duration,
               std::shared_ptr<const List>, std::shared_ptr<const Entries>, Type>
      data_;
};

/// As CEL writes a literal: `"anna"`, `40`, `7u`, `2.5`, `true`, `null`, `timestamp("…")`, `duration("…")`, `[1, 2]`, `{"a": 1}`, `int`.
ITSMFLOW_EXPORT std::string to_string(const Value& value);
/// The same for people to read: moments and lengths of time as they write them, NaN and infinity as words, also within lists and maps.
ITSMFLOW_EXPORT std::string in_words(const Value& value);

/// Values by the path of their field: "rfc.accounts_done". What commands take and cases show.
using Data = std::map<std::string, Value, std::less<>>;

}  // namespace itsmflow
