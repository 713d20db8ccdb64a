#pragma once

#include <cstdint>

namespace itsmflow {

/// Fisher's noncentral hypergeometric distribution: how many of the `row` deviating cases are among the `column` failed ones, of
/// `row + other_row` in all, if the odds of failing are so many times as high for them (Fisher 1935).
class NoncentralHypergeometric {
 public:
  NoncentralHypergeometric(std::int64_t row, std::int64_t other_row, std::int64_t column);

  std::int64_t smallest() const noexcept { return smallest_; }
  std::int64_t largest() const noexcept { return largest_; }

  struct Summary {
    double mean = 0;
    double at_most = 0;   ///< the probability of the observed count or a smaller one
    double at_least = 0;  ///< … or a larger one
  };
  Summary summary(double log_odds_ratio, std::int64_t observed) const;

 private:
  /// How much likelier count + 1 is than count; falls as the count grows.
  double step(double odds_ratio, std::int64_t count) const;
  std::int64_t mode(double odds_ratio) const;

  std::int64_t row_;
  std::int64_t other_row_;
  std::int64_t column_;
  std::int64_t smallest_;
  std::int64_t largest_;
};

}  // namespace itsmflow
