#include "base/later.hpp"

#include <itsmflow/clock.hpp>

#include <chrono>

namespace itsmflow {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

class SystemClock final : public Clock {
 public:
  Timestamp now() const override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
    return {nanos / kNanosPerSecond, static_cast<std::int32_t>(nanos % kNanosPerSecond)};
  }
};

}  // namespace

Clock::~Clock() = default;

const Clock& Clock::system() {
  static const SystemClock clock;
  return clock;
}

ManualClock::~ManualClock() = default;

void ManualClock::advance(Duration by) {
  now_ = later(now_, by);
}

}  // namespace itsmflow
