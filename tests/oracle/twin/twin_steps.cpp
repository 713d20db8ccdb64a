// Section 4 of the semantics: what a step does.

#include "world.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using About = Question::About;

Outcome error() {
  return {.error = true};
}

}  // namespace

bool may_start(const Model& model, const std::string& person) {
  const auto& roles = model.people.at(person);
  return model.start_roles.empty() || std::any_of(model.start_roles.begin(), model.start_roles.end(),
                                                  [&](const std::string& role) { return roles.count(role) > 0; });
}

const Held* Twin::held_by(const std::string& person, const std::string& activity) const {
  const auto found = now_.work.find(activity);
  return found != now_.work.end() && found->second.holder == person && !person.empty() ? &found->second : nullptr;
}

void Twin::happened(EventType type, const std::string& activity, const std::string& result, const std::string& about) {
  now_.events.push_back({type, activity_of(activity), result, about});
  if (++world_.happened_ > World::kMostEvents) throw World::Circle();
}

Outcome Twin::step(const Kinds& obstacles, const std::function<void()>& change) {
  return world_.step(*this, obstacles, change);
}

/// 3.13: only fields that the step takes, and values that they can keep.
bool Twin::accepts(const std::string& activity, const std::string* result, const Data& data) const {
  const Activity& type = *model_.activity(activity_of(activity));
  std::set<std::string> fields;
  if (type.items) fields = item_takes(type, item_of(activity), false);
  for (const Result& each : type.results)
    if (!type.items && (!result || each.id == *result)) fields.merge(takes(type, &each));
  return std::all_of(data.begin(), data.end(), [&](const auto& entry) {
    return fields.count(entry.first) > 0 && keeps(*model_.field(entry.first), entry.second);
  });
}

/// What it took is taken, and nobody has it in hand any more.
void Twin::let_go(const Piece& piece) {
  const std::string activity = activity_of(piece);
  const auto held = now_.work.find(piece);
  if (now_.under_way.erase(activity) > 0) return;  // it took its input when it was opened
  if (held != now_.work.end() && held->second.begun) {
    now_.work.erase(held);
    return;
  }
  const Places input = input_of(activity).value_or(Places{});
  if (blunder_ != Blunder::choices_stay_open)
    for (const Place& place : input) now_.tokens.erase(place);
  now_.work.erase(piece);
}

/// 4.3: what is cancelled goes, tokens are handed on, data are written, `sets` are computed over the states before, objects move.
void Twin::finish(const Piece& piece, const Result& result, const std::string& person, const Data& data,
                  const std::optional<Data>& message) {
  const Activity& activity = *model_.activity(activity_of(piece));
  const std::string item = item_of(piece);
  if (!person.empty() && !activity.items && !model_.about(activity)) now_.before[activity.id] = marking();
  let_go(piece);
  for (const std::string& each : cancel_work(activity, result)) happened(EventType::withdrawn, each);
  now_.tokens.merge(gives(activity.id, result.id));
  end_branches();
  if (!cancelled_activities(activity, result).empty()) forget_cancelled_branches();
  const auto write_given = [&] {
    for (const auto& [path, value] : data) write(path, value, item);
  };
  if (blunder_ != Blunder::sets_before_data) write_given();
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Set& set : effects->sets) compute(set, sight(given(item), person, message, item), item);
  if (blunder_ == Blunder::sets_before_data) write_given();
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Move& move : effects->moves) move_to(move.object, move.to, item);
  forget_if_gone(piece);
  if (!activity.by_engine()) now_.endings.push_back({activity.id, result.id});
  if (!person.empty()) now_.parts.insert({person, activity.id, result.id, model_.about(activity) ? item : ""});
  std::erase_if(now_.timers, [&](const auto& timer) { return timer.first.first == activity.id; });
  happened(EventType::done, piece, result.id);
  for (const Effects* effects : {&activity.effects, &result.effects}) start_others(*effects);
}

/// 4.3; 9.5: what reads a field that isn't filled is left out where that was overridden.
void Twin::compute(const Set& set, const Sight& sight, const std::string& item) {
  if (const auto value = evaluate(set.value, sight)) write(set.field, *value, item);
}

/// 2.21: the activities that lose what they have.
std::set<std::string> Twin::cancelled_activities(const Activity& activity, const Result& result) const {
  std::set<std::string> found;
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const std::string& each : effects->cancels) {
      if (each != "all") found.insert(each);
      for (const Activity& other : model_.activities)
        if (each == "all" && other.id != activity.id) found.insert(other.id);
    }
  return found;
}

/// 2.21: work goes without its input returning, and so do tokens that wait for what is cancelled, alone or among others.
std::vector<std::string> Twin::cancel_work(const Activity& activity, const Result& result) {
  const std::set<std::string> gone = cancelled_activities(activity, result);
  std::vector<std::string> withdrawn;
  for (const std::string& each : in_hand())
    if (gone.count(activity_of(each))) withdrawn.push_back(each);
  for (const std::string& each : withdrawn) {
    now_.work.erase(each);
    forget_if_gone(each);
  }
  for (const std::string& each : opened())
    if (gone.count(each)) {
      end_under_way(each);
      withdrawn.push_back(each);
    }
  std::erase_if(now_.tokens, [&](const Place& place) {
    const auto awaited = flow_.awaited(place);
    return std::any_of(awaited.begin(), awaited.end(), [&](const std::string& each) { return gone.count(each) > 0; });
  });
  return withdrawn;
}

/// 4.2 and 4.3, of an activity as a whole or for an element.
Outcome Twin::end_as(const Question& asked) {
  const auto question = about_which(asked);
  if (!question) return error();
  return step(obstacles(*question), [&] {
    add_element(*question);
    const Activity& type = *model_.activity(activity_of(question->activity));
    finish(question->activity, *type.result(*question->result), question->person, question->data);
  });
}

/// 4.2.
Outcome Twin::perform(const std::string& person, const std::string& activity, const std::string& result, const Data& data) {
  world_.acts(*this, person);
  const Activity& type = *model_.activity(activity_of(activity));
  const Result* ending = type.result(result);
  if (!accepts(activity, &result, data)) return error();
  if (type.items) return perform_item({About::perform, person, activity, {}, data}, result);
  if (!ending) return error();
  return end_as({About::perform, person, activity, result, data});
}

Outcome Twin::end(const std::string& person, const std::string& activity, const std::string& result, const Data& data) {
  world_.acts(*this, person);
  const Activity& type = *model_.activity(activity_of(activity));
  const Result* ending = type.result(result);
  if (!accepts(activity, &result, data)) return error();
  if (type.items) return perform_item({About::end, person, activity, {}, data}, result);
  if (!ending) return error();
  return end_as({About::end, person, activity, result, data});
}

/// 4.3.
Outcome Twin::begin(const std::string& person, const std::string& activity) {
  const auto question = about_which({About::begin, person, activity});
  if (!question) return error();
  return step(obstacles(*question), [&] {
    const Piece& piece = question->activity;
    const Activity& type = *model_.activity(activity_of(piece));
    add_element(*question);
    if (type.items) open(type);
    const Places input = type.items ? Places{} : input_of(type.id).value_or(Places{});
    for (const Place& place : input) now_.tokens.erase(place);
    const auto claimed = now_.work.find(piece);
    const int since = claimed == now_.work.end() ? ++now_.hands : claimed->second.since;
    now_.work[piece] = {.status = WorkStatus::begun, .begun = true, .holder = person, .input = input, .since = since};
    happened(EventType::begun, piece);
  });
}

/// 4.4; and 4.5: the receiver accepts, or the giver takes it back.
Outcome Twin::claim(const std::string& person, const std::string& activity) {
  const auto question = about_which({About::claim, person, activity});
  if (!question) return error();
  const Piece& piece = question->activity;
  const auto found = now_.work.find(piece);
  if (found != now_.work.end() && found->second.status == WorkStatus::handed_over && now_.status == CaseStatus::open &&
      (found->second.holder == person || found->second.giver == person)) {
    return step(people_obstacles(*question), [&] {
      Held& held = found->second;
      held.status = held.suspended ? WorkStatus::suspended : held.begun ? WorkStatus::begun : WorkStatus::claimed;
      held.holder = person;
      held.giver.clear();
      happened(EventType::accepted, piece);
    });
  }
  return step(obstacles(*question), [&] {
    add_element(*question);
    now_.work[piece] = {.status = WorkStatus::claimed, .begun = false, .holder = person, .since = ++now_.hands};
    happened(EventType::claimed, piece);
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

/// What is done with work that one should have in hand, in one of some ways; 3.15: which it is, where nobody says.
Outcome Twin::with_work(const std::string& person, const std::string& activity, const std::set<WorkStatus>& ways,
                        const std::function<void(const Piece&)>& change) {
  const auto question = about_which({About::end, person, activity});
  if (!question) return error();
  world_.acts(*this, person);
  return step(not_in_hand(person, question->activity, ways), [&] { change(question->activity); });
}

/// 4.5.
Outcome Twin::hand_over(const std::string& person, const std::string& activity, const std::string& to) {
  const auto& items = model_.activity(activity_of(activity))->items;
  if (items && items->kind == Items::Kind::votes) return {.error = true};
  const auto question = about_which({About::end, person, activity});
  if (!question) return error();
  const Piece& piece = question->activity;
  Kinds found = not_in_hand(person, piece, {WorkStatus::claimed, WorkStatus::begun, WorkStatus::suspended});
  if (found.empty()) found = people_obstacles({About::claim, to, piece});
  return step(found, [&] {
    Held& held = now_.work.at(piece);
    held.status = WorkStatus::handed_over;
    held.holder = to;
    held.giver = person;
    const std::string item = model_.about(*model_.activity(activity_of(piece))) ? item_of(piece) : "";
    if (held.begun && blunder_ != Blunder::no_part_by_handing_over) now_.parts.insert({person, activity_of(piece), "*", item});
    happened(EventType::handed_over, piece);
  });
}

/// 4.6.
Outcome Twin::suspend(const std::string& person, const std::string& activity) {
  return with_work(person, activity, {WorkStatus::begun}, [&](const Piece& piece) {
    now_.work.at(piece).status = WorkStatus::suspended;
    now_.work.at(piece).suspended = true;
    happened(EventType::suspended, piece);
  });
}

Outcome Twin::resume(const std::string& person, const std::string& activity) {
  return with_work(person, activity, {WorkStatus::suspended}, [&](const Piece& piece) {
    now_.work.at(piece).status = WorkStatus::begun;
    now_.work.at(piece).suspended = false;
    happened(EventType::resumed, piece);
  });
}

/// 4.7.
Outcome Twin::set(const std::string& person, const std::string& activity, const Data& data) {
  if (!accepts(activity, nullptr, data)) return error();
  return with_work(person, activity, {WorkStatus::begun, WorkStatus::suspended}, [&](const Piece& piece) {
    for (const auto& [path, value] : data) write(path, value, item_of(piece));
    happened(EventType::set, piece);
  });
}

/// 4.8.
Outcome Twin::withdraw(const std::string& person, const std::string& activity) {
  const std::set<WorkStatus> ways{WorkStatus::claimed, WorkStatus::begun, WorkStatus::suspended, WorkStatus::handed_over};
  return with_work(person, activity, ways, [&](const Piece& piece) { drop_work(piece); });
}

/// 4.9.
Outcome Twin::cancel(const std::string& person) {
  Kinds found;
  if (now_.status != CaseStatus::open)
    found = {Kind::case_over};
  else if (!may_start(model_, person))
    found = {Kind::wrong_role};
  return step(found, [&] { give_up(); });
}

void Twin::give_up() {
  now_.status = CaseStatus::cancelled;
  now_.timers.clear();
  now_.messages.clear();
  happened(EventType::cancelled);
  for (const Piece& piece : in_hand()) drop_work(piece);
  for (const std::string& activity : opened()) drop_under_way(activity);
  world_.ended(*this);
}

bool Twin::has_timer_due() const {
  const bool late =
      std::any_of(now_.deviations.begin(), now_.deviations.end(), [&](const Deviated& each) { return becomes_late(each); });
  return late || (now_.status == CaseStatus::open && std::any_of(now_.timers.begin(), now_.timers.end(), [&](const auto& each) {
                    return !each.second.due && each.second.at <= world_.clock_;
                  }));
}

/// 4.13.
Outcome Twin::due() {
  return step({}, [&] {
    note_late_ones();
    for (const auto& name : timers()) {
      Timer& timer = now_.timers.at(name);
      if (timer.due || timer.at > world_.clock_) continue;
      timer.due = true;
      happened(EventType::timer_due, name.first, name.second);
    }
  });
}

}  // namespace itsmflow::oracle
