#include <fmt/format.h>
#include <itsmflow/check.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/report.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/check_find.hpp"
#include "cli/check_fix.hpp"
#include "cli/check_plan.hpp"
#include "cli/check_watch.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string format;
  CheckWords words;
  std::string write_baseline;
  Depth depth;
  bool fix = false;
  bool watch = false;
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

ReportFormat format_of(const Options& options, const Context& context) {
  if (context.json) return ReportFormat::json;
  if (const auto format = parse_report_format(options.format)) return *format;
  return context.terminal.is_terminal() ? ReportFormat::full : ReportFormat::concise;
}

void add(Diagnostics& to, const Diagnostics& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// What is wrong with settings and the baseline counts as found by loading.
Found with_faults(Found found, const CheckPlan& plan) {
  add(found.loading, plan.faults);
  return found;
}

void print(Context& context, const Options& options, const std::vector<std::string>& files, const CheckPlan& plan,
           const Reported& reported) {
  const ReportFormat format = format_of(options, context);
  ReportStyle style{.colour = context.terminal.colors(), .fix_hint = "itsmflow check --fix", .failing = plan.limit()};
  style.files = files;
  context.terminal.raw(render(reported.findings, format, style));
  const bool has_way = std::ranges::any_of(reported.findings, [](const Diagnostic& one) { return !one.trace.empty(); });
  if (format == ReportFormat::concise && options.format.empty() && has_way)
    context.terminal.complain("`--format full` shows how a case gets there, and what helps");
  if (format != ReportFormat::full || reported.allowed + reported.known == 0) return;
  std::vector<std::string> hidden;
  if (reported.allowed > 0) hidden.push_back(fmt::format("{} allowed by comments", reported.allowed));
  if (reported.known > 0) hidden.push_back(fmt::format("{} in the baseline", reported.known));
  context.terminal.line("not shown: " + listing(hidden));
}

/// Something can't be read, which is said with what was found in everything else.
Exit end_with_trouble(Context& context, const Options& options, const Diagnostic& first, const Reported& reported) {
  const std::string& path = first.span.source->name;
  const std::string kind = std::filesystem::exists(path) ? "file" : "not_found";
  const std::string message = fmt::format("{}: {}", path, first.message);
  if (context.json) throw FindingsFailure(Exit::trouble, kind, message, reported.findings);
  const ReportFormat format = format_of(options, context);
  if (format == ReportFormat::full || format == ReportFormat::concise)
    return Exit::trouble;  // it stands there, for the same reader
  throw Failure(Exit::trouble, kind, message);
}

/// Writes what is found as known, and goes on with that.
void write_known(Context& context, const std::string& path, const Found& found, CheckPlan& plan) {
  write_file(path, make_baseline(found, plan.settings, path));
  plan.baseline = read_baseline(path).value_or_throw();
  const std::size_t entries = plan.baseline.entries.size();
  context.terminal.complain(fmt::format("wrote {} with {}", visible(path), counted(entries, "entry", "entries")));
}

/// `looked_at`: gets the files that were named or lie in a folder that is, and were read.
Exit check_once(Context& context, const Options& options, std::vector<std::string> paths, CheckPlan& plan,
                std::vector<std::string>& looked_at) {
  const NetsFound nets = find_in_nets(context.terminal, take_nets_out(paths), options.depth);
  add(plan.faults, nets.findings);
  paths.insert(paths.end(), nets.unreadable.begin(), nets.unreadable.end());  // where that is told
  ReadTexts read = read_each(paths);
  add(plan.faults, read.unreadable);
  const auto find_all = [&](const Texts& now) { return with_faults(find_in(context.terminal, now, options.depth), plan); };
  Found found;
  if (options.fix && read.unreadable.empty()) {
    const auto findings_of = [&](const Found& what) { return judge(what, plan.settings, plan.baseline).findings; };
    read.texts = mend(
        context.terminal, read.texts,
        [&](const Texts& now) { return findings_of(with_faults(find_by_loading(now, options.depth), plan)); },
        [&](const Texts& now) { return findings_of(found = find_all(now)); });
  }
  const bool is_known = !read.texts.empty() && found.texts == read.texts;  // nothing was mended since
  if (!is_known) found = find_all(read.texts);
  if (read.texts.empty() && found.loading.empty() && !paths.empty()) {
    throw usage(fmt::format("there is no model in {}; a model begins with `itsmflow: 1`", listing(paths)));
  }
  if (!options.write_baseline.empty() && read.unreadable.empty()) write_known(context, options.write_baseline, found, plan);
  const Reported reported = judge(found, plan.settings, plan.baseline);
  looked_at = nets.readable;
  for (const auto& text : read.texts) looked_at.push_back(text->name);
  if (!context.json || read.unreadable.empty()) print(context, options, looked_at, plan, reported);
  if (!read.unreadable.empty()) return end_with_trouble(context, options, read.unreadable.front(), reported);
  if (std::ranges::any_of(reported.findings, [&](const Diagnostic& d) { return d.severity >= plan.limit(); })) return Exit::refused;
  return std::ranges::any_of(reported.findings, [](const Diagnostic& d) { return d.rule == "undecided"; }) ? Exit::undecided
                                                                                                           : Exit::ok;
}

void check_again_and_again(Context& context, const Options& options, const std::vector<std::string>& paths) {
  const ReportFormat format = format_of(options, context);
  if (format != ReportFormat::full && format != ReportFormat::concise) {
    throw usage("--watch prints for people; leave out --format, or say full or concise");
  }
  plan_check(options.words, paths, UseBaseline::no);  // words that make no sense end it
  watch(context.terminal, paths, [&] {
    CheckPlan plan;
    std::vector<std::string> models;
    try {
      plan = plan_check(options.words, paths, UseBaseline::yes);
      check_once(context, options, paths, plan, models);
    } catch (const std::exception&) {
      // It may be mended by the next change.
      report_current_exception(context.terminal, ErrorForm::text);
    }
    return ReadFiles{models, plan.files};
  });
}

/// A folder doesn't stand for the nets in it.
std::vector<std::string> each_once(std::vector<std::string> paths) {
  const std::vector<std::string> nets = without_repetitions(take_nets_out(paths));
  std::vector<std::string> kept = without_repetitions(paths);
  kept.insert(kept.end(), nets.begin(), nets.end());
  return kept;
}

Exit check(Context& context, const Options& options) {
  const std::vector<std::string> paths = each_once(options.paths.empty() ? std::vector<std::string>{"."} : options.paths);
  if (options.watch) {
    check_again_and_again(context, options, paths);
    return Exit::ok;
  }
  CheckPlan plan = plan_check(options.words, paths, options.write_baseline.empty() ? UseBaseline::yes : UseBaseline::no);
  std::vector<std::string> looked_at;
  return check_once(context, options, paths, plan, looked_at);
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
                   "Ends with 4 if there is none, but whether there would be one couldn't be decided within --max-states.\n"
                   "RULE is the name in brackets behind a finding, or a family: names, guards, behaviour, …\n"
                   "Settings that always hold stand in a file .itsmflow.yaml above the models.",
                   {"itsmflow check models/", "itsmflow check --fail-on warning incident.yaml", "itsmflow check --fix models/",
                    "itsmflow check --watch models/", "itsmflow check --format sarif --baseline known.json models/ > models.sarif",
                    "itsmflow check --people people.yaml change.yaml", "itsmflow check orders.pnml"}},
                  context, [options, &context] { return check(context, *options); });
  command->add_option("PATH", options->paths, "models, or folders of models")->type_name("PATH");
  CLI::Option* format = command->add_option("--format", options->format, "how to print")
                            ->type_name("FORM")
                            ->check(one_of({"full", "concise", "json", "github", "sarif", "junit"}));
  add_check_words(*command, options->words);
  CLI::Option* write = command->add_option("--write-baseline", options->write_baseline, "writes what is found now as known")
                           ->type_name("FILE")
                           ->excludes(command->get_option("--baseline"));
  CLI::Option* fix = command->add_flag("--fix", options->fix, "mends what is beyond doubt, in the files themselves");
  command->add_flag("--watch", options->watch, "checks again whenever a file changes")->excludes(fix)->excludes(write);
  command->add_option("--max-states", options->depth.max_states, "how many states of a model or markings of a net are looked at")
      ->type_name("N")
      ->check(whole_number());
  command->add_flag("--deep", options->depth.deep, "tries every permitted skip, extra work and doing again; takes longer");
  command->add_option("--people", options->depth.people, "who there is: is there somebody for everything, also under the rules?")
      ->type_name("FILE");
  add_json(*command, context);
  command->get_option("--json")->excludes(format)->excludes("--watch");
}

}  // namespace itsmflow::cli
