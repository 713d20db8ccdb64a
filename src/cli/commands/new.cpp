#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/commands.hpp"
#include "cli/first_model.hpp"
#include "cli/options.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string file;
  std::string by = "state";
};

void write_new_file(const std::string& path, std::string_view text) {
  std::FILE* file = std::fopen(path.c_str(), "wbx");  // x: only if there is none, whoever makes one meanwhile
  if (file == nullptr && errno == EEXIST) {
    throw Failure(Exit::usage, "exists", fmt::format("{} exists already and was left as it is; choose another name", path));
  }
  const bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int cause = errno;
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (written && closed) return;
  throw Failure(Exit::trouble, "file", fmt::format("cannot write {}: {}", path, std::strerror(written ? errno : cause)));
}

Exit make(Context& context, const Options& options) {
  const std::string_view text = first_model(options.by == "state" ? FirstModel::by_state : FirstModel::by_transition);
  if (options.file.empty()) {
    context.terminal.raw(text);
    return Exit::ok;
  }
  write_new_file(options.file, text);
  const std::string name = visible(options.file);
  context.terminal.line("wrote " + name);
  context.terminal.line(fmt::format("try: itsmflow check {0}, and itsmflow run {0}", name));
  return Exit::ok;
}

}  // namespace

void add_new(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"new",
                   "Models",
                   "Writes a small model that explains itself, to change into your own.",
                   "By state: an activity can be done whenever an object is in the right state. By transition: rows say what\n"
                   "follows what, for work side by side. A file that exists is never overwritten.",
                   {"itsmflow new first.yaml", "itsmflow new --by transition second.yaml"}},
                  context, [options, &context] { return make(context, *options); });
  command->add_option("FILE", options->file, "the file to write; otherwise the standard output")->type_name("FILE");
  command->add_option("--by", options->by, "how the model says what comes next")
      ->type_name("WAY")
      ->check(one_of({"state", "transition"}));
}

}  // namespace itsmflow::cli
