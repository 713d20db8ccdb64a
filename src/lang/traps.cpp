// Models that are well formed, and hardly mean what they say.

#include "lang/sections.hpp"
#include "model/rows.hpp"
#include "model/rule_automaton.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace itsmflow::lang {
namespace {

/// Of an activity and all its results.
template <class Predicate>
bool any_effects(const Activity& activity, const Predicate& holds) {
  return holds(activity.effects) ||
         std::ranges::any_of(activity.results, [&](const Result& result) { return holds(result.effects); });
}

// -- one of several objects, and the whole case --

bool reads_element(const Model& model, std::uint32_t object, const Expression& expression) {
  const auto is_of_it = [&](std::uint32_t slot) {
    return slot == state_slot(model, object) || slot == extra_slot(model, ExtraSlot::element) ||
           std::ranges::find(model.objects[object].fields, slot, &Field::slot) != model.objects[object].fields.end();
  };
  return std::ranges::any_of(expression.slots(), is_of_it);
}

/// It moves, writes or reads something of the element that it is about.
bool deals_with_element(const Model& model, std::uint32_t object, const Effects& effects) {
  const auto is_of_it = [&](const FieldRef& ref) { return ref.object == object; };
  return std::ranges::find(effects.moves, object, &Move::object) != effects.moves.end() ||
         std::ranges::any_of(effects.required, is_of_it) || std::ranges::any_of(effects.asked, is_of_it) ||
         std::ranges::any_of(effects.derived, is_of_it) ||
         std::ranges::any_of(
             effects.sets, [&](const SetField& set) { return is_of_it(set.target) || reads_element(model, object, set.value); }) ||
         (effects.when && reads_element(model, object, effects.when->expression));
}

bool is_in_rule(const Model& model, std::uint32_t activity) {
  return std::ranges::any_of(model.rules, [&](const Rule& rule) {
    return std::ranges::find(rule.subjects, activity, &RuleSubject::activity) != rule.subjects.end();
  });
}

void report_one_of_many(Context& context, const Activity& activity, const Need& need) {
  const ObjectType& object = context.model.objects[need.object];
  std::string states;
  for (const std::uint32_t state : need.states) states += (states.empty() ? "" : " | ") + object.states[state];
  context.findings
      .warning("all-forgotten", need.span,
               "activity " + quoted(activity.id) + " can be done as soon as one " + quoted(object.id) +
                   " is in the right state, whatever the others are")
      .label("one is enough")
      .related(object.span, "a case has several")
      .help("write `" + object.id + ": all " + states + "`, or `" + object.id + ": any " + states + "` if one is enough");
}

/// Moves the whole case on, and is about one element of which it wants nothing but a state.
void find_forgotten_all(Context& context) {
  const Model& model = context.model;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    const Activity& activity = model.activities[a];
    if (!activity.about || is_in_rule(model, a)) continue;
    const std::uint32_t object = *activity.about;
    if (any_effects(activity, [&](const Effects& effects) { return deals_with_element(model, object, effects); })) continue;
    if (!any_effects(activity, [](const Effects& effects) { return !effects.moves.empty(); })) continue;
    any_effects(activity, [&](const Effects& effects) {
      const auto need = std::ranges::find(effects.needs, object, &Need::object);
      if (need != effects.needs.end()) report_one_of_many(context, activity, *need);
      return need != effects.needs.end();
    });
  }
}

// -- times after which nothing happens --

bool follows_nothing(const Effects& effects) {
  return effects.moves.empty() && effects.sets.empty();
}

bool calls_off(const Cancels& cancels) {
  return cancels.all || !cancels.activities.empty();
}

bool has_row(const Model& model, std::uint32_t activity, std::uint32_t result) {
  return std::ranges::any_of(model.rows,
                             [&](const Row& row) { return leads_to(row, activity) || comes_from(row, activity, result); });
}

bool some_rule_minds(const Model& model, std::uint32_t activity, std::uint32_t result) {
  return std::ranges::any_of(model.rules,
                             [&](const Rule& rule) { return rule.is_about_course() && minds(rule, activity, result); });
}

/// The time of a result comes, and all is as it was: the activity can be done as before, and its time begins anew.
void find_idle_timers(Context& context) {
  const Model& model = context.model;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    const Activity& activity = model.activities[a];
    if (!follows_nothing(activity.effects) || calls_off(activity.cancels) || !activity.starts.empty()) continue;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      const Result& result = activity.results[r];
      const bool idle = result.after && follows_nothing(result.effects) && !calls_off(result.cancels) && result.starts.empty();
      if (!idle || has_row(model, a, r) || some_rule_minds(model, a, r)) continue;
      context.findings
          .warning("escalation-to-nobody", result.span,
                   "when the time of " + quoted(activity.id + "." + result.id) + " has come, nothing follows")
          .label("it moves, sets and starts nothing, and no row begins here")
          .help("add a row `" + activity.id + "." + result.id + " -> ACTIVITY`, or let it move an object");
    }
  }
}

}  // namespace

void find_traps(Context& context) {
  if (context.findings.has_errors()) return;  // what is missing here may stand in what could not be read
  find_forgotten_all(context);
  find_idle_timers(context);
}

}  // namespace itsmflow::lang
