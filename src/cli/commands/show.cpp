#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/deviations.hpp"
#include "cli/options.hpp"
#include "cli/step.hpp"
#include "cli/text.hpp"
#include "cli/values.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string id;
  bool sensitive = false;
  Sources sources;
};

std::string heading(const CaseView& view, const Model& model) {
  const std::string title = visible(model.wording.title.empty() ? view.process : model.wording.title);
  return fmt::format("{}, {} {}: {}, revision {}\n", paint(Style::strong, fmt::format("case {}: {}", view.id.value, title)),
                     visible(view.process), visible(view.version), to_string(view.status), view.revision) +
         fmt::format("started {}, last changed {}\n", moment(view.started), moment(view.changed)) +
         (view.parent.value == 0 ? "" : fmt::format("it was started by case {}\n", view.parent.value));
}

std::string objects_text(const CaseView& view) {
  Table table("  ");
  for (const ObjectView& object : view.objects) {
    if (!object.state.empty()) table.row({visible(object.id), visible(object.state)});
  }
  return table.empty() ? "" : "\nobjects\n" + table.text();
}

std::string elements_text(const CaseView& view) {
  std::string text;
  for (auto first = view.elements.begin(); first != view.elements.end();) {
    Table table("  ");
    const std::string object = first->object;
    for (; first != view.elements.end() && first->object == object; ++first) {
      std::vector<std::string> data;
      for (const auto& [path, value] : shown_data(first->data, first->withheld))
        data.push_back(fmt::format("{}: {}", visible(path.substr(object.size() + 1)), visible(value)));
      table.row({first->item, visible(first->state), fmt::format("{}", fmt::join(data, ", "))});
    }
    text += fmt::format("\n{}\n{}", visible(object), table.text());
  }
  return text;
}

std::string data_text(const CaseView& view) {
  Table table("  ");
  for (const auto& [path, value] : shown_data(view.data, view.withheld)) table.row({visible(path), visible(value)});
  return table.empty() ? "" : "\ndata\n" + table.text();
}

std::string work_text(const CaseView& view, const Model& model) {
  if (view.status != CaseStatus::open) return "";
  Table table("  ");
  for (const WorkView& work : view.work)
    table.row({named(work.activity, work.item), standing(work), title_of(model, work.activity)});
  for (const VoteView& vote : view.votes) table.row({visible(vote.activity), standing(vote), ""});
  for (const ItemView& item : view.items_done) {
    const std::string name = named(item.activity, is_vote(model, item.activity) ? "" : item.item);
    table.row(
        {name, fmt::format("done by {}{}", visible(item.person), item.answer.empty() ? "" : ": " + visible(item.answer)), ""});
  }
  return table.empty() ? "\nwork\n  nothing can be done now\n" : "\nwork\n" + table.text();
}

std::string words_of(const std::string& title, const std::string& says) {
  return visible(title.empty() ? says : fmt::format("{} ({})", title, says));
}

std::string rules_text(const CaseView& view) {
  Table table("  ");
  for (const RuleView& rule : view.rules) {
    table.row({rule.rule, words_of(rule.title, rule.says), standing(rule)});
  }
  for (const PeopleRuleView& rule : view.people_rules) table.row({rule.rule, words_of(rule.title, rule.says), standing(rule)});
  return table.empty() ? "" : "\nrules\n" + table.text();
}

std::string waiting_text(const CaseView& view) {
  return waits_text(view, "\nwaits");
}

/// A case that this one ran or started.
struct Linked {
  CaseView view;
  std::string activity;  ///< that runs it; empty: it was only started
};

std::vector<Linked> linked_of(const Engine& engine, CaseId id) {
  std::vector<Linked> linked;
  for (const Event& event : engine.events(id)) {
    if (event.type != EventType::launched && event.type != EventType::linked) continue;
    linked.push_back({engine.show(event.other), event.type == EventType::launched ? event.activity : std::string()});
  }
  return linked;
}

std::string linked_text(const std::vector<Linked>& linked) {
  Table table("  ");
  for (const Linked& one : linked) {
    table.row({fmt::format("case {}", one.view.id.value), visible(one.view.process), std::string(to_string(one.view.status)),
               states_line(one.view)});
  }
  return table.empty() ? "" : "\ncases that it ran or started\n" + table.text();
}

Json linked_json(const std::vector<Linked>& linked) {
  Json list = Json::array();
  for (const Linked& one : linked) {
    list.push_back({{"case", one.view.id.value},
                    {"process", one.view.process},
                    {"status", to_string(one.view.status)},
                    {"activity", one.activity.empty() ? Json(nullptr) : Json(one.activity)}});
  }
  return list;
}

Exit show(Context& context, const Options& options) {
  const CaseId id = parse_case(options.id);
  Session session(options.database, SqliteStore::Open::read_only, options.sources, People::optional);
  const CaseView view = session.show(id, options.sensitive ? Sensitive::shown : Sensitive::withheld);
  const std::vector<Linked> linked = linked_of(session.engine(), id);
  if (context.json) {
    Json json = to_json(view);
    json["linked"] = linked_json(linked);
    context.terminal.json(json);
    return Exit::ok;
  }
  const auto model = session.engine().model_of(id);
  context.terminal.print(heading(view, *model) + objects_text(view) + elements_text(view) + data_text(view) +
                         work_text(view, *model) + waiting_text(view) +
                         messages_text(view, "\nmessages that came and weren't taken") + linked_text(linked) + rules_text(view) +
                         deviations_text(view) + outcome_text(view));
  return Exit::ok;
}

}  // namespace

void add_show(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"show",
                                   "Cases",
                                   "Shows a case as it stands: states, data, the work there is, and what it waits for.",
                                   "",
                                   {"itsmflow show service.db 1", "itsmflow show service.db 1 --json"}},
                                  context, [options, &context] { return show(context, *options); });
  add_database(*command, options->database);
  add_case(*command, options->id);
  command->add_flag("--sensitive", options->sensitive, "show what sensitive fields hold, too");
  add_json(*command, context);
}

}  // namespace itsmflow::cli
