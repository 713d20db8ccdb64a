#include "cli/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/values.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

std::string in_quotes(std::string_view name) {
  return fmt::format("'{}'", visible(name));
}

std::string noted(const std::string& note) {
  return note.empty() ? "" : ": " + visible(note);
}

/// Obstacles that another person would not have.
bool is_personal(const Obstacle& obstacle) {
  switch (obstacle.kind()) {
    case Obstacle::Kind::wrong_role:
    case Obstacle::Kind::four_eyes:
    case Obstacle::Kind::same_person:
      return true;
    default:
      return false;
  }
}

std::string ending(const OfferedResult& result) {
  std::vector<std::string> needed;
  for (const OfferedField& field : result.fields) {
    if (field.required && !field.filled) needed.push_back(visible(field.path));
  }
  std::string needs = needed.empty() ? "" : fmt::format("needs {}", listing(needed));
  if (result.id.empty()) return needs;
  return needs.empty() ? visible(result.id) : fmt::format("{} ({})", visible(result.id), needs);
}

}  // namespace

std::string moment(Timestamp time) {
  time.nanos = 0;
  std::string text = itsmflow::to_string(time);
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text;
}

std::map<std::string, std::string> shown_data(const Data& data, const std::vector<std::string>& withheld) {
  std::map<std::string, std::string> lines;
  for (const auto& [path, value] : data) lines[path] = value.is_null() ? "(not filled)" : in_words(value);
  for (const std::string& path : withheld) lines[path] = kWithheld;
  return lines;
}

std::string data_lines(const Data& data, const std::vector<std::string>& withheld, std::string_view indent) {
  std::string text;
  for (const auto& [path, value] : shown_data(data, withheld))
    text += fmt::format("{}{} = {}\n", indent, visible(path), visible(value));
  return text;
}

std::string states_line(const CaseView& view) {
  std::vector<std::string> states;
  for (const ObjectView& object : view.objects) {
    if (!object.state.empty()) states.push_back(visible(object.id) + ": " + visible(object.state));
  }
  return fmt::format("{}", fmt::join(states, ", "));
}

std::string named(const std::string& activity, const std::string& item) {
  return visible(item.empty() ? activity : activity + " " + item);
}

std::string name_of(const Offer& offer, const Model& model) {
  const std::string name = named(offer.activity, is_vote(model, offer.activity) ? "" : offer.item);
  if (offer.element.is_null() && !offer.withheld.empty()) return fmt::format("{} ({})", name, "withheld");
  const Value::Entries* members = offer.element.if_map();
  if (members == nullptr) return offer.element.is_null() ? name : fmt::format("{} ({})", name, visible(in_words(offer.element)));
  constexpr std::size_t kMostBytes = 60;
  std::vector<std::string> told;
  std::size_t bytes = 0;
  for (const auto& [key, value] : *members) {
    if (key == Value("id")) continue;
    std::string member = fmt::format("{}: {}", key.if_string() ? *key.if_string() : to_string(key), in_words(value));
    bytes += member.size() + 2;
    if (bytes > kMostBytes) {
      told.emplace_back("…");
      break;
    }
    told.push_back(std::move(member));
  }
  return fmt::format("{} ({})", name, visible(fmt::format("{}", fmt::join(told, ", "))));
}

bool is_vote(const Model& model, std::string_view activity) {
  const auto index = model.find_activity(activity);
  if (!index) return false;
  const auto& items = model.activities[*index].items;
  return items && items->kind == Items::Kind::votes;
}

std::string waits_text(const CaseView& view, std::string_view heading) {
  Table table("  ");
  for (const WaitView& wait : view.waits) {
    std::string what = fmt::format("case {}", wait.other.value);
    if (!wait.message.empty()) what = fmt::format("the message {}", in_quotes(wait.message));
    if (!wait.service.empty()) {
      what = fmt::format("the service {}", in_quotes(wait.service));
      if (wait.tries > 1) what += fmt::format(", called {} times", wait.tries);
    }
    table.row({visible(wait.activity), "waits for " + what});
  }
  for (const TimerView& timer : view.timers) {
    table.row({visible(timer.activity), timer.result.empty()
                                            ? fmt::format("is tried again at {}", moment(timer.due))
                                            : fmt::format("ends as {} at {}", visible(timer.result), moment(timer.due))});
  }
  return table.empty() ? "" : fmt::format("{}\n{}", heading, table.text());
}

std::string messages_text(const CaseView& view, std::string_view heading, std::string_view name) {
  std::string text;
  for (const MessageView& message : view.messages) {
    if (!name.empty() && message.name != name) continue;
    std::vector<std::string> says;
    for (const auto& [key, value] : message.values) says.push_back(fmt::format("{} = {}", key, in_words(value)));
    if (message.withheld) says.emplace_back(kWithheld);
    text += "  " + visible(message.name) + (says.empty() ? "" : visible(fmt::format(": {}", fmt::join(says, ", ")))) + "\n";
    for (const MessageView::Untaken& one : message.untaken)
      for (const std::string& why : one.why) text += fmt::format("    {}\n", visible(why));
  }
  return text.empty() ? "" : fmt::format("{}\n{}", heading, text);
}

std::string title_of(const Model& model, std::string_view activity) {
  const auto index = model.find_activity(activity);
  return index ? visible(model.activities[*index].wording.title) : "";
}

std::string standing(const WorkView& work) {
  const std::string holder = visible(work.holder);
  switch (work.status) {
    case WorkStatus::offered: {
      std::vector<std::string> roles;
      for (const std::string& role : work.roles) roles.push_back(visible(role));
      return roles.empty() ? "offered to anybody" : "offered to " + listing(roles, "or");
    }
    case WorkStatus::claimed:
      return "claimed by " + holder;
    case WorkStatus::handed_over:
      return fmt::format("handed over to {}{}", holder, work.giver.empty() ? "" : " by " + visible(work.giver));
    case WorkStatus::begun:
      return "begun by " + holder;
    case WorkStatus::suspended:
      return "suspended by " + holder + noted(work.note);
  }
  return "";
}

std::string standing(const RuleView& rule) {
  if (rule.is_off) return "off: a deviation has overridden it";
  switch (rule.status) {
    case RuleStatus::satisfied:
      return "satisfied";
    case RuleStatus::satisfied_for_now:
      return "satisfied for now";
    case RuleStatus::pending:
      break;
    case RuleStatus::violated:
      return "violated";
  }
  std::vector<std::string> names;
  for (const std::string& activity : rule.satisfied_by) names.push_back(in_quotes(activity));
  return names.empty() ? "pending" : "pending, waits for " + listing(names, "or");
}

std::string standing(const PeopleRuleView& rule) {
  std::string text;
  for (const PartView& part : rule.parts) {
    const char* how = part.ended ? "did" : part.passed_over ? "passed over" : "had a part in";
    const std::string did =
        part.activity == "start" ? "started the case" : fmt::format("{} '{}'", how, named(part.activity, part.item));
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", visible(part.person), did);
  }
  return text.empty() ? "nothing of it is done" : text;
}

std::string standing(const VoteView& vote) {
  const std::size_t missing = vote.quorum > vote.cast ? vote.quorum - vote.cast : 0;
  const char* decide = missing == 1 ? "decides" : "decide";
  const char* veto = vote.has_veto ? ", or a veto" : "";
  if (vote.cast == 0) return fmt::format("no votes cast; {} {}{}", missing, decide, veto);
  return fmt::format("{} of {} votes cast ({} {}, {} {}); {} more {}{}", vote.cast, vote.quorum, vote.votes_for,
                     visible(vote.in_favour), vote.votes_against, visible(vote.against), missing, decide, veto);
}

std::string endings(const Offer& offer) {
  std::vector<std::string> texts;
  for (const OfferedResult& result : offer.results) {
    std::string text = ending(result);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return listing(texts, "or");
}

std::string obstacle_lines(const std::vector<Obstacle>& obstacles) {
  std::string text;
  for (const Obstacle& obstacle : obstacles) text += fmt::format("  - {}\n", visible(obstacle.message()));
  return text;
}

std::string missing_lines(const Model& model, const std::vector<Obstacle>& obstacles) {
  std::string text;
  for (const Obstacle& obstacle : obstacles) {
    if (obstacle.kind() != Obstacle::Kind::missing_data) continue;
    for (const std::string& path : obstacle.remedies()) {
      const auto ref = model.find_field(path);
      if (ref) text += fmt::format("    give {}=… ({})\n", visible(path), visible(describe_type(model.field(*ref))));
    }
  }
  return text;
}

std::string who_could_line(const Explanation& explanation, const std::string& actor) {
  const auto& obstacles = explanation.obstacles;
  const bool is_said =
      std::any_of(obstacles.begin(), obstacles.end(), [](const Obstacle& o) { return o.kind() == Obstacle::Kind::wrong_role; });
  if (obstacles.front().kind() == Obstacle::Kind::case_over) return "";
  if (explanation.could.empty()) return "nobody who is known could do it\n";
  const bool only_the_actor = explanation.could.size() == 1 && explanation.could.front() == actor;
  if (is_said || only_the_actor) return "";
  std::vector<std::string> people;
  for (const std::string& person : explanation.could) people.push_back(visible(person));
  const bool personal_only = std::all_of(obstacles.begin(), obstacles.end(), is_personal);
  return fmt::format("{}{} could do it\n", personal_only ? "" : "once nothing else stands in the way, ", listing(people, "or"));
}

}  // namespace itsmflow::cli
