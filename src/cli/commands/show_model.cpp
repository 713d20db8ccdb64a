#include <itsmflow/language.hpp>

#include <filesystem>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string model;
  std::string process;
  Sources sources;
};

/// A file or folder that is there is meant as one; any other word is the id of a process.
bool is_path(const std::string& word) {
  std::error_code ignored;
  return word.find('/') != std::string::npos || word.ends_with(".yaml") || word.ends_with(".yml") ||
         std::filesystem::exists(word, ignored);
}

Exit run_show_model(Context& context, const Options& options) {
  const bool path = is_path(options.model);
  std::vector<std::string> paths = path ? std::vector<std::string>{options.model} : model_paths(options.sources);
  if (paths.empty()) paths = {"."};
  context.terminal.raw(value_of(show_model(paths, path ? options.process : options.model)));
  return Exit::ok;
}

}  // namespace

void add_show_model(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"show-model",
       "Models",
       "Prints a model with all that it adapts and uses, and where each line comes from.",
       "MODEL is a file, a folder, or the id of a process among the models (those of --models, or below the folder you are in).\n"
       "The comment at a line names its file and, where it differs from the adapted model, says why. What is printed is a model "
       "too.",
       {"itsmflow show-model models/municipality/minor-change.yaml", "itsmflow show-model minor-change --models models/"}},
      context, [options, &context] { return run_show_model(context, *options); });
  command->add_option("MODEL", options->model, "a model, a folder of models, or a process")->required()->type_name("MODEL");
  command->add_option("--process", options->process, "which process, if MODEL holds several")->type_name("NAME");
  add_models(*command, options->sources);
}

}  // namespace itsmflow::cli
