#include <itsmflow/association.hpp>

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "align/odds_ratio.hpp"

namespace itsmflow {
namespace {

// From there on the two ways differ by less than one in ten thousand, and the exact one begins to take its time.
constexpr std::int64_t kLarge = 100'000;
constexpr std::int64_t kMostCases = std::int64_t{1} << 51;  // so that all sums are exact as doubles

void look_at(std::int64_t count) {
  if (count < 0 || count > kMostCases) throw UsageError(fmt::format("{} is no number of cases; it is from 0 to 2^51", count));
}

}  // namespace

std::string_view to_string(Association::Method method) noexcept {
  return method == Association::Method::exact ? "exact" : "approximate";
}

std::optional<Association> associate(const CrossTable& table) {
  const auto& [deviating_failed, deviating_succeeded, complying_failed, complying_succeeded] = table;
  const auto counts = {deviating_failed, deviating_succeeded, complying_failed, complying_succeeded};
  std::for_each(counts.begin(), counts.end(), look_at);
  const bool has_rows = deviating_failed + deviating_succeeded > 0 && complying_failed + complying_succeeded > 0;
  const bool has_columns = deviating_failed + complying_failed > 0 && deviating_succeeded + complying_succeeded > 0;
  if (!has_rows || !has_columns) return std::nullopt;
  return std::min(counts) >= kLarge ? approximate_association(table) : exact_association(table);
}

std::vector<double> holm(const std::vector<double>& p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    largest = std::max(largest, std::min(1.0, left * p_values[order[rank]]));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

}  // namespace itsmflow
