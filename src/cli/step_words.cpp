#include "cli/step_words.hpp"

#include <fmt/format.h>

#include <charconv>

#include "cli/options.hpp"
#include "cli/values.hpp"

namespace itsmflow::cli {
namespace {

std::optional<std::int64_t> revision_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  std::int64_t revision = 0;
  std::from_chars(text.data(), text.data() + text.size(), revision);  // whole_number() has looked at it
  return revision;
}

}  // namespace

void add_step_words(CLI::App& command, StepWords& words, Activity activity) {
  add_database(command, words.database);
  add_case(command, words.id);
  const bool alone = activity == Activity::alone;
  command
      .add_option(alone ? "ACTIVITY" : "ACTIVITY[.RESULT]", words.activity,
                  alone ? "the activity" : "the activity, and how it ends")
      ->required()
      ->type_name("NAME");
  add_actor(command, words.actor);
  command.add_option("--item", words.item, "which part of an activity that several people do, or which of several objects")
      ->type_name("ITEM");
}

void add_step_options(CLI::App& command, StepWords& words, Context& context) {
  command.add_option("--key", words.key, "a step that is repeated with the same key is done once")->type_name("TEXT");
  command.add_option("--if-revision", words.revision, "refuse if the case has moved on from this revision")
      ->type_name("N")
      ->check(whole_number());
  add_people(command, words.sources);
  add_models(command, words.sources);
  add_json(command, context);
}

StepSession::StepSession(Context& context, const StepWords& words, SqliteStore::Open open)
    : words_(words), id_(parse_case(words.id)), session_(words.database, open, words.sources, People::needed) {
  warn_of_unknown_roles(context.terminal, words.sources, session_.engine().library(), session_.people());
}

Command StepSession::command() const {
  return {words_.key, revision_of(words_.revision), words_.item};
}

Asked StepSession::asked(const std::string& verb) const {
  Asked asked;
  asked.actor = words_.actor;
  const std::size_t dot = words_.activity.find('.');
  asked.activity = words_.activity.substr(0, dot);
  if (dot != std::string::npos) asked.work.result = words_.activity.substr(dot + 1);
  asked.work.command = command();
  asked.before = session_.show(id_);
  asked.to_do = words_.activity.empty() ? verb : fmt::format("{} '{}'", verb, words_.activity);
  if (!words_.item.empty()) asked.to_do += fmt::format(" ({})", words_.item);
  return asked;
}

Data StepSession::data(const std::vector<std::string>& assignments, const std::string& json_file) const {
  return collect_data(*session_.engine().model_of(id_), assignments, json_file);
}

std::string ending_as(const Asked& asked, const Explanation& explanation) {
  if (!asked.work.result.empty() || explanation.result.empty()) return "";
  return fmt::format(", ending as '{}',", visible(explanation.result));
}

}  // namespace itsmflow::cli
