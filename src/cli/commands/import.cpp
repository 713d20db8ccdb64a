#include <itsmflow/import.hpp>
#include <itsmflow/report.hpp>

#include <algorithm>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string file;
  PnmlImport import;
};

Exit run_import(Context& context, const Options& options) {
  auto imported = import_pnml_file(options.file, options.import);
  const Diagnostics findings = imported.diagnostics();
  context.terminal.raw(value_of(std::move(imported)));
  if (!findings.empty())
    context.terminal.complain_raw(render(findings, ReportFormat::full, {.colour = context.terminal.error_colors()}));
  const bool undecided = std::any_of(findings.begin(), findings.end(), [](const Diagnostic& d) { return d.rule == "undecided"; });
  return undecided ? Exit::undecided : Exit::ok;
}

}  // namespace

void add_import(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"import",
                   "Models",
                   "Makes a model of a net in PNML, and prints it.",
                   "The net's transitions become activities, of the role `performer` for now, and its places become rows. What "
                   "people can do, and in\n"
                   "which order, stays the same; where a model couldn't do as the net does, nothing is printed but why.\n"
                   "Ends with 4 if the net has more markings than --max-states, so that this isn't proved.",
                   {"itsmflow import orders.pnml > orders.yaml", "itsmflow import orders.pnml --process normal-change"}},
                  context, [options, &context] { return run_import(context, *options); });
  command->add_option("FILE", options->file, "a net in PNML")->required()->type_name("FILE");
  command->add_option("--process", options->import.process, "the id of the process; otherwise made of the net's name or the file's")
      ->type_name("NAME");
  command->add_option("--max-states", options->import.limits.max_states, "how many markings of the net are looked at")
      ->type_name("N")
      ->check(whole_number());
}

}  // namespace itsmflow::cli
