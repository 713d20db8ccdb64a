#pragma once

#include <itsmflow/deviation_report.hpp>

#include <map>
#include <string>
#include <vector>

namespace itsmflow {

/// Counts the cases of one process, one by one, so that they needn't be in memory together.
class CaseCounter {
 public:
  explicit CaseCounter(const DeviationReportOptions& options);

  void add(const ObservedCase& observed);
  DeviationReport report(std::string process) const;

 private:
  using Groups = std::map<std::string, DeviationGroup>;

  void add_to_period(Groups& groups, const ObservedCase& observed) const;
  DeviationGroups table(DeviationGrouping by, const Groups& groups) const;

  const DeviationReportOptions* options_;
  DeviationReport counted_;     ///< without tables
  std::vector<Groups> groups_;  ///< as options.by has them
};

}  // namespace itsmflow
