#include "semantics/automatic.hpp"

#include "semantics/activation.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

bool is_one_of(const std::vector<std::uint32_t>& states, std::uint32_t state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

bool every_object_rests(const Net& net, const CaseState& state) {
  for (std::uint32_t o = 0; o < net.model->objects.size(); ++o) {
    const ObjectType& object = net.model->objects[o];
    if (!object.states.empty() && !rests(object, state_of(net, state, o))) return false;
  }
  return true;
}

bool is_complete(const Net& net, const CaseState& state) {
  const Model& model = *net.model;
  const bool object_decides = model.case_object && !model.objects[*model.case_object].final_states.empty();
  if (object_decides) return is_one_of(model.objects[*model.case_object].final_states, state_of(net, state, *model.case_object));
  if (model.rows.empty() || state.marking.meets(net.tokens)) return false;
  const bool token_in_hand =
      std::any_of(state.work.begin(), state.work.end(), [](const WorkItem& item) { return item.input != kNone; });
  return !token_in_hand && every_object_rests(net, state) && rules_accept(net, state);
}

NetEvent withdraw(const WorkItem& item, std::string why) {
  NetEvent event;
  event.type = EventType::withdrawn;
  event.activity = item.activity;
  event.person = item.holder;
  event.note = std::move(why);
  return event;
}

NetEvent end_or_withdraw(const CaseState& state) {
  if (!state.work.empty()) return withdraw(state.work.front(), "the case is over");
  NetEvent event;
  event.type = EventType::over;
  return event;
}

std::optional<NetEvent> withdraw_impossible(const Net& net, const CaseState& state) {
  for (const WorkItem& item : state.work)
    if (!is_reached(net, state, item.activity) || !any_result_fits(net, state, item.activity))
      return withdraw(item, "it can't be done any more as the case now stands");
  return std::nullopt;
}

std::optional<NetEvent> take_row(const Net& net, const CaseState& state) {
  const Bits* blocked = nullptr;  // a decision whose guard holds but whose target is still occupied: no other row may take it
  for (std::uint32_t s = 0; s < net.silents.size(); ++s) {
    const Net::Silent& silent = net.silents[s];
    if (!state.marking.contains(silent.from) || (blocked && *blocked == silent.from)) continue;
    const Row& row = net.model->rows[silent.row];
    if (row.decision == Row::Decision::guard && !row.guard.expression.holds(StateActivation(net, state, {}))) continue;
    if (!has_room(net, state, silent.from, silent.produce)) {
      blocked = &silent.from;
      continue;
    }
    NetEvent event;
    event.type = EventType::routed;
    event.silent = s;
    return event;
  }
  return std::nullopt;
}

bool holds(const Net& net, const CaseState& state, const std::optional<Guard>& guard) {
  return !guard || guard->expression.holds(StateActivation(net, state, {}));
}

std::optional<NetEvent> end_by_engine(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  const Activity& declared = net.model->activities[activity];
  if (!states_fit(net, state, activity, result) || !holds(net, state, declared.results[result].effects.when)) return std::nullopt;
  if (!missing_fields(net, state, activity, result, nullptr).empty()) return std::nullopt;
  if (!left_unfinished(net, state, activity, result).empty() || !rules_allow(net, state, activity, result)) return std::nullopt;
  NetEvent event;
  event.type = EventType::done;
  event.activity = activity;
  event.result = result;
  event.input = open_input(net, state, activity);
  const Bits take = event.input == kNone ? Bits(net.places.size()) : net.activities[activity].inputs[event.input];
  if (!has_room(net, state, take, net.activities[activity].results[result].produce)) return std::nullopt;
  if (!compute_sets(net, state, activity, result, {}, event.writes).empty()) return std::nullopt;
  return event;
}

std::optional<NetEvent> do_engine_activity(const Net& net, const CaseState& state) {
  const Model& model = *net.model;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    const Activity& activity = model.activities[a];
    if (activity.performer != Performer::engine || !is_reached(net, state, a) || !holds(net, state, activity.effects.when))
      continue;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r)
      if (auto event = end_by_engine(net, state, a, r)) return event;
  }
  return std::nullopt;
}

}  // namespace

std::optional<NetEvent> next_automatic(const Net& net, const CaseState& state) {
  if (state.status != CaseStatus::open) return std::nullopt;
  if (is_complete(net, state)) return end_or_withdraw(state);
  if (auto event = withdraw_impossible(net, state)) return event;
  if (auto event = take_row(net, state)) return event;
  return do_engine_activity(net, state);
}

}  // namespace itsmflow
