#pragma once

#include "verify/endings.hpp"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// One way in which an activity can end as it does, with values for all that its conditions and computed values read. Values are called by
/// their numbers.
struct Filling {
  /// Instead of a value: one that somebody gives, and that is chosen when it matters.
  static constexpr std::uint32_t kOpen = std::numeric_limits<std::uint32_t>::max();
  struct Change {
    std::optional<std::uint32_t> from;  ///< none: whatever it was
    std::optional<std::uint32_t> to;    ///< none: it stays
  };
  std::map<std::uint32_t, Change> changes;                       ///< by variable
  std::vector<std::pair<std::uint32_t, std::uint32_t>> given{};  ///< variables, and values that the step brings
  Variables::List optional{};                                    ///< fields that it may bring as well; which value doesn't matter
};

struct EndingFillings {
  std::vector<Filling> all;
  std::string left_out{};  ///< what they don't show, in words; empty: these are all that there are
};

EndingFillings fillings_of(const Net& net, const Variables& variables, const Ending& ending);

}  // namespace itsmflow
