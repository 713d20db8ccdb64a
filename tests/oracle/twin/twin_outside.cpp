// What comes from outside: messages, services and cases of another process (4.11, 4.12, 6.7, 6.8).

#include "world.hpp"

#include <algorithm>

namespace itsmflow::oracle {

using About = Question::About;

bool Twin::waits_for(const std::string& message) const {
  return std::any_of(model_.activities.begin(), model_.activities.end(), [&](const Activity& each) {
    return each.performer == Performer::message && each.waits_for.message == message;
  });
}

bool Twin::is_about(const Activity& activity, const Message& message) const {
  if (activity.performer != Performer::message || activity.waits_for.message != message.name) return false;
  if (blunder_ == Blunder::messages_for_anybody) return true;
  return holds(activity.waits_for.about, sight(now_.given, "", message.values));
}

/// 4.11.
Outcome Twin::send(const std::string& name, const Data& values) {
  if (!waits_for(name)) return {.error = true};
  if (now_.status != CaseStatus::open) return {.obstacles = {Kind::case_over}};
  return world_.step(*this, {}, [&] {
    now_.messages.push_back({name, values});
    happened(EventType::received);
  });
}

/// 6.7.
bool Twin::takes_message() {
  for (const Activity& activity : model_.activities)
    for (std::size_t i = 0; i < now_.messages.size(); ++i) {
      const Message message = now_.messages[i];
      if (!is_about(activity, message) || !ends_somehow(activity, message.values)) continue;
      now_.messages.erase(now_.messages.begin() + static_cast<std::ptrdiff_t>(i));
      return true;
    }
  return false;
}

/// 6.8.
bool Twin::goes_on_outside() {
  return std::any_of(model_.activities.begin(), model_.activities.end(), [&](const Activity& each) {
    return (each.performer == Performer::service || each.performer == Performer::process) && goes_on_outside(each);
  });
}

bool Twin::goes_on_outside(const Activity& activity) {
  const bool service = activity.performer == Performer::service;
  const auto open = now_.under_way.find(activity.id);
  if (open == now_.under_way.end()) {
    if (!obstacles({About::begin, "", activity.id}).empty()) return false;
    UnderWay begun{.input = input_of(activity.id).value_or(Places{}), .since = ++now_.hands};
    for (const Place& place : begun.input) now_.tokens.erase(place);
    if (service) begun.tries = 1;
    if (!service) begun.other = world_.begin(*this, activity.runs.with);
    now_.under_way[activity.id] = begun;
    happened(service ? EventType::called : EventType::launched, activity.id);
    return true;
  }
  if (!service) return !open->second.returned.empty() && ends_by_itself(activity, *activity.result(open->second.returned));
  if (open->second.gave_up) return ends_by_itself(activity, *activity.result("failed"));
  const auto again = now_.timers.find({activity.id, ""});
  if (again == now_.timers.end() || !again->second.due) return false;
  now_.timers.erase(again);
  ++open->second.tries;
  open->second.asked = false;
  happened(EventType::called, activity.id);
  return true;
}

bool Twin::waits_for_answer(const std::string& activity) const {
  const auto open = now_.under_way.find(activity);
  return open != now_.under_way.end() && !open->second.gave_up && !now_.timers.count({activity, ""});
}

/// 4.12.
Outcome Twin::answer(const std::string& activity, const std::optional<std::string>& result, const Data& data) {
  const Activity& type = *model_.activity(activity);
  if (type.performer != Performer::service) return {.error = true};
  if (result && (!type.result(*result) || !accepts(activity, &*result, data))) return {.error = true};
  if (now_.status != CaseStatus::open) return {.obstacles = {Kind::case_over}};
  if (!waits_for_answer(activity)) return {.obstacles = {Kind::not_reached}};
  const bool possible =
      result && type.result(*result)->after == 0 && obstacles({About::perform, "", activity, result, data, {}}).empty();
  if (possible) {
    const Outcome done = world_.step(*this, {}, [&] { finish(type.id, *type.result(*result), "", data); });
    if (done.obstacles.empty()) return done;  // otherwise what would follow can't be
  }
  return world_.step(*this, {}, [&] { fail_call(type); });
}

/// 6.8: it is called again when a timer says so, or it gives up.
void Twin::fail_call(const Activity& activity) {
  UnderWay& open = now_.under_way.at(activity.id);
  open.asked = true;
  happened(EventType::call_failed, activity.id);
  if (open.tries > activity.retry.times && blunder_ != Blunder::services_never_give_up)
    open.gave_up = true;
  else
    now_.timers[{activity.id, ""}] = {.at = world_.clock_ + activity.retry.wait, .since = ++now_.hands};
}

/// 4.1: the marking is set initially; 3.11: who starts a case has a part in its start.
void Twin::begin_with(std::size_t parent, const Data& data, const std::string& person) {
  for (const Object& object : model_.objects)
    if (!object.states.empty() && !object.many) now_.states[object.id] = object.states.front();
  now_.given = data;
  now_.parent = parent;
  if (!person.empty()) now_.parts.insert({.person = person, .activity = "start"});
  if (const auto source = flow_.source_of("start", "")) now_.tokens = flow_.gives(*source);
  happened(EventType::started);
}

/// 4.14.
void Twin::start_others(const Effects& effects) {
  for (const Start& start : effects.starts) {
    const std::size_t number = world_.begin(*this, start.with);
    if (!start.into.empty() && blunder_ != Blunder::numbers_are_lost)
      now_.given[start.into] = Value(static_cast<std::int64_t>(number));
    happened(EventType::linked);
  }
}

/// What is under way is withdrawn: nobody answers any more, and the case that runs is stopped or goes on alone (6.8).
void Twin::end_under_way(const std::string& activity) {
  const UnderWay& open = now_.under_way.at(activity);
  const bool stops = model_.activity(activity)->runs.stops && blunder_ != Blunder::cases_never_stop;
  if (open.other > 0 && open.returned.empty() && stops) world_.stop(open.other);
  now_.timers.erase({activity, ""});
  now_.under_way.erase(activity);
}

/// 6.8: the case that an activity runs is over.
void Twin::come_back(std::size_t other, const Twin& ended) {
  if (now_.status != CaseStatus::open) return;
  const auto open =
      std::find_if(now_.under_way.begin(), now_.under_way.end(), [&](const auto& each) { return each.second.other == other; });
  if (open == now_.under_way.end()) return;
  const Model& model = ended.model_;
  const bool over = ended.now_.status == CaseStatus::over;
  const bool final = !model.case_object.empty() && !model.object(model.case_object)->finals.empty();
  open->second.returned = !over ? "cancelled" : final ? ended.now_.states.at(model.case_object) : "over";
  const Activity& activity = *model_.activity(open->first);
  if (over)
    for (const auto& [field, path] : activity.runs.returns) {
      const bool state = path == object_of(path) + ".state";
      const Value value = state ? Value(ended.now_.states.at(object_of(path))) : ended.sight(ended.now_.given, "").read(path);
      if (!value.is_null()) now_.given[field] = value;
    }
  happened(EventType::returned, activity.id, open->second.returned);
}

/// 6.8: the case that ran it doesn't need it any more.
void Twin::stop() {
  if (now_.status == CaseStatus::open) give_up();
}

}  // namespace itsmflow::oracle
