// The yes-or-no questions about a state that obstacles and the engine's own steps share.

#include "model/ends.hpp"
#include "semantics/activation.hpp"
#include "semantics/elements.hpp"
#include "semantics/guards.hpp"
#include "semantics/items.hpp"
#include "semantics/obstacles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

void collect_missing(const CaseState& state, const std::vector<FieldRef>& required, const Writes* given,
                     std::vector<FieldRef>& missing) {
  for (const FieldRef& ref : required) {
    bool filled = !state.data[ref.slot].is_null();
    if (given)
      for (const auto& [slot, value] : *given)
        if (slot == ref.slot) filled = !value.is_null();
    const bool known = std::any_of(missing.begin(), missing.end(), [&](const FieldRef& other) { return other.slot == ref.slot; });
    if (!filled && !known) missing.push_back(ref);
  }
}

/// Derived fields can be required too: nobody gives them, but it must be possible to compute them.
void collect_uncomputed(const Net& net, const CaseState& state, const std::vector<FieldRef>& required, const Writes* given,
                        std::vector<FieldRef>& missing) {
  if (required.empty()) return;
  const StateActivation data(net, state, {}, given);
  for (const FieldRef& ref : required) {
    const bool known = std::any_of(missing.begin(), missing.end(), [&](const FieldRef& other) { return other.slot == ref.slot; });
    if (!known && data.slot(ref.slot).is_null()) missing.push_back(ref);
  }
}

std::string of_message(const std::string& error) {
  return error.starts_with(kNoKey) ? fmt::format("the message has no {}", error.substr(kNoKey.size())) : error;
}

void compute(const Net& net, const CaseState& state, const std::vector<SetField>& sets, std::string_view actor, Writes& writes,
             GuardContext context, std::vector<Obstacle>& problems) {
  for (const SetField& set : sets) {
    const std::string path = net.model->path(set.target);
    const Expression::Outcome outcome = set.value.evaluate(StateActivation(net, state, actor, &writes, context));
    if (outcome.kind == Expression::Outcome::Kind::unfilled) {
      problems.emplace_back(Obstacle::Kind::missing_data,
                            fmt::format("{} can't be computed: {}{}", path, outcome.text, unfilled_words(outcome.text)),
                            std::vector{outcome.text});
      continue;
    }
    if (outcome.kind == Expression::Outcome::Kind::error) {
      const std::string error = context.message != nullptr ? of_message(outcome.text) : outcome.text;
      problems.emplace_back(Obstacle::Kind::guard_false,
                            fmt::format("{} can't be computed: {}", path, told_error(*net.model, set.value, error)));
      continue;
    }
    FieldValue accepted = accept_value(net.model->field(set.target), outcome.value);
    if (accepted.value) {
      writes.emplace_back(set.target.slot, std::move(*accepted.value));
      continue;
    }
    problems.emplace_back(Obstacle::Kind::guard_false, fmt::format("{} can't be computed: {}", path,
                                                                   told_error(*net.model, set.value, "it " + accepted.problem)));
  }
}

}  // namespace

Obstacle case_is_closed(const CaseState& state) {
  return {Obstacle::Kind::case_over, state.status == CaseStatus::over ? "the case is over" : "the case was cancelled"};
}

std::uint32_t open_input(const Net& net, const CaseState& state, std::uint32_t activity) {
  const std::vector<Bits>& inputs = net.activities[activity].inputs;
  for (std::uint32_t i = 0; i < inputs.size(); ++i)
    if (state.marking.contains(inputs[i])) return i;
  return kNone;
}

std::uint32_t input_of(const Net& net, const CaseState& state, std::uint32_t activity) {
  if (const UnderWay* open = find_under_way(state, activity)) return open->input;
  if (const WorkItem* work = find_work(state, activity); work && work->begun) return work->input;
  return open_input(net, state, activity);
}

bool is_reached(const Net& net, const CaseState& state, std::uint32_t activity) {
  if (net.activities[activity].free) return true;
  return is_begun(state, activity) || open_input(net, state, activity) != kNone;
}

bool look_fits(const Net& net, const CaseState& state, const Net::Look& look) {
  if (look.of == Need::Of::one) return state.marking.meets(look.states);
  bool any = false;
  for (std::uint32_t number = 1; number <= element_count(state, look.object); ++number) {
    const std::uint32_t at = state_of_element(net, state, {look.object, number});
    if (at == 0) continue;
    const bool fits = look.states.test(net.state_place(look.object, at));
    if (!fits && look.of == Need::Of::all) return false;
    any = any || fits;
  }
  return any || look.of == Need::Of::all;
}

bool states_fit(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  const Net::ResultNode& node = net.activities[activity].results[result];
  return std::all_of(node.shifts.begin(), node.shifts.end(),
                     [&](const Net::Shift& shift) { return state.marking.meets(shift.from); }) &&
         std::all_of(node.looks.begin(), node.looks.end(), [&](const Net::Look& look) { return look_fits(net, state, look); });
}

bool any_result_fits(const Net& net, const CaseState& state, std::uint32_t activity) {
  for (std::uint32_t r = 0; r < net.activities[activity].results.size(); ++r)
    if (states_fit(net, state, activity, r)) return true;
  return false;
}

bool has_room(const Net& net, const CaseState& state, const Bits& take, const Bits& produce) {
  Bits occupied = state.marking;
  occupied -= take;
  const auto keep_free = [&](const auto& in_hand) {
    if (in_hand.input == kNone) return;
    const Bits& reserved = net.activities[in_hand.activity].inputs[in_hand.input];
    if (!(reserved == take)) occupied |= reserved;
  };
  for (const WorkItem& work : state.work) keep_free(work);
  for (const UnderWay& open : state.under_way) keep_free(open);
  return !occupied.meets(produce);
}

bool has_room_after(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result, std::uint32_t input) {
  const Net::ActivityNode& ends = net.activities[activity];
  const Net::ResultNode& node = ends.results[result];
  const Bits take = input == kNone ? Bits(net.places.size()) : ends.inputs[input];
  if (node.clears.empty()) return has_room(net, state, take, node.produce);
  const std::vector<std::uint32_t> cancelled = cancelled_by(*net.model, activity, result);
  const auto is_cancelled = [&](const auto& in_hand) {
    return std::binary_search(cancelled.begin(), cancelled.end(), in_hand.activity);
  };
  CaseState without = state;
  without.marking -= node.clears;
  std::erase_if(without.work, is_cancelled);
  std::erase_if(without.under_way, is_cancelled);
  return has_room(net, without, take, node.produce);
}

bool rests(const ObjectType& object, std::uint32_t state) {
  return object.final_states.empty() || object.states[state] == "none" || is_final(object, state);
}

namespace {

/// The state an object, or in a view its element, is in after an activity has moved what it moves; kNone if it has no states.
std::uint32_t state_after(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result,
                          std::uint32_t object) {
  for (const Net::Shift& shift : net.activities[activity].results[result].shifts)
    if (shift.object == object) return shift.to - net.state_place(object, 0);
  return state_of(net, state, object);
}

}  // namespace

bool ends_case(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  const Model& model = *net.model;
  const auto object = ending_object(model);
  return object && is_final(model.objects[*object], state_after(net, state, activity, result, *object));
}

std::vector<Unfinished> left_unfinished(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  const Model& model = *net.model;
  if (!ends_case(net, state, activity, result)) return {};
  std::vector<Unfinished> left;
  for (std::uint32_t o = 0; o < model.objects.size(); ++o) {
    const ObjectType& object = model.objects[o];
    if (o == *model.case_object || object.states.empty()) continue;
    const std::uint32_t count = object.many ? element_count(state, o) : 1;
    for (std::uint32_t number = 1; number <= count; ++number) {
      const Focus element{o, number};
      const bool moves = !object.many || element == state.focus;
      const std::uint32_t then = moves ? state_after(net, state, activity, result, o) : state_of_element(net, state, element);
      if (!rests(object, then)) left.push_back({o, then, object.many ? number : 0});
    }
  }
  return left;
}

std::vector<FieldRef> missing_fields(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result,
                                     const Writes* given) {
  const Activity& declared = net.model->activities[activity];
  std::vector<FieldRef> missing;
  collect_missing(state, declared.effects.required, given, missing);
  collect_missing(state, declared.results[result].effects.required, given, missing);
  collect_uncomputed(net, state, declared.effects.derived, given, missing);
  collect_uncomputed(net, state, declared.results[result].effects.derived, given, missing);
  return missing;
}

std::vector<Obstacle> compute_sets(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result,
                                   std::string_view actor, Writes& writes, GuardContext context) {
  const Activity& declared = net.model->activities[activity];
  std::vector<Obstacle> problems;
  compute(net, state, declared.effects.sets, actor, writes, context, problems);
  compute(net, state, declared.results[result].effects.sets, actor, writes, context, problems);
  return problems;
}

std::vector<FieldRef> missing_for_item(const Net& net, const CaseState& state, std::uint32_t activity, std::string_view item,
                                       const Writes* given) {
  const Activity& declared = net.model->activities[activity];
  std::vector<FieldRef> missing;
  collect_missing(state, declared.effects.required, given, missing);
  if (const Part* part = part_of(declared, item)) collect_missing(state, part->required, given, missing);
  return missing;
}

}  // namespace itsmflow
