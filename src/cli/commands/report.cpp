#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "cli/commands.hpp"
#include "cli/deviation_report.hpp"
#include "cli/options.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string what;
  std::string database;
  std::vector<std::string> archives;
  std::string process;
  std::vector<std::string> by;
  std::string period = "month";
  std::string from;
  std::string to;
  std::string format = "text";
  Sources sources;
};

constexpr std::int64_t kSecondsOfDay = 24 * 60 * 60;

std::optional<Timestamp> beginning_of(std::string_view option, const std::string& date) {
  if (date.empty()) return std::nullopt;
  const bool is_date = date.size() == std::string_view("2020-03-02").size();
  if (const auto moment = is_date ? parse_timestamp(date + "T00:00Z") : std::nullopt) return moment;
  throw usage(fmt::format("{}: '{}' is not a date; write for example 2020-03-02", option, date));
}

DeviationGrouping grouping_of(const std::string& word) {
  using enum DeviationGrouping;
  const auto all = {activity, kind, motive, motive_class, role, period};
  return *std::find_if(all.begin(), all.end(), [&](DeviationGrouping by) { return to_string(by) == word; });
}

PeriodLength period_of(const std::string& word) {
  if (word == "year") return PeriodLength::year;
  return word == "quarter" ? PeriodLength::quarter : PeriodLength::month;
}

DeviationReportOptions report_options(const Options& options) {
  DeviationReportOptions result;
  result.process = options.process;
  result.period = period_of(options.period);
  result.from = beginning_of("--from", options.from);
  result.until = beginning_of("--to", options.to);
  if (result.from && result.until && *result.from > *result.until) {
    throw usage(fmt::format("--from {} is after --to {}", options.from, options.to));
  }
  if (result.until) result.until->seconds += kSecondsOfDay;  // the day that was named is in it
  if (options.by.empty()) return result;
  result.by.clear();
  for (const std::string& word : options.by) {
    const DeviationGrouping by = grouping_of(word);
    if (std::find(result.by.begin(), result.by.end(), by) == result.by.end()) result.by.push_back(by);
  }
  return result;
}

std::vector<std::string> processes_in(const std::vector<const Engine*>& engines) {
  std::set<std::string> processes;
  for (const Engine* engine : engines) {
    CaseFilter filter;
    for (auto page = engine->cases(filter); !page.empty(); page = engine->cases(filter)) {
      filter.after = page.back().id;
      for (const CaseView& view : page) processes.insert(view.process);
    }
  }
  return {processes.begin(), processes.end()};
}

/// A process without a case in a database that has others is a slip of the pen.
void complain_of_unknown(const std::vector<const Engine*>& engines, const Options& options) {
  const std::vector<std::string> processes = processes_in(engines);
  if (processes.empty()) return;
  throw Failure(
      Exit::usage, "not_found",
      fmt::format("there is no case of '{}' in {}{}", options.process, options.database, instead(options.process, processes)));
}

Exit report(Context& context, const Options& options) {
  const DeviationReportOptions asked = report_options(options);
  Session session(options.database, SqliteStore::Open::read_only, options.sources, People::optional);
  const auto archives = open_archives(session, options.archives, options.sources);
  std::vector<const Engine*> engines{&session.engine()};
  for (const auto& archive : archives) engines.push_back(&archive->engine());
  const std::vector<DeviationReport> reports = report_deviations(engines, asked);
  if (reports.empty() && !options.process.empty()) complain_of_unknown(engines, options);
  if (context.json || options.format == "json") {
    context.terminal.json(deviations_json(reports));
  } else if (options.format == "csv") {
    context.terminal.raw(to_csv(reports));
  } else {
    context.terminal.print(deviations_text(reports, asked.period));
  }
  return Exit::ok;
}

}  // namespace

void add_report(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"report",
       "Cases",
       "Reports on all cases: how deviations and outcomes go together.",
       "`deviations` compares the cases with a deviation with those without any: how many failed and how many succeeded, in all "
       "and\n"
       "for each activity, kind, motive, class of motives, role and period. Each process is reported on by itself. Days are in "
       "UTC.\n"
       "What it finds is an association, not a cause: hard cases are deviated in more often, and fail more often.",
       {"itsmflow report deviations service.db", "itsmflow report deviations service.db --process minor-change --by activity",
        "itsmflow report deviations service.db --from 2020-01-01 --to 2020-12-31 --by period --period quarter",
        "itsmflow report deviations service.db --format csv > deviations.csv",
        "itsmflow report deviations service.db --archive service-2025.db --archive service-2024.db"}},
      context, [options, &context] { return report(context, *options); });
  command->add_option("WHAT", options->what, "what to report on")->required()->type_name("WHAT")->check(one_of({"deviations"}));
  add_database(*command, options->database);
  add_archives(*command, options->archives);
  command->add_option("--process", options->process, "only cases of this process")->type_name("NAME");
  command->add_option("--by", options->by, "a table by this; may be given again (otherwise all)")
      ->type_name("WHAT")
      ->check(one_of({"activity", "kind", "motive", "class", "role", "period"}))
      ->expected(1)
      ->allow_extra_args(false)  // the words behind it are the command's own
      ->take_all();
  command->add_option("--period", options->period, "how long the periods are (month)")
      ->type_name("LENGTH")
      ->check(one_of({"month", "quarter", "year"}));
  command->add_option("--from", options->from, "only cases that ended on this day or later, and open ones")->type_name("DATE");
  command->add_option("--to", options->to, "only cases that ended on this day or earlier, and open ones")->type_name("DATE");
  CLI::Option* format = command->add_option("--format", options->format, "how to print (text)")
                            ->type_name("FORM")
                            ->check(one_of({"text", "json", "csv"}));
  add_json(*command, context);
  command->get_option("--json")->excludes(format);
}

}  // namespace itsmflow::cli
