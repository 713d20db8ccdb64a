#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/step.hpp"
#include "cli/step_words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  StepWords words;
  std::string why;
};

Exit cancel(Context& context, const Options& options) {
  StepSession at(context, options.words, SqliteStore::Open::existing);
  const Asked asked = at.asked("cancel");
  const Step step = at.engine().cancel(at.id(), asked.actor, options.why, at.command());
  return print_step(context, at.engine(), at.people(), step, asked);
}

}  // namespace

void add_cancel(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"cancel",
                                   "Cases",
                                   "Gives a whole case up; for those who may start one.",
                                   "Everything that is open is withdrawn. It can't be undone.",
                                   {"itsmflow cancel service.db 1 --as anna --why 'not needed any more'"}},
                                  context, [options, &context] { return cancel(context, *options); });
  add_database(*command, options->words.database);
  add_case(*command, options->words.id);
  add_actor(*command, options->words.actor);
  command->add_option("--why", options->why, "the reason, for those who ask later")->required()->type_name("TEXT");
  add_step_options(*command, options->words, context);
}

}  // namespace itsmflow::cli
