#include <fmt/format.h>
#include <itsmflow/story.hpp>
#include <itsmflow/time_zone.hpp>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string id;
  std::string format;
  std::string output;
  std::string zone = "UTC";
  Sources sources;
};

bool ends_with_any(const std::string& text, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return text.ends_with(ending); });
}

StoryFormat format_of(const Options& options) {
  if (!options.format.empty()) return parse_story_format(options.format).value_or(StoryFormat::text);
  if (options.output.empty() || ends_with_any(options.output, {".txt", ".text"})) return StoryFormat::text;
  if (ends_with_any(options.output, {".md", ".markdown"})) return StoryFormat::markdown;
  if (ends_with_any(options.output, {".html", ".htm"})) return StoryFormat::html;
  throw usage(fmt::format("what to write into {} is not known: its ending is none of .txt, .md and .html; say it with --format",
                          options.output));
}

/// A story must not take the place of what it is told from.
void spare_database(const Options& options) {
  for (const char* part : {"", "-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    if (std::filesystem::equivalent(options.output, options.database + part, ignored))
      throw usage(fmt::format("{} is the database, or belongs to it; write the story to another file", options.output));
  }
}

void check_zone(const std::string& zone) {
  if (utc_offset(zone, Timestamp{})) return;
  const auto near = nearest(zone, time_zone_names());
  throw usage(fmt::format("there is no time zone '{}'; {}", zone,
                          near ? fmt::format("did you mean '{}'?", *near) : "write a name such as 'Europe/Paris', or '+01:00'"));
}

Exit run_story(Context& context, const Options& options) {
  const StoryFormat format = format_of(options);
  check_zone(options.zone);
  const CaseId id = parse_case(options.id);
  const Session session(options.database, SqliteStore::Open::read_only, options.sources, People::optional);
  if (!options.output.empty()) spare_database(options);
  StoryOptions how;
  how.zone = options.zone;
  how.people = &session.people();
  const std::string text = render(tell_story(session.engine(), session.show(id).id, how), format);
  if (options.output.empty()) {
    context.terminal.raw(text);
    return Exit::ok;
  }
  write_file(options.output, text);
  context.terminal.line("wrote " + visible(options.output));
  return Exit::ok;
}

}  // namespace

void add_story(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"story",
       "Cases",
       "Tells what happened in a case, for people who were not there.",
       "Without --format the ending of FILE decides (.txt, .md, .html). Persons that --people names are called by their names.",
       {"itsmflow story service.db 1", "itsmflow story service.db 1 --zone Europe/Amsterdam -o story.html"}},
      context, [options, &context] { return run_story(context, *options); });
  add_database(*command, options->database);
  add_case(*command, options->id);
  command->add_option("--format", options->format, "what to write")->type_name("FORM")->check(one_of({"text", "markdown", "html"}));
  command->add_option("--zone", options->zone, "the time zone of the moments (UTC)")->type_name("ZONE");
  command->add_option("-o,--output", options->output, "the file to write; otherwise the standard output")->type_name("FILE");
  add_people(*command, options->sources);
}

}  // namespace itsmflow::cli
