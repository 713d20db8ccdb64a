#include "align/noncentral.hpp"

#include <algorithm>
#include <cmath>

namespace itsmflow {
namespace {

constexpr double kNothing = 1e-300;  // beside the likeliest count, of which the weight is 1

/// Adds up counts and their weights. No weight is above 1, so that nothing overflows, however large the counts are.
class Sums {
 public:
  Sums(std::int64_t middle, std::int64_t observed) : middle_(middle), observed_(observed) {}

  void add(std::int64_t count, double weight) {
    total_ += weight;
    offsets_ += static_cast<double>(count - middle_) * weight;
    if (count <= observed_) at_most_ += weight;
    if (count >= observed_) at_least_ += weight;
  }

  NoncentralHypergeometric::Summary summary() const {
    return {static_cast<double>(middle_) + offsets_ / total_, at_most_ / total_, at_least_ / total_};
  }

 private:
  std::int64_t middle_;
  std::int64_t observed_;
  double total_ = 0;
  double offsets_ = 0;
  double at_most_ = 0;
  double at_least_ = 0;
};

}  // namespace

NoncentralHypergeometric::NoncentralHypergeometric(std::int64_t row, std::int64_t other_row, std::int64_t column)
    : row_(row),
      other_row_(other_row),
      column_(column),
      smallest_(std::max<std::int64_t>(0, column - other_row)),
      largest_(std::min(row, column)) {}

double NoncentralHypergeometric::step(double odds_ratio, std::int64_t count) const {
  const auto ratio = [](std::int64_t above, std::int64_t below) { return static_cast<double>(above) / static_cast<double>(below); };
  return odds_ratio * ratio(row_ - count, count + 1) * ratio(column_ - count, other_row_ - column_ + count + 1);
}

std::int64_t NoncentralHypergeometric::mode(double odds_ratio) const {
  std::int64_t low = smallest_;
  std::int64_t high = largest_;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (step(odds_ratio, middle) >= 1) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

NoncentralHypergeometric::Summary NoncentralHypergeometric::summary(double log_odds_ratio, std::int64_t observed) const {
  const double odds_ratio = std::exp(log_odds_ratio);
  const std::int64_t middle = mode(odds_ratio);
  Sums sums(middle, observed);
  sums.add(middle, 1);
  double weight = 1;
  for (std::int64_t count = middle; count < largest_; ++count) {
    weight *= step(odds_ratio, count);
    if (weight < kNothing) break;
    sums.add(count + 1, weight);
  }
  weight = 1;
  for (std::int64_t count = middle; count > smallest_; --count) {
    weight /= step(odds_ratio, count - 1);
    if (weight < kNothing) break;
    sums.add(count - 1, weight);
  }
  return sums.summary();
}

}  // namespace itsmflow
