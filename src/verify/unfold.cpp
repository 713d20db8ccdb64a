#include "verify/unfold.hpp"

#include "model/ends.hpp"
#include "verify/endings.hpp"
#include "verify/left_out.hpp"
#include "verify/lists.hpp"
#include "verify/unfolding.hpp"

#include <utility>

namespace itsmflow {
namespace {

using Kind = UnfoldedStep::Kind;
using List = Unfolding::List;
using Order = Unfolding::Order;

/// What is given at the start is chosen when it matters.
void add_start(Unfolding& unfolding) {
  const Net& net = unfolding.net();
  const Variables& variables = unfolding.variables();
  Unfolding::Transition transition;
  transition.take = {unfolding.marked_place()};
  transition.put = {unfolding.running()};
  for (const std::uint32_t p : net.initial.members())
    if (net.places[p].kind != Net::Place::Kind::state) transition.put.push_back(p);
  for (const FieldRef& ref : unfolding.model().start.required)
    if (const auto v = variables.of_slot(ref.slot)) unfolding.write(transition, *v, unfolding.open_value(*v));
  List optional;
  for (const FieldRef& ref : unfolding.model().start.asked)
    if (const auto v = variables.of_slot(ref.slot)) add_once(optional, *v);
  unfolding.add_with_optional(transition, {.kind = Kind::start}, optional);
}

/// Variables that the engine reads when it does something by itself: takes rows and begins branches, or ends an activity of its own.
List read_by_engine(const Model& model, const Variables& variables) {
  List found;
  const auto look = [&](const Expression& expression) {
    for (const std::uint32_t v : variables.read_by(expression).value_or(List{})) add_once(found, v);
  };
  const auto look_at_effects = [&](const Effects& effects) {
    for (const FieldRef& ref : effects.required)
      if (const auto v = variables.of_slot(ref.slot)) add_once(found, *v);
    if (effects.when) look(effects.when->expression);
    for (const SetField& set : effects.sets) look(set.value);
  };
  for (const Row& row : model.rows) {
    if (row.decision == Row::Decision::guard) look(row.guard.expression);
    for (const Branch& branch : row.branches)
      if (branch.choice == Branch::Choice::guard) look(branch.guard.expression);
  }
  for (const Activity& activity : model.activities) {
    if (activity.performer != Performer::engine) continue;
    look_at_effects(activity.effects);
    for (const Result& result : activity.results) look_at_effects(result.effects);
  }
  return found;
}

/// A value that was given is chosen: any of those that can make a difference. At once, if something reads it that happens by itself.
void add_choices(Unfolding& unfolding) {
  const Variables& variables = unfolding.variables();
  const List hurried = read_by_engine(unfolding.model(), variables);
  for (std::uint32_t v = 0; v < variables.size(); ++v) {
    if (!unfolding.is_field(v)) continue;
    Unfolding::Transition transition;
    transition.take = {unfolding.open_value(v)};
    if (has(hurried, v))
      transition.urgency = Unfolding::urgency(Order::choice, v);
    else
      transition.read = {unfolding.running()};
    for (const std::uint32_t value : variables.given_values(v)) {
      transition.put = {unfolding.place_of(v, value)};
      unfolding.add(transition, {.kind = Kind::choice, .given = {{v, value}}});
    }
  }
}

/// 6.2: no token is left, and every object that has final states rests.
void add_over(Unfolding& unfolding) {
  const Model& model = unfolding.model();
  const Variables& variables = unfolding.variables();
  Unfolding::Transition transition;
  transition.take = {unfolding.running()};
  transition.put = {unfolding.over()};
  transition.urgency = Unfolding::urgency(Order::over);
  for (const auto& [token, empty] : unfolding.empty()) transition.read.push_back(empty);
  InPlay in_play;
  for (std::uint32_t o = 0; o < model.objects.size(); ++o)
    if (const auto v = variables.of_object(o); v && !model.objects[o].final_states.empty())
      in_play.emplace(*v, resting(model.objects[o]));
  variables.for_each({in_play.begin(), in_play.end()}, [&](const Assignment& assignment) {
    Unfolding::Transition with = transition;
    for (const auto& [v, values] : in_play) with.read.push_back(unfolding.place_of(v, assignment[v]));
    unfolding.add(std::move(with), {.kind = Kind::over});
  });
}

}  // namespace

UnfoldedNet unfold(const Net& net, Deviating deviating) {
  UnfoldedNet nothing;
  nothing.left_out = parts_left_out(net);
  if (!nothing.left_out.empty()) return nothing;
  const auto variables = std::make_shared<const Variables>(net);
  nothing.left_out = data_left_out(net, *variables);
  if (!nothing.left_out.empty()) return nothing;
  Unfolding unfolding(net, variables, deviating);
  add_start(unfolding);
  for (std::uint32_t a = 0; a < net.activities.size() && unfolding.shows_all(); ++a) add_activity(unfolding, a, deviating);
  for (std::uint32_t s = 0; s < net.silents.size() && unfolding.shows_all(); ++s) add_route(unfolding, s);
  add_choices(unfolding);
  if (!net.model->rows.empty() && !ending_object(*net.model)) add_over(unfolding);
  return std::move(unfolding).finish();
}

}  // namespace itsmflow
