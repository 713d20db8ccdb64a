#include <fmt/format.h>
#include <itsmflow/error.hpp>
#include <itsmflow/import.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/report.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string format;
  std::string fail_on = "error";
  std::size_t max_states = PnmlOptions{}.max_states;
};

/// Nets are judged when they are named; in a folder only models are looked for.
std::vector<std::string> take_nets_out(std::vector<std::string>& paths) {
  const auto first = std::stable_partition(paths.begin(), paths.end(), [](const std::string& path) {
    return !path.ends_with(".pnml") || std::filesystem::is_directory(path);
  });
  std::vector<std::string> nets(first, paths.end());
  paths.erase(first, paths.end());
  return nets;
}

/// A file that is named twice, or lies in a folder that is named too, is read once.
std::vector<std::string> without_repetitions(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  const auto real = [](const std::string& path) {
    std::error_code error;
    const fs::path found = fs::weakly_canonical(path, error);
    return error ? fs::path(path) : found;
  };
  const auto lies_in = [](const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
  };
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    bool covered = false;
    for (std::size_t j = 0; j < paths.size() && !covered; ++j) {
      if (i == j || !lies_in(real(paths[i]), real(paths[j]))) continue;
      covered = real(paths[i]) != real(paths[j]) || j < i;
    }
    if (!covered) kept.push_back(paths[i]);
  }
  return kept;
}

/// A net that can't be read goes back among the paths, where that is told.
Diagnostics check_nets(const std::vector<std::string>& nets, const Options& options, std::vector<std::string>& paths) {
  Diagnostics findings;
  for (const std::string& net : nets) {
    try {
      const Diagnostics found = check_pnml_file(net, {.max_states = options.max_states});
      findings.insert(findings.end(), found.begin(), found.end());
    } catch (const NotFound&) {
      paths.push_back(net);
    } catch (const StoreError&) {
      paths.push_back(net);
    }
  }
  return findings;
}

ReportFormat format_of(const Options& options, const Context& context) {
  if (context.json) return ReportFormat::json;
  if (const auto format = parse_report_format(options.format)) return *format;
  return context.terminal.is_terminal() ? ReportFormat::full : ReportFormat::concise;
}

Severity severity_of(const std::string& word) {
  if (word == "note") return Severity::note;
  return word == "warning" ? Severity::warning : Severity::error;
}

/// Whether a rendering tells of files without findings too, and so is never left out.
bool tells_of_clean_files(ReportFormat format) {
  return format == ReportFormat::sarif || format == ReportFormat::junit;
}

std::string rendered(const Context& context, const Options& options, const std::vector<std::string>& paths,
                     const Diagnostics& findings) {
  const ReportFormat format = format_of(options, context);
  ReportStyle style{.colour = context.terminal.colors(), .failing = severity_of(options.fail_on)};
  if (tells_of_clean_files(format)) style.files = model_files(paths);
  return render(findings, format, style);
}

/// A path that can't be read.
struct Unreadable {
  std::string kind;
  std::string message;
};

std::optional<Unreadable> trouble_with(const std::string& path) {
  try {
    static_cast<void>(load_library(path));
    return std::nullopt;
  } catch (const NotFound& error) {
    return Unreadable{"not_found", error.what()};
  } catch (const StoreError& error) {
    return Unreadable{"file", error.what()};
  }
}

/// The findings of all that can be read, then the first path that can't.
[[noreturn]] void check_readable_ones(Context& context, const Options& options, const std::vector<std::string>& paths,
                                      Diagnostics findings) {
  std::vector<std::string> readable;
  std::optional<Unreadable> first;
  for (const std::string& path : paths) {
    const auto trouble = trouble_with(path);
    if (!trouble) readable.push_back(path);
    if (trouble && !first) first = trouble;
  }
  if (!first) throw usage("a file changed while it was read; check again");
  const Diagnostics of_models = readable.empty() ? Diagnostics{} : load_library(readable).diagnostics();
  findings.insert(findings.end(), of_models.begin(), of_models.end());
  sort(findings);
  if (context.json) throw FindingsFailure(Exit::trouble, first->kind, first->message, findings);
  if (!findings.empty() || tells_of_clean_files(format_of(options, context))) {
    context.terminal.raw(rendered(context, options, readable, findings));
  }
  throw Failure(Exit::trouble, first->kind, first->message);
}

std::optional<Loaded<Library>> load_all(const std::vector<std::string>& paths) {
  try {
    return load_library(paths);
  } catch (const NotFound&) {
  } catch (const StoreError&) {
  }
  return std::nullopt;
}

Exit check(Context& context, const Options& options) {
  std::vector<std::string> named = options.paths.empty() ? std::vector<std::string>{"."} : options.paths;
  const std::vector<std::string> nets = without_repetitions(take_nets_out(named));
  Diagnostics findings = check_nets(nets, options, named);
  const std::vector<std::string> paths = without_repetitions(named);
  auto all = load_all(paths);
  if (!all) check_readable_ones(context, options, paths, std::move(findings));
  Loaded<Library>& loaded = *all;
  findings.insert(findings.end(), loaded.diagnostics().begin(), loaded.diagnostics().end());
  const bool nothing =
      !paths.empty() && findings.empty() && loaded.value_or_throw().models().empty() && loaded.value_or_throw().shared().empty();
  if (nothing) {
    throw usage(fmt::format("there is no model in {}; a model begins with `itsmflow: 1`", listing(paths)));
  }
  sort(findings);
  context.terminal.raw(rendered(context, options, paths, findings));
  const Severity limit = severity_of(options.fail_on);
  const bool fails = std::any_of(findings.begin(), findings.end(), [&](const Diagnostic& d) { return d.severity >= limit; });
  if (fails) return Exit::refused;
  const bool undecided = std::any_of(findings.begin(), findings.end(), [](const Diagnostic& d) { return d.rule == "undecided"; });
  return undecided ? Exit::undecided : Exit::ok;
}

}  // namespace

void add_check(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"check",
                   "Models",
                   "Finds what is wrong with models, all at once, and says what to write instead.",
                   "A folder stands for every model in it; without a PATH it is the folder you are in. A net in PNML is judged "
                   "when its file, which\n"
                   "ends in .pnml, is named itself.\n"
                   "Ends with 1 if there is a finding at or above --fail-on. `full` is what a terminal gets, `concise` a pipe.\n"
                   "Ends with 4 if there is none, but whether there would be one couldn't be decided within --max-states.",
                   {"itsmflow check models/", "itsmflow check --fail-on warning incident.yaml",
                    "itsmflow check --format sarif models/ > models.sarif", "itsmflow check orders.pnml"}},
                  context, [options, &context] { return check(context, *options); });
  command->add_option("PATH", options->paths, "models, or folders of models")->type_name("PATH");
  CLI::Option* format = command->add_option("--format", options->format, "how to print")
                            ->type_name("FORM")
                            ->check(one_of({"full", "concise", "json", "github", "sarif", "junit"}));
  command->add_option("--fail-on", options->fail_on, "the least finding that ends it with 1")
      ->type_name("WHAT")
      ->check(one_of({"error", "warning", "note"}));
  command->add_option("--max-states", options->max_states, "how many markings of a net are looked at")
      ->type_name("N")
      ->check(whole_number());
  add_json(*command, context);
  command->get_option("--json")->excludes(format);
}

}  // namespace itsmflow::cli
