#pragma once

#include <itsmflow/event.hpp>

#include <string>

#include "story/names.hpp"

namespace itsmflow::story {

/// A sentence, and the words that somebody gave with what he did. Both as they are, not made harmless.
struct Said {
  std::string text;
  std::string note{};
};

Said say(const Event& event, const Names& names);

/// What a deviation did, without who: "passed over 'transfer' as understood".
std::string what_deviated(const Event& event, const Names& names);

/// "'assess'", "'assess' (security)". A vote is the person's own, which needs no saying.
std::string what(const Event& event, const Names& names);

}  // namespace itsmflow::story
