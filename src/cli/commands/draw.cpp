#include <fmt/format.h>
#include <itsmflow/check.hpp>
#include <itsmflow/draw.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/check_plan.hpp"
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
  bool without_findings = false;
  std::optional<std::size_t> max_states;
};

std::string format_of(const Options& options) {
  if (!options.format.empty()) return options.format;
  if (options.output.empty() || options.output.ends_with(".svg")) return "svg";
  if (options.output.ends_with(".dot") || options.output.ends_with(".gv")) return "dot";
  if (options.output.ends_with(".mmd")) return "mermaid";
  if (options.output.ends_with(".html") || options.output.ends_with(".htm")) return "html";
  throw usage(
      fmt::format("what to write into {} is not known: its ending is none of .svg, .html, .dot, .gv and .mmd; say it with --format",
                  options.output));
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

/// What `check` tells of how cases run, without what the author or the settings allow.
Diagnostics findings_in(const std::shared_ptr<const Model>& model, const Options& options) {
  Found found;
  found.further = verify(model, {.max_states = options.max_states});
  std::set<std::string> rules;
  for (const Diagnostic& finding : found.further) {
    rules.insert(finding.rule);
    if (finding.span && std::ranges::find(found.texts, finding.span.source) == found.texts.end())
      found.texts.push_back(finding.span.source);
  }
  Diagnostics findings = judge(found, plan_check({}, {options.model}, UseBaseline::no).settings).findings;
  std::erase_if(findings,
                [&](const Diagnostic& finding) { return !rules.contains(finding.rule); });  // about comments, not about cases
  return findings;
}

std::string picture_of(const std::shared_ptr<const Model>& model, const std::string& format, const Options& options) {
  DrawOverlay overlay;
  if (!options.without_findings) overlay.findings = findings_in(model, options);
  if (format == "dot") return draw(*model, DrawFormat::dot, overlay);
  if (format == "mermaid") return draw(*model, DrawFormat::mermaid, overlay);
  if (auto picture = format == "html" ? draw_html(*model, overlay) : draw_svg(*model, overlay)) return *std::move(picture);
  throw Failure(
      Exit::trouble, "graphviz",
      fmt::format("{} needs graphviz, and its program `dot` was not found; install graphviz, or use --format dot or mermaid",
                  format == "html" ? "a page with a picture" : "an SVG picture"));
}

Exit run_draw(Context& context, const Options& options) {
  const std::string format = format_of(options);
  if (!options.output.empty()) spare_models(options);
  const auto model = load_one_model(options.model, options.process);
  const std::string picture = picture_of(model, format, options);
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
  CLI::App* command =
      add_command(root,
                  {"draw",
                   "Models",
                   "Draws a model: its states, its activities and who does them, and what is wrong with it.",
                   "Without --format the ending of FILE decides (.svg, .html, .dot, .gv, .mmd). SVG and HTML need graphviz.\n"
                   "What no case ever comes to is grey and dashed. The steps of a trace are numbered, and where it ends\n"
                   "stands a cross. HTML is one page with the findings beside the picture, zoom and search.",
                   {"itsmflow draw incident.yaml -o incident.svg", "itsmflow draw incident.yaml -o incident.html",
                    "itsmflow draw --format mermaid --no-findings incident.yaml"}},
                  context, [options, &context] { return run_draw(context, *options); });
  command->add_option("MODEL", options->model, "a model, or a folder of models")->required()->type_name("PATH");
  command->add_option("--process", options->process, "which process, if MODEL holds several")->type_name("NAME");
  command->add_option("--format", options->format, "what to write")
      ->type_name("FORM")
      ->check(one_of({"svg", "html", "dot", "mermaid"}));
  command->add_option("-o,--output", options->output, "the file to write; otherwise the standard output")->type_name("FILE");
  CLI::Option* without =
      command->add_flag("--no-findings", options->without_findings, "only the model, and not what is wrong with it");
  command->add_option("--max-states", options->max_states, "how many states are looked at to find what is wrong")
      ->type_name("N")
      ->check(whole_number())
      ->excludes(without);
}

}  // namespace itsmflow::cli
