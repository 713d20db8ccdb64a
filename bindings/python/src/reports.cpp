// Deviations against outcomes.

#include "arguments.hpp"
#include "engine.hpp"
#include "module.hpp"
#include "record.hpp"

#include <itsmflow/deviation_report.hpp>

#include <memory>
#include <string>
#include <vector>

namespace itsmflow::python {
namespace {

std::vector<DeviationReport> report(const std::vector<const PythonEngine*>& given, std::string process,
                                    std::optional<std::vector<DeviationGrouping>> by, PeriodLength period,
                                    std::optional<Timestamp> since, std::optional<Timestamp> until) {
  DeviationReportOptions options;
  options.process = std::move(process);
  if (by) options.by = *by;
  options.period = period;
  options.from = since;
  options.until = until;
  const py::gil_scoped_release free;
  std::vector<std::shared_ptr<Store>> open;
  std::vector<const Engine*> engines;
  for (const PythonEngine* one : given) {
    if (one == nullptr) throw UsageError("a report is made of engines, not of None");
    open.push_back(one->use());
    engines.push_back(&one->engine());
  }
  return itsmflow::report_deviations(engines, options);
}

std::string csv(const std::vector<const DeviationReport*>& given) {
  std::vector<DeviationReport> reports;
  for (const DeviationReport* one : given) reports.push_back(*one);
  return to_csv(reports);
}

}  // namespace

void add_reports(py::module_& module) {
  Record<CaseCounts>(module, "CaseCounts", "Cases by how they turned out.")
      .has("failed", &CaseCounts::failed)
      .has("succeeded", &CaseCounts::succeeded)
      .has("neither", &CaseCounts::neither)
      .has("undecided", &CaseCounts::undecided)
      .has("cancelled", &CaseCounts::cancelled)
      .has("open", &CaseCounts::open)
      .has("without_outcomes", &CaseCounts::without_outcomes)
      .done();
  Record<Association>(module, "Association", "How deviations and failures go together. This is no cause.")
      .has("odds_ratio", &Association::odds_ratio, "Of failing: above 1, cases with a deviation failed more often.")
      .has("low", &Association::low, "Its 95 % interval begins here …")
      .has("high", &Association::high, "… and ends here; may be infinite.")
      .has("p", &Association::p)
      .has("method", &Association::method)
      .done();
  Record<DeviationGroup>(module, "DeviationGroup", "The cases with a deviation of one sort against those without any.")
      .has("name", &DeviationGroup::name)
      .has("deviations", &DeviationGroup::deviations)
      .has("deviating", &DeviationGroup::deviating)
      .has("complying", &DeviationGroup::complying)
      .has("association", &DeviationGroup::association, "None: nothing can be compared.")
      .has("adjusted_p", &DeviationGroup::adjusted_p)
      .done();
  Record<DeviationGroups>(module, "DeviationGroups", "Groups of one kind.")
      .has("by", &DeviationGroups::by)
      .has("groups", &DeviationGroups::groups)
      .done();
  Record<DeviationReport>(module, "DeviationReport", "Deviations against outcomes, of one process.")
      .has("process", &DeviationReport::process)
      .gives("cases", &DeviationReport::cases)
      .has("deviations", &DeviationReport::deviations)
      .has("deviating", &DeviationReport::deviating)
      .has("complying", &DeviationReport::complying)
      .has("elsewhen", &DeviationReport::elsewhen, "Cases that ended before or after the time that was asked for.")
      .has("first_end", &DeviationReport::first_end)
      .has("last_end", &DeviationReport::last_end)
      .has("association", &DeviationReport::association)
      .gives(
          "incomparable", [](const DeviationReport& made) { return why_incomparable(made.deviating, made.complying); },
          "Why nothing can be compared, as half a sentence. Empty: it can.")
      .has("tables", &DeviationReport::tables)
      .has("comparisons", &DeviationReport::comparisons)
      .done();
  module.def("_report_deviations", &report);
  module.def("_to_csv", &csv);
}

}  // namespace itsmflow::python
