// Section 3 of the semantics: when a step is possible.

#include "twin.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using About = Question::About;

const Result* find_result(const Activity& activity, const std::string& id) {
  for (const Result& result : activity.results)
    if (result.id == id) return &result;
  return nullptr;
}

bool intersects(const std::set<std::string>& left, const std::set<std::string>& right) {
  return std::any_of(left.begin(), left.end(), [&](const std::string& each) { return right.count(each) > 0; });
}

/// The subjects of a rule that an activity is, ending with a result or, to be begun, with none yet.
bool names(const Source& subject, const std::string& activity, const std::optional<std::string>& result) {
  return subject.activity == activity && (subject.result.empty() || (result && subject.result == *result));
}

}  // namespace

Kinds Twin::obstacles(const Question& question) const {
  if (now_.status != CaseStatus::open) return {Kind::case_over};
  const Activity& activity = *model_.activity(question.activity);
  const Result* result = question.result ? find_result(activity, *question.result) : nullptr;
  const auto held = now_.work.find(question.activity);
  const bool begun = held != now_.work.end() && held->second.begun;  // by whomever: it doesn't begin again

  Kinds found;
  if (question.about != About::offer_in_hand && taken(question)) found.insert(Kind::taken);
  const Places given = result ? gives(question.activity, *question.result) : Places{};
  const std::optional<Places> input = begun ? held->second.input : input_of(question.activity, given);
  if (!input || (question.about == About::end && !begun)) found.insert(Kind::not_reached);
  if (!has_room(given, input.value_or(Places{}), question.activity)) found.insert(Kind::not_reached);
  found.merge(state_obstacles(activity, question.result));
  if (result && stranded_at_the_end(activity, *result)) found.insert(Kind::wrong_state);
  if (!guards_hold(activity, result, question, !begun)) found.insert(Kind::guard_false);
  if (result && data_missing(activity, *result, question)) found.insert(Kind::missing_data);
  if (!question.person.empty()) found.merge(people_obstacles(question));
  return found;
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
    for (const Need& need : effects->needs) limit(need.object, states_of(need.states, need.object, ""));
  }
  return right;
}

/// It takes the case object to a final state.
bool Twin::ends_case(const Move& move) const {
  const auto& finals = model_.object(move.object)->finals;
  return move.object == model_.case_object && std::count(finals.begin(), finals.end(), move.to) > 0;
}

/// Other activities move the object from its present state, step by step, into one that is right (3.5).
bool Twin::leads_to(const std::string& object, const std::set<std::string>& right, const Activity& asked) const {
  std::set<std::string> reached{now_.states.at(object)};
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
Kinds Twin::state_obstacles(const Activity& activity, const Result& result) const {
  Kinds found;
  for (const auto& [object, right] : right_states(activity, result)) {
    if (right.count(now_.states.at(object))) continue;
    found.insert(Kind::wrong_state);
    if (leads_to(object, right, activity)) found.insert(Kind::not_reached);
  }
  return found;
}

/// Without a result some result must fit (3.6); what is said is what stands in the way of the one with the fewest obstacles.
Kinds Twin::state_obstacles(const Activity& activity, const std::optional<std::string>& result) const {
  if (result) return state_obstacles(activity, *find_result(activity, *result));
  std::optional<Kinds> fewest;
  for (const Result& each : activity.results) {
    const Kinds kinds = state_obstacles(activity, each);
    if (!fewest || kinds.size() < fewest->size()) fewest = kinds;
  }
  return *fewest;
}

bool Twin::fits(const Activity& activity, const Result& result) const {
  return state_obstacles(activity, result).empty();
}

bool Twin::fits_some_result(const Activity& activity) const {
  return std::any_of(activity.results.begin(), activity.results.end(), [&](const Result& each) { return fits(activity, each); });
}

/// 3.6: the case object would come to a final state, and another object that has final states would be left in none of them.
bool Twin::stranded_at_the_end(const Activity& activity, const Result& result) const {
  auto after = now_.states;
  bool ends = false;
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Move& move : effects->moves) {
      after[move.object] = move.to;
      ends = ends || ends_case(move);
    }
  if (!ends) return false;
  return std::any_of(model_.objects.begin(), model_.objects.end(), [&](const Object& object) {
    return !object.finals.empty() && after[object.id] != "none" &&
           std::count(object.finals.begin(), object.finals.end(), after[object.id]) == 0;
  });
}

/// 2.4: what the activity hands on when it ends with a result.
Places Twin::gives(const std::string& activity, const std::string& result) const {
  const auto source = flow_.source_of(activity, result);
  return source ? flow_.gives(*source) : Places{};
}

/// 2.3: the first of its inputs that is there, and without which there is room for what is given. Of a free activity: nothing.
/// No value: it isn't reached.
std::optional<Places> Twin::input_of(const std::string& activity, const Places& gives) const {
  if (flow_.is_free(activity)) return Places{};
  std::optional<Places> first;
  for (const Places& input : flow_.inputs(activity)) {
    if (!std::includes(now_.tokens.begin(), now_.tokens.end(), input.begin(), input.end())) continue;
    if (has_room(gives, input, activity)) return input;
    if (!first) first = input;
  }
  return first;
}

bool Twin::is_reached(const std::string& activity) const {
  const auto held = now_.work.find(activity);
  return (held != now_.work.end() && held->second.begun) || input_of(activity).has_value();
}

/// 2.11: no token waits in any of the places, but those that the step itself takes, and no begun work would return one to it.
bool Twin::has_room(const Places& places, const Places& taken, const std::string& ending) const {
  if (blunder_ == Blunder::room_without_limit) return true;
  for (const Place& place : places) {
    if (now_.tokens.count(place) && !taken.count(place)) return false;
    for (const auto& [activity, held] : now_.work)
      if (activity != ending && held.input.count(place)) return false;
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
Data Twin::with(const Data& data) const {
  Data all = now_.given;
  for (const auto& [path, value] : data) all[path] = value;
  return all;
}

/// 3.7; of an offer, a guard that reads a field which the step takes is open (3.12).
bool Twin::guards_hold(const Activity& activity, const Result* result, const Question& question, bool beginning) const {
  const Data data = with(question.data);
  const auto asked = [&](const std::optional<Expr>& guard, const std::set<std::string>& taken) {
    if (guard && question.about >= About::offer && intersects(fields_of(*guard), taken)) return true;
    return holds(guard, sight(data, question.person));
  };
  std::set<std::string> tolerated = takes(activity, result);  // until the engine is mended
  for (const Result& each : activity.results) tolerated.merge(takes(activity, &each));
  return (!beginning || asked(activity.effects.when, tolerated)) && (!result || asked(result->effects.when, tolerated));
}

/// 3.8.
bool Twin::data_missing(const Activity& activity, const Result& result, const Question& question) const {
  if (question.about >= About::offer) return false;  // 3.12
  Data data = with(question.data);
  const auto missing = [&](const std::string& path) {
    if (blunder_ == Blunder::defaults_are_given && !model_.field(path)->initial.is_null()) return false;
    return !data.count(path) || data.at(path).is_null();
  };
  for (const Effects* effects : {&activity.effects, &result.effects})
    if (std::any_of(effects->required.begin(), effects->required.end(), missing)) return true;
  auto states = now_.states;
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Move& move : effects->moves) states[move.object] = move.to;
  for (const Effects* effects : {&activity.effects, &result.effects})
    for (const Set& set : effects->sets) {
      const auto value = evaluate(set.value, {model_, states, data, question.person});
      if (!value) return true;
      data[set.field] = *value;
    }
  return false;
}

/// 3.9 to 3.11.
Kinds Twin::people_obstacles(const Question& question) const {
  Kinds found;
  const Activity& activity = *model_.activity(question.activity);
  const auto& roles = model_.people.at(question.person);
  if (!intersects({activity.roles.begin(), activity.roles.end()}, roles)) found.insert(Kind::wrong_role);
  for (const Rule& rule : model_.rules) {
    for (const Source& own : rule.subjects) {
      if (!names(own, question.activity, question.result)) continue;
      for (const Source& other : rule.subjects) {
        if (other == own) continue;
        for (const auto& [person, done, result] : now_.parts) {
          if (done != other.activity || !(other.result.empty() || other.result == result || result == "*")) continue;
          if (!rule.same_person && person == question.person) found.insert(Kind::four_eyes);
          if (rule.same_person && person != question.person) found.insert(Kind::same_person);
        }
      }
    }
  }
  return found;
}

}  // namespace itsmflow::oracle
