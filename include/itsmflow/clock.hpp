#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/value.hpp>

namespace itsmflow {

/// Tells the engine what time it is. Called from any thread that calls the engine.
class ITSMFLOW_EXPORT Clock {
 public:
  virtual ~Clock();
  /// The moment that it is now.
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
  /// Sets it to a moment, which may be an earlier one.
  void set(Timestamp time) { now_ = time; }
  /// Moves it on by a length of time, or back by a negative one; not beyond the year 9999.
  void advance(Duration by);

 private:
  Timestamp now_;
};

}  // namespace itsmflow
