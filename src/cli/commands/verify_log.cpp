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
  std::string head;
  std::vector<std::string> archives;
  Sources sources;
};

std::string head_of(const std::string& text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  if (!text.empty() && (text.size() != 64 || !std::all_of(text.begin(), text.end(), is_hex))) {
    throw usage(fmt::format("'{}' is not a head; it is the 64 hexadecimal digits that an earlier verify-log printed", text));
  }
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

Exit verify(Context& context, const Options& options) {
  const std::string expected = head_of(options.head);
  Session session(options.database, SqliteStore::Open::read_only, options.sources, People::optional);
  const auto archives = open_archives(session, options.archives, options.sources);
  std::vector<Store*> stores;
  for (const auto& archive : archives) stores.push_back(&archive->store());
  const LogReport report = session.engine().verify_log(expected, stores);
  const Exit exit = !report.problems.empty()         ? Exit::refused  // a head that was expected in vain is a problem too
                    : report.expected_head_undecided ? Exit::undecided
                                                     : Exit::ok;
  if (context.json) {
    context.terminal.json(to_json(report, expected));
    return exit;
  }
  for (const std::string& problem : report.problems) context.terminal.line(paint(Style::bad, "problem:") + " " + visible(problem));
  const auto events = counted(static_cast<std::size_t>(report.events), "event", "events");
  const auto cases = counted(static_cast<std::size_t>(report.cases), "case", "cases");
  const std::string verdict =
      report.problems.empty() ? "everything fits together" : counted(report.problems.size(), "problem", "problems");
  context.terminal.line(fmt::format("{} in {}: {}", events, cases, verdict));
  if (report.elsewhere > 0) {
    const auto moved = counted(static_cast<std::size_t>(report.elsewhere), "event", "events");
    context.terminal.line(fmt::format("{} {} elsewhere and {} not looked at; name the archives with --archive", moved,
                                      report.elsewhere == 1 ? "is" : "are", report.elsewhere == 1 ? "was" : "were"));
  }
  context.terminal.line("head " + report.head);
  if (report.expected_head_found) context.terminal.line("the expected head is there");
  if (report.expected_head_undecided) context.terminal.line("the expected head is not there; it may be among what is elsewhere");
  return exit;
}

}  // namespace

void add_verify_log(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"verify-log",
       "Database",
       "Checks that no event was changed since it was written, and that every case is what its events make it.",
       "Keep the head that it prints somewhere else; given back with --expect-head it also shows whether events are missing.\n"
       "Of what was moved to archives only the gaps are looked at, unless the archives are named.",
       {"itsmflow verify-log service.db", "itsmflow verify-log service.db --expect-head 3b1f…",
        "itsmflow verify-log service.db --archive service-2025.db"}},
      context, [options, &context] { return verify(context, *options); });
  add_database(*command, options->database);
  command->add_option("--expect-head", options->head, "a head that was printed earlier")->type_name("HEX");
  add_archives(*command, options->archives);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
