#include "cli/deviations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/errors.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

std::vector<std::string> shown_words(const std::vector<std::string>& words) {
  std::vector<std::string> shown;
  for (const std::string& word : words) shown.push_back(visible(word));
  return shown;
}

std::string kinds_of(const DeviationOption& option) {
  std::vector<std::string> kinds;
  for (const DeviationKind kind : option.kinds) kinds.emplace_back(itsmflow::to_string(kind));
  return listing(kinds);
}

/// "--motive time_pressure or emergency".
std::string motives_of(const DeviationOption& option) {
  return "--motive " + listing(shown_words(option.motives), "or");
}

std::string option_line(const DeviationOption& option) {
  std::string text = fmt::format("  - {}, {}", kinds_of(option), motives_of(option));
  std::vector<std::string> first;
  if (!option.name_first.empty())
    first.push_back("name what is passed over with --skip, " + listing(shown_words(option.name_first), "or"));
  if (!option.give_first.empty())
    first.push_back(fmt::format("give {}, which that takes", listing(shown_words(option.give_first))));
  if (!first.empty()) return text + fmt::format(": {}\n", listing(first));
  if (!option.skips.empty()) text += fmt::format("; passes over {}", listing(shown_words(option.skips)));
  text += "\n";
  for (const Obstacle& obstacle : option.obstacles)
    text += fmt::format("    refused all the same: {}\n", visible(obstacle.message()));
  if (!option.obstacles.empty()) return text;
  if (!option.assumes.empty())
    text += fmt::format("    {} would be assumed until somebody confirms it\n", listing(shown_words(option.assumes)));
  if (!option.confirm_by.empty())
    text += fmt::format("    to be confirmed afterwards by somebody else with the role {}: {}\n",
                        listing(shown_words(option.confirm_by), "or"),
                        option.could_confirm.empty() ? "nobody who is known" : listing(shown_words(option.could_confirm), "or"));
  if (!option.completion.empty())
    text += fmt::format("    from there it could end so, for example: {}\n", fmt::join(shown_words(option.completion), ", "));
  return text;
}

std::string in_brackets(const std::string& because) {
  return because.empty() ? "" : fmt::format(" ({})", visible(because));
}

std::string confirmation_text(const DeviationView& deviation) {
  const std::string by = listing(shown_words(deviation.confirm_by), "or");
  switch (deviation.confirmation) {
    case ConfirmationStatus::none:
      return "";
    case ConfirmationStatus::awaited:
      return fmt::format("to be confirmed by {}{}", by, deviation.due ? " until " + moment(*deviation.due) : "");
    case ConfirmationStatus::late:
      return fmt::format("not confirmed in time by {}", by);
    case ConfirmationStatus::confirmed:
      return "confirmed by " + visible(deviation.judge);
    case ConfirmationStatus::disapproved:
      return "disapproved by " + visible(deviation.judge);
  }
  return "";
}

std::optional<DeviationKind> kind_named(const std::string& word) {
  for (const DeviationKind kind : {DeviationKind::skip, DeviationKind::extra, DeviationKind::again})
    if (itsmflow::to_string(kind) == word) return kind;
  return std::nullopt;
}

void add_meaning(CLI::App& command, MotiveWords& words) {
  command.add_option("--deviate", words.deviate, "what is meant where other work comes first")
      ->type_name("KIND")
      ->check(one_of({"skip", "extra", "again"}));
  command.add_option("--skip", words.skip, "an activity, or ACTIVITY.RESULT, that is to be passed over; may be given again")
      ->type_name("ACTIVITY")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
}

}  // namespace

void add_motive(CLI::App& command, MotiveWords& words) {
  command.add_option("--motive", words.motive, "deviate, for this motive of the model, where something stands in the way")
      ->type_name("MOTIVE");
  command.add_option("--because", words.because, "the reason in words, for those who ask later")->type_name("TEXT");
  add_meaning(command, words);
}

void add_wish(CLI::App& command, MotiveWords& words) {
  command.add_option("--motive", words.motive, "tell only what a deviation for this motive would be")->type_name("MOTIVE");
  add_meaning(command, words);
}

std::optional<Motive> wish_of(const MotiveWords& words) {
  if (words.motive.empty() && words.deviate.empty() && words.skip.empty()) return std::nullopt;
  return Motive{words.motive, words.because, kind_named(words.deviate), words.skip};
}

std::optional<Motive> motive_of(const MotiveWords& words) {
  if (!words.motive.empty()) return wish_of(words);
  const char* alone = !words.because.empty()   ? "--because"
                      : !words.deviate.empty() ? "--deviate"
                      : !words.skip.empty()    ? "--skip"
                                               : nullptr;
  if (alone) throw usage(fmt::format("{} belongs to a deviation; name its motive with --motive", alone));
  return std::nullopt;
}

std::string deviations_text(const std::vector<DeviationOption>& options, const std::vector<std::string>& others) {
  std::string text;
  if (!options.empty()) text += "it can be done all the same, as a deviation:\n";
  const bool all_refused =
      std::all_of(options.begin(), options.end(), [](const DeviationOption& option) { return !option.obstacles.empty(); });
  if (!options.empty() && all_refused) text = "a deviation would not help:\n";
  for (const DeviationOption& option : options) text += option_line(option);
  if (!others.empty()) text += fmt::format("{} could do it as a deviation\n", listing(shown_words(others), "or"));
  return text;
}

std::string deviations_text(const CaseView& view) {
  Table table("  ");
  for (const DeviationView& deviation : view.deviations) {
    const std::string what = deviation.result.empty() ? deviation.activity : deviation.activity + "." + deviation.result;
    table.row({std::to_string(deviation.number), std::string(itsmflow::to_string(deviation.kind)), named(what, deviation.item),
               fmt::format("{}: {}{}", visible(deviation.person), visible(deviation.motive), in_brackets(deviation.because)),
               confirmation_text(deviation)});
  }
  std::string text = table.empty() ? "" : "\ndeviations\n" + table.text();
  if (!view.assumed.empty())
    text += fmt::format("  {} {} assumed until somebody confirms it\n", listing(shown_words(view.assumed)),
                        view.assumed.size() == 1 ? "is" : "are");
  return text;
}

std::string outcome_text(const CaseView& view) {
  if (view.outcome.empty()) return "";
  return fmt::format("\noutcome: {}{}\n", visible(view.outcome), view.judge.empty() ? "" : ", given by " + visible(view.judge));
}

}  // namespace itsmflow::cli
