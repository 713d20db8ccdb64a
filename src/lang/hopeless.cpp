#include "lang/sections.hpp"
#include "model/ends.hpp"
#include "model/rows.hpp"

#include <algorithm>
#include <vector>

namespace itsmflow::lang {
namespace {

bool is_bare(const Effects& effects) {
  return effects.moves.empty() && effects.needs.empty() && !effects.when;
}

bool has_states(const Model& model) {
  return model.case_object && !model.objects[*model.case_object].states.empty();
}

/// Free activities set rows going too; but without states a case is over when nothing is under way, and nothing is at its start.
void check_start(Context& context, const std::vector<bool>& waits) {
  const Model& model = context.model;
  if (model.rows.empty()) return;
  const bool starts = std::ranges::any_of(model.rows, comes_from_start);
  const bool free = std::ranges::find(waits, false) != waits.end();
  if (starts || (has_states(model) && free)) return;
  context.findings.error("no-start", model.rows.front().span, "no row comes from 'start', so nothing can ever be done")
      .help("add a row `start -> " + model.activities.front().id + "`");
}

void check_end(Context& context) {
  const Model& model = context.model;
  if (!model.rows.empty() || has_states(model)) return;
  const Span place = model.case_object ? model.objects[*model.case_object].span : context.activities.key;
  context.findings.error("no-end", place, "no case can ever be over: there are neither transitions nor states of the case's object")
      .help(model.case_object ? "add `states: [ONE, OTHER]` and `final: [OTHER]`, or `transitions` with a row to `end`"
                              : "add `transitions` with a row to `end`, or an object with states that the case is about");
}

void check_first_state(Context& context) {
  const Model& model = context.model;
  if (!has_states(model)) return;
  const ObjectType& object = model.objects[*model.case_object];
  if (!is_final(object, 0)) return;
  context.findings
      .error("over-at-start", object.state_spans.front(),
             "each case is over when it starts: the first state " + quoted(object.states.front()) + " is a final one")
      .help("put the state first in which " + quoted(object.id) + " begins, or take " + quoted(object.states.front()) +
            " out of `final`");
}

/// Of several results the engine takes the first that it can: one that it always can is enough.
void check_engine_ends(Context& context, const std::vector<bool>& waits) {
  const Model& model = context.model;
  for (std::size_t i = 0; i < model.activities.size(); ++i) {
    const Activity& activity = model.activities[i];
    if (activity.performer != Performer::engine || waits[i] || !is_bare(activity.effects)) continue;
    if (std::ranges::none_of(activity.results, [](const Result& result) { return is_bare(result.effects); })) continue;
    context.findings
        .error("endless-engine", activity.span,
               "the engine would do activity " + quoted(activity.id) + " for ever: nothing says when it can be done")
        .help("lead a row to it, or give it `moves`, `needs` or `when`");
  }
}

}  // namespace

void find_hopeless(Context& context) {
  if (context.findings.has_errors()) return;  // what is missing here may stand in what could not be read
  const std::vector<bool> waits = targets_of_rows(context.model);
  check_start(context, waits);
  check_end(context);
  check_first_state(context);
  check_engine_ends(context, waits);
}

}  // namespace itsmflow::lang
