#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string person;
  Sources sources;
};

Exit erase(Context& context, const Options& options) {
  Session session(options.database, SqliteStore::Open::existing, options.sources, People::optional);
  const Erasure done = session.engine().erase_person(options.person);
  if (context.json) {
    context.terminal.json(to_json(done));
    return Exit::ok;
  }
  if (done.stand_in.empty()) {
    context.terminal.line(
        fmt::format("nobody is called {} in {}; nothing was changed", visible(options.person), visible(options.database)));
    return Exit::ok;
  }
  const auto counted_of = [](std::int64_t count, const char* one, const char* several) {
    return counted(static_cast<std::size_t>(count), one, several);
  };
  context.terminal.line(fmt::format("{} is called {} from now on", visible(options.person), done.stand_in));
  if (done.withdrawn > 0)
    context.terminal.line(
        fmt::format("{} that {} had in hand went back", counted_of(done.withdrawn, "work", "works"), done.stand_in));
  if (done.texts > 0)
    context.terminal.line(fmt::format("{} of the engine with the name read (erased)", counted_of(done.texts, "text", "texts")));
  context.terminal.line("what people wrote was left as it is: notes, reasons, texts in fields, keys of commands");
  return Exit::ok;
}

}  // namespace

void add_erase_person(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"erase-person",
                   "Database",
                   "Takes the name of a person out of a database; a stand-in is there instead, and the log still fits together.",
                   "What the person had in hand goes back. What people wrote isn't looked into: a name may stand in notes and "
                   "texts. It can't be "
                   "undone; to do it again does no harm.",
                   {"itsmflow erase-person service.db anna"}},
                  context, [options, &context] { return erase(context, *options); });
  add_database(*command, options->database);
  command->add_option("PERSON", options->person, "the id of the person")->required()->type_name("NAME");
  add_json(*command, context);
}

}  // namespace itsmflow::cli
