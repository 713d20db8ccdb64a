#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/json.hpp"
#include "cli/options.hpp"
#include "cli/step.hpp"
#include "cli/text.hpp"
#include "cli/values.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string id;
  Sources sources;
};

std::string heading(const CaseView& view, const Model& model) {
  const std::string title = visible(model.wording.title.empty() ? view.process : model.wording.title);
  return fmt::format("{}, {} {}: {}, revision {}\n", paint(Style::strong, fmt::format("case {}: {}", view.id.value, title)),
                     visible(view.process), visible(view.version), word(view.status), view.revision) +
         fmt::format("started {}, last changed {}\n", moment(view.started), moment(view.changed));
}

std::string objects_text(const CaseView& view) {
  Table table("  ");
  for (const ObjectView& object : view.objects) {
    if (!object.state.empty()) table.row({visible(object.id), visible(object.state)});
  }
  return table.empty() ? "" : "\nobjects\n" + table.text();
}

std::string data_text(const CaseView& view) {
  Table table("  ");
  for (const auto& [path, value] : view.data) table.row({visible(path), visible(shown(value))});
  return table.empty() ? "" : "\ndata\n" + table.text();
}

std::string work_text(const CaseView& view, const Model& model) {
  if (view.status != CaseStatus::open) return "";
  Table table("  ");
  for (const WorkView& work : view.work) table.row({visible(work.activity), standing(work), title_of(model, work.activity)});
  return table.empty() ? "\nwork\n  nothing can be done now\n" : "\nwork\n" + table.text();
}

std::string rules_text(const CaseView& view) {
  Table table("  ");
  for (const RuleView& rule : view.rules) {
    const std::string says = visible(rule.title.empty() ? rule.says : fmt::format("{} ({})", rule.title, rule.says));
    table.row({rule.rule, says, standing(rule)});
  }
  return table.empty() ? "" : "\nrules\n" + table.text();
}

Exit show(Context& context, const Options& options) {
  const CaseId id = parse_case(options.id);
  Session session(options.database, SqliteStore::Open::read_only, options.sources, People::optional);
  const CaseView view = session.show(id);
  if (context.json) {
    context.terminal.json(to_json(view));
    return Exit::ok;
  }
  const auto model = session.engine().model_of(id);
  context.terminal.print(heading(view, *model) + objects_text(view) + data_text(view) + work_text(view, *model) + rules_text(view));
  return Exit::ok;
}

}  // namespace

void add_show(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"show",
                                   "Cases",
                                   "Shows a case as it stands: states, data, and the work there is.",
                                   "",
                                   {"itsmflow show service.db 1", "itsmflow show service.db 1 --json"}},
                                  context, [options, &context] { return show(context, *options); });
  add_database(*command, options->database);
  add_case(*command, options->id);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
