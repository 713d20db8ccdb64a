#include <itsmflow/error.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  bool rebuild = false;
  Sources sources;
};

/// What is wrong with a file, seen from below and from above.
struct Found {
  std::vector<std::string> problems;
  std::size_t mendable = 0;
  LogReport log;
};

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Found look(Session& session) {
  Found found;
  SqliteStore::Report file = session.store().check();
  found.problems = std::move(file.problems);
  found.mendable = file.mendable;
  found.log = session.engine().verify_log();
  found.mendable += found.log.mendable;
  for (const std::string& problem : found.log.problems)  // what can't be read may be told by both
    if (!has(found.problems, problem)) found.problems.push_back(problem);
  return found;
}

/// Rebuilds what can be. A file of which pages can't be read may not let anything be written; what is wrong is told by looking again.
RebuildReport rebuild(Session& session) {
  const auto as_far_as_it_goes = [](const auto& mend) {
    try {
      mend();
    } catch (const UsageError&) {  // a table has twice what an index may have once
    } catch (const StoreError& error) {
      if (error.kind() != StoreError::Kind::corrupt) throw;
    }
  };
  RebuildReport done;
  as_far_as_it_goes([&] { session.store().mend(); });
  as_far_as_it_goes([&] { done = session.engine().rebuild(); });
  return done;
}

std::string listed(const std::vector<CaseId>& cases) {
  constexpr std::size_t kMost = 20;
  std::string text;
  for (std::size_t i = 0; i < cases.size() && i < kMost; ++i) text += fmt::format("{}{}", i == 0 ? "" : ", ", cases[i].value);
  return cases.size() > kMost ? fmt::format("{} and {} more", text, cases.size() - kMost) : text;
}

void tell(Terminal& terminal, const RebuildReport& done, const Found& found) {
  if (!done.cases.empty())
    terminal.line(
        fmt::format("written anew from the events: {} {}", done.cases.size() == 1 ? "case" : "cases", listed(done.cases)));
  if (done.heads > 0)
    terminal.line(fmt::format("written anew: {}", counted(static_cast<std::size_t>(done.heads), "head", "heads")));
  if (done.strays > 0)
    terminal.line(fmt::format("taken away: {} of cases that aren't there",
                              counted(static_cast<std::size_t>(done.strays), "offer or timer", "offers and timers")));
  for (const std::string& why : done.left)
    if (!has(found.problems, why)) terminal.line("left as it is: " + visible(why));
}

void advise(Terminal& terminal, const Options& options, const Found& found) {
  if (found.problems.empty()) return;
  if (found.mendable > 0 && !options.rebuild)
    terminal.line(
        fmt::format("to do: `itsmflow fsck {} --rebuild` writes anew what follows from the events", visible(options.database)));
  if (found.mendable < found.problems.size() || options.rebuild)
    terminal.line(
        "to do: nothing can be told from what is lost: keep a copy of this file, and put a backup back; without one, `sqlite3 FILE "
        ".dump | sed \"s/^ROLLBACK;.*/COMMIT;/\" | sqlite3 NEW` saves what can be read, and `itsmflow fsck NEW --rebuild` says "
        "what that "
        "comes to");
}

Exit check(Context& context, const Options& options) {
  // Read once before anything is written: of a file that has no tables, or older ones, nothing is to be mended.
  if (options.rebuild) Session(options.database, SqliteStore::Open::read_only, options.sources, People::optional);
  const auto open = options.rebuild ? SqliteStore::Open::existing : SqliteStore::Open::read_only;
  Session session(options.database, open, options.sources, People::optional);
  const RebuildReport done = options.rebuild ? rebuild(session) : RebuildReport();
  const Found found = look(session);
  const Exit exit = found.problems.empty() ? Exit::ok : Exit::refused;
  if (context.json) {
    context.terminal.json({{"clean", exit == Exit::ok},
                           {"events", found.log.events},
                           {"cases", found.log.cases},
                           {"head", found.log.head},
                           {"problems", found.problems},
                           {"mendable", found.mendable},
                           {"rebuilt", options.rebuild ? to_json(done) : Json(nullptr)}});
    return exit;
  }
  tell(context.terminal, done, found);
  for (const std::string& problem : found.problems) context.terminal.line(paint(Style::bad, "problem:") + " " + visible(problem));
  const auto events = counted(static_cast<std::size_t>(found.log.events), "event", "events");
  const auto cases = counted(static_cast<std::size_t>(found.log.cases), "case", "cases");
  const std::string verdict =
      found.problems.empty() ? "everything fits together" : counted(found.problems.size(), "problem", "problems");
  context.terminal.line(fmt::format("{} in {}: {}", events, cases, verdict));
  context.terminal.line("head " + found.log.head);
  advise(context.terminal, options, found);
  return exit;
}

}  // namespace

void add_fsck(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"fsck",
       "Database",
       "Looks for everything that can be wrong with a database: its pages, indices and tables, and all that verify-log looks at.",
       "With --rebuild it writes anew what follows from the events, and indices, before it looks: rows of cases, offers, timers "
       "and "
       "heads. Cases of which an event was changed or is missing are left as they are. Events, texts, models, people and the "
       "outbox are "
       "never touched.",
       {"itsmflow fsck service.db", "itsmflow fsck service.db --rebuild"}},
      context, [options, &context] { return check(context, *options); });
  add_database(*command, options->database);
  command->add_flag("--rebuild", options->rebuild, "write anew what follows from the events");
  add_json(*command, context);
}

}  // namespace itsmflow::cli
