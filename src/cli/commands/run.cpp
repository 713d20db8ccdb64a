#include <fmt/format.h>
#include <itsmflow/memory_store.hpp>

#include <algorithm>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/play.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string model;
  std::string process;
  std::string actor;
  std::string database;
  std::string id;
  Sources sources;
};

const std::vector<std::uint32_t>& roles_of(const Model& model, const RuleSubject& subject) {
  return subject.activity == RuleSubject::kStart ? model.start.roles : model.activities[subject.activity].roles;
}

/// Two subjects of a four-eyes rule that one role does need two persons of it.
bool needs_two(const Model& model, std::uint32_t role) {
  for (const Rule& rule : model.rules) {
    if (rule.kind != Rule::Kind::four_eyes) continue;
    std::size_t count = 0;
    for (const RuleSubject& subject : rule.subjects) {
      const auto& roles = roles_of(model, subject);
      if (std::find(roles.begin(), roles.end(), role) != roles.end()) ++count;
    }
    if (count > 1) return true;
  }
  return false;
}

/// One person a role, called like it, so that a model can be tried before anybody has written down who there is.
Directory invented_people(const Model& model) {
  std::vector<Directory::Person> people;
  for (std::size_t i = 0; i < model.roles.size(); ++i) {
    const std::string& id = model.roles[i].id;
    people.push_back({id, {id}, ""});
    if (needs_two(model, static_cast<std::uint32_t>(i))) people.push_back({id + "_2", {id}, ""});
  }
  if (people.empty()) people.push_back({"somebody", {}, ""});
  return Directory(std::move(people));
}

std::string cast(const Directory& people) {
  Table table("  ");
  for (const auto& [id, person] : people.people()) {
    std::vector<std::string> roles;
    for (const std::string& role : person.roles) roles.push_back(visible(role));
    table.row({visible(id), listing(roles)});
  }
  return table.text();
}

Exit play(Context& context, const Options& options) {
  const auto model = load_one_model(options.model, options.process);
  const bool invented = !names_people(options.sources);
  const Directory people = invented ? invented_people(*model) : load_people(options.sources);
  if (!options.actor.empty()) check_actor(people, options.actor);
  if (!invented) warn_of_unknown_roles(context.terminal, options.sources, load_models({{options.model}, {}}), people);
  if (!options.id.empty() && options.database.empty()) throw usage("--case needs --db FILE, where the case is");
  std::unique_ptr<Store> store;
  if (options.database.empty()) {
    store = std::make_unique<MemoryStore>();
  } else {
    store = std::make_unique<SqliteStore>(options.database);
  }
  Engine engine(Library({model}, load_library(std::vector<std::string>{}).value_or_throw().reader()), *store, people);
  std::shared_ptr<const Model> played = model;
  if (!options.id.empty()) played = engine.model_of(parse_case(options.id));

  Terminal& terminal = context.terminal;
  const std::string title = visible(played->wording.title.empty() ? played->process : played->wording.title);
  terminal.line(fmt::format("{} ({} {})", paint(Style::strong, title), visible(played->process), visible(played->version)));
  if (!played->wording.why.empty()) terminal.line(visible(played->wording.why));
  terminal.line(invented ? "People are invented, one a role; --people FILE plays with real ones:" : "People:");
  terminal.print(cast(people));
  terminal.line("Type the number of what you want to do, or `help`.");

  Play game(context, engine, people, *played, read_from_stdin(terminal));
  game.act_as(options.actor);
  if (!options.id.empty()) game.continue_with(parse_case(options.id));
  game.run();
  return Exit::ok;
}

}  // namespace

void add_run(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"run",
                                   "Models",
                                   "Plays a case of a model by hand: who can do what, what it asks for, what stands in the way.",
                                   "Without --db nothing is kept. Input may come from a pipe, an answer a line.",
                                   {"itsmflow run incident.yaml", "itsmflow run incident.yaml --people people.yaml --as bo",
                                    "itsmflow run incident.yaml --people people.yaml --db service.db --case 3"}},
                                  context, [options, &context] { return play(context, *options); });
  command->add_option("MODEL", options->model, "a model, or a folder of models")->required()->type_name("PATH");
  command->add_option("--process", options->process, "which process, if MODEL holds several")->type_name("NAME");
  command->add_option("--as", options->actor, "show only what this person can do")->type_name("WHO");
  command->add_option("--db", options->database, "keep the case in this database; made if it does not exist")->type_name("FILE");
  command->add_option("--case", options->id, "go on with this case of the database")->type_name("NUMBER");
  add_people(*command, options->sources);
}

}  // namespace itsmflow::cli
