// Section 4 of the semantics: what a step does.

#include "twin.hpp"

#include <algorithm>
#include <stdexcept>

namespace itsmflow::oracle {

namespace {

using About = Question::About;

bool has_any(const std::set<std::string>& roles, const std::vector<std::string>& wanted) {
  return wanted.empty() ||
         std::any_of(wanted.begin(), wanted.end(), [&](const std::string& role) { return roles.count(role) > 0; });
}

const Result* find_result(const Activity& activity, const std::string& id) {
  for (const Result& result : activity.results)
    if (result.id == id) return &result;
  return nullptr;
}

Outcome error() {
  return {.error = true};
}

/// What a field can keep (3.13).
bool keeps(const Field& field, const Value& value) {
  if (value.is_null()) return true;
  switch (field.type) {
    case Type::integer:
      return value.if_int() != nullptr;
    case Type::boolean:
      return value.if_bool() != nullptr;
    case Type::enumeration:
      return value.if_string() && std::count(field.choices.begin(), field.choices.end(), *value.if_string()) > 0;
    default:
      return value.if_string() && !value.if_string()->empty();
  }
}

}  // namespace

const Held* Twin::held_by(const std::string& person, const std::string& activity) const {
  const auto found = now_.work.find(activity);
  return found != now_.work.end() && found->second.holder == person && !person.empty() ? &found->second : nullptr;
}

void Twin::happened(EventType type, const std::string& activity, const std::string& result) {
  events_.push_back({type, activity, result});
  if (events_.size() > kMostEvents) throw std::runtime_error("a circle");
}

/// A step whose obstacles are known: it changes nothing, or it and what follows by itself happen together (7.1).
template <class Change>
Outcome Twin::step(const Kinds& obstacles, Change change) {
  if (!obstacles.empty()) return {.obstacles = obstacles};
  const Configuration before = now_;
  events_.clear();
  try {
    change();
    settle();
  } catch (const std::runtime_error&) {
    now_ = before;
    return error();
  }
  return {.events = events_};
}

/// 3.13: only fields that the step takes, and values that they can keep.
bool Twin::accepts(const std::string& activity, const std::string* result, const Data& data) const {
  const Activity& type = *model_.activity(activity);
  std::set<std::string> fields;
  for (const Result& each : type.results)
    if (!result || each.id == *result) fields.merge(takes(type, &each));
  return std::all_of(data.begin(), data.end(), [&](const auto& entry) {
    return fields.count(entry.first) > 0 && keeps(*model_.field(entry.first), entry.second);
  });
}

/// 4.1.
Outcome Twin::start(const std::string& person, const Data& data) {
  for (const auto& [path, value] : data)
    if (!std::count(model_.start_required.begin(), model_.start_required.end(), path) &&
        !std::count(model_.start_asked.begin(), model_.start_asked.end(), path))
      return error();
  Kinds found;
  for (const std::string& path : model_.start_required)
    if (!data.count(path) || data.at(path).is_null()) found.insert(Kind::missing_data);
  if (!has_any(model_.people.at(person), model_.start_roles)) found.insert(Kind::wrong_role);
  return step(found, [&] {
    now_ = {};
    for (const Object& object : model_.objects)
      if (!object.states.empty()) now_.states[object.id] = object.states.front();
    now_.given = data;
    if (const auto source = flow_.source_of("start", "")) now_.tokens = flow_.gives(*source);
    happened(EventType::started);
  });
}

/// 4.3: the objects move, what is cancelled goes, tokens are handed on, data are written, `sets` are computed.
void Twin::finish(const Activity& activity, const Result& result, const std::string& person, const Data& data) {
  const auto held = now_.work.find(activity.id);
  if (held != now_.work.end() && held->second.begun) {
    now_.work.erase(held);
  } else {
    const Places input = input_of(activity.id, gives(activity.id, result.id)).value_or(Places{});
    if (blunder_ != Blunder::choices_stay_open)
      for (const Place& place : input) now_.tokens.erase(place);
    now_.work.erase(activity.id);
  }
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Move& move : effects->moves) now_.states[move.object] = move.to;
  now_.tokens.merge(gives(activity.id, result.id));
  const auto write = [&] {
    for (const auto& [path, value] : data) now_.given[path] = value;
  };
  if (blunder_ != Blunder::sets_before_data) write();
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Set& set : effects->sets) now_.given[set.field] = evaluate(set.value, sight(now_.given, person)).value_or(Value{});
  if (blunder_ == Blunder::sets_before_data) write();
  if (!person.empty()) now_.parts.insert({person, activity.id, result.id});
  happened(EventType::done, activity.id, result.id);
}

/// 4.2.
Outcome Twin::perform(const std::string& person, const std::string& activity, const std::string& result, const Data& data) {
  const Activity& type = *model_.activity(activity);
  const Result* ending = find_result(type, result);
  if (!ending || !accepts(activity, &result, data)) return error();
  return step(obstacles({About::perform, person, activity, result, data}), [&] { finish(type, *ending, person, data); });
}

Outcome Twin::end(const std::string& person, const std::string& activity, const std::string& result, const Data& data) {
  const Activity& type = *model_.activity(activity);
  const Result* ending = find_result(type, result);
  if (!ending || !accepts(activity, &result, data)) return error();
  return step(obstacles({About::end, person, activity, result, data}), [&] { finish(type, *ending, person, data); });
}

/// 4.3.
Outcome Twin::begin(const std::string& person, const std::string& activity) {
  return step(obstacles({About::begin, person, activity}), [&] {
    const Places input = input_of(activity).value_or(Places{});
    for (const Place& place : input) now_.tokens.erase(place);
    now_.work[activity] = {.status = WorkStatus::begun, .begun = true, .holder = person, .input = input, .since = ++now_.hands};
    happened(EventType::begun, activity);
  });
}

/// 4.4; and 4.5: the receiver accepts, or the giver takes it back.
Outcome Twin::claim(const std::string& person, const std::string& activity) {
  const auto found = now_.work.find(activity);
  if (found != now_.work.end() && found->second.status == WorkStatus::handed_over && now_.status == CaseStatus::open &&
      (found->second.holder == person || found->second.giver == person)) {
    return step(people_obstacles({About::claim, person, activity}), [&] {
      Held& held = found->second;
      held.status = held.suspended ? WorkStatus::suspended : held.begun ? WorkStatus::begun : WorkStatus::claimed;
      held.holder = person;
      held.giver.clear();
      happened(EventType::accepted, activity);
    });
  }
  return step(obstacles({About::claim, person, activity}), [&] {
    now_.work[activity] = {.status = WorkStatus::claimed, .begun = false, .holder = person, .since = ++now_.hands};
    happened(EventType::claimed, activity);
  });
}

/// What stands in the way of doing something with work that one should have in hand, in one of some ways.
Kinds Twin::not_in_hand(const std::string& person, const std::string& activity, const std::set<WorkStatus>& ways) const {
  if (now_.status != CaseStatus::open) return {Kind::case_over};
  const auto found = now_.work.find(activity);
  if (found == now_.work.end()) return {Kind::not_reached};
  if (found->second.holder != person) return {Kind::taken};
  if (ways.count(found->second.status)) return {};
  return {found->second.status == WorkStatus::claimed || found->second.status == WorkStatus::begun ? Kind::not_reached
                                                                                                   : Kind::taken};
}

/// 4.5.
Outcome Twin::hand_over(const std::string& person, const std::string& activity, const std::string& to) {
  Kinds found = not_in_hand(person, activity, {WorkStatus::claimed, WorkStatus::begun, WorkStatus::suspended});
  if (found.empty()) found = people_obstacles({About::claim, to, activity});
  return step(found, [&] {
    Held& held = now_.work.at(activity);
    held.status = WorkStatus::handed_over;
    held.holder = to;
    held.giver = person;
    if (held.begun && blunder_ != Blunder::no_part_by_handing_over) now_.parts.insert({person, activity, "*"});
    happened(EventType::handed_over, activity);
  });
}

/// 4.6.
Outcome Twin::suspend(const std::string& person, const std::string& activity) {
  return step(not_in_hand(person, activity, {WorkStatus::begun}), [&] {
    now_.work.at(activity).status = WorkStatus::suspended;
    now_.work.at(activity).suspended = true;
    happened(EventType::suspended, activity);
  });
}

Outcome Twin::resume(const std::string& person, const std::string& activity) {
  return step(not_in_hand(person, activity, {WorkStatus::suspended}), [&] {
    now_.work.at(activity).status = WorkStatus::begun;
    now_.work.at(activity).suspended = false;
    happened(EventType::resumed, activity);
  });
}

/// 4.7.
Outcome Twin::set(const std::string& person, const std::string& activity, const Data& data) {
  if (!accepts(activity, nullptr, data)) return error();
  return step(not_in_hand(person, activity, {WorkStatus::begun, WorkStatus::suspended}), [&] {
    for (const auto& [path, value] : data) now_.given[path] = value;
    happened(EventType::set, activity);
  });
}

/// 4.8.
Outcome Twin::withdraw(const std::string& person, const std::string& activity) {
  const std::set<WorkStatus> ways{WorkStatus::claimed, WorkStatus::begun, WorkStatus::suspended, WorkStatus::handed_over};
  return step(not_in_hand(person, activity, ways), [&] { drop_work(activity); });
}

/// 4.9.
Outcome Twin::cancel(const std::string& person) {
  Kinds found;
  if (now_.status != CaseStatus::open)
    found = {Kind::case_over};
  else if (!has_any(model_.people.at(person), model_.start_roles))
    found = {Kind::wrong_role};
  return step(found, [&] {
    now_.status = CaseStatus::cancelled;
    happened(EventType::cancelled);
    for (const std::string& activity : in_hand()) drop_work(activity);
  });
}

}  // namespace itsmflow::oracle
