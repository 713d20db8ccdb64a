#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/value.hpp>

namespace itsmflow {

/// Tells the engine what time it is. Called from any thread that calls the engine.
class ITSMFLOW_EXPORT Clock {
 public:
  virtual ~Clock();
  virtual Timestamp now() const = 0;

  /// The clock of the system. Lives as long as the program.
  static const Clock& system();
};

/// A clock that stands still until it is set: for tests, scenarios and replays. Set it from one thread at a time.
class ITSMFLOW_EXPORT ManualClock : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_(start) {}
  ~ManualClock() override;
  Timestamp now() const override { return now_; }
  void set(Timestamp time) { now_ = time; }
  void advance(Duration by);

 private:
  Timestamp now_;
};

}  // namespace itsmflow
