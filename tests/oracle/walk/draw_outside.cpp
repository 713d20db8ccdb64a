// Who or what does an activity, and what goes to and comes from outside.

#include "generator.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

/// What goes into a case of the other process: all that it requires, and some more.
std::vector<Set> passed(Random& random, const Model& model) {
  std::vector<Set> found;
  const Model& other = model.other.front();
  for (const Object& object : other.objects)
    for (const Field& field : object.fields) {
      if (object.many) continue;
      const std::string path = object.id + "." + field.id;
      const bool required = std::count(other.start_required.begin(), other.start_required.end(), path) > 0;
      if (required || random.chance(30)) found.push_back({path, draw_passed(random, model, field)});
    }
  return found;
}

/// The names of the results with which a case of a process can end the activity that runs it.
std::vector<std::string> ends_of(const Model& other) {
  std::vector<std::string> ends{"cancelled"};
  const Object* object = other.case_object.empty() ? nullptr : other.object(other.case_object);
  if (object && !object->finals.empty())
    ends.insert(ends.begin(), object->finals.begin(), object->finals.end());
  else
    ends.insert(ends.begin(), "over");
  return ends;
}

/// Who or what does an activity: mostly people.
Performer draw_performer(Random& random, const Model& model, const Features& features) {
  const int kind = random.below(100);
  if (kind < 16) return Performer::engine;
  if (features.messages && kind < 22) return Performer::message;
  if (features.services && kind < 29) return Performer::service;
  if (!model.other.empty() && kind < 45) return Performer::process;
  return Performer::people;
}

}  // namespace

Activity draw_activity(Random& random, const Model& model, const Features& features, const std::string& id) {
  Activity activity{.id = id, .performer = draw_performer(random, model, features)};
  if (activity.performer == Performer::people) activity.roles = random.some_of(model.roles, 1);
  if (activity.performer == Performer::message) activity.waits_for.message = random.chance(70) ? "m1" : "m2";
  std::vector<std::string> results;
  const int several = random.chance(35) ? random.between(2, 3) : 0;
  for (int i = several; i > 0; --i) results.push_back("q" + std::to_string(i));
  if (activity.performer == Performer::service) {
    if (results.size() != 2) results = {"q1"};
    results.emplace_back("failed");
    if (random.chance(60)) activity.retry = {.times = random.between(1, 2), .wait = random.below(4)};
  }
  if (activity.performer == Performer::process) results = ends_of(model.other.front());
  const bool outside = activity.performer == Performer::service || activity.performer == Performer::process;
  if (outside && features.timers && random.chance(20)) results.emplace_back("late");
  if (!results.empty()) activity.results.clear();
  for (const std::string& result : results) activity.results.push_back({.id = result});
  return activity;
}

void draw_starts(Random& random, const Model& model, Activity& activity) {
  std::vector<std::string> numbers;
  for (const Object& object : model.objects)
    for (const Field& field : object.fields)
      if (field.type == Type::reference && !object.many) numbers.push_back(object.id + "." + field.id);
  const auto begin = [&](Effects& effects) {
    effects.starts.push_back({.with = passed(random, model)});
    if (!numbers.empty() && random.chance(70)) effects.starts.back().into = random.one_of(numbers);
  };
  if (random.chance(8)) begin(activity.effects);
  if (activity.results.size() > 1 && random.chance(8)) begin(activity.results.back().effects);
}

void draw_runs(Random& random, const Model& model, Activity& activity) {
  const Model& other = model.other.front();
  activity.runs = {.with = passed(random, model), .stops = random.chance(50)};
  for (const Object& object : model.objects)
    for (const Field& field : object.fields) {
      if (object.many) continue;
      std::vector<std::string> paths;
      for (const Object& from : other.objects) {
        if (from.many) continue;
        if (field.type == Type::string && !from.states.empty()) paths.push_back(from.id + ".state");
        for (const Field& each : from.fields)
          if (each.type == field.type) paths.push_back(from.id + "." + each.id);
      }
      if (!paths.empty() && random.chance(25)) activity.runs.returns.emplace_back(object.id + "." + field.id, random.one_of(paths));
    }
}

}  // namespace itsmflow::oracle
