#include "align/odds_ratio.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "align/noncentral.hpp"

namespace itsmflow {
namespace {

constexpr double kTail = 0.025;                  // outside of a 95 % interval, on either side
constexpr double kNormal = 1.95996398454005423;  // what a standard normal variable exceeds with that probability
constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// The four counts as numbers to compute with.
struct Cells {
  double deviating_failed;
  double deviating_succeeded;
  double complying_failed;
  double complying_succeeded;
};

Cells cells_of(const CrossTable& table) {
  return {static_cast<double>(table.deviating_failed), static_cast<double>(table.deviating_succeeded),
          static_cast<double>(table.complying_failed), static_cast<double>(table.complying_succeeded)};
}

/// Where a function that grows is zero, looked for around `start`.
double root(const std::function<double(double)>& growing, double start) {
  constexpr double kFarthest = 600;  // exp() of it is still a number
  double low = start;
  double high = start;
  for (double width = 1; growing(low) > 0 && low > -kFarthest; width *= 2) low -= width;
  for (double width = 1; growing(high) < 0 && high < kFarthest; width *= 2) high += width;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (high - low < 1e-12 || middle <= low || middle >= high) return middle;
    if (growing(middle) < 0) {
      low = middle;
    } else {
      high = middle;
    }
  }
}

}  // namespace

Association exact_association(const CrossTable& table) {
  const Cells cells = cells_of(table);
  const std::int64_t observed = table.deviating_failed;
  const NoncentralHypergeometric distribution(table.deviating_failed + table.deviating_succeeded,
                                              table.complying_failed + table.complying_succeeded,
                                              table.deviating_failed + table.complying_failed);
  const double near = std::log((cells.deviating_failed + 0.5) / (cells.deviating_succeeded + 0.5)) -
                      std::log((cells.complying_failed + 0.5) / (cells.complying_succeeded + 0.5));
  const auto solved = [&](const auto& growing) {
    return std::exp(root([&](double at) { return growing(distribution.summary(at, observed)); }, near));
  };
  const bool is_smallest = observed == distribution.smallest();
  const bool is_largest = observed == distribution.largest();
  using Summary = NoncentralHypergeometric::Summary;

  Association found;
  found.method = Association::Method::exact;
  found.odds_ratio = kInfinite;
  if (is_smallest) found.odds_ratio = 0;
  if (!is_smallest && !is_largest) found.odds_ratio = solved([&](const Summary& s) { return s.mean - cells.deviating_failed; });
  found.low = is_smallest ? 0 : solved([](const Summary& s) { return s.at_least - kTail; });
  found.high = is_largest ? kInfinite : solved([](const Summary& s) { return kTail - s.at_most; });
  const Summary by_chance = distribution.summary(0, observed);
  found.p = std::min(1.0, 2 * std::min(by_chance.at_most, by_chance.at_least));
  return found;
}

Association approximate_association(const CrossTable& table) {
  const Cells cells = cells_of(table);
  const double logarithm =
      std::log(cells.deviating_failed / cells.deviating_succeeded) - std::log(cells.complying_failed / cells.complying_succeeded);
  const double deviation = std::sqrt(1 / cells.deviating_failed + 1 / cells.deviating_succeeded + 1 / cells.complying_failed +
                                     1 / cells.complying_succeeded);
  Association found;
  found.method = Association::Method::approximate;
  found.odds_ratio = std::exp(logarithm);
  found.low = std::exp(logarithm - kNormal * deviation);
  found.high = std::exp(logarithm + kNormal * deviation);
  found.p = std::erfc(std::abs(logarithm) / deviation / std::sqrt(2.0));
  return found;
}

}  // namespace itsmflow
