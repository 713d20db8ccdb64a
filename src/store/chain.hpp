#pragma once

#include "base/digest.hpp"

namespace itsmflow {

/// The head over all cases after an event of this digest. docs/store.md fixes it.
inline Digest chain_head(const Digest& before, const Digest& event) noexcept {
  return blake2b({reinterpret_cast<const char*>(before.data()), before.size()},
                 {reinterpret_cast<const char*>(event.data()), event.size()});
}

}  // namespace itsmflow
