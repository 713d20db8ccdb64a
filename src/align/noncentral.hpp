#pragma once

namespace itsmflow {

/// Fisher's noncentral hypergeometric distribution: how many of the `row` deviating cases are among the `column` failed ones, of
/// `row + other_row` in all, if the odds of failing are so many times as high for them (Fisher 1935).
class NoncentralHypergeometric {
 public:
  NoncentralHypergeometric(double row, double other_row, double column);

  double smallest() const noexcept { return smallest_; }
  double largest() const noexcept { return largest_; }

  struct Summary {
    double mean = 0;
    double at_most = 0;   ///< the probability of the observed count or a smaller one
    double at_least = 0;  ///< … or a larger one
  };
  Summary summary(double log_odds_ratio, double observed) const;

 private:
  /// How much likelier count + 1 is than count; falls as the count grows.
  double step(double odds_ratio, double count) const;
  double mode(double odds_ratio) const;

  double row_;
  double other_row_;
  double column_;
  double smallest_;
  double largest_;
};

}  // namespace itsmflow
