// Where a case stands that was followed, and how it came there, in the words of a proof.

#include "model/fields.hpp"
#include "semantics/elements.hpp"
#include "verify/exploration.hpp"

#include <algorithm>

namespace itsmflow {

Standing Exploration::standing(std::uint32_t node) {
  const CaseState& state = nodes_[node].state;
  Standing standing{state.marking};
  const Model& model = *net_.model;
  for (std::uint32_t slot = 0; slot < state.data.size(); ++slot)
    if (net_.reads.slots[slot] && !state.data[slot].is_null())
      standing.data.emplace_back(path_of_slot(model, slot), state.data[slot]);
  if (!goes_on_[node]) standing.kept = moves_.what_keeps(state);
  return standing;
}

std::vector<WayStep> Exploration::way_to(std::uint32_t node) const {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = node; i != 0; i = nodes_[i].parent) nodes.push_back(i);
  std::vector<WayStep> way;
  Order numbers(net_.model->objects.size());  // of the elements as they are in order, those that they have in the case
  for (auto i = nodes.rbegin(); i != nodes.rend(); ++i) {
    add_steps(way, nodes_[*i].step);
    WayStep& last = way.back();
    const auto about = last.kind == WayStep::Kind::activity ? net_.model->activities[last.activity].about : std::nullopt;
    if (const std::uint32_t number = about ? element_number(last.item) : 0; number > 0) {
      if (number > numbers[*about].size()) numbers[*about].push_back(number);
      last.item = std::to_string(numbers[*about][number - 1]);
    }
    for (std::uint32_t o = 0; o < nodes_[*i].order.size(); ++o) {
      const std::vector<std::uint32_t> before = numbers[o];
      for (std::size_t at = 0; at < nodes_[*i].order[o].size(); ++at) numbers[o][at] = before[nodes_[*i].order[o][at]];
    }
  }
  return way;
}

namespace {

void say_of(const Message& message, WayStep& step) {
  step.kind = WayStep::Kind::message;
  step.item = message.name;
  if (const auto* values = message.values.if_map())
    for (const auto& [key, value] : *values) step.given.emplace_back("message." + *key.if_string(), value);
}

}  // namespace

void Exploration::add_steps(std::vector<WayStep>& way, const Step& step) const {
  for (const Message& message : step.early) say_of(message, way.emplace_back());
  way.push_back(step.deviation ? *step.deviation : step_of(step.move));
}

WayStep Exploration::step_of(const CaseMove& move) const {
  WayStep step;
  const Model& model = *net_.model;
  for (const NetEvent& event : move.events) {
    switch (event.type) {
      case EventType::started:
        break;
      case EventType::received:
        say_of(event.message, step);
        continue;
      case EventType::call_failed:
        step.kind = WayStep::Kind::failure;
        break;
      case EventType::timer_due:
        step.kind = event.result == kNone ? WayStep::Kind::retry : WayStep::Kind::time;
        break;
      case EventType::done:
      case EventType::item_done:
      case EventType::returned:
        step.kind = WayStep::Kind::activity;
        break;
      default:
        continue;
    }
    if (event.activity != kNone) step.activity = event.activity;
    step.result = event.result == kNone ? 0 : event.result;
    step.item = event.item;
    for (const auto& [slot, value] : event.writes)
      if (slot < net_.reads.slots.size() && net_.reads.slots[slot]) step.given.emplace_back(path_of_slot(model, slot), value);
  }
  return step;
}

}  // namespace itsmflow
