#include <itsmflow/deviation_report.hpp>

#include <itsmflow/error.hpp>

#include <map>
#include <set>

#include "align/case_counter.hpp"

namespace itsmflow {
namespace {

/// A counter for each process.
class Counters {
 public:
  explicit Counters(const DeviationReportOptions& options) : options_(options) {}

  void add(const ObservedCase& observed) {
    if (!options_.process.empty() && observed.process != options_.process) return;
    counters_.try_emplace(observed.process, options_).first->second.add(observed);
  }

  std::vector<DeviationReport> reports() const {
    std::vector<DeviationReport> reports;
    for (const auto& [process, counter] : counters_) reports.push_back(counter.report(process));
    return reports;
  }

 private:
  const DeviationReportOptions& options_;
  std::map<std::string, CaseCounter> counters_;
};

/// When a case ended. Later events may tell of its deviations and its outcome, so that its last change is no answer.
Timestamp end_of(const Engine& engine, const CaseView& view) {
  for (std::int64_t number = view.revision; number > 0; --number) {
    for (const Event& event : engine.events(view.id, number, 1)) {
      if (event.type == EventType::over || event.type == EventType::cancelled) return event.at;
    }
  }
  return view.changed;
}

ObservedCase observed(const Engine& engine, CaseView view) {
  ObservedCase observed;
  if (view.status != CaseStatus::open) observed.ended = end_of(engine, view);
  observed.process = std::move(view.process);
  observed.status = view.status;
  observed.outcome = std::move(view.outcome);
  observed.counts_as = view.counts_as;
  observed.deviations = std::move(view.deviations);
  return observed;
}

}  // namespace

std::vector<DeviationReport> report_deviations(const std::vector<ObservedCase>& cases, const DeviationReportOptions& options) {
  Counters counters(options);
  for (const ObservedCase& one : cases) counters.add(one);
  return counters.reports();
}

std::vector<DeviationReport> report_deviations(const Engine& engine, const DeviationReportOptions& options) {
  return report_deviations(std::vector{&engine}, options);
}

std::vector<DeviationReport> report_deviations(const std::vector<const Engine*>& engines, const DeviationReportOptions& options) {
  Counters counters(options);
  std::set<CaseId> counted;
  for (const Engine* engine : engines) {
    CaseFilter filter;
    filter.process = options.process;
    for (auto page = engine->cases(filter); !page.empty(); page = engine->cases(filter)) {
      filter.after = page.back().id;
      for (CaseView& view : page) {
        const CaseId id = view.id;
        if (counted.contains(id)) continue;
        try {
          counters.add(observed(*engine, std::move(view)));
        } catch (const NotFound& error) {
          if (error.kind() != NotFound::Kind::case_) throw;
          continue;  // it has just been moved to an archive, and is counted there
        }
        if (engines.size() > 1) counted.insert(id);
      }
    }
  }
  return counters.reports();
}

std::string_view why_incomparable(const CaseCounts& deviating, const CaseCounts& complying) noexcept {
  if (deviating.compared() + complying.compared() == 0) return "no case failed or succeeded";
  if (deviating.compared() == 0) return "no case with a deviation failed or succeeded";
  if (complying.compared() == 0) return "no case without a deviation failed or succeeded";
  if (deviating.failed + complying.failed == 0) return "no case failed";
  return deviating.succeeded + complying.succeeded == 0 ? "no case succeeded" : "";
}

std::string_view to_string(DeviationGrouping by) noexcept {
  switch (by) {
    case DeviationGrouping::activity:
      return "activity";
    case DeviationGrouping::kind:
      return "kind";
    case DeviationGrouping::motive:
      return "motive";
    case DeviationGrouping::motive_class:
      return "class";
    case DeviationGrouping::role:
      return "role";
    case DeviationGrouping::period:
      return "period";
  }
  return "";
}

}  // namespace itsmflow
