// An object of which a case has several, and what is done with one of them.

#include "generator.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using Op = Expr::Op;

Expr literal(Value value) {
  return {.op = Op::literal, .literal = std::move(value)};
}

/// One that guards look at in turn, as `t`, alone in a model of its own.
Model looked_at(const Object& many) {
  Model model;
  model.objects = {many};
  model.objects[0].id = "t";
  model.objects[0].many = false;
  return model;
}

Effects about_one(Random& random, const Object& many, bool creates) {
  Effects effects;
  std::vector<std::string> later(many.states.begin() + 1, many.states.end());
  if (creates) {
    effects.moves = {{.object = many.id, .from = {.names = {"none"}}, .to = random.one_of(later)}};
    if (random.chance(10)) effects.moves[0].from.names.push_back(effects.moves[0].to == later[0] ? later.back() : later[0]);
    if (effects.moves[0].from.names.back() == effects.moves[0].to) effects.moves[0].from.names.resize(1);
    return effects;
  }
  if (random.chance(20)) {
    effects.needs = {{.object = many.id, .states = {.names = random.some_of(many.states, 1)}}};
    return effects;
  }
  Move move{
      .object = many.id, .from = {.names = random.some_of(later, 1)}, .to = random.chance(15) ? "none" : random.one_of(later)};
  std::erase(move.from.names, move.to);
  if (random.chance(20) && many.finals.size() + 1 < later.size()) move.from = {.any = true};
  if (move.from.names.empty() && !move.from.any) move.from.names = {move.to == "none" ? later[0] : "none"};
  effects.moves = {move};
  return effects;
}

}  // namespace

Object draw_many(Random& random) {
  Object many{.id = "task", .states = {"none"}, .many = true};
  for (int i = random.between(1, 3); i > 0; --i) many.states.push_back("s" + std::to_string(i));
  if (random.chance(50)) many.finals = random.some_of(std::vector<std::string>(many.states.begin() + 1, many.states.end()), 1);
  for (int i = random.below(4); i > 0; --i) {
    Field field{.id = "f" + std::to_string(i), .type = static_cast<Type>(random.below(4))};
    if (field.type == Type::enumeration) field.choices = {"low", "medium", "high"};
    if (random.chance(35)) field.initial = draw_value(random, field);
    many.fields.push_back(field);
  }
  return many;
}

Expr draw_of_elements(Random& random, const Model& model, bool sure) {
  const Object& many = *model.many();
  const int kind = random.below(10);
  const Expr size{.op = Op::count_elements, .name = many.id};
  if (kind < 3) return {.op = random.chance(50) ? Op::at_most : Op::equal, .args = {size, literal(random.below(3))}};
  Expr inner = draw_guard(random, looked_at(many), random.below(2), sure);
  if (kind < 5)
    inner = {.op = Op::equal, .args = {{.op = Op::state, .name = "t"}, literal(random.one_of(many.states))}};
  else if (kind < 7 && many.meant)
    inner = {.op = Op::conjunction,
             .args = {{.op = Op::unequal, .args = {{.op = Op::number, .name = "t"}, {.op = Op::number, .name = many.id}}}, inner}};
  else if (kind == 7)
    inner = {.op = Op::equal, .args = {{.op = Op::number, .name = "t"}, literal(random.between(1, 2))}};
  return {.op = random.chance(50) ? Op::some_element : Op::every_element, .name = many.id, .args = {inner}};
}

void draw_about_elements(Random& random, Model& model) {
  const Object& many = *model.many();
  const int count = random.between(2, 4);
  for (int i = 0; i < count; ++i) {
    Activity activity{.id = "t" + std::to_string(i + 1), .roles = random.some_of(model.roles, 1)};
    const bool several = random.chance(35);
    if (several) activity.results = {{.id = "q1"}, {.id = "q2"}};
    const bool creates = i == 0 || random.chance(20);
    if (!several || random.chance(40)) {
      activity.effects = about_one(random, many, creates);
    } else {
      activity.results[0].effects = about_one(random, many, creates);
      if (random.chance(75)) activity.results[1].effects = about_one(random, many, false);
    }
    model.activities.push_back(activity);
  }
}

}  // namespace itsmflow::oracle
