#include <fmt/format.h>
#include <itsmflow/draw.hpp>

#include <filesystem>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string model;
  std::string process;
  std::string format;
  std::string output;
};

std::string format_of(const Options& options) {
  if (!options.format.empty()) return options.format;
  if (options.output.empty() || options.output.ends_with(".svg")) return "svg";
  if (options.output.ends_with(".dot") || options.output.ends_with(".gv")) return "dot";
  if (options.output.ends_with(".mmd")) return "mermaid";
  throw usage(fmt::format(
      "what to write into {} is not known: its ending is none of .svg, .dot, .gv and .mmd; say it with --format", options.output));
}

/// A picture must not take the place of a model.
void spare_models(const Options& options) {
  std::error_code ignored;
  const bool is_input = std::filesystem::equivalent(options.output, options.model, ignored);
  const bool looks_like_one = options.output.ends_with(".yaml") || options.output.ends_with(".yml");
  if (!is_input && !(looks_like_one && std::filesystem::exists(options.output, ignored))) return;
  throw usage(fmt::format("{} is {}; write the picture to another file", options.output,
                          is_input ? "what is to be drawn" : "there already and may be a model"));
}

std::string picture_of(const Model& model, const std::string& format) {
  if (format != "svg") return draw(model, format == "dot" ? DrawFormat::dot : DrawFormat::mermaid);
  if (auto svg = draw_svg(model)) return *std::move(svg);
  throw Failure(
      Exit::trouble, "graphviz",
      "an SVG picture needs graphviz, and its program `dot` was not found; install graphviz, or use --format dot or mermaid");
}

Exit run_draw(Context& context, const Options& options) {
  const std::string format = format_of(options);
  if (!options.output.empty()) spare_models(options);
  const auto model = load_one_model(options.model, options.process);
  const std::string picture = picture_of(*model, format);
  if (options.output.empty()) {
    context.terminal.raw(picture);
    return Exit::ok;
  }
  write_file(options.output, picture);
  context.terminal.line("wrote " + visible(options.output));
  return Exit::ok;
}

}  // namespace

void add_draw(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"draw",
                                   "Models",
                                   "Draws a model: its states, its activities and who does them.",
                                   "Without --format the ending of FILE decides (.svg, .dot, .gv, .mmd). SVG needs graphviz.",
                                   {"itsmflow draw incident.yaml -o incident.svg", "itsmflow draw --format mermaid incident.yaml"}},
                                  context, [options, &context] { return run_draw(context, *options); });
  command->add_option("MODEL", options->model, "a model, or a folder of models")->required()->type_name("PATH");
  command->add_option("--process", options->process, "which process, if MODEL holds several")->type_name("NAME");
  command->add_option("--format", options->format, "what to write")->type_name("FORM")->check(one_of({"svg", "dot", "mermaid"}));
  command->add_option("-o,--output", options->output, "the file to write; otherwise the standard output")->type_name("FILE");
}

}  // namespace itsmflow::cli
