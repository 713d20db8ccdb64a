#include "align/case_counter.hpp"

#include <algorithm>
#include <utility>

#include "align/periods.hpp"

namespace itsmflow {
namespace {

constexpr std::string_view kUndecided = "undecided";

std::int64_t& count_of(CaseCounts& counts, const ObservedCase& observed) {
  if (observed.status == CaseStatus::open) return counts.open;
  if (observed.counts_as == Outcome::Counts::failure) return counts.failed;
  if (observed.counts_as == Outcome::Counts::success) return counts.succeeded;
  const bool is_given = !observed.outcome.empty() && observed.outcome != kUndecided;
  if (is_given) return counts.neither;
  if (observed.status == CaseStatus::cancelled) return counts.cancelled;
  return observed.outcome.empty() ? counts.without_outcomes : counts.undecided;
}

std::string name_of(const DeviationView& deviation, DeviationGrouping by) {
  switch (by) {
    case DeviationGrouping::activity:
      return deviation.activity;
    case DeviationGrouping::kind:
      return std::string(to_string(deviation.kind));
    case DeviationGrouping::motive:
      return deviation.motive;
    case DeviationGrouping::motive_class:
      return std::string(to_string(deviation.motive_class));
    case DeviationGrouping::role:
      return deviation.role;
    case DeviationGrouping::period:
      break;
  }
  return {};
}

std::map<std::string, std::int64_t> names_in(const ObservedCase& observed, DeviationGrouping by) {
  std::map<std::string, std::int64_t> names;
  for (const DeviationView& deviation : observed.deviations) ++names[name_of(deviation, by)];
  return names;
}

std::int64_t deviations_of(const ObservedCase& observed) {
  return static_cast<std::int64_t>(observed.deviations.size());
}

std::optional<Association> association_of(const CaseCounts& deviating, const CaseCounts& complying) {
  return associate({deviating.failed, deviating.succeeded, complying.failed, complying.succeeded});
}

std::int64_t all(const CaseCounts& counts) {
  return counts.compared() + counts.left_out();
}

/// What each comparison comes to in the light of all the others.
std::size_t adjust(std::vector<DeviationGroups>& tables) {
  std::vector<DeviationGroup*> compared;
  std::vector<double> p_values;
  for (DeviationGroups& table : tables) {
    for (DeviationGroup& group : table.groups) {
      if (!group.association) continue;
      compared.push_back(&group);
      p_values.push_back(group.association->p);
    }
  }
  const std::vector<double> adjusted = holm(p_values);
  for (std::size_t i = 0; i < compared.size(); ++i) compared[i]->adjusted_p = adjusted[i];
  return compared.size();
}

}  // namespace

CaseCounter::CaseCounter(const DeviationReportOptions& options) : options_(&options), groups_(options.by.size()) {}

void CaseCounter::add(const ObservedCase& observed) {
  const bool has_ended = observed.status != CaseStatus::open;
  const bool is_early = options_->from && observed.ended < *options_->from;
  const bool is_late = options_->until && observed.ended >= *options_->until;
  if (has_ended && (is_early || is_late)) {
    ++counted_.elsewhen;
    return;
  }
  if (has_ended) {
    counted_.first_end = std::min(counted_.first_end.value_or(observed.ended), observed.ended);
    counted_.last_end = std::max(counted_.last_end.value_or(observed.ended), observed.ended);
  }
  counted_.deviations += deviations_of(observed);
  ++count_of(observed.deviations.empty() ? counted_.complying : counted_.deviating, observed);
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const DeviationGrouping by = options_->by[i];
    if (by == DeviationGrouping::period) {
      add_to_period(groups_[i], observed);
      continue;
    }
    for (const auto& [name, deviations] : names_in(observed, by)) {
      DeviationGroup& group = groups_[i][name];
      group.deviations += deviations;
      ++count_of(group.deviating, observed);
    }
  }
}

void CaseCounter::add_to_period(Groups& groups, const ObservedCase& observed) const {
  if (observed.status == CaseStatus::open) return;
  DeviationGroup& group = groups[period_of(observed.ended, options_->period)];
  group.deviations += deviations_of(observed);
  ++count_of(observed.deviations.empty() ? group.complying : group.deviating, observed);
}

DeviationGroups CaseCounter::table(DeviationGrouping by, const Groups& groups) const {
  DeviationGroups table;
  table.by = by;
  for (const auto& [name, counted] : groups) {
    DeviationGroup& group = table.groups.emplace_back(counted);
    group.name = name;
    if (by != DeviationGrouping::period) group.complying = counted_.complying;
    group.association = association_of(group.deviating, group.complying);
  }
  if (by == DeviationGrouping::period) return table;
  std::stable_sort(table.groups.begin(), table.groups.end(),
                   [](const DeviationGroup& a, const DeviationGroup& b) { return all(a.deviating) > all(b.deviating); });
  return table;
}

DeviationReport CaseCounter::report(std::string process) const {
  DeviationReport report = counted_;
  report.process = std::move(process);
  report.association = association_of(report.deviating, report.complying);
  for (std::size_t i = 0; i < groups_.size(); ++i) report.tables.push_back(table(options_->by[i], groups_[i]));
  report.comparisons = adjust(report.tables);
  return report;
}

}  // namespace itsmflow
