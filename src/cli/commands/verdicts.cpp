// What is said afterwards: `confirm`, `disapprove` and `outcome`.

#include <fmt/format.h>

#include <charconv>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/step.hpp"
#include "cli/step_words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  StepWords words;
  std::string deviation;
  std::string outcome;
  std::string because;
};

std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);  // whole_number() has looked at it
  return number;
}

Exit print(Context& context, StepSession& at, const Step& step, Asked asked, std::string to_do) {
  asked.to_do = std::move(to_do);
  return print_step(context, at.engine(), at.people(), step, asked);
}

Exit confirm(Context& context, const Options& options) {
  StepSession at(context, options.words, SqliteStore::Open::existing);
  const Asked asked = at.asked("confirm");
  const Step step = at.engine().confirm(at.id(), number_of(options.deviation), asked.actor, options.because, at.command());
  return print(context, at, step, asked, "confirm deviation " + options.deviation);
}

Exit disapprove(Context& context, const Options& options) {
  StepSession at(context, options.words, SqliteStore::Open::existing);
  const Asked asked = at.asked("disapprove");
  const Step step = at.engine().disapprove(at.id(), number_of(options.deviation), asked.actor, options.because, at.command());
  return print(context, at, step, asked, "disapprove deviation " + options.deviation);
}

Exit judge(Context& context, const Options& options) {
  StepSession at(context, options.words, SqliteStore::Open::existing);
  const Asked asked = at.asked("judge");
  const Step step = at.engine().judge(at.id(), options.outcome, asked.actor, options.because, at.command());
  return print(context, at, step, asked, "give the outcome");
}

void add_rest(CLI::App& command, Options& options, Context& context) {
  add_actor(command, options.words.actor);
  command.add_option("--because", options.because, "the reason in words, for those who ask later")->type_name("TEXT");
  add_step_options(command, options.words, context);
}

void add_verdict(CLI::App& root, Context& context, const CommandText& text, Exit (*action)(Context&, const Options&)) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root, text, context, [options, &context, action] { return action(context, *options); });
  add_database(*command, options->words.database);
  add_case(*command, options->words.id);
  command->add_option("DEVIATION", options->deviation, "the number of the deviation, as `show` has it")
      ->required()
      ->type_name("N")
      ->check(whole_number());
  add_rest(*command, *options, context);
}

}  // namespace

void add_verdicts(CLI::App& root, Context& context) {
  add_verdict(root, context,
              {"confirm",
               "Cases",
               "Confirms a deviation, for somebody else than the one who answers for it.",
               "Also after the end of the case. A state that a skip led to is assumed until the skip is confirmed.",
               {"itsmflow confirm service.db 1 2 --as cleo --because 'I looked at the test'"}},
              confirm);
  add_verdict(root, context,
              {"disapprove",
               "Cases",
               "Disapproves a deviation, which stays in the case as it is.",
               "What follows is up to the model: the case may take no more deviations. Who disapproved may still confirm later.",
               {"itsmflow disapprove service.db 1 2 --as cleo --because 'there was time enough'"}},
              disapprove);
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"outcome",
                   "Cases",
                   "Says how a case turned out, or corrects it.",
                   "What the model can't tell by its expressions a person tells, once the case isn't open any more. `undecided`\n"
                   "takes back what was said. Each time is an event.",
                   {"itsmflow outcome service.db 1 failure --as cleo --because 'nobody could log in'"}},
                  context, [options, &context] { return judge(context, *options); });
  add_database(*command, options->words.database);
  add_case(*command, options->words.id);
  command->add_option("OUTCOME", options->outcome, "one of the model's outcomes, or undecided")->required()->type_name("NAME");
  add_rest(*command, *options, context);
}

}  // namespace itsmflow::cli
