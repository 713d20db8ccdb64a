// Where cases may deviate, what they can come to, and models in which that is dangerous.

#include "generator.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using Kind = DeviationKind;

Confirm draw_confirm(Random& random, const Model& model) {
  Confirm confirm{.by = random.some_of(model.roles, 1)};
  if (random.chance(60)) confirm.within = random.between(1, 8);
  confirm.stops_late = confirm.within > 0 && random.chance(50);
  confirm.stops_disapproved = random.chance(50);
  return confirm;
}

/// No value: there is nothing that it could be about.
std::optional<Line> draw_line(Random& random, const Model& model, Kind what) {
  std::vector<std::string> possible;
  for (const Activity& activity : model.activities)
    if (can_be(what, model, activity)) possible.push_back(activity.id);
  if (possible.empty()) return std::nullopt;
  Line line{.what = what};
  if (random.chance(60)) line.activities = random.some_of(possible, 1);
  const bool by_nobody = std::any_of(possible.begin(), possible.end(),
                                     [&](const std::string& each) { return model.activity(each)->performer != Performer::people; });
  if (what == Kind::out_of_role || by_nobody || random.chance(60)) line.by = random.some_of(model.roles, 1);
  if (random.chance(25)) line.motives = {random.one_of(model.deviations.motives).first};
  if (random.chance(20)) line.at_most = random.between(1, 2);
  if (random.chance(30)) line.confirm = draw_confirm(random, model);
  return line;
}

Kind draw_kind(Random& random) {
  static const std::vector<Kind> kKinds{
      Kind::skip,           Kind::skip,         Kind::skip,         Kind::skip,        Kind::extra,           Kind::again,
      Kind::override_guard, Kind::missing_data, Kind::missing_data, Kind::out_of_role, Kind::override_people, Kind::override_rule};
  return random.one_of(kKinds);
}

std::vector<Effects*> effects_of(Activity& activity) {
  std::vector<Effects*> found{&activity.effects};
  for (Result& result : activity.results) found.push_back(&result.effects);
  return found;
}

Expr both(const std::optional<Expr>& one, const Expr& other) {
  return one ? Expr{.op = Expr::Op::conjunction, .args = {*one, other}} : other;
}

Activity* one_by_people(Random& random, Model& model) {
  std::vector<Activity*> found;
  for (Activity& activity : model.activities)
    if (activity.performer == Performer::people && !activity.items && !model.about(activity)) found.push_back(&activity);
  return found.empty() ? nullptr : random.one_of(found);
}

/// A guard that only one activity could make true, by the field that it alone takes.
void set_guard(Random& random, Model& model) {
  std::vector<std::string> fields;
  for (const Object& object : model.objects)
    for (const Field& field : object.fields)
      if (!object.many && field.initial.is_null()) fields.push_back(object.id + "." + field.id);
  Activity* giver = one_by_people(random, model);
  Activity* reader = one_by_people(random, model);
  if (fields.empty() || !giver || giver == reader) return;
  const std::string path = random.one_of(fields);
  for (Activity& activity : model.activities) {
    for (Effects* effects : effects_of(activity)) {
      std::erase(effects->required, path);
      std::erase(effects->asked, path);
      std::erase_if(effects->sets, [&](const Set& set) { return set.field == path; });
    }
    std::erase_if(activity.runs.returns, [&](const auto& each) { return each.first == path; });
    if (activity.items)
      for (Part& part : activity.items->parts) std::erase(part.required, path);
  }
  std::erase(model.start_required, path);
  std::erase(model.start_asked, path);
  (random.chance(60) ? giver->effects.required : giver->effects.asked).push_back(path);
  reader->effects.when = both(reader->effects.when, {.op = Expr::Op::has, .name = path});
}

/// Two people, and two activities that they must divide.
void set_four_eyes(Random& random, Model& model) {
  const Activity* one = one_by_people(random, model);
  const Activity* other = one_by_people(random, model);
  if (!one || one == other) return;
  model.rules.push_back({.subjects = {{one->id, ""}, {other->id, ""}}});
  model.people["cleo"].clear();
}

/// What one activity computes of a field another computes anew, and a guard reads it.
void set_twice(Random& random, Model& model) {
  std::vector<std::string> fields;
  for (const Object& object : model.objects)
    for (const Field& field : object.fields)
      if (!object.many && field.type == Type::integer) fields.push_back(object.id + "." + field.id);
  if (fields.empty()) return;
  const std::string path = random.one_of(fields);
  for (int value = 1; value <= 2; ++value)
    if (Activity* setter = one_by_people(random, model))
      setter->effects.sets.push_back({path, {.op = Expr::Op::literal, .literal = value}});
  Activity* reader = one_by_people(random, model);
  if (!reader) return;
  const Expr value{.op = Expr::Op::literal, .literal = random.between(1, 2)};
  reader->effects.when =
      both(reader->effects.when, {.op = Expr::Op::equal, .args = {{.op = Expr::Op::field, .name = path}, value}});
}

bool names_people(const Expr& expr) {
  return expr.op == Expr::Op::actor || std::any_of(expr.args.begin(), expr.args.end(), names_people);
}

/// A result that only an override of its guard brings about, and after which nobody can go on.
void set_bad_branch(Random& random, Model& model) {
  Activity* chooser = one_by_people(random, model);
  if (!chooser || model.objects.empty() || model.objects[0].states.empty()) return;
  if (chooser->results.size() < 2) {
    const Result unnamed = chooser->results[0];
    chooser->results = {{.id = "good", .effects = unnamed.effects}, {.id = "bad"}};
  }
  chooser->results.back().effects.when =
      Expr{.op = Expr::Op::unequal, .args = {{.op = Expr::Op::state, .name = "o1"}, {.op = Expr::Op::state, .name = "o1"}}};
}

/// … to everybody, after what else is said.
void permit_everything(Random& random, Model& model) {
  for (int i = 0; i <= static_cast<int>(Kind::override_rule); ++i) {
    const auto what = static_cast<Kind>(i);
    const bool possible = std::any_of(model.activities.begin(), model.activities.end(),
                                      [&](const Activity& each) { return can_be(what, model, each); });
    if (possible && random.chance(what == Kind::extra ? 30 : 90))
      model.deviations.allow.push_back({.what = what, .by = model.roles});
  }
}

}  // namespace

void draw_policy(Random& random, Model& model) {
  Deviations& policy = model.deviations;
  policy.motives = {{"m1", static_cast<MotiveClass>(random.below(3))}};
  if (random.chance(40)) policy.motives.emplace_back("m2", static_cast<MotiveClass>(random.below(3)));
  for (int i = random.between(1, 6); i > 0; --i)
    if (const auto line = draw_line(random, model, draw_kind(random))) policy.allow.push_back(*line);
  if (random.chance(55)) permit_everything(random, model);
  if (policy.allow.empty()) {
    policy = {};
    return;
  }
  if (random.chance(15)) policy.never = {random.one_of(model.activities).id};
  if (random.chance(12)) policy.at_most = random.between(1, 4);
}

void draw_outcomes(Random& random, Model& model) {
  Ends& outcomes = model.outcomes;
  if (random.chance(50)) outcomes.by = random.some_of(model.roles, 1);
  for (const std::string& id : random.some_of(std::vector<std::string>{"success", "partial", "failure", "other_end"}, 1)) {
    outcomes.of.push_back({id});
    if (random.chance(25)) continue;
    const Expr guard = draw_guard(random, model, 1);
    if (!names_people(guard)) outcomes.of.back().when = guard;
  }
}

void set_traps(Random& random, Model& model) {
  for (int i = random.between(1, 2); i > 0; --i) {
    switch (random.below(4)) {
      case 0:
        set_guard(random, model);
        break;
      case 1:
        set_four_eyes(random, model);
        break;
      case 2:
        set_twice(random, model);
        break;
      default:
        set_bad_branch(random, model);
    }
  }
}

}  // namespace itsmflow::oracle
