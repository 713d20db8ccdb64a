#pragma once

#include <itsmflow/value.hpp>

#include <string>

namespace itsmflow::story {

/// Tells moments as the clocks of one time zone show them.
class Moments {
 public:
  explicit Moments(std::string zone) : zone_(std::move(zone)) {}

  /// "Monday 2014-03-03"; where the zone isn't UTC with how far it is ahead: "Monday 2014-03-03 (UTC+01:00)".
  std::string day(Timestamp at) const;
  /// "15:00:00".
  std::string time(Timestamp at) const;
  /// "2014-03-03 15:00:00".
  std::string moment(Timestamp at) const;
  /// "Monday 2014-03-03 at 15:00:00".
  std::string in_words(Timestamp at) const;
  /// The second of two moments: where it is on the same day as the first, without the day.
  std::string in_words(Timestamp at, Timestamp first) const;

 private:
  std::string zone_;
};

/// What lies between two moments; nothing where the second is the earlier one.
Duration between(Timestamp from, Timestamp to);

/// As people say it who look back: "2 days 3 hours", "15 hours", "4 minutes", "12 seconds", with no more than two parts. What is left
/// over is dropped.
std::string roughly(Duration length);

}  // namespace itsmflow::story
