#include <fmt/format.h>

#include <functional>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/step.hpp"
#include "cli/step_words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  StepWords words;
  std::vector<std::string> data;
  std::string data_json;
  std::string to;
  std::string confirm;
  std::string note;
};

using Ask = std::function<Step(StepSession&, const Asked&, const Options&)>;

enum class Whose { anybodys, holders };

struct Kind {
  CommandText text;
  std::string verb;
  Whose whose;  ///< who could do it instead is only said of what anybody might do
  Ask ask;
};

CLI::App* add_kind(CLI::App& root, Context& context, const std::shared_ptr<Options>& options, const Kind& kind) {
  const auto action = [options, &context, verb = kind.verb, whose = kind.whose, ask = kind.ask] {
    StepSession at(context, options->words, SqliteStore::Open::existing);
    Asked asked = at.asked(verb);
    const Step step = ask(at, asked, *options);
    if (whose == Whose::holders) asked.activity.clear();
    return print_step(context, at.engine(), at.people(), step, asked);
  };
  CLI::App* command = add_command(root, kind.text, context, action);
  add_step_words(*command, options->words, Activity::alone);
  return command;
}

/// One that takes nothing more than the activity.
void add_simple(CLI::App& root, Context& context, const Kind& kind) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_kind(root, context, options, kind);
  add_step_options(*command, options->words, context);
}

void add_noted(CLI::App& root, Context& context, const Kind& kind, const std::string& what, bool required) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_kind(root, context, options, kind);
  command->add_option("--note", options->note, what)->type_name("TEXT")->required(required);
  add_step_options(*command, options->words, context);
}

void add_begin(CLI::App& root, Context& context) {
  add_simple(root, context,
             {{"begin",
               "Work in hand",
               "Begins an activity, to be ended later with `do`.",
               "Nobody else can begin it meanwhile; objects move when it ends.",
               {"itsmflow begin service.db 1 implement --as bo"}},
              "begin",
              Whose::anybodys,
              [](StepSession& at, const Asked& asked, const Options&) {
                return at.engine().begin(at.id(), asked.activity, asked.actor, at.command());
              }});
}

void add_claim(CLI::App& root, Context& context) {
  add_simple(root, context,
             {{"claim",
               "Work in hand",
               "Reserves an activity, or accepts one that was handed over.",
               "",
               {"itsmflow claim service.db 1 implement --as bo"}},
              "claim",
              Whose::anybodys,
              [](StepSession& at, const Asked& asked, const Options&) {
                return at.engine().claim(at.id(), asked.activity, asked.actor, at.command());
              }});
}

void add_resume(CLI::App& root, Context& context) {
  add_simple(root, context,
             {{"resume", "Work in hand", "Goes on with suspended work.", "", {"itsmflow resume service.db 1 implement --as bo"}},
              "resume",
              Whose::holders,
              [](StepSession& at, const Asked& asked, const Options&) {
                return at.engine().resume(at.id(), asked.activity, asked.actor, at.command());
              }});
}

void add_suspend(CLI::App& root, Context& context) {
  add_noted(root, context,
            {{"suspend",
              "Work in hand",
              "Lets begun work rest, with a note of what is done so far.",
              "",
              {"itsmflow suspend service.db 1 implement --as bo --note '40 of 3000 accounts done'"}},
             "suspend",
             Whose::holders,
             [](StepSession& at, const Asked& asked, const Options& options) {
               return at.engine().suspend(at.id(), asked.activity, asked.actor, options.note, at.command());
             }},
            "what is done so far", true);
}

void add_withdraw(CLI::App& root, Context& context) {
  add_noted(root, context,
            {{"withdraw",
              "Work in hand",
              "Gives claimed or begun work back, so that somebody else can do it.",
              "",
              {"itsmflow withdraw service.db 1 implement --as bo"}},
             "withdraw",
             Whose::holders,
             [](StepSession& at, const Asked& asked, const Options& options) {
               return at.engine().withdraw(at.id(), asked.activity, asked.actor, options.note, at.command());
             }},
            "why, for the others", false);
}

void add_hand_over(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_kind(root, context, options,
               {{"hand-over",
                 "Work in hand",
                 "Gives claimed or begun work to somebody else, who accepts it with `claim`.",
                 "",
                 {"itsmflow hand-over service.db 1 implement --as bo --to dora --confirm 'I have read the test report'"}},
                "hand over",
                Whose::holders,
                [](StepSession& at, const Asked& asked, const Options& given) {
                  return at.engine().hand_over(at.id(), asked.activity, asked.actor, given.to, given.confirm, at.command());
                }});
  command->add_option("--to", options->to, "the person who gets it")->required()->type_name("WHO");
  command->add_option("--confirm", options->confirm, "what that person confirms by accepting")->type_name("TEXT");
  add_step_options(*command, options->words, context);
}

void add_set(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_kind(root, context, options,
                               {{"set",
                                 "Work in hand",
                                 "Fills in fields of an activity that WHO has begun.",
                                 "",
                                 {"itsmflow set service.db 1 implement --as bo rfc.accounts_done=40"}},
                                "set data of",
                                Whose::holders,
                                [](StepSession& at, const Asked& asked, const Options& given) {
                                  const Data data = at.data(given.data, given.data_json);
                                  if (data.empty()) throw usage("'set' needs a field and what it holds: FIELD=VALUE");
                                  return at.engine().set(at.id(), asked.activity, asked.actor, data, at.command());
                                }});
  command->add_option("FIELD=VALUE", options->data, "fields and what they hold")->type_name("TEXT");
  command->add_option("--data-json", options->data_json, "fields as a JSON object in a file; - is the standard input")
      ->type_name("FILE");
  add_step_options(*command, options->words, context);
}

}  // namespace

void add_work(CLI::App& root, Context& context) {
  add_begin(root, context);
  add_claim(root, context);
  add_hand_over(root, context);
  add_suspend(root, context);
  add_resume(root, context);
  add_withdraw(root, context);
  add_set(root, context);
}

}  // namespace itsmflow::cli
