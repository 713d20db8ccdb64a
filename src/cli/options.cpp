#include "cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

// CLI11 keeps one footer a command: the sentences first, then an example a line, each behind this.
constexpr char kExampleMark = '\x1f';

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 18 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

CLI::App* add_command(CLI::App& root, const CommandText& text, Context& context, std::function<Exit()> action) {
  CLI::App* command = root.add_subcommand(text.name, text.summary);
  command->group(text.group);
  std::string footer = text.more;
  for (const std::string& example : text.examples) footer += kExampleMark + example;
  command->footer(footer);
  // Only noted here: words that come later on the line are to be looked at before anything is done.
  command->callback([&context, action = std::move(action)] { context.action = action; });
  return command;
}

std::string more_about(const CLI::App& command) {
  const std::string footer = command.get_footer();
  return footer.substr(0, footer.find(kExampleMark));
}

std::vector<std::string> examples_of(const CLI::App& command) {
  std::vector<std::string> examples;
  const std::string footer = command.get_footer();
  for (std::size_t at = footer.find(kExampleMark); at != std::string::npos;) {
    const std::size_t next = footer.find(kExampleMark, at + 1);
    examples.push_back(footer.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return examples;
}

void add_json(CLI::App& command, Context& context) {
  command.add_flag("--json", context.json, "print one JSON document, errors too");
}

void add_models(CLI::App& command, Sources& sources) {
  command.add_option("--models", sources.models, "a model, or a folder of models; may be given again (otherwise ITSMFLOW_MODELS)")
      ->type_name("PATH")
      ->expected(1)
      ->allow_extra_args(false)  // the words behind it are the command's own
      ->take_all();
}

void add_people(CLI::App& command, Sources& sources) {
  command.add_option("--people", sources.people, "who there is, and in which roles (otherwise ITSMFLOW_PEOPLE)")->type_name("FILE");
}

void add_database(CLI::App& command, std::string& database, const std::string& what) {
  command.add_option("DB", database, what)->required()->type_name("FILE");
}

void add_archives(CLI::App& command, std::vector<std::string>& archives) {
  command.add_option("--archive", archives, "an archive of the database, to be read with it; may be given again")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
}

void add_case(CLI::App& command, std::string& id) {
  command.add_option("CASE", id, "the number of the case")->required()->type_name("NUMBER");
}

void add_actor(CLI::App& command, std::string& actor, const std::string& what) {
  command.add_option("--as", actor, what)->required()->type_name("WHO");
}

CLI::Validator one_of(std::vector<std::string> words) {
  const std::string description = fmt::format("{{{}}}", fmt::join(words, ","));
  return CLI::Validator(
      [words = std::move(words)](std::string& text) -> std::string {
        if (std::find(words.begin(), words.end(), text) != words.end()) return "";
        return fmt::format("must be {}, not '{}'", listing(words, "or"), text);
      },
      description);
}

CLI::Validator whole_number() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        return is_number(text) ? "" : fmt::format("must be a whole number of at most 18 digits, not '{}'", text);
      },
      "");
}

CLI::Validator percentage() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        const bool fits = is_number(text) && std::stoull(text) <= 100;
        return fits ? "" : fmt::format("must be a whole number from 0 to 100, not '{}'", text);
      },
      "");
}

std::vector<std::string> allowed_words(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

std::string value_name(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

CaseId parse_case(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1) {
    throw usage(fmt::format("'{}' is not the number of a case; `itsmflow cases DB` lists them", text));
  }
  return CaseId{number};
}

}  // namespace itsmflow::cli
