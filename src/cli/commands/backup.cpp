#include <itsmflow/sqlite_store.hpp>

#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string copy;
};

Exit back_up(Context& context, const Options& options) {
  SqliteStore::backup(options.database, options.copy);
  if (context.json)
    context.terminal.json({{"copy", options.copy}});
  else
    context.terminal.line(fmt::format("{} is a copy of {}; `itsmflow verify-log` looks whether it is whole", visible(options.copy),
                                      visible(options.database)));
  return Exit::ok;
}

}  // namespace

void add_backup(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"backup",
                                   "Database",
                                   "Copies a database to a new file, as it is at one moment, while others work on it.",
                                   "The copy is whole and on the disk, or isn't there. A file is never overwritten.",
                                   {"itsmflow backup service.db service-2026-11-29.db"}},
                                  context, [options, &context] { return back_up(context, *options); });
  add_database(*command, options->database);
  command->add_option("FILE", options->copy, "the copy that is to be made")->required()->type_name("FILE");
  add_json(*command, context);
}

}  // namespace itsmflow::cli
