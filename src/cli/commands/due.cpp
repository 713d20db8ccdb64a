#include <fmt/format.h>
#include <itsmflow/story.hpp>

#include <map>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string at;
  bool pretend = false;
  Sources sources;
};

Timestamp parse_moment(const std::string& text) {
  if (const auto moment = parse_timestamp(text)) return *moment;
  throw usage(fmt::format("--at: '{}' is not a moment; write for example 2014-03-05T09:00+01:00", text));
}

/// What is written keeps its moment: of a case that was brought into the future all that follows would lie before.
std::optional<Timestamp> moment_of(const Options& options) {
  if (options.at.empty()) return std::nullopt;
  const Timestamp at = parse_moment(options.at);
  if (at > Clock::system().now() && !options.pretend)
    throw usage(
        fmt::format("--at: {} is still to come, and what is done would be written with that moment; "
                    "--pretend does it all the same, in a database to try things out",
                    moment(at)));
  return at;
}

/// How far each case has come.
std::map<CaseId, std::int64_t> revisions(const Engine& engine) {
  std::map<CaseId, std::int64_t> all;
  CaseFilter filter;
  for (;;) {
    const std::vector<CaseView> page = engine.cases(filter);
    if (page.empty()) return all;
    filter.after = page.back().id;
    for (const CaseView& view : page) all[view.id] = view.revision;
  }
}

/// What happened since, case by case.
std::vector<Event> events_since(const Engine& engine, const std::map<CaseId, std::int64_t>& before) {
  std::vector<Event> events;
  for (const auto& [id, revision] : revisions(engine)) {
    const auto was = before.find(id);
    const std::int64_t seen = was == before.end() ? 0 : was->second;
    if (revision == seen) continue;
    for (Event& event : engine.events(id, seen + 1)) events.push_back(std::move(event));
  }
  return events;
}

std::string due_text(const std::vector<Event>& events, std::size_t done, std::optional<Timestamp> next) {
  std::string text;
  for (const Event& event : events) {
    text += fmt::format("case {}: {}\n", event.case_id.value, paint(Style::good, sentence(event)));
    text += data_lines(event.data, event.withheld, "  ");
  }
  text += done == 0 ? "nothing is due" : fmt::format("{} due", counted(done, "thing was", "things were"));
  return text + (next ? fmt::format("; the next is due at {}\n", moment(*next)) : "; nothing more waits for time\n");
}

Exit due(Context& context, const Options& options) {
  const std::optional<Timestamp> at = moment_of(options);
  Session session(options.database, SqliteStore::Open::existing, options.sources, People::optional);
  Engine& engine = session.engine();
  std::size_t done = 0;
  std::vector<Event> events;
  const auto first = engine.next_due();
  if (first && *first <= at.value_or(Clock::system().now())) {  // only then it is worth looking at all cases
    const std::map<CaseId, std::int64_t> before = revisions(engine);
    done = engine.due(at);
    events = events_since(engine, before);
  }
  const auto next = engine.next_due();
  if (context.json) {
    context.terminal.json(
        {{"done", done}, {"events", to_json_list(events)}, {"next", next ? Json(to_string(*next)) : Json(nullptr)}});
  } else {
    context.terminal.print(due_text(events, done, next));
  }
  return Exit::ok;
}

}  // namespace

void add_due(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"due",
                                   "From outside",
                                   "Does what time has brought, and says when there is more.",
                                   "Services are called by the programs that have them, not from here; `answer` answers for one.\n"
                                   "Run it every minute, say from cron: each thing is done once, however often it runs.",
                                   {"itsmflow due service.db", "itsmflow due service.db --at 2014-03-05T09:00+01:00"}},
                                  context, [options, &context] { return due(context, *options); });
  add_database(*command, options->database);
  command->add_option("--at", options->at, "as if it were this moment, which has passed")->type_name("TIME");
  command->add_flag("--pretend", options->pretend, "with --at: also a moment to come, to try things out; events keep it")
      ->needs("--at");
  add_people(*command, options->sources);
  add_models(*command, options->sources);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
