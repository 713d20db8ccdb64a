#include <itsmflow/clock.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <fmt/format.h>

#include <memory>
#include <optional>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string archive;
  std::string before;
  std::string older_than;
};

Timestamp moment_or_day(const std::string& text) {
  const bool is_day = text.size() == std::string_view("2020-03-02").size();
  if (const auto moment = parse_timestamp(is_day ? text + "T00:00Z" : text)) return *moment;
  throw usage(
      fmt::format("--before: '{}' is neither a date nor a moment; write for example 2020-03-02 or 2020-03-02T09:00+01:00", text));
}

/// Cases whose last change is before it are moved.
Timestamp limit_of(const Options& options) {
  if (!options.before.empty()) return moment_or_day(options.before);
  const Timestamp now = Clock::system().now();
  if (options.older_than.empty()) return now;
  const auto age = parse_duration(options.older_than);
  if (!age || *age < Duration{})
    throw usage(fmt::format("--older-than: '{}' is not a length of time; write for example '90 days'", options.older_than));
  return {now.seconds - age->seconds, 0};
}

std::string cases(std::int64_t count) {
  return counted(static_cast<std::size_t>(count), "case", "cases");
}

void print(Context& context, const Options& options, const ArchiveReport& report) {
  if (report.moved == 0) {
    context.terminal.line(fmt::format("nothing was moved from {}", visible(options.database)));
  } else {
    context.terminal.line(fmt::format("{} with {} moved from {} to {}", cases(report.moved),
                                      counted(static_cast<std::size_t>(report.events), "event", "events"),
                                      visible(options.database), visible(options.archive)));
  }
  const std::pair<std::int64_t, const char*> reasons[] = {
      {report.open, "open"},
      {report.recent, "changed too recently"},
      {report.waiting, "closed, but with something that is still due or to be told"},
      {report.linked, "closed, but together with a case that stays"}};
  for (const auto& [count, reason] : reasons)
    if (count > 0) context.terminal.line(fmt::format("{} stayed: {}", cases(count), reason));
}

Exit archive(Context& context, const Options& options) {
  const Timestamp limit = limit_of(options);
  SqliteStore store(options.database, {.open = SqliteStore::Open::existing});
  const ArchiveReport report = store.archive(options.archive, limit);
  if (context.json)
    context.terminal.json(
        {{"archive", options.archive},
         {"moved", report.moved},
         {"events", report.events},
         {"stayed", {{"open", report.open}, {"recent", report.recent}, {"waiting", report.waiting}, {"linked", report.linked}}}});
  else
    print(context, options, report);
  return Exit::ok;
}

}  // namespace

void add_archive(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"archive",
       "Database",
       "Moves cases that are closed to another file, which is read like any database.",
       "The archive is made where there is none, and added to where there is one. Cases of which one ran or started the other "
       "move\n"
       "together. Afterwards nobody can confirm, disapprove or judge anything of them. Others go on working meanwhile; what was\n"
       "interrupted is finished by doing it again.",
       {"itsmflow archive service.db service-old.db --older-than '365 days'",
        "itsmflow archive service.db service-2025.db --before 2026-01-01"}},
      context, [options, &context] { return archive(context, *options); });
  add_database(*command, options->database);
  command->add_option("ARCHIVE", options->archive, "the file to which they are moved")->required()->type_name("FILE");
  CLI::Option* before = command->add_option("--before", options->before, "only cases that were last changed before (otherwise all)")
                            ->type_name("TIME");
  command->add_option("--older-than", options->older_than, "only cases that were last changed so long ago")
      ->type_name("LENGTH")
      ->excludes(before);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
