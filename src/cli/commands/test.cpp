#include <fmt/format.h>
#include <itsmflow/report.hpp>
#include <itsmflow/scenario.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  Sources sources;
  bool coverage = false;
  std::string min_coverage;
};

struct Outcome {
  std::vector<ScenarioResult> results;
  std::vector<ScenarioCoverage> coverage;
  std::size_t failed = 0;
  bool covered = true;
};

/// Files that are named and are no scenarios are the models. Otherwise models are looked for in the folders named and where the
/// scenarios are; from a folder `scenarios`, beside it.
std::vector<std::string> model_paths(const Options& options, const std::vector<std::string>& scenarios) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (const std::string& path : options.paths) {
    const bool is_scenario = std::find(scenarios.begin(), scenarios.end(), path) != scenarios.end();
    if (!fs::is_directory(path) && !is_scenario) files.push_back(path);
  }
  if (!files.empty()) return files;
  std::set<fs::path> folders;
  const auto add = [&](const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(path, error);
    folders.insert(error ? path : real);
  };
  for (const std::string& path : options.paths) {
    if (fs::is_directory(path)) add(path);
  }
  for (const std::string& scenario : scenarios) {
    const fs::path folder = fs::absolute(scenario).parent_path();
    add(folder.filename() == "scenarios" ? folder.parent_path() : folder);
  }
  std::vector<std::string> kept;
  for (const fs::path& folder : folders) {
    const bool inside = std::any_of(folders.begin(), folders.end(), [&](const fs::path& other) {
      return other != folder && std::mismatch(other.begin(), other.end(), folder.begin(), folder.end()).first == other.end();
    });
    if (!inside) kept.push_back(fs::proximate(folder).string());
  }
  return kept;
}

std::vector<std::string> all_scenarios(const std::vector<std::string>& paths) {
  std::vector<std::string> scenarios;
  for (const std::string& path : paths) {
    for (std::string& file : find_scenarios(path)) {
      if (std::find(scenarios.begin(), scenarios.end(), file) == scenarios.end()) scenarios.push_back(std::move(file));
    }
  }
  return scenarios;
}

std::size_t percent(const ScenarioCoverage& coverage) {
  return coverage.results_total == 0 ? 100 : coverage.results_done * 100 / coverage.results_total;
}

Json coverage_json(const ScenarioCoverage& coverage) {
  return {{"process", coverage.process},
          {"done", coverage.results_done},
          {"total", coverage.results_total},
          {"percent", percent(coverage)},
          {"missing", coverage.missing}};
}

Json findings_json(const Diagnostics& findings) {
  return Json::parse(render(findings, ReportFormat::json)).at("findings");
}

Json result_json(const ScenarioResult& result) {
  return {{"file", result.file},
          {"scenario", result.title},
          {"process", result.process},
          {"passed", result.passed()},
          {"findings", findings_json(result.diagnostics)},
          {"failures", findings_json(result.failures)}};
}

/// Findings as `check` prints them, without the line that counts.
std::string findings_text(const Context& context, const Diagnostics& findings) {
  if (findings.empty()) return "";
  if (!context.terminal.is_terminal()) return render(findings, ReportFormat::concise);
  const std::string text = render(findings, ReportFormat::full, {.colour = context.terminal.colors()});
  const std::size_t last_line = text.rfind('\n', text.size() - 2);
  return last_line == std::string::npos ? text : text.substr(0, last_line + 1);
}

void print_result(Context& context, const ScenarioResult& result) {
  const std::string title = visible(result.title.empty() ? result.file : result.title);
  const std::string verdict = result.passed() ? paint(Style::good, "passed") : paint(Style::bad, "failed");
  context.terminal.line(fmt::format("{}  {}  ({})", verdict, title, visible(result.file)));
  context.terminal.raw(findings_text(context, result.diagnostics) + findings_text(context, result.failures));
}

void print_coverage(Context& context, const std::vector<ScenarioCoverage>& all) {
  for (const ScenarioCoverage& coverage : all) {
    context.terminal.line(fmt::format("coverage of {}: {} of {} results done, {} %", visible(coverage.process),
                                      coverage.results_done, coverage.results_total, percent(coverage)));
    for (const std::string& missing : coverage.missing) context.terminal.line("  never done: " + visible(missing));
  }
}

void print(Context& context, const Outcome& outcome, const Options& options) {
  for (const ScenarioResult& result : outcome.results) print_result(context, result);
  if (options.coverage || !options.min_coverage.empty()) print_coverage(context, outcome.coverage);
  context.terminal.line(fmt::format("{} passed, {} failed",
                                    counted(outcome.results.size() - outcome.failed, "scenario", "scenarios"), outcome.failed));
  if (!outcome.covered) context.terminal.line(fmt::format("coverage is below {} %", options.min_coverage));
}

void print_json(Context& context, const Outcome& outcome, const Options& options) {
  Json json = {{"passed", outcome.results.size() - outcome.failed}, {"failed", outcome.failed}, {"scenarios", Json::array()}};
  for (const ScenarioResult& result : outcome.results) json["scenarios"].push_back(result_json(result));
  if (options.coverage || !options.min_coverage.empty()) {
    json["coverage"] = Json::array();
    for (const ScenarioCoverage& coverage : outcome.coverage) json["coverage"].push_back(coverage_json(coverage));
    json["covered"] = outcome.covered;
  }
  context.terminal.json(json);
}

Exit run_tests(Context& context, const Options& given) {
  Options options = given;
  if (options.paths.empty()) options.paths.emplace_back(".");
  const std::vector<std::string> scenarios = all_scenarios(options.paths);
  if (scenarios.empty()) {
    throw usage(fmt::format("there is no scenario in {}; a scenario begins with `scenario: TITLE`", listing(options.paths)));
  }
  if (!names_models(options.sources)) options.sources.models = model_paths(options, scenarios);
  const Library library = load_models(options.sources);
  Outcome outcome;
  for (const std::string& file : scenarios) {
    outcome.results.push_back(run_scenario(library, file));
    if (!outcome.results.back().passed()) ++outcome.failed;
  }
  outcome.coverage = coverage(library, outcome.results);
  const std::size_t least = options.min_coverage.empty() ? 0 : std::stoul(options.min_coverage);
  outcome.covered =
      std::all_of(outcome.coverage.begin(), outcome.coverage.end(), [&](const auto& c) { return percent(c) >= least; });
  context.json ? print_json(context, outcome, options) : print(context, outcome, options);
  return outcome.failed == 0 && outcome.covered ? Exit::ok : Exit::refused;
}

}  // namespace

void add_test(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"test",
       "Models",
       "Plays scenarios and says what turned out otherwise than they say.",
       "A folder stands for every scenario in it; without a PATH it is the folder you are in. Models are taken from the\n"
       "folders named and from beside the scenarios, unless --models says otherwise.",
       {"itsmflow test models/", "itsmflow test --coverage --min-coverage 80 models/"}},
      context, [options, &context] { return run_tests(context, *options); });
  command->add_option("PATH", options->paths, "scenarios, folders of scenarios, models")->type_name("PATH");
  command->add_flag("--coverage", options->coverage, "say which results of activities no scenario does");
  command->add_option("--min-coverage", options->min_coverage, "end with 1 if a process is covered less, in percent")
      ->type_name("N")
      ->check(percentage());
  add_models(*command, options->sources);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
