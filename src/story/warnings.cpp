// What deserves a look in a case. All of it follows from the events and the model; nothing is guessed from other cases.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "story/chances.hpp"
#include "story/left_out.hpp"
#include "story/saying.hpp"
#include "story/telling.hpp"

namespace itsmflow::story {
namespace {

using Warnings = std::vector<StoryWarning>;

constexpr Duration kShortestPause{8 * 3'600, 0};  // a working day
constexpr std::size_t kMostNamed = 3;             // of what nobody did

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, "; "));
}

bool is_about_order(DeviationKind kind) {
  return kind == DeviationKind::skip || kind == DeviationKind::extra || kind == DeviationKind::again;
}

/// What it would have taken, or what was in the way. What the order of work put in the way is what was passed over, which is said.
std::string in_the_way(const StoryDeviation& deviation, const Telling& telling) {
  if (deviation.kind == DeviationKind::out_of_role) {
    const auto activity = telling.model.find_activity(deviation.activity);
    return activity ? "; it takes " + any_of(telling, telling.model.activities[*activity].roles) : "";
  }
  if (is_about_order(deviation.kind) || deviation.overrode.empty()) return "";
  return ": " + joined(deviation.overrode);
}

void add_deviations(Warnings& list, const Telling& telling, const Story& story) {
  for (const StoryDeviation& deviation : story.deviations) {
    const std::string reason = deviation.because.empty() ? "" : "; the reason given: " + quoted(deviation.because);
    list.push_back({fmt::format("{}{}{} (deviation {}).", deviation.what, in_the_way(deviation, telling), reason, deviation.number),
                    {deviation.event}});
  }
}

void add_left_out(Warnings& list, const Telling& telling) {
  for (const LeftOut& one : left_out(telling)) {
    list.push_back({fmt::format("{} was {} without {}, which nobody has given since.", one.activity,
                                one.passed_over ? "passed over" : "done", listing(one.fields)),
                    one.events});
  }
}

std::string disapproval(const StoryDeviation& deviation) {
  const auto& all = deviation.judgements;
  const auto last =
      std::find_if(all.rbegin(), all.rend(), [](const StoryJudgement& j) { return j.type == EventType::disapproved; });
  if (last == all.rend()) return fmt::format("Deviation {} was disapproved.", deviation.number);
  const std::string words = last->because.empty() ? "." : fmt::format(" ({}).", quoted(last->because));
  return fmt::format("Deviation {} was disapproved by {}{}", deviation.number, last->person, words);
}

/// Nothing of one that was confirmed in time, and that nobody had disapproved before.
std::string late_confirmation(const StoryDeviation& deviation) {
  const auto& all = deviation.judgements;
  const auto is_late = [](const StoryJudgement& j) { return j.type == EventType::confirmation_late; };
  if (all.size() == 2 && is_late(all.front()) && all.back().type == EventType::confirmed)
    return fmt::format("Nobody confirmed deviation {} in time; {} did so later.", deviation.number, all.back().person);
  const auto before =
      std::find_if(all.begin(), all.end(), [](const StoryJudgement& j) { return j.type == EventType::disapproved; });
  const auto after = std::find_if(before, all.end(), [](const StoryJudgement& j) { return j.type == EventType::confirmed; });
  if (after == all.end()) return "";
  const auto words = [](const StoryJudgement& said) {
    return said.because.empty() ? "" : fmt::format(" ({})", quoted(said.because));
  };
  const std::string who = after->person == before->person ? "" : after->person + " ";
  return fmt::format("{} disapproved deviation {}{}, and {}confirmed it later{}.", before->person, deviation.number, words(*before),
                     who, words(*after));
}

void add_confirmations(Warnings& list, const Telling& telling, const Story& story) {
  for (const StoryDeviation& deviation : story.deviations) {
    std::vector<std::int64_t> events{deviation.event};
    for (const StoryJudgement& said : deviation.judgements) events.push_back(said.event);
    const std::string by = deviation.confirm_by.empty() ? "" : fmt::format(" ({} could)", listing(deviation.confirm_by, "or"));
    const std::string until = deviation.due ? ", which was until " + telling.moments.in_words(*deviation.due) : "";
    switch (deviation.confirmation) {
      case ConfirmationStatus::awaited:
        list.push_back({fmt::format("Nobody has confirmed deviation {} yet{}.", deviation.number, by), events});
        break;
      case ConfirmationStatus::late:
        list.push_back({fmt::format("Nobody confirmed deviation {} in time{}{}.", deviation.number, until, by), events});
        break;
      case ConfirmationStatus::disapproved:
        list.push_back({disapproval(deviation), events});
        break;
      case ConfirmationStatus::confirmed:
        if (std::string text = late_confirmation(deviation); !text.empty()) list.push_back({std::move(text), events});
        break;
      case ConfirmationStatus::none:
        break;
    }
  }
}

void add_assumed(Warnings& list, const Telling& telling, const Story& story) {
  for (const StoryObject& object : story.objects) {
    if (!object.assumed || object.states.empty()) continue;
    const StoryState& last = object.states.back();
    list.push_back({fmt::format("That {} is '{}' is only assumed: {} was passed over, and nobody has confirmed it.",
                                telling.names.object(object.id), last.state, last.by),
                    {last.event}});
  }
}

/// The roles in which each person acted, each with the first event that shows it.
using RolesOfPeople = std::map<std::string, std::map<std::string, std::int64_t>>;

bool is_work(EventType type) {
  return type == EventType::started || type == EventType::done || type == EventType::item_done;
}

void add_same_person(Warnings& list, const Telling& telling) {
  RolesOfPeople roles;
  for (const Event& event : telling.events) {
    if (is_work(event.type) && !event.actor.empty() && !event.role.empty()) roles[event.actor].emplace(event.role, event.number);
  }
  for (const auto& [person, acted] : roles) {
    if (acted.size() < 2) continue;
    std::vector<std::pair<std::int64_t, std::string>> firsts;
    for (const auto& [role, event] : acted) firsts.emplace_back(event, "as " + telling.names.role(role));
    std::sort(firsts.begin(), firsts.end());
    StoryWarning warning;
    std::vector<std::string> words;
    for (const auto& [event, as] : firsts) {
      warning.events.push_back(event);
      words.push_back(as);
    }
    warning.text = fmt::format("{} acted {}.", telling.names.person(person), listing(words));
    list.push_back(std::move(warning));
  }
}

void add_alone(Warnings& list, const Telling& telling) {
  std::set<std::string> people;
  std::vector<std::int64_t> work;
  std::set<std::string> activities;
  for (const Event& event : telling.events) {
    if (event.actor.empty()) continue;
    people.insert(event.actor);
    const bool counts = event.type == EventType::done || event.type == EventType::deviated;
    if (counts && activities.insert(event.activity).second) work.push_back(event.number);
  }
  if (people.size() != 1 || activities.size() < 2) return;
  list.push_back({fmt::format("Nobody but {} took part in this case.", telling.names.person(*people.begin())), work});
}

/// Whoever ended the case said what came of it.
void add_own_judge(Warnings& list, const Telling& telling) {
  const auto& events = telling.events;
  const auto over = std::find_if(events.begin(), events.end(), [](const Event& event) { return event.type == EventType::over; });
  const auto judged =
      std::find_if(events.rbegin(), events.rend(), [](const Event& event) { return event.type == EventType::judged; });
  if (over == events.end() || judged == events.rend() || telling.view.judge.empty()) return;
  const auto last = std::find_if(events.begin(), over, [&](const Event& event) { return event.step == over->step; });
  if (last == over || last->actor.empty() || last->actor != judged->actor) return;
  list.push_back({fmt::format("{} ended the case, and also gave its outcome.", telling.names.person(last->actor)),
                  {last->number, judged->number}});
}

bool is_only_time(EventType type) {
  return type == EventType::timer_due || type == EventType::confirmation_late;
}

/// The longest time in which nothing happened, if it is a working day or more, and at least half of all the time that the case took. What ended it must not be
/// a time that the model sets.
void add_pause(Warnings& list, const Telling& telling, const Story& story) {
  const Event* before = nullptr;
  const Event* from = nullptr;
  const Event* to = nullptr;
  Duration longest{};
  for (const Event& event : telling.events) {
    if (event.type == EventType::confirmation_late) continue;
    if (story.ended && event.at > *story.ended) break;
    const Duration pause = before == nullptr ? Duration{} : between(before->at, event.at);
    if (pause > longest && !is_only_time(event.type)) {
      longest = pause;
      from = before;
      to = &event;
    }
    before = &event;
  }
  if (to == nullptr || longest < kShortestPause) return;
  const Duration whole = between(story.started, before->at);
  if (longest.seconds < whole.seconds - longest.seconds) return;
  list.push_back({fmt::format("Nothing happened for {}, from {} to {}. The whole case {} {}.", roughly(longest),
                              telling.moments.in_words(from->at), telling.moments.in_words(to->at, from->at),
                              story.ended ? "took" : "has taken", roughly(whole)),
                  {from->number, to->number}});
}

void add_missed(Warnings& list, const Telling& telling) {
  const std::vector<Chance> missed = missed_chances(telling);
  const std::size_t named = std::min(missed.size(), kMostNamed);
  for (std::size_t i = 0; i < named; ++i) {
    const Chance& chance = missed[i];
    list.push_back(
        {fmt::format("Nobody did {}, which was possible between {} and {}.", telling.names.activity(chance.activity),
                     telling.moments.in_words(chance.from->at), telling.moments.in_words(chance.to->at, chance.from->at)),
         {chance.from->number, chance.to->number}});
  }
  const std::size_t more = missed.size() - named;
  if (more == 0) return;
  list.push_back({fmt::format("Nobody did {} more {} either, which {} possible for a time.", more,
                              more == 1 ? "activity" : "activities", more == 1 ? "was" : "were"),
                  {}});
}

void add_failed_calls(Warnings& list, const Telling& telling) {
  std::map<std::string, std::vector<std::int64_t>> failed;
  for (const Event& event : telling.events) {
    if (event.type == EventType::call_failed) failed[event.activity].push_back(event.number);
  }
  for (const auto& [activity, events] : failed) {
    list.push_back({fmt::format("The service of {} failed {}.", telling.names.activity(activity),
                                events.size() == 1 ? "once" : fmt::format("{} times", events.size())),
                    events});
  }
}

}  // namespace

std::vector<StoryWarning> warnings(const Telling& telling, const Story& story) {
  Warnings list;
  add_deviations(list, telling, story);
  add_left_out(list, telling);
  add_confirmations(list, telling, story);
  add_assumed(list, telling, story);
  add_same_person(list, telling);
  add_alone(list, telling);
  add_own_judge(list, telling);
  add_missed(list, telling);
  add_pause(list, telling, story);
  add_failed_calls(list, telling);
  return list;
}

}  // namespace itsmflow::story
