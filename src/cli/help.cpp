#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

bool takes_value(const CLI::Option& option) {
  return option.get_type_size() > 0;
}

bool takes_several(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

std::string positional_word(const CLI::Option& option) {
  std::string word = option.get_name(true);
  if (takes_several(option)) word += "...";
  return option.get_required() ? word : "[" + word + "]";
}

std::string option_names(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  const std::string value = takes_value(option) ? " " + value_name(option) : "";
  return fmt::format("{}{}", fmt::join(names, ", "), value);
}

std::string described(const CLI::Option& option) {
  const std::vector<std::string> words = allowed_words(option);
  constexpr std::size_t kFew = 12;
  const std::string allowed = words.empty() || words.size() > kFew ? "" : fmt::format(": {}", listing(words, "or"));
  return option.get_description() + allowed;
}

std::string options_text(const CLI::App& app) {
  Table table("  ");
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) table.row({option_names(*option), described(*option)});
  }
  return table.empty() ? "" : "\nOptions:\n" + table.text();
}

std::string command_help(const CLI::App& command) {
  std::string text = fmt::format("{}\n\n{}\n", usage_line(command), command.get_description());
  const std::string more = more_about(command);
  if (!more.empty()) text += more + "\n";
  Table words("  ");
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional()) words.row({option->get_name(true), described(*option)});
  }
  if (!words.empty()) text += "\n" + words.text();
  text += options_text(command);
  const std::vector<std::string> examples = examples_of(command);
  if (examples.empty()) return text;
  text += "\nExamples:\n";
  for (const std::string& example : examples) text += "  " + example + "\n";
  return text;
}

}  // namespace

std::vector<const CLI::App*> commands_of(const CLI::App& root) {
  return root.get_subcommands([](const CLI::App*) { return true; });
}

std::string usage_line(const CLI::App& command) {
  std::string line = "itsmflow " + command.get_name();
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional() && option->get_required()) line += " " + positional_word(*option);
  }
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional() && option->get_required()) line += " " + option_names(*option);
  }
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional() && !option->get_required()) line += " " + positional_word(*option);
  }
  return line;
}

std::string help_text(const CLI::App& app) {
  if (app.get_parent() != nullptr) return command_help(app);
  std::string text = app.get_description() + "\n";
  std::vector<std::string> groups;
  for (const CLI::App* command : commands_of(app)) {
    if (std::find(groups.begin(), groups.end(), command->get_group()) == groups.end()) groups.push_back(command->get_group());
  }
  Table all("  ");
  for (const CLI::App* command : commands_of(app)) all.row({command->get_name(), command->get_description()});
  const std::string lines = all.text();  // one table, so that the groups are aligned with one another
  const auto of_group = [&](const std::string& group) {
    std::string result;
    std::size_t at = 0;
    for (const CLI::App* command : commands_of(app)) {
      const std::size_t end = lines.find('\n', at) + 1;
      if (command->get_group() == group) result += lines.substr(at, end - at);
      at = end;
    }
    return result;
  };
  for (const std::string& group : groups) text += fmt::format("\n{}:\n{}", group, of_group(group));
  text += options_text(app);
  text +=
      "\nExit codes: 0 done or clean, 1 findings or refused, 2 wrong usage, 3 could not read, database or internal trouble, 4 "
      "undecided.\n"
      "`itsmflow COMMAND --help` explains a command with examples.\n";
  return text;
}

std::string welcome() {
  return "itsmflow checks process models written in YAML and runs their cases.\n"
         "\n"
         "Three things to try first:\n"
         "  itsmflow new first.yaml      writes a small model that explains itself\n"
         "  itsmflow check first.yaml    says what is wrong with it, and what to write instead\n"
         "  itsmflow run first.yaml      plays a case of it, here in the terminal\n"
         "\n"
         "`itsmflow --help` lists all commands.\n";
}

}  // namespace itsmflow::cli
