#pragma once

#include <itsmflow/association.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/store.hpp>
#include <itsmflow/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// What a report needs to know of a case.
struct ObservedCase {
  std::string process;
  CaseStatus status = CaseStatus::over;
  Timestamp ended;      ///< when it became over or cancelled; of an open one nothing
  std::string outcome;  ///< its name or "undecided"; empty where its model has no outcomes
  Outcome::Counts counts_as = Outcome::Counts::neither;
  std::vector<DeviationView> deviations;  ///< none: it complies
};

/// Cases by how they turned out. Those that failed or succeeded are compared; the others are counted, so that none disappears.
struct CaseCounts {
  std::int64_t failed = 0;
  std::int64_t succeeded = 0;
  std::int64_t neither = 0;           ///< their outcome counts as neither
  std::int64_t undecided = 0;         ///< over, and without an outcome yet
  std::int64_t cancelled = 0;         ///< cancelled, and nobody gave them an outcome
  std::int64_t open = 0;              ///< nothing can be said yet
  std::int64_t without_outcomes = 0;  ///< over, and their model has no outcomes

  /// Cases that failed or succeeded.
  std::int64_t compared() const noexcept { return failed + succeeded; }
  /// All others.
  std::int64_t left_out() const noexcept { return neither + undecided + cancelled + open + without_outcomes; }
};

/// What a report tells deviations apart by.
enum class DeviationGrouping { activity, kind, motive, motive_class, role, period };
/// "activity", "kind", "motive", "class", "role", "period".
ITSMFLOW_EXPORT std::string_view to_string(DeviationGrouping by) noexcept;

/// How long the periods of a report are.
enum class PeriodLength { month, quarter, year };
/// "month", "quarter", "year".
ITSMFLOW_EXPORT std::string_view to_string(PeriodLength length) noexcept;

/// The cases with a deviation of one sort against those without any. Of a period: those that ended in it, against those that complied
/// and ended in it.
struct DeviationGroup {
  std::string name;             ///< "implement", "skip", "2020-03", "2020-Q1", "2020"; empty: in no role
  std::int64_t deviations = 0;  ///< a case may have several
  CaseCounts deviating;
  CaseCounts complying;
  std::optional<Association> association;  ///< none: nothing can be compared
  std::optional<double> adjusted_p;        ///< by Holm, for all comparisons of groups in the report
};

/// All groups by one grouping.
struct DeviationGroups {
  DeviationGrouping by = DeviationGrouping::activity;
  std::vector<DeviationGroup> groups;  ///< periods in their order; all others by how many cases, most first
};

/// Deviations against outcomes, of one process.
struct DeviationReport {
  std::string process;
  std::int64_t deviations = 0;
  CaseCounts deviating;
  CaseCounts complying;
  std::int64_t elsewhen = 0;  ///< cases that ended before or after the time that was asked for; they are counted nowhere else
  std::optional<Timestamp> first_end;
  std::optional<Timestamp> last_end;  ///< of the cases that ended
  std::optional<Association> association;
  std::vector<DeviationGroups> tables;
  std::size_t comparisons = 0;  ///< groups that could be compared

  /// How many cases it is about: deviating and complying ones, compared or not.
  std::int64_t cases() const noexcept {
    return deviating.compared() + deviating.left_out() + complying.compared() + complying.left_out();
  }
};

/// Which cases a report is about, and how it tells them apart.
struct DeviationReportOptions {
  std::string process{};  ///< empty: all, each in a report of its own
  std::vector<DeviationGrouping> by{DeviationGrouping::activity,     DeviationGrouping::kind, DeviationGrouping::motive,
                                    DeviationGrouping::motive_class, DeviationGrouping::role, DeviationGrouping::period};
  PeriodLength period = PeriodLength::month;  ///< in UTC
  std::optional<Timestamp> from{};            ///< only cases that ended then or later, or are open …
  std::optional<Timestamp> until{};           ///< … and those that ended before this, or are open
};

/// Why nothing can be compared, as half a sentence: "no case failed". Empty: it can.
ITSMFLOW_EXPORT std::string_view why_incomparable(const CaseCounts& deviating, const CaseCounts& complying) noexcept;

/// Counts cases by deviation and outcome and says how these go together: a report for each process that has a case, by its name.
ITSMFLOW_EXPORT std::vector<DeviationReport> report_deviations(const std::vector<ObservedCase>& cases,
                                                               const DeviationReportOptions& options = {});
/// The same of all cases that an engine's store holds. Reads the cases in pages, and of each that ended its last event or events; what
/// changes meanwhile is counted as it is when it is read.
ITSMFLOW_EXPORT std::vector<DeviationReport> report_deviations(const Engine& engine, const DeviationReportOptions& options = {});
/// The same over several, the first of them on the file in use and the others on its archives: a case that is in several counts once, as
/// the first has it.
ITSMFLOW_EXPORT std::vector<DeviationReport> report_deviations(const std::vector<const Engine*>& engines,
                                                               const DeviationReportOptions& options = {});

/// As a table for other programs (RFC 4180): a line of names, then for each report a line "all" and a line for each group. What is
/// infinite is "inf", what can't be said is empty. Names that a spreadsheet would take for a formula begin with an apostrophe.
ITSMFLOW_EXPORT std::string to_csv(const std::vector<DeviationReport>& reports);

}  // namespace itsmflow
