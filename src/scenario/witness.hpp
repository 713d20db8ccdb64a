#pragma once

#include "scenario/script.hpp"

#include <itsmflow/engine.hpp>
#include <itsmflow/ids.hpp>
#include <itsmflow/value.hpp>

#include <cstddef>
#include <optional>

namespace itsmflow::scenario {

/// Sees every call by which a scenario changes something or asks what is due, in their order, each with the moment of the clock and
/// what came of it: enough to make the same calls of another engine. Questions that expectations ask are not among them.
class Witness {
 public:
  virtual ~Witness() = default;

  /// A step; `in`: the case that it is taken in, 0 of one that starts it.
  virtual void took(const Step& step, Timestamp at, CaseId in, const itsmflow::Step& came) = 0;
  virtual void asked_next_due(Timestamp at, const std::optional<Timestamp>& next) = 0;
  virtual void did_due(Timestamp at, std::size_t done) = 0;
  /// Everything is played, as far as it came. The engine may still be asked anything.
  virtual void ended(Engine& engine, Timestamp at) = 0;
};

}  // namespace itsmflow::scenario
