// Who did what, and as what.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "story/saying.hpp"
#include "story/telling.hpp"

namespace itsmflow::story {
namespace {

/// Steps on the way to doing something. They are told only of who did nothing more of it.
bool is_on_the_way(EventType type) {
  switch (type) {
    case EventType::claimed:
    case EventType::accepted:
    case EventType::begun:
    case EventType::suspended:
    case EventType::resumed:
    case EventType::set:
      return true;
    default:
      return false;
  }
}

/// Who did something of what; `item` as well.
using Part = std::tuple<std::string, std::string, std::string>;

Part part(const Event& event) {
  return {event.actor, event.activity, event.item};
}

/// What is left of a sentence that begins with the name of who did it.
std::string deed(const Event& event, const Names& names) {
  if (event.type == EventType::deviated) return fmt::format("{}, deviation {}", what_deviated(event, names), event.deviation);
  Event without_role = event;
  without_role.role.clear();
  const std::string text = say(without_role, names).text;
  const std::string who = names.person(event.actor) + " ";
  return text.starts_with(who) ? text.substr(who.size()) : text;
}

void add(std::vector<StoryDeed>& deeds, const Event& event, const Names& names) {
  StoryDeed fresh{deed(event, names), event.role.empty() ? "" : names.role(event.role), {event.number}};
  const auto known =
      std::find_if(deeds.begin(), deeds.end(), [&](const StoryDeed& d) { return d.what == fresh.what && d.role == fresh.role; });
  if (known == deeds.end())
    deeds.push_back(std::move(fresh));
  else
    known->events.push_back(event.number);
}

}  // namespace

std::vector<StoryPerson> people(const Telling& telling) {
  std::set<Part> done;
  for (const Event& event : telling.events) {
    if (!is_on_the_way(event.type)) done.insert(part(event));
  }
  std::vector<StoryPerson> list;
  for (const Event& event : telling.events) {
    if (event.actor.empty() || (is_on_the_way(event.type) && done.contains(part(event)))) continue;
    auto person = std::find_if(list.begin(), list.end(), [&](const StoryPerson& one) { return one.id == event.actor; });
    if (person == list.end()) person = list.insert(list.end(), {event.actor, telling.names.person_name(event.actor), {}});
    add(person->deeds, event, telling.names);
  }
  return list;
}

}  // namespace itsmflow::story
