#include <exception>
#include <utility>

#include "store/conformance/trial.hpp"

namespace itsmflow {
namespace {

using conformance::Check;
using conformance::Trial;

std::vector<Check> all_checks() {
  std::vector<Check> all;
  for (const auto part :
       {conformance::step_checks, conformance::event_checks, conformance::work_checks, conformance::outbox_checks,
        conformance::people_checks, conformance::rewrite_checks, conformance::restart_checks, conformance::thread_checks}) {
    for (const Check& check : part()) all.push_back(check);
  }
  return all;
}

std::vector<std::string> run(const Check& check, const StoreFactory& factory) {
  std::unique_ptr<Trial> trial;
  std::vector<std::string> failures;
  try {
    trial = std::make_unique<Trial>(factory);
    check.run(*trial);
  } catch (const std::exception& error) {
    failures.push_back(std::string("it threw: ") + error.what());
  } catch (...) {
    failures.push_back("it threw something that is no std::exception");
  }
  if (trial) failures.insert(failures.begin(), trial->failures().begin(), trial->failures().end());
  return failures;
}

}  // namespace

ConformanceReport check_store(const StoreFactory& factory) {
  ConformanceReport report;
  for (const Check& check : all_checks()) {
    if (check.needs == Check::Needs::reopening && !factory.reopen) continue;
    if (check.needs == Check::Needs::threads && !factory.threads) continue;
    report.checks.emplace_back(check.promise);
    for (std::string& message : run(check, factory)) report.failures.push_back({check.promise, std::move(message)});
  }
  return report;
}

std::string to_string(const ConformanceReport& report) {
  if (report.passed()) return "all " + std::to_string(report.checks.size()) + " promises are kept\n";
  std::string text;
  for (const ConformanceFailure& failure : report.failures) text += "broken: " + failure.check + ": " + failure.message + "\n";
  return text.empty() ? "nothing was checked\n" : text;
}

}  // namespace itsmflow
