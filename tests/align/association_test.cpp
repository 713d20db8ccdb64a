#include <itsmflow/association.hpp>
#include <itsmflow/error.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "align/odds_ratio.hpp"
#include "catch.hpp"

using namespace itsmflow;

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// In how many ways k of n can be chosen.
long double choose(std::int64_t n, std::int64_t k) {
  if (k < 0 || k > n) return 0;
  long double result = 1;
  for (std::int64_t i = 0; i < k; ++i) result = result * static_cast<long double>(n - i) / static_cast<long double>(i + 1);
  return result;
}

/// All tables with the same margins, one by one: what the numbers mean, without any of the ways to come to them.
struct Enumeration {
  double mean = 0;
  double at_most = 0;
  double at_least = 0;
  double no_likelier = 0;  ///< of all tables that are no likelier than the one that was observed
};

Enumeration enumerate(const CrossTable& table, double odds_ratio) {
  const std::int64_t row = table.deviating_failed + table.deviating_succeeded;
  const std::int64_t other = table.complying_failed + table.complying_succeeded;
  const std::int64_t column = table.deviating_failed + table.complying_failed;
  const auto weight = [&](std::int64_t count) {
    return choose(row, count) * choose(other, column - count) * std::pow(static_cast<long double>(odds_ratio), count);
  };
  const long double observed = weight(table.deviating_failed);
  long double total = 0;
  long double mean = 0;
  long double at_most = 0;
  long double at_least = 0;
  long double no_likelier = 0;
  for (std::int64_t count = 0; count <= row; ++count) {
    const long double w = weight(count);
    total += w;
    mean += static_cast<long double>(count) * w;
    if (count <= table.deviating_failed) at_most += w;
    if (count >= table.deviating_failed) at_least += w;
    if (w <= observed * (1 + 1e-7L)) no_likelier += w;
  }
  const auto share = [&](long double part) { return static_cast<double>(part / total); };
  return {share(mean), share(at_most), share(at_least), share(no_likelier)};
}

void check_by_enumeration(const CrossTable& table, const Association& found) {
  CAPTURE(table.deviating_failed, table.deviating_succeeded, table.complying_failed, table.complying_succeeded);
  const bool has_low = table.deviating_failed > 0 && table.complying_succeeded > 0;
  const bool has_high = table.deviating_succeeded > 0 && table.complying_failed > 0;
  if (has_low && has_high) {
    CHECK(enumerate(table, found.odds_ratio).mean == Approx(static_cast<double>(table.deviating_failed)).epsilon(1e-9));
  } else {
    CHECK(found.odds_ratio == (has_low ? kInfinite : 0));
  }
  if (has_low) {
    CHECK(enumerate(table, found.low).at_least == Approx(0.025).epsilon(1e-9));
  } else {
    CHECK(found.low == 0);
  }
  if (has_high) {
    CHECK(enumerate(table, found.high).at_most == Approx(0.025).epsilon(1e-9));
  } else {
    CHECK(found.high == kInfinite);
  }
  const Enumeration by_chance = enumerate(table, 1);
  CHECK(found.p == Approx(std::min(1.0, 2 * std::min(by_chance.at_most, by_chance.at_least))).epsilon(1e-9));
  CHECK((found.p < 0.05) == (found.low > 1 || found.high < 1));
}

}  // namespace

TEST_CASE("three of four cups of tea told apart have an odds ratio of 6.41, from 0.212 to 626") {
  // Fisher 1935, The Design of Experiments, chapter 2. With these margins the probabilities of 0 to 4 are as
  // 1 : 16 x : 36 x² : 16 x³ : x⁴ for an odds ratio of x, and of 3 or 4 by chance 17/70.
  const auto found = associate({3, 1, 1, 3});
  REQUIRE(found);
  CHECK(found->method == Association::Method::exact);
  const auto total = [](double x) { return 1 + 16 * x + 36 * x * x + 16 * x * x * x + x * x * x * x; };
  const double x = found->odds_ratio;
  CHECK((16 * x + 72 * x * x + 48 * x * x * x + 4 * x * x * x * x) / total(x) == Approx(3).epsilon(1e-10));
  const double low = found->low;
  CHECK((16 * low * low * low + low * low * low * low) / total(low) == Approx(0.025).epsilon(1e-10));
  const double high = found->high;
  CHECK(1 - high * high * high * high / total(high) == Approx(0.025).epsilon(1e-8));
  CHECK(x == Approx(6.4083).epsilon(1e-5));
  CHECK(low == Approx(0.21174).epsilon(1e-4));
  CHECK(high == Approx(626.24).epsilon(1e-5));
  CHECK(found->p == Approx(34.0 / 70));
}

TEST_CASE("of convicted twins Fisher's exact probability is 619 in 1,330,665") {
  // Fisher, Statistical Methods for Research Workers, section 21.02: of 13 identical twins of criminals 10 were convicted, of 17 that are
  // not identical 2.
  const auto found = associate({10, 3, 2, 15});
  REQUIRE(found);
  CHECK(found->p == Approx(2 * 619.0 / 1'330'665).epsilon(1e-9));
  check_by_enumeration({10, 3, 2, 15}, *found);
}

TEST_CASE("of smokers among men with cancer of the lung the exact probability is 0.00000064") {
  // Doll and Hill 1950, Smoking and carcinoma of the lung, BMJ 2, table IV: 647 of 649 with it smoked, 622 of 649 without.
  const auto found = associate({647, 622, 2, 27});
  REQUIRE(found);
  CHECK(found->p == Approx(2 * 0.00000064).epsilon(0.005));
  CHECK(found->odds_ratio == Approx(14.0232).epsilon(1e-5));  // 14.0426 is what the table itself gives
  CHECK(found->low == Approx(3.4991).epsilon(1e-4));
  CHECK(found->high == Approx(122.192).epsilon(1e-5));
}

TEST_CASE("all small tables give what an enumeration of tables says") {
  std::size_t compared = 0;
  for (std::int64_t a = 0; a <= 6; ++a) {
    for (std::int64_t b = 0; b <= 6; ++b) {
      for (std::int64_t c = 0; c <= 6; ++c) {
        for (std::int64_t d = 0; d <= 6; ++d) {
          const auto found = associate({a, b, c, d});
          const bool has_margins = a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0;
          REQUIRE(found.has_value() == has_margins);
          if (!found) continue;
          check_by_enumeration({a, b, c, d}, *found);
          ++compared;
        }
      }
    }
  }
  CHECK(compared == 2401 - 4 * 49 + 4 * 7 - 1);
}

TEST_CASE("uneven tables give what an enumeration of tables says") {
  for (const CrossTable& table : {CrossTable{1, 39, 60, 2}, CrossTable{30, 1, 1, 30}, CrossTable{0, 40, 3, 57},
                                  CrossTable{2, 98, 1, 899}, CrossTable{50, 50, 0, 1}, CrossTable{250, 250, 200, 300}}) {
    const auto found = associate(table);
    REQUIRE(found);
    check_by_enumeration(table, *found);
  }
}

TEST_CASE("p doesn't contradict the interval, where the sum over tables that are no likelier does") {
  const CrossTable table{16, 15, 8, 24};
  const auto found = associate(table);
  REQUIRE(found);
  CHECK(enumerate(table, 1).no_likelier < 0.04);
  CHECK(found->low < 1);
  CHECK(found->p > 0.05);
}

TEST_CASE("nothing is compared where a row or a column is empty") {
  CHECK_FALSE(associate({}));
  CHECK_FALSE(associate({0, 0, 3, 4}));
  CHECK_FALSE(associate({3, 4, 0, 0}));
  CHECK_FALSE(associate({0, 4, 0, 5}));
  CHECK_FALSE(associate({3, 0, 5, 0}));
}

TEST_CASE("to ask the other way round turns the odds ratio and its limits over") {
  const auto found = associate({7, 12, 5, 40});
  const auto rows_swapped = associate({5, 40, 7, 12});
  const auto columns_swapped = associate({12, 7, 40, 5});
  REQUIRE((found && rows_swapped && columns_swapped));
  for (const Association& other : {*rows_swapped, *columns_swapped}) {
    CHECK(other.odds_ratio == Approx(1 / found->odds_ratio).epsilon(1e-9));
    CHECK(other.low == Approx(1 / found->high).epsilon(1e-9));
    CHECK(other.high == Approx(1 / found->low).epsilon(1e-9));
    CHECK(other.p == Approx(found->p).epsilon(1e-9));
  }
}

TEST_CASE("large tables are judged by the logarithm of their odds ratio") {
  // (4 · 7) / (6 · 3) = 14/9. The variance of its logarithm is (1/4 + 1/6 + 1/3 + 1/7) / 100,000 = 25/28 / 100,000.
  const auto found = associate({400'000, 600'000, 300'000, 700'000});
  REQUIRE(found);
  CHECK(found->method == Association::Method::approximate);
  CHECK(found->odds_ratio == Approx(14.0 / 9).epsilon(1e-12));
  const double factor = std::exp(1.959964 * std::sqrt(25.0 / 28 / 100'000));
  CHECK(found->low == Approx(14.0 / 9 / factor).epsilon(1e-8));
  CHECK(found->high == Approx(14.0 / 9 * factor).epsilon(1e-8));
  CHECK(found->p < 1e-100);

  // Half of 1.96 standard deviations from 1: the normal variable exceeds 0.98 on either side with 0.3271.
  const double variance = 4.0 / 1'000'000;
  const auto close = associate({1'000'490, 999'510, 999'510, 1'000'490});
  REQUIRE(close);
  CHECK(std::log(close->odds_ratio) / std::sqrt(variance) == Approx(0.98).epsilon(1e-4));
  CHECK(close->p == Approx(0.3271).epsilon(1e-3));
}

TEST_CASE("both ways to an association agree from where one takes over") {
  for (const CrossTable& table : {CrossTable{100'000, 100'000, 100'000, 100'000}, CrossTable{100'000, 400'000, 300'000, 900'000},
                                  CrossTable{500'000, 100'000, 100'000, 500'000}}) {
    CHECK(associate(table)->method == Association::Method::approximate);
    const Association exact = exact_association(table);
    const Association approximate = approximate_association(table);
    CHECK(approximate.odds_ratio == Approx(exact.odds_ratio).epsilon(1e-4));
    CHECK(approximate.low == Approx(exact.low).epsilon(1e-4));
    CHECK(approximate.high == Approx(exact.high).epsilon(1e-4));
  }
  CHECK(associate({99'999, 100'000, 100'000, 100'000})->method == Association::Method::exact);
}

TEST_CASE("huge counts don't overflow") {
  // Of four failures among very many cases, three fell on a fifth of the cases. This is a binomial distribution, of which the limits
  // for 3 of 4 are 0.1941 and 0.9937 (Clopper and Pearson 1934); as odds, times the four complying cases for each deviating one.
  const std::int64_t many = 100'000'000'000'000;
  const auto rare = associate({3, many, 1, 4 * many});
  REQUIRE(rare);
  CHECK(rare->method == Association::Method::exact);
  CHECK(rare->odds_ratio == Approx(12).epsilon(1e-6));
  CHECK(rare->low == Approx(4 * 0.19412 / (1 - 0.19412)).epsilon(1e-3));
  CHECK(rare->high == Approx(4 * 0.993691 / (1 - 0.993691)).epsilon(1e-3));

  const auto even = associate({many, many, many, many});
  REQUIRE(even);
  CHECK(even->odds_ratio == 1);
  CHECK(even->p == 1);
  CHECK(even->low == Approx(1).epsilon(1e-6));

  const auto parted = associate({1'000'000, 0, 0, 1'000'000});
  REQUIRE(parted);
  CHECK(parted->odds_ratio == kInfinite);
  CHECK(std::isfinite(parted->low));
  CHECK(parted->low > 1e9);
  CHECK(parted->p < 1e-200);
}

TEST_CASE("what is no number of cases is refused") {
  CHECK_THROWS_AS(associate({-1, 2, 3, 4}), UsageError);
  CHECK_THROWS_AS(associate({1, 2, 3, std::numeric_limits<std::int64_t>::max()}), UsageError);
}

TEST_CASE("several p-values are adjusted as Holm says") {
  // By hand: 4 · 0.005, 3 · 0.01, 2 · 0.03, and the last no less than that.
  const std::vector<double> adjusted = holm({0.01, 0.04, 0.03, 0.005});
  REQUIRE(adjusted.size() == 4);
  CHECK(adjusted[0] == Approx(0.03));
  CHECK(adjusted[1] == Approx(0.06));
  CHECK(adjusted[2] == Approx(0.06));
  CHECK(adjusted[3] == Approx(0.02));
  CHECK(holm({0.6, 0.7}) == std::vector{1.0, 1.0});
  CHECK(holm({0.2}) == std::vector{0.2});
  CHECK(holm({}).empty());
}
