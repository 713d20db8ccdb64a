#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/options.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string shell;
};

}  // namespace

void add_completion(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"completion",
                   "Other",
                   "Prints a script that lets a shell complete commands, options and their words.",
                   "",
                   {"itsmflow completion bash > ~/.local/share/bash-completion/completions/itsmflow",
                    "source <(itsmflow completion zsh)", "itsmflow completion fish > ~/.config/fish/completions/itsmflow.fish"}},
                  context, [options, &context, &root] {
                    context.terminal.raw(completion_script(root, options->shell));
                    return Exit::ok;
                  });
  command->add_option("SHELL", options->shell, "which shell")
      ->required()
      ->type_name("SHELL")
      ->check(one_of({"bash", "zsh", "fish"}));
}

}  // namespace itsmflow::cli
