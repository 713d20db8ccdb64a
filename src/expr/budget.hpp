#pragma once

#include "expr/limits.hpp"

#include <cstdint>

namespace itsmflow::expr {

/// What an evaluation may still do. Once it is spent, the evaluation is an error whatever it came to.
class Budget {
 public:
  bool spend(std::uint64_t steps) noexcept {
    if (steps > left_) spent_ = true;
    left_ = spent_ ? 0 : left_ - steps;
    return !spent_;
  }
  bool spent() const noexcept { return spent_; }

 private:
  std::uint64_t left_ = kMaxSteps;
  bool spent_ = false;
};

}  // namespace itsmflow::expr
