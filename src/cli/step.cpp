#include "cli/step.hpp"

#include <fmt/format.h>
#include <itsmflow/story.hpp>

#include <algorithm>
#include <map>

#include "cli/deviations.hpp"
#include "cli/text.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

/// Asking for everybody's offers takes time for each of them; of more people only the holders of the role are named.
constexpr std::size_t kMostAsked = 100;

/// Of objects ("rfc") and elements ("task 2"), in their order.
std::vector<std::pair<std::string, std::string>> states_by_name(const CaseView& view) {
  std::vector<std::pair<std::string, std::string>> states;
  for (const ObjectView& object : view.objects)
    if (!object.state.empty()) states.emplace_back(visible(object.id), visible(object.state));
  for (const ElementView& element : view.elements) states.emplace_back(named(element.object, element.item), visible(element.state));
  return states;
}

std::string changes(const std::optional<CaseView>& before, const CaseView& after) {
  std::map<std::string, std::string> old;
  if (before)
    for (auto& [name, state] : states_by_name(*before)) old[name] = state;
  std::string text;
  for (const auto& [name, state] : states_by_name(after)) {
    const auto was = old.find(name);
    if (was == old.end()) {
      text += fmt::format("  {}: {}\n", name, state);
    } else if (was->second != state) {
      text += fmt::format("  {}: {} → {}\n", name, was->second, state);
    }
    old.erase(name);
  }
  for (const auto& [name, state] : old) text += fmt::format("  {}: {} → none\n", name, state);  // elements that are no more
  return text;
}

std::string who_has(const Next& item) {
  if (item.work.status != WorkStatus::offered) return standing(item.work);
  std::vector<std::string> people;
  for (const std::string& person : item.people) people.push_back(visible(person));
  return people.empty() ? standing(item.work) + ", nobody may now" : listing(people, "or");
}

std::string next_text(const std::vector<Next>& items, const CaseView& view, bool known) {
  if (view.status != CaseStatus::open) return "";
  const bool waits = !view.waits.empty() || !view.timers.empty();
  if (items.empty())
    return waits ? waits_text(view, "next: nothing can be done now but to wait") : "next: nothing can be done now\n";
  Table table("  ");
  for (const Next& item : items) {
    table.row({named(item.activity, item.work.item), known ? who_has(item) : standing(item.work), item.title});
  }
  for (const VoteView& vote : view.votes) table.row({visible(vote.activity), standing(vote), ""});
  return "next:\n" + table.text();
}

/// The end of a case asks for what the model could not tell.
std::string outcome_hint(const CaseView& view) {
  if (view.outcome.empty() || view.status != CaseStatus::over) return "";
  if (view.outcome != "undecided") return fmt::format("outcome: {}\n", visible(view.outcome));
  return view.assumed.empty() ? "outcome: undecided; `itsmflow outcome` says how it turned out\n"
                              : fmt::format("outcome: undecided as long as {} {} assumed\n", visible(listing(view.assumed)),
                                            view.assumed.size() == 1 ? "is" : "are");
}

std::vector<std::string> holders(const Directory& people, const WorkView& work) {
  std::vector<std::string> ids;
  for (const std::string& role : work.roles) {
    for (const std::string& id : people.holders_of(role)) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Json next_json(const std::vector<Next>& items) {
  Json list = Json::array();
  for (const Next& item : items) {
    list.push_back({{"activity", item.activity},
                    {"item", item.work.item.empty() ? Json(nullptr) : Json(item.work.item)},
                    {"status", to_string(item.work.status)},
                    {"people", item.people}});
  }
  return list;
}

Explanation explain(const Engine& engine, const Step& step, const Asked& asked) {
  if (asked.activity.empty() || asked.actor.empty()) return {};
  return engine.explain(step.case_id(), asked.activity, asked.actor, asked.work);
}

/// A motive that wasn't needed is kept nowhere.
std::string unneeded_motive(const Step& step, const Asked& asked) {
  const bool deviated =
      std::any_of(step.events().begin(), step.events().end(), [](const Event& event) { return event.type == EventType::deviated; });
  return asked.work.motive && !deviated ? "nothing stood in the way, so that this is no deviation; the motive was not kept\n" : "";
}

}  // namespace

std::vector<Next> next_in(const Engine& engine, const Directory& people, const CaseView& view) {
  const auto model = engine.model_of(view.id);
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> offered;
  const bool ask = people.people().size() <= kMostAsked;
  if (ask) {
    for (const auto& [id, person] : people.people()) {
      for (const Offer& offer : engine.offers_for(id, view.id))
        offered[{offer.activity, is_vote(*model, offer.activity) ? "" : offer.item}].push_back(id);
    }
  }
  std::vector<Next> items;
  for (const WorkView& work : view.work) {
    Next next{work.activity, title_of(*model, work.activity), work, {}};
    next.people = ask ? offered[{work.activity, work.item}] : holders(people, work);
    items.push_back(std::move(next));
  }
  return items;
}

Json step_json(const Engine& engine, const Directory& people, const Step& step, const Asked& asked) {
  const bool has_case = step.case_id().value > 0;
  Json json = {{"done", static_cast<bool>(step)},
               {"case", has_case ? Json(step.case_id().value) : Json(nullptr)},
               {"revision", has_case ? Json(step.revision()) : Json(nullptr)}};
  if (!step) {
    json["obstacles"] = to_json_list(step.obstacles());
    const Explanation explanation = explain(engine, step, asked);
    json["could"] = explanation.could;
    json["deviations"] = to_json_list(explanation.deviations);
    json["could_deviate"] = explanation.could_deviate;
    json["why_not"] = step.why_not().empty() ? Json(nullptr) : Json(step.why_not());
    return json;
  }
  const CaseView view = engine.show(step.case_id());
  const Json shown = to_json(view);
  json["status"] = shown.at("status");
  json["objects"] = shown.at("objects");
  json["elements"] = shown.at("elements");
  json["events"] = to_json_list(step.events());
  json["next"] = view.status == CaseStatus::open ? next_json(next_in(engine, people, view)) : Json::array();
  return json;
}

std::string done_text(const Engine& engine, const Directory& people, const Step& step, const std::optional<CaseView>& before) {
  const CaseView after = engine.show(step.case_id());
  std::string text;
  for (const Event& event : step.events()) {
    text += fmt::format("case {}: {}\n", step.case_id().value, paint(Style::good, sentence(event)));
    text += data_lines(event.data, event.withheld, "  ");
  }
  return text + changes(before, after) + next_text(next_in(engine, people, after), after, !people.people().empty()) +
         outcome_hint(after);
}

std::string refused_text(const Engine& engine, const Step& step, const Asked& asked) {
  const bool whole = asked.to_do == "cancel";  // is done to the case, not in it
  const std::string where = step.case_id().value > 0 ? fmt::format("{} case {}", whole ? "" : " in", step.case_id().value) : "";
  const std::string who = asked.actor.empty() ? "can't" : visible(asked.actor) + " may not";
  std::string text =
      fmt::format("{} {} {}{}; nothing was changed\n", paint(Style::bad, "refused:"), who, visible(asked.to_do), where);
  const bool strands = !step.obstacles().empty() && step.obstacles().back().kind() == Obstacle::Kind::would_strand;
  if (strands) text += "the deviation was not accepted, because of the last of these:\n";
  text += obstacle_lines(step.obstacles());
  if (asked.activity.empty() || asked.actor.empty()) return text;
  text += missing_lines(*engine.model_of(step.case_id()), step.obstacles());
  // What stood in the way of this step, and who has nothing in the way of his own.
  Explanation explanation = explain(engine, step, asked);
  explanation.obstacles = step.obstacles();
  text += who_could_line(explanation, asked.actor);
  if (!step.why_not().empty()) text += fmt::format("the deviation was not accepted: {}\n", visible(step.why_not()));
  // What was just refused is not offered again.
  return text + (strands ? std::string() : deviations_text(explanation.deviations, explanation.could_deviate));
}

Exit print_step(Context& context, const Engine& engine, const Directory& people, const Step& step, const Asked& asked) {
  const Exit exit = step ? Exit::ok : Exit::refused;
  if (context.json) {
    context.terminal.json(step_json(engine, people, step, asked));
    return exit;
  }
  context.terminal.print(step ? done_text(engine, people, step, asked.before) + unneeded_motive(step, asked)
                              : refused_text(engine, step, asked));
  return exit;
}

}  // namespace itsmflow::cli
