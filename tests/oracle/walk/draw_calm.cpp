// Models that can mostly be gone through to the end, so that there is something that a deviation could spoil.

#include "generator.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

/// Out of any state but the one it comes to.
void widen(Move& move, const Object& object) {
  move.from = {.names = object.states};
  std::erase(move.from.names, move.to);
}

void calm(Random& random, const Model& model, Effects& effects, bool guards_too) {
  const bool rows = !model.rows.empty();
  std::erase_if(effects.moves, [&](const Move& each) { return !model.object(each.object)->many && random.chance(rows ? 65 : 30); });
  for (Move& move : effects.moves)
    if (!model.object(move.object)->many && random.chance(85)) widen(move, *model.object(move.object));
  std::erase_if(effects.needs, [&](const Need& each) { return each.of != Need::Of::one && random.chance(80); });
  std::erase_if(effects.needs, [&](const Need& each) { return !model.object(each.object)->many && random.chance(85); });
  if (guards_too && random.chance(80)) effects.when.reset();
  if (random.chance(70)) effects.cancels.clear();
}

/// Without rows: one activity after another takes the case object to its last state.
void draw_life(Model& model) {
  Object& object = model.objects.front();
  object.finals = {object.states.back()};
  std::size_t at = 0;
  for (Activity& activity : model.activities) {
    if (activity.performer != Performer::people || model.about(activity) || at + 1 >= object.states.size()) continue;
    for (Result& result : activity.results)
      std::erase_if(result.effects.moves, [&](const Move& each) { return each.object == object.id; });
    for (Result& result : activity.results)
      std::erase_if(result.effects.needs, [&](const Need& each) { return each.object == object.id; });
    std::erase_if(activity.effects.moves, [&](const Move& each) { return each.object == object.id; });
    std::erase_if(activity.effects.needs, [&](const Need& each) { return each.object == object.id; });
    activity.effects.moves.push_back({object.id, {.names = {object.states[at]}}, object.states[at + 1]});
    ++at;
  }
}

}  // namespace

void make_calm(Random& random, Model& model) {
  for (Object& object : model.objects)
    if (object.id != model.case_object && random.chance(75)) object.finals.clear();
  for (Activity& activity : model.activities) {
    const bool by_people = activity.performer == Performer::people || activity.performer == Performer::service;
    calm(random, model, activity.effects, activity.performer != Performer::engine);
    for (Result& result : activity.results) calm(random, model, result.effects, by_people && !activity.items);
  }
  if (model.rows.empty() && !model.objects.empty() && !model.objects.front().states.empty()) draw_life(model);
  for (const std::string& role : model.roles) {
    const bool held =
        std::any_of(model.people.begin(), model.people.end(), [&](const auto& each) { return each.second.count(role) > 0; });
    if (!held) model.people["ann"].insert(role);
  }
}

}  // namespace itsmflow::oracle
