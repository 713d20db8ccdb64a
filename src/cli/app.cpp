#include "cli/app.hpp"

#include <fmt/format.h>
#include <itsmflow/version.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/options.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

Color color_of(const std::string& word) {
  if (word == "always") return Color::always;
  return word == "never" ? Color::never : Color::automatic;
}

const CLI::App& named_command(const CLI::App& root) {
  const auto parsed = root.get_subcommands();
  return parsed.empty() ? root : *parsed.front();
}

std::vector<std::string> long_options(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string where_help_is(const CLI::App& command) {
  return command.get_parent() == nullptr ? "`itsmflow --help`" : fmt::format("`itsmflow {} --help`", command.get_name());
}

Failure unexpected(const CLI::App& root) {
  const CLI::App& command = named_command(root);
  const std::vector<std::string> extras = root.remaining(true);
  const std::string word = extras.empty() ? "" : extras.front();
  const std::string name = command.get_parent() == nullptr ? "itsmflow" : command.get_name();
  if (!word.starts_with('-')) {
    return usage(fmt::format("'{}' is one word too many for '{}'; it takes: {}", word, name, usage_line(command)));
  }
  const std::string option = word.substr(0, word.find('='));
  const auto close = nearest(option, long_options(command));
  const std::string help = close ? fmt::format("did you mean '{}'?", *close) : where_help_is(command) + " lists its options";
  return usage(fmt::format("'{}' is not an option of '{}'; {}", option, name, help));
}

/// The first positional or required option that got nothing.
Failure missing(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    const bool positional = option->get_positional();
    names.push_back(positional ? option->get_name(true)
                               : fmt::format("--{} {}", option->get_lnames().front(), value_name(*option)));
  }
  return usage(fmt::format("'{}' needs {}: {}", command.get_name(), listing(names), usage_line(command)));
}

std::vector<std::string> command_names(const CLI::App& root) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands_of(root)) names.push_back(command->get_name());
  return names;
}

Failure unknown_command(const CLI::App& root, const std::string& word) {
  const auto close = nearest(word, command_names(root));
  const std::string help = close ? fmt::format("did you mean '{}'?", *close) : "`itsmflow --help` lists the commands";
  return usage(fmt::format("there is no command '{}'; {}", word, help));
}

/// The word that names the command; empty if there is none.
std::string command_word(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--color") {
      ++i;
    } else if (!words[i].starts_with('-')) {
      return words[i];
    }
  }
  return "";
}

void parse(CLI::App& root, const std::vector<std::string>& words) {
  const std::string name = command_word(words);
  const std::vector<std::string> names = command_names(root);
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) throw unknown_command(root, name);
  try {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    root.parse(std::move(reversed));
  } catch (const CLI::Success&) {
    throw;  // --help, --version
  } catch (const CLI::RequiredError&) {
    throw missing(named_command(root));
  } catch (const CLI::ExtrasError&) {
    throw unexpected(root);
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string what = error.what();
    throw usage(
        fmt::format("{} needs one value; {} says which", what.substr(0, what.find(':')), where_help_is(named_command(root))));
  } catch (const CLI::ParseError& error) {
    throw usage(error.what());
  }
}

/// `help` and `help COMMAND` are what many type first.
std::vector<std::string> without_help_word(std::vector<std::string> words) {
  if (words.empty() || words.front() != "help") return words;
  words.erase(words.begin());
  words.push_back("--help");
  return words;
}

Exit run_words(Context& context, const std::vector<std::string>& words) {
  if (words.empty()) {
    context.terminal.print(welcome());
    return Exit::ok;
  }
  const auto root = make_app(context);
  try {
    parse(*root, with_expression_last(without_help_word(words)));
  } catch (const CLI::CallForVersion&) {
    context.terminal.line(fmt::format("itsmflow {}", version()));
    return Exit::ok;
  } catch (const CLI::Success&) {
    context.terminal.print(help_text(named_command(*root)));
    return Exit::ok;
  }
  if (context.action) return context.action();
  context.terminal.print(welcome());
  return Exit::ok;
}

bool wants_json(const std::vector<std::string>& words) {
  return std::find(words.begin(), std::find(words.begin(), words.end(), "--"), "--json") !=
         std::find(words.begin(), words.end(), "--");
}

}  // namespace

std::unique_ptr<CLI::App> make_app(Context& context) {
  auto root = std::make_unique<CLI::App>("itsmflow checks process models written in YAML and runs their cases in an SQLite file.",
                                         "itsmflow");
  root->set_help_flag("-h,--help", "show help");
  root->fallthrough();  // `--color` may stand anywhere
  root->require_subcommand(0, 1);
  root->set_version_flag("--version", std::string(version()), "show the version");
  root->add_option_function<std::string>(
          "--color", [&context](const std::string& word) { context.terminal.set_color(color_of(word)); }, "when to use colours")
      ->type_name("WHEN")
      ->check(one_of({"never", "always", "auto"}))
      ->trigger_on_parse();
  add_new(*root, context);
  add_check(*root, context);
  add_rules(*root, context);
  add_explain(*root, context);
  add_draw(*root, context);
  add_show_model(*root, context);
  add_schema(*root, context);
  add_import(*root, context);
  add_run(*root, context);
  add_test(*root, context);
  add_eval(*root, context);
  add_start(*root, context);
  add_do(*root, context);
  add_worklist(*root, context);
  add_show(*root, context);
  add_cases(*root, context);
  add_events(*root, context);
  add_story(*root, context);
  add_why(*root, context);
  add_verdicts(*root, context);
  add_cancel(*root, context);
  add_report(*root, context);
  add_work(*root, context);
  add_send(*root, context);
  add_answer(*root, context);
  add_due(*root, context);
  add_verify_log(*root, context);
  add_fsck(*root, context);
  add_backup(*root, context);
  add_archive(*root, context);
  add_erase_person(*root, context);
  add_completion(*root, context);
  return root;
}

int run(int argc, char** argv) noexcept {
  Context context;
  const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  Exit exit = Exit::ok;
  const auto form = [&] { return wants_json(words) ? ErrorForm::json : ErrorForm::text; };
  try {
    exit = run_words(context, words);
    context.terminal.flush();
  } catch (...) {
    exit = report_current_exception(context.terminal, form());
    try {
      context.terminal.flush();
    } catch (...) {
      // The error itself could not be written; the exit code says that there was one.
    }
  }
  return static_cast<int>(exit);
}

}  // namespace itsmflow::cli
