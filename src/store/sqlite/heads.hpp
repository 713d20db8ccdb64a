#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/sqlite/connection.hpp"

namespace itsmflow {

/// An event whose column `head` isn't what docs/store.md says.
struct WrongHead {
  std::int64_t position = 0;
  std::optional<Digest> right;  ///< none: it is not the last event of its step, and has none
};

/// All there are, ascending. Where positions are missing, the chain is taken up again at the next head that is there.
std::vector<WrongHead> wrong_heads(Connection& connection);

}  // namespace itsmflow
