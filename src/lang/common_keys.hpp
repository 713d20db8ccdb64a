#pragma once

#include "lang/keys.hpp"

namespace itsmflow::lang {

// What the tables of keys have in common.

inline constexpr Presence kMust = Presence::required;
inline constexpr Presence kMay = Presence::optional;
inline constexpr Support kBuilt = Support::built;
inline constexpr Support kPlanned = Support::planned;

inline constexpr Key kTitle{"title", Shape::text, kMay, kBuilt, "what people call it", "TEXT"};
inline constexpr Key kWhy{"why", Shape::text, kMay, kBuilt, "why it is there, for the people concerned", "TEXT"};
inline constexpr Key kDoc{"doc", Shape::text, kMay, kBuilt, "more for people, as long as needed", "TEXT"};

}  // namespace itsmflow::lang
