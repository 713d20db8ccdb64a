#include <fmt/format.h>

#include <memory>
#include <utility>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/step.hpp"
#include "cli/values.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string process;
  std::string actor;
  std::vector<std::string> data;
  std::vector<std::string> more_data;
  std::string data_json;
  std::string key;
  Sources sources;
};

const Model& model_for(const Library& library, const std::string& process) {
  if (const auto model = library.find(process)) return *model;
  std::vector<std::string> names;
  for (const auto& model : library.models()) names.push_back(model->process);
  throw Failure(Exit::usage, "not_found",
                fmt::format("there is no process '{}' among the models{}", process, instead(process, names)));
}

Exit start(Context& context, const Options& options) {
  if (!names_models(options.sources)) {
    throw usage("it is not known which models there are: name them with --models PATH, or set ITSMFLOW_MODELS");
  }
  // All that can be wrong is looked at before the database is: a misspelt word must not leave an empty one behind.
  Library library = load_models(options.sources);
  Directory people = load_people(options.sources, People::needed);
  warn_of_unknown_roles(context.terminal, options.sources, library, people);
  check_actor(people, options.actor);
  std::vector<std::string> words = options.data;
  words.insert(words.end(), options.more_data.begin(), options.more_data.end());
  const Data data = collect_data(model_for(library, options.process), words, options.data_json);
  Session session(options.database, SqliteStore::Open::create, std::move(library), std::move(people));
  const Step step = session.engine().start(options.process, options.actor, data, {options.key, {}});
  Asked asked;
  asked.actor = options.actor;
  asked.to_do = "start " + options.process;
  return print_step(context, session.engine(), session.people(), step, asked);
}

}  // namespace

void add_start(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"start",
       "Cases",
       "Starts a case of a process and prints its number.",
       "The database is made if it does not exist. The case goes on with this version of the model, whatever happens to the file.",
       {"itsmflow start service.db minor-change --as anna rfc.summary='New log-in script' --models models/ --people people.yaml",
        "itsmflow start service.db minor-change --as anna --data-json rfc.json"}},
      context, [options, &context] { return start(context, *options); });
  add_database(*command, options->database, "the database file; made if it does not exist");
  command->add_option("PROCESS", options->process, "the id of the process")->required()->type_name("NAME");
  command->add_option("FIELD=VALUE", options->data, "fields and what they hold")->type_name("TEXT");
  add_actor(*command, options->actor, "the person who starts it");
  command->add_option("--data", options->more_data, "a field and what it holds, as FIELD=VALUE")
      ->type_name("FIELD=VALUE")
      ->expected(1)
      ->take_all();
  command->add_option("--data-json", options->data_json, "fields as a JSON object in a file; - is the standard input")
      ->type_name("FILE");
  command->add_option("--key", options->key, "starting again with the same key gives the first case")->type_name("TEXT");
  add_models(*command, options->sources);
  add_people(*command, options->sources);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
