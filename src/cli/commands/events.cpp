#include <fmt/format.h>
#include <itsmflow/story.hpp>

#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

constexpr std::size_t kPage = 1000;

struct Options {
  std::string database;
  std::string id;
  Sources sources;
};

std::vector<Event> events_of(const Engine& engine, CaseId id) {
  std::vector<Event> all;
  for (;;) {
    std::vector<Event> page = engine.events(id, static_cast<std::int64_t>(all.size()) + 1, kPage);
    const bool last = page.size() < kPage;
    all.insert(all.end(), std::make_move_iterator(page.begin()), std::make_move_iterator(page.end()));
    if (last) return all;
  }
}

/// Case by case; within a case in the order they happened.
std::vector<Event> events_of_all(const Engine& engine) {
  std::vector<Event> all;
  CaseFilter filter;
  for (;;) {
    const std::vector<CaseView> page = engine.cases(filter);
    if (page.empty()) return all;
    filter.after = page.back().id;
    for (const CaseView& view : page) {
      std::vector<Event> events = events_of(engine, view.id);
      all.insert(all.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    }
  }
}

std::string events_text(const std::vector<Event>& events) {
  std::string text;
  CaseId current{0};
  for (const Event& event : events) {
    if (event.case_id != current) text += fmt::format("{}case {}\n", current.value == 0 ? "" : "\n", event.case_id.value);
    current = event.case_id;
    text += fmt::format("  {:>3}  {}  {}\n", event.number, moment(event.at), sentence(event));
    text += data_lines(event.data, event.withheld, "                                ");
  }
  return text;
}

Exit events(Context& context, const Options& options) {
  Session session(options.database, SqliteStore::Open::read_only, options.sources, People::optional);
  const bool one = !options.id.empty();
  const std::vector<Event> list =
      one ? events_of(session.engine(), session.show(parse_case(options.id)).id) : events_of_all(session.engine());
  if (context.json) {
    context.terminal.json({{"events", to_json_list(list)}});
    return Exit::ok;
  }
  context.terminal.print(list.empty() ? "nothing has happened yet\n" : events_text(list));
  return Exit::ok;
}

}  // namespace

void add_events(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"events",
                                   "Cases",
                                   "Tells what happened, in one case or in all.",
                                   "",
                                   {"itsmflow events service.db 1", "itsmflow events service.db --json"}},
                                  context, [options, &context] { return events(context, *options); });
  add_database(*command, options->database);
  command->add_option("CASE", options->id, "the number of the case; without it: all cases")->type_name("NUMBER");
  add_json(*command, context);
}

}  // namespace itsmflow::cli
