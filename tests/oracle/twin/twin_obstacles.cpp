// Section 3 of the semantics: when a step is possible.

#include "twin.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using About = Question::About;

bool intersects(const std::set<std::string>& left, const std::set<std::string>& right) {
  return std::any_of(left.begin(), left.end(), [&](const std::string& each) { return right.count(each) > 0; });
}

/// The subjects of a rule that an activity is, ending with a result or, to be begun, with none yet.
bool names(const Source& subject, const std::string& activity, const std::optional<std::string>& result) {
  return subject.activity == activity && (subject.result.empty() || (result && subject.result == *result));
}

}  // namespace

Outcome Twin::explain(const std::string& person, const std::string& activity, const std::string& result, const Data& data) const {
  const Activity& type = *model_.activity(activity_of(activity));
  if (!accepts(activity, &result, data) || (!type.items && !type.result(result))) return {.error = true};
  const auto question = about_which({About::perform, person, activity, result, data, {}});
  if (!question) return {.error = true};
  return {.obstacles = obstacles(*question)};
}

Kinds Twin::obstacles(const Question& question) const {
  if (now_.status != CaseStatus::open) return {Kind::case_over};
  const Activity& activity = *model_.activity(activity_of(question.activity));
  if (activity.items && !question.person.empty()) return item_obstacles(question);
  const std::string item = item_of(question.activity);
  if (model_.about(activity) && !question.of_new && !is_known(question.activity)) return {Kind::not_reached};  // 3.15
  const auto open = now_.under_way.find(activity.id);
  const Result* result = question.result ? activity.result(*question.result) : nullptr;
  const auto held = now_.work.find(question.activity);
  const bool opened = open != now_.under_way.end();
  const bool begun = opened || (held != now_.work.end() && held->second.begun);  // by whomever: it doesn't begin again

  Kinds found;
  if (!question.person.empty() && question.about != About::offer_in_hand && taken(question)) found.insert(Kind::taken);
  const Places given = result ? gives(activity.id, *question.result) : Places{};
  const std::optional<Places> input = opened ? open->second.input : begun ? held->second.input : input_of(activity.id);
  const bool in_hand = held != now_.work.end() && held->second.begun;
  if (!input || (question.about == About::end && !in_hand)) found.insert(Kind::not_reached);
  if (result && !has_room(given, input.value_or(Places{}), question.activity, cancelled_activities(activity, *result)))
    found.insert(Kind::not_reached);
  found.merge(state_obstacles(activity, question.result, item));
  if (result && stranded_at_the_end(activity, *result, question)) found.insert(Kind::wrong_state);
  if (!guards_hold(activity, result, question, !begun)) found.insert(Kind::guard_false);
  if (result) found.merge(data_obstacles(activity, *result, question));
  if (!question.person.empty()) found.merge(people_obstacles(question));
  if (!question.person.empty() && result && result->after > 0) found.insert(Kind::wrong_role);
  if (breaks_rules(activity, question.result, begun)) found.insert(Kind::rule);
  return found;
}

/// 3.17 to 3.19.
bool Twin::breaks_rules(const Activity& activity, const std::optional<std::string>& result, bool begun) const {
  if (!course_.has_rules()) return false;
  const auto after = [&](const std::string& ending) {
    Course::Endings endings = now_.endings;
    if (!activity.by_engine()) endings.push_back({activity.id, ending});
    return endings;
  };
  if (!result) {
    const bool some = std::any_of(activity.results.begin(), activity.results.end(),
                                  [&](const Result& each) { return course_.can_be_kept(after(each.id), now_.off); });
    return !begun && !some;
  }
  if (!course_.can_be_kept(after(*result), now_.off)) return true;
  return ends_case(activity, *activity.result(*result)) && !course_.is_satisfied(after(*result), now_.off);
}

/// 6.2: the case object comes to a final state.
bool Twin::ends_case(const Activity& activity, const Result& result) const {
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Move& move : effects->moves)
      if (ends_case(move)) return true;
  return false;
}

/// 3.3.
bool Twin::taken(const Question& question) const {
  const auto found = now_.work.find(question.activity);
  if (found == now_.work.end()) return false;
  const Held& held = found->second;
  if (held.status == WorkStatus::handed_over || held.status == WorkStatus::suspended || held.holder != question.person) return true;
  return question.about == About::claim || (question.about == About::begin && held.begun);
}

/// 2.2. Of a need, which has no target, `any` is every state but `none` and the final ones.
std::set<std::string> Twin::states_of(const States& states, const std::string& object, const std::string& target) const {
  if (!states.any) return {states.names.begin(), states.names.end()};
  const Object& type = *model_.object(object);
  std::set<std::string> found;
  for (const std::string& state : type.states) {
    const bool final = std::count(type.finals.begin(), type.finals.end(), state) > 0;
    if (state != "none" && (!final || blunder_ == Blunder::any_holds_finals) && state != target) found.insert(state);
  }
  return found;
}

/// 2.1: for each object that the transition moves or needs, the states that it may be in.
std::map<std::string, std::set<std::string>> Twin::right_states(const Activity& activity, const Result& result) const {
  std::map<std::string, std::set<std::string>> right;
  const auto limit = [&](const std::string& object, const std::set<std::string>& states) {
    if (!right.count(object)) {
      right[object] = states;
      return;
    }
    std::set<std::string> both;
    for (const std::string& state : right[object])
      if (states.count(state)) both.insert(state);
    right[object] = both;
  };
  for (const Effects* effects : {&activity.effects, &result.effects}) {
    for (const Move& move : effects->moves) limit(move.object, states_of(move.from, move.object, move.to));
    for (const Need& need : effects->needs)
      if (need.of == Need::Of::one) limit(need.object, states_of(need.states, need.object, ""));
  }
  return right;
}

/// It takes the case object to a final state.
bool Twin::ends_case(const Move& move) const {
  const auto& finals = model_.object(move.object)->finals;
  return move.object == model_.case_object && std::count(finals.begin(), finals.end(), move.to) > 0;
}

/// Other activities move the object from its present state, step by step, into one that is right (3.5).
bool Twin::leads_to(const std::string& object, const std::set<std::string>& right, const Activity& asked,
                    const std::string& item) const {
  std::set<std::string> reached{state_of(object, item)};
  for (bool more = true; more;) {
    more = false;
    for (const Activity& activity : model_.activities) {
      if (activity.id == asked.id) continue;
      for (const Result& result : activity.results)
        for (const Effects* effects : {&activity.effects, &result.effects})
          for (const Move& move : effects->moves) {
            if (move.object != object || reached.count(move.to)) continue;
            if (intersects(reached, right_states(activity, result).at(object))) more = reached.insert(move.to).second;
          }
    }
  }
  return intersects(reached, right);
}

/// 3.5 and 3.6.
Kinds Twin::state_obstacles(const Activity& activity, const Result& result, const std::string& item) const {
  Kinds found;
  if (asks_in_vain(activity, result)) found.insert(Kind::wrong_state);
  for (const auto& [object, right] : right_states(activity, result)) {
    if (right.count(state_of(object, item))) continue;
    found.insert(Kind::wrong_state);
    if (leads_to(object, right, activity, item)) found.insert(Kind::not_reached);
  }
  return found;
}

/// Without a result some result must fit (3.6). Where none does, activities come first that lead to what any result could begin with;
/// where each object is right for some result, it is the first result that counts.
Kinds Twin::state_obstacles(const Activity& activity, const std::optional<std::string>& result, const std::string& item) const {
  if (result) return state_obstacles(activity, *activity.result(*result), item);
  if (fits_some_result(activity, item)) return {};
  std::map<std::string, std::set<std::string>> right;
  for (const Result& each : activity.results)
    for (const auto& [object, states] : right_states(activity, each)) right[object].insert(states.begin(), states.end());
  Kinds found;
  for (const auto& [object, states] : right) {
    if (states.count(state_of(object, item))) continue;
    found.insert(Kind::wrong_state);
    if (leads_to(object, states, activity, item)) found.insert(Kind::not_reached);
  }
  return found.empty() ? state_obstacles(activity, activity.results.front(), item) : found;
}

bool Twin::fits(const Activity& activity, const Result& result, const std::string& item) const {
  return state_obstacles(activity, result, item).empty();
}

bool Twin::fits_some_result(const Activity& activity, const std::string& item) const {
  return std::any_of(activity.results.begin(), activity.results.end(),
                     [&](const Result& each) { return fits(activity, each, item); });
}

/// 3.6: the case object would come to a final state, and another object that has final states would be left in none of them.
bool Twin::stranded_at_the_end(const Activity& activity, const Result& result, const Question& question) const {
  if (!ends_case(activity, result) || !fits(activity, result, item_of(question.activity))) return false;
  auto after = now_.states;
  const Object* many = model_.many();
  const std::string item = item_of(question.activity);
  if (many) after[many->id] = state_of(many->id, item);  // of the element that it is about, or of none
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Move& move : effects->moves) after[move.object] = move.to;
  const auto stays_open = [&](const Object& object, const std::string& state) {
    return !object.finals.empty() && state != "none" && std::count(object.finals.begin(), object.finals.end(), state) == 0;
  };
  for (std::size_t i = 0; i < now_.elements.size(); ++i)
    if (std::to_string(i + 1) != item && stays_open(*many, now_.elements[i].state)) return true;
  return std::any_of(model_.objects.begin(), model_.objects.end(),
                     [&](const Object& object) { return stays_open(object, after[object.id]); });
}

/// 2.4: what the activity hands on when it ends with a result.
Places Twin::gives(const std::string& activity, const std::string& result) const {
  const auto source = flow_.source_of(activity, result);
  return source ? flow_.gives(*source) : Places{};
}

/// 2.3: the first of its inputs that is there. Of a free activity: nothing. No value: it isn't reached.
std::optional<Places> Twin::input_of(const std::string& activity) const {
  if (flow_.is_free(activity)) return Places{};
  for (const Places& input : flow_.inputs(activity))
    if (std::includes(now_.tokens.begin(), now_.tokens.end(), input.begin(), input.end())) return input;
  return std::nullopt;
}

bool Twin::is_reached(const std::string& activity) const {
  const auto held = now_.work.find(activity);
  return (held != now_.work.end() && held->second.begun) || now_.under_way.count(activity) || input_of(activity).has_value();
}

/// 2.11: no token waits in any of the places, but those that the step itself takes, and no begun work would return one to it. What is
/// cancelled by the step has gone before (2.21).
bool Twin::has_room(const Places& places, const Places& taken, const std::string& ending, const std::set<std::string>& gone) const {
  if (blunder_ == Blunder::room_without_limit) return true;
  for (const Place& place : places) {
    const auto awaited = flow_.awaited(place);
    const bool cleared = std::any_of(awaited.begin(), awaited.end(), [&](const std::string& each) { return gone.count(each) > 0; });
    if (now_.tokens.count(place) && !taken.count(place) && !cleared) return false;
    for (const auto& [activity, held] : now_.work)
      if (activity != ending && !gone.count(activity) && held.input.count(place)) return false;
    for (const auto& [activity, open] : now_.under_way)
      if (activity != ending && !gone.count(activity) && open.input.count(place)) return false;
  }
  return true;
}

/// 3.13: the fields that a step takes.
std::set<std::string> Twin::takes(const Activity& activity, const Result* result) const {
  std::set<std::string> fields(activity.effects.required.begin(), activity.effects.required.end());
  fields.insert(activity.effects.asked.begin(), activity.effects.asked.end());
  if (!result) return fields;
  fields.insert(result->effects.required.begin(), result->effects.required.end());
  fields.insert(result->effects.asked.begin(), result->effects.asked.end());
  return fields;
}

/// The data as they are with what the step brings.
Data Twin::with(const Data& data, const std::string& item) const {
  Data all = given(item);
  for (const auto& [path, value] : data) all[path] = value;
  return all;
}

/// 3.7; of an offer, a guard that reads a field which the step takes is open (3.12).
bool Twin::guards_hold(const Activity& activity, const Result* result, const Question& question, bool beginning) const {
  const std::string item = item_of(question.activity);
  const Data data = with(question.data, item);
  const std::set<std::string> taken = takes(activity, result);
  const Element* one = element(item);
  const bool fills_listed = one && is_there(*one) && std::any_of(taken.begin(), taken.end(), [&](const std::string& path) {
                              return model_.object(object_of(path))->many;
                            });
  const auto asked = [&](const std::optional<Expr>& guard) {
    if (guard && question.about >= About::offer &&
        (intersects(fields_of(*guard), taken) || (fills_listed && reads_elements(*guard))))
      return true;
    Sight seen = sight(data, question.person, question.message, item);
    if (question.person.empty()) seen.items = items_seen(activity);
    return holds(guard, seen);
  };
  return (!beginning || asked(activity.effects.when)) && (!result || asked(result->effects.when));
}

/// 3.8; of an error in a computed field 3.7.
Kinds Twin::data_obstacles(const Activity& activity, const Result& result, const Question& question) const {
  if (question.about >= About::offer) return {};  // 3.12
  const std::string item = item_of(question.activity);
  const Data data = with(question.data, item);
  Kinds found = computing_obstacles(activity, result, question);
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const std::string& path : effects->required)
      if (is_missing(path, data)) found.insert(Kind::missing_data);
  return found;
}

bool Twin::is_missing(const std::string& path, const Data& data) const {
  if (blunder_ == Blunder::defaults_are_given && !model_.field(path)->initial.is_null()) return false;
  return !data.count(path) || data.at(path).is_null();
}

/// Of what `sets` computes: a field that isn't filled, or an error.
Kinds Twin::computing_obstacles(const Activity& activity, const Result& result, const Question& question) const {
  Kinds found;
  const std::string item = item_of(question.activity);
  Data data = with(question.data, item);
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Set& set : effects->sets) {
      const Sight seen = sight(data, question.person, question.message, item);
      const auto value = evaluate(set.value, seen);
      if (value && keeps(*model_.field(set.field), *value))
        data[set.field] = *value;
      else
        found.insert(!value && reads_unfilled(set.value, seen) ? Kind::missing_data : Kind::guard_false);
    }
  return found;
}

/// 3.15: it counts for each element apart.
bool Twin::is_of_elements(const Rule& rule) const {
  return blunder_ != Blunder::parts_in_any_element &&
         std::all_of(rule.subjects.begin(), rule.subjects.end(), [&](const Source& each) {
           const Activity* activity = model_.activity(each.activity);
           return activity && model_.about(*activity);
         });
}

/// 3.9 to 3.11.
Kinds Twin::people_obstacles(const Question& question) const {
  Kinds found;
  const std::string name = activity_of(question.activity);
  const Activity& activity = *model_.activity(name);
  const auto& roles = model_.people.at(question.person);
  const auto& wanted = activity.items ? item_roles(activity, item_of(question.activity)) : activity.roles;
  if (!intersects({wanted.begin(), wanted.end()}, roles)) found.insert(Kind::wrong_role);
  for (const Rule& rule : model_.rules) {
    for (const Source& own : rule.subjects) {
      if (!names(own, name, question.result)) continue;
      for (const Source& other : rule.subjects) {
        if (other == own) continue;
        for (const auto& [person, done, result, item] : now_.parts) {
          if (done != other.activity || !(other.result.empty() || other.result == result || result == "*")) continue;
          if (is_of_elements(rule) && item != item_of(question.activity)) continue;
          if (!rule.same_person && person == question.person) found.insert(Kind::four_eyes);
          if (rule.same_person && person != question.person) found.insert(Kind::same_person);
        }
      }
    }
  }
  return found;
}

}  // namespace itsmflow::oracle
