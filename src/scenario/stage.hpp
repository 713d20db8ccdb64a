#pragma once

#include "scenario/script.hpp"
#include "scenario/witness.hpp"

#include <itsmflow/clock.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/memory_store.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace itsmflow::scenario {

/// Where a scenario is played: an engine with a store and a clock of its own, the case, and those that it runs and started.
class Stage {
 public:
  /// The witness may be null.
  Stage(const Library& library, const Script& script, Witness* witness);

  Engine& engine() noexcept { return engine_; }
  Timestamp now() const { return clock_.now(); }
  CaseId main() const noexcept { return case_; }
  void set_main(CaseId id) noexcept { case_ = id; }

  /// The case that a step is taken in. Throws NotFound where no case of the step's process has begun.
  CaseId case_of(const Step& step) const;
  /// Lets time pass: what is due on the way is done at its moment. Throws UsageError if that never ends.
  void pass(Duration length);

 private:
  /// The cases that came from one, and those that came from them, in the order they began.
  std::vector<CaseId> descendants(CaseId from) const;
  std::optional<Timestamp> next_due();
  std::size_t do_due();

  ManualClock clock_;
  MemoryStore store_;
  Directory directory_;
  Engine engine_;
  Witness* witness_;
  CaseId case_;
};

}  // namespace itsmflow::scenario
