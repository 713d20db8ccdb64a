#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/deviations.hpp"
#include "cli/options.hpp"
#include "cli/step.hpp"
#include "cli/step_words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  StepWords words;
  std::vector<std::string> data;
  std::string data_json;
  MotiveWords motive;
};

Exit perform(Context& context, const Options& options) {
  StepSession at(context, options.words, SqliteStore::Open::existing);
  Asked asked = at.asked("do");
  asked.work.data = at.data(options.data, options.data_json);
  asked.work.motive = motive_of(options.motive);
  const Step step = at.engine().perform(at.id(), asked.activity, asked.actor, asked.work);
  return print_step(context, at.engine(), at.people(), step, asked);
}

Exit why(Context& context, const Options& options) {
  StepSession at(context, options.words, SqliteStore::Open::read_only);
  Asked asked = at.asked("do");
  asked.work.data = at.data(options.data, options.data_json);
  asked.work.motive = wish_of(options.motive);
  const Explanation explanation = at.engine().explain(at.id(), asked.activity, asked.actor, asked.work);
  if (context.json) {
    Json json = to_json(explanation);
    json["case"] = at.id().value;
    context.terminal.json(json);
    return Exit::ok;
  }
  const std::string what = fmt::format("{}{} in case {}", visible(asked.to_do), ending_as(asked, explanation), at.id().value);
  if (explanation.obstacles.empty()) {
    context.terminal.line(fmt::format("{} may {}: nothing stands in the way", visible(asked.actor), what));
    return Exit::ok;
  }
  context.terminal.line(fmt::format("{} may not {}:", visible(asked.actor), what));
  context.terminal.print(obstacle_lines(explanation.obstacles) +
                         missing_lines(*at.engine().model_of(at.id()), explanation.obstacles));
  if (!explanation.why_no_deviation.empty())
    context.terminal.line(
        fmt::format("no such deviation would be accepted of {}: {}", visible(asked.actor), visible(explanation.why_no_deviation)));
  context.terminal.print(who_could_line(explanation, asked.actor) +
                         deviations_text(explanation.deviations, explanation.could_deviate));
  return Exit::ok;
}

void add_data(CLI::App& command, Options& options) {
  command.add_option("FIELD=VALUE", options.data, "fields and what they hold")->type_name("TEXT");
  command.add_option("--data-json", options.data_json, "fields as a JSON object in a file; - is the standard input")
      ->type_name("FILE");
}

}  // namespace

void add_do(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"do",
                   "Cases",
                   "Does an activity of a case, or ends it if WHO has begun it.",
                   "An activity with several results is given with the one it ends with: ACTIVITY.RESULT.\n"
                   "If it may not be done nothing changes; what stands in the way is printed, and who could do it. With a motive\n"
                   "it is done all the same where the model permits it: a deviation, which somebody answers for.",
                   {"itsmflow do service.db 1 prepare --as anna rfc.script=login.ps1 rfc.accounts=3000",
                    "itsmflow do service.db 1 transfer.understood --as bo",
                    "itsmflow do service.db 1 implement --as bo rfc.accounts_done=40 --motive time_pressure"}},
                  context, [options, &context] { return perform(context, *options); });
  add_step_words(*command, options->words, Activity::with_result);
  add_data(*command, *options);
  add_motive(*command, options->motive);
  add_step_options(*command, options->words, context);
}

void add_why(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"why",
       "Cases",
       "Says what stands in the way of somebody doing an activity, who could do it, and what a deviation would be.",
       "Nothing is changed. With fields: as if they were given.",
       {"itsmflow why service.db 1 check --as bo", "itsmflow why service.db 1 implement --as bo --skip transfer.understood",
        "itsmflow why service.db 1 check.approved --as cleo --json"}},
      context, [options, &context] { return why(context, *options); });
  add_step_words(*command, options->words, Activity::with_result);
  add_data(*command, *options);
  add_wish(*command, options->motive);
  add_people(*command, options->words.sources);
  add_models(*command, options->words.sources);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
