#pragma once

#include "net/net.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace itsmflow {

// How many of those that are alike stand for any number of them: cutoffs, as in the proofs of systems of any number of processes that are
// alike (Emerson, Namjoshi, Reasoning about rings, 1995). Each function says why its own number is enough.

/// More are not looked at.
inline constexpr std::size_t kMostAlike = 5;

/// How many items of an activity with `for_each` are enough; none: it isn't known that any number is, or more than kMostAlike are.
std::optional<std::size_t> enough_items(const Net& net, std::uint32_t activity);

/// How many elements of an object with `many` are enough, as far as nobody deviates; none as above, or some rule is about the course of cases.
std::optional<std::size_t> enough_elements(const Net& net, std::uint32_t object);
/// Why that isn't known, as a sentence without an end; empty: it is.
std::string tie_of_elements(const Net& net, std::uint32_t object);

/// So many elements are tried where it isn't known how many are enough.
inline constexpr std::size_t kMostElements = 2;
/// What isn't looked at then: "more than 2 of 'task'".
std::string more_elements(const Net& net, std::uint32_t object);

}  // namespace itsmflow
