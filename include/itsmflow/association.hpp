#pragma once

#include <itsmflow/export.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace itsmflow {

/// Cases by two questions: was there a deviation, and how did it turn out? Each count is from 0 to 2^51.
struct CrossTable {
  std::int64_t deviating_failed = 0;
  std::int64_t deviating_succeeded = 0;
  std::int64_t complying_failed = 0;
  std::int64_t complying_succeeded = 0;
};

/// How deviations and failures go together. This is no cause: hard cases are deviated in more often, and fail more often whatever is
/// done.
///
/// `exact`: the conditional maximum-likelihood odds ratio, at which Fisher's noncentral hypergeometric distribution (Fisher 1935, The
/// logic of inductive inference, J. R. Stat. Soc. 98) has the observed count as its mean. The limits are those at which a count as
/// large, and one as small, has a probability of 2.5 % (Cornfield 1956, A statistical problem arising from retrospective studies). `p`
/// is twice the smaller of the two one-sided values of Fisher's exact test, at most 1: it is below 0.05 just where the interval leaves
/// out 1, which is not so if the probabilities of all tables that are no likelier are added up instead (Fay 2010, Confidence intervals
/// that match Fisher's exact or Blaker's exact tests, Biostatistics 11).
///
/// `approximate`, where each of the four counts is 100,000 or more: the odds ratio of the table, with the limits and `p` of its logarithm
/// as a normal variable (Woolf 1955, On estimating the relation between blood group and disease, Ann. Hum. Genet. 19). Its error depends
/// on the smallest count, and so does the time that the exact way takes; from there on the two differ by less than one in ten thousand.
struct Association {
  /// How it was computed.
  enum class Method { exact, approximate };

  Method method = Method::exact;
  double odds_ratio = 1;  ///< of failing: above 1, cases with a deviation failed more often. 0 or infinite where a cell is zero
  double low = 0;         ///< its 95 % interval
  double high = 0;        ///< may be infinite
  double p = 1;           ///< how likely a difference as large would be by chance alone
};

/// "exact", "approximate".
ITSMFLOW_EXPORT std::string_view to_string(Association::Method method) noexcept;

/// None where nothing can be compared: a row or a column has no cases. Throws UsageError for a count that is none.
ITSMFLOW_EXPORT std::optional<Association> associate(const CrossTable& table);

/// What each of several p-values comes to if one asks whether any of them could be chance, in the same order (Holm 1979, A simple
/// sequentially rejective multiple test procedure, Scand. J. Stat. 6).
ITSMFLOW_EXPORT std::vector<double> holm(const std::vector<double>& p_values);

}  // namespace itsmflow
