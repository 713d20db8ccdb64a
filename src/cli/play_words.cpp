#include <fmt/format.h>
#include <itsmflow/story.hpp>

#include "cli/play.hpp"
#include "cli/step.hpp"
#include "cli/text.hpp"
#include "cli/values.hpp"
#include "cli/words.hpp"

// The words of a play beside the numbers of its list.

namespace itsmflow::cli {
namespace {

struct Wanted {
  std::string activity;
  std::string item;
  std::string result;
  std::string person;
};

/// `VERB ACTIVITY[.RESULT] [ITEM] [as WHO]`
Wanted wanted(const std::vector<std::string>& words, const std::string& person) {
  const std::size_t count = words.size();
  const bool named = count >= 4 && count <= 5 && words[count - 2] == "as";
  const std::size_t before = named ? count - 2 : count;
  if (before < 2 || before > 3) throw usage(fmt::format("write: {} ACTIVITY[.RESULT] [ITEM] as WHO", words.front()));
  Wanted wanted;
  wanted.activity = words[1].substr(0, words[1].find('.'));
  if (words[1].find('.') != std::string::npos) wanted.result = words[1].substr(words[1].find('.') + 1);
  if (before == 3) wanted.item = words[2];
  wanted.person = named ? words.back() : person;
  if (wanted.person.empty()) throw usage(fmt::format("say who: {} {} as WHO", words.front(), words[1]));
  return wanted;
}

}  // namespace

void Play::switch_person(const std::vector<std::string>& words) {
  std::vector<std::string> names{"everybody"};
  for (const auto& [id, person] : people_.people()) names.push_back(id);
  if (words.size() != 2) throw usage(fmt::format("write: as WHO; there are {}", listing(names)));
  const std::string& name = words[1];
  if (name != "everybody" && !people_.people().contains(name)) {
    throw usage(fmt::format("nobody is called '{}'{}", name, instead(name, names)));
  }
  person_ = name == "everybody" ? "" : name;
  show_place();
}

void Play::attempt(const std::vector<std::string>& words) {
  const Wanted what = wanted(words, person_);
  Work work;
  work.result = what.result;
  work.command.item = what.item;
  perform(what.person, what.activity, work);
}

void Play::why(const std::vector<std::string>& words) {
  const Wanted what = wanted(words, person_);
  Work work;
  work.result = what.result;
  work.command.item = what.item;
  const Explanation explanation = engine_.explain(id_, what.activity, what.person, work);
  if (explanation.obstacles.empty()) {
    context_.terminal.line(fmt::format("{} may do '{}'", visible(what.person), visible(what.activity)));
    return;
  }
  context_.terminal.line(fmt::format("{} may not do '{}':", visible(what.person), visible(what.activity)));
  context_.terminal.print(obstacle_lines(explanation.obstacles));
  context_.terminal.print(who_could_line(explanation, what.person));
}

void Play::show_blocked() {
  for (const Activity& activity : model_.activities) {
    if (activity.performer != Performer::people) continue;
    if (activity.items && activity.items->kind != Items::Kind::votes) continue;  // each item has its own obstacles: `why`
    std::optional<Explanation> best;
    for (const auto& [id, person] : people_.people()) {
      if (!person_.empty() && id != person_) continue;
      Explanation explanation = engine_.explain(id_, activity.id, id);
      // What is missing would be asked for.
      std::erase_if(explanation.obstacles, [](const Obstacle& o) { return o.kind() == Obstacle::Kind::missing_data; });
      const bool better = !best || explanation.obstacles.size() < best->obstacles.size();
      if (better) best = std::move(explanation);
    }
    if (!best || best->obstacles.empty()) continue;
    context_.terminal.line(visible(activity.id) + ":");
    context_.terminal.print(obstacle_lines(best->obstacles));
  }
}

void Play::show_data() {
  const CaseView view = engine_.show(id_);
  context_.terminal.line(states_line(view));
  context_.terminal.print(data_lines(view.data, view.withheld, "  "));
}

void Play::show_events() {
  for (const Event& event : engine_.events(id_)) {
    context_.terminal.line(fmt::format("  {:>3}  {}", event.number, sentence(event)));
    context_.terminal.print(data_lines(event.data, event.withheld, "         "));
  }
}

void Play::cancel() {
  std::string actor = person_;
  for (const auto& event : engine_.events(id_, 1, 1)) {
    if (actor.empty()) actor = event.actor;
  }
  const auto reason = read_("  why: ");
  if (!reason) return;
  Asked asked;
  asked.actor = actor;
  asked.to_do = "cancel";
  const Step step = engine_.cancel(id_, actor, *reason);
  if (!step) {
    context_.terminal.print(refused_text(engine_, step, asked));
    return;
  }
  for (const Event& event : step.events()) context_.terminal.line(paint(Style::good, sentence(event)));
  show_place();
}

void Play::help() {
  Table table("  ");
  table.row({"NUMBER", "do what the list shows under it"});
  table.row({"as WHO", "show one person's offers; `as everybody` shows all"});
  table.row({"try ACTIVITY[.RESULT] [ITEM] as WHO", "do something that is not offered, to see what stands in the way"});
  table.row({"why ACTIVITY[.RESULT] [ITEM] as WHO", "what stands in the way, without trying"});
  table.row({"blocked", "what stands in the way of everything that is not offered"});
  table.row({"show, events", "the data of the case; what happened"});
  table.row({"cancel", "give the case up"});
  table.row({"quit", "end"});
  context_.terminal.print(table.text());
}

}  // namespace itsmflow::cli
