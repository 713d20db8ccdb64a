#include "cli/completion.hpp"

#include <fmt/format.h>

#include <vector>

#include "cli/help.hpp"
#include "cli/options.hpp"

namespace itsmflow::cli {
namespace {

std::vector<std::string> names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

std::vector<const CLI::Option*> options_of(const CLI::App& root, const CLI::App& command) {
  std::vector<const CLI::Option*> options;
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) options.push_back(option);
  }
  if (&root == &command) return options;
  for (const CLI::Option* option : root.get_options()) {  // those that may stand anywhere
    if (option->get_name() != "--help" && option->get_name() != "--version") options.push_back(option);
  }
  return options;
}

std::string option_words(const CLI::App& root, const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::Option* option : options_of(root, command)) {
    for (const std::string& name : names_of(*option)) words.push_back(name);
  }
  return fmt::format("{}", fmt::join(words, " "));
}

/// Words that a positional takes, such as the names of the shells.
std::string positional_words(const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) continue;
    for (const std::string& word : allowed_words(*option)) words.push_back(word);
  }
  return fmt::format("{}", fmt::join(words, " "));
}

std::string command_words(const CLI::App& root) {
  std::vector<std::string> words;
  for (const CLI::App* command : commands_of(root)) words.push_back(command->get_name());
  return fmt::format("{}", fmt::join(words, " "));
}

/// Shell code: what an option of a command takes, as `command option) words ;;`. Options that take anything complete file names.
std::string value_cases(const CLI::App& root, std::string_view then) {
  std::string text;
  const auto add = [&](const CLI::App& command, const std::string& name) {
    for (const CLI::Option* option : options_of(root, command)) {
      if (option->get_type_size() == 0) continue;
      const auto words = allowed_words(*option);
      for (const std::string& word : names_of(*option)) {
        text += fmt::format("    '{} {}') {}='{}'; takes=1 ;;\n", name, word, then, fmt::join(words, " "));
      }
    }
  };
  add(root, "");
  for (const CLI::App* command : commands_of(root)) add(*command, command->get_name());
  return text;
}

std::string word_cases(const CLI::App& root) {
  std::string text = fmt::format("    '') words='{} {}' ;;\n", command_words(root), option_words(root, root));
  for (const CLI::App* command : commands_of(root)) {
    const std::string positionals = positional_words(*command);
    text += fmt::format("    {}) words='{}{}{}' ;;\n", command->get_name(), positionals, positionals.empty() ? "" : " ",
                        option_words(root, *command));
  }
  return text;
}

constexpr std::string_view kBash = R"(# Completion of itsmflow for bash.
_itsmflow() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= words= takes= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case " {commands} " in *" ${{COMP_WORDS[i]}} "*) command=${{COMP_WORDS[i]}}; break ;; esac
  done
  case "$command $before" in
{values}  esac
  if [[ -z $takes ]]; then
    case "$command" in
{words}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _itsmflow itsmflow
)";

constexpr std::string_view kZsh = R"(#compdef itsmflow
# Completion of itsmflow for zsh.
_itsmflow() {{
  local current=${{words[CURRENT]}} before=${{words[CURRENT-1]}} command= list= takes= i
  for ((i = 2; i < CURRENT; i++)); do
    case " {commands} " in *" ${{words[i]}} "*) command=${{words[i]}}; break ;; esac
  done
  case "$command $before" in
{values}  esac
  if [[ -z $takes ]]; then
    case "$command" in
{words}    esac
  fi
  [[ -n $list ]] && compadd -- ${{=list}}
  [[ $current == -* || ( -n $takes && -n $list ) || ( -z $command && -z $takes ) ]] || _files
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _itsmflow "$@"
else
  compdef _itsmflow itsmflow
fi
)";

std::string quoted_for_fish(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string fish_option(const CLI::Option& option, const std::string& condition) {
  std::string line = "complete -c itsmflow" + condition;
  for (const std::string& name : option.get_snames()) line += " -s " + name;
  for (const std::string& name : option.get_lnames()) line += " -l " + name;
  const auto words = allowed_words(option);
  if (!words.empty()) {
    line += fmt::format(" -x -a '{}'", fmt::join(words, " "));
  } else if (option.get_type_size() > 0) {
    line += " -r";
  }
  return line + " -d " + quoted_for_fish(option.get_description()) + "\n";
}

std::string fish_script(const CLI::App& root) {
  std::string text = "# Completion of itsmflow for fish.\n";
  for (const CLI::App* command : commands_of(root)) {
    text += fmt::format("complete -c itsmflow -n __fish_use_subcommand -f -a {} -d {}\n", command->get_name(),
                        quoted_for_fish(command->get_description()));
  }
  for (const CLI::Option* option : options_of(root, root)) text += fish_option(*option, "");
  for (const CLI::App* command : commands_of(root)) {
    const std::string condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command->get_name());
    const std::string words = positional_words(*command);
    if (!words.empty()) text += fmt::format("complete -c itsmflow{} -f -a '{}'\n", condition, words);
    for (const CLI::Option* option : command->get_options()) {
      if (!option->get_positional() && option->get_name() != "--help") text += fish_option(*option, condition);
    }
  }
  return text;
}

std::string with_name(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace

std::string completion_script(const CLI::App& root, const std::string& shell) {
  if (shell == "fish") return fish_script(root);
  const bool bash = shell == "bash";
  // zsh has an array of its own called `words`.
  const std::string cases = bash ? word_cases(root) : with_name(word_cases(root), " words=", " list=");
  return fmt::format(fmt::runtime(bash ? kBash : kZsh), fmt::arg("commands", command_words(root)),
                     fmt::arg("values", value_cases(root, bash ? "words" : "list")), fmt::arg("words", cases));
}

}  // namespace itsmflow::cli
