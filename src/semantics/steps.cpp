#include "semantics/steps.hpp"

#include "semantics/automatic.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"
#include "semantics/people.hpp"

#include <utility>

namespace itsmflow {

namespace {

void make_about(const Net& net, const CaseState& state, const Attempt& attempt, EventType type, NetEvent& event) {
  event.type = type;
  event.activity = attempt.activity;
  event.item = attempt.item;
  event.actor = attempt.actor;
  const auto about = net.model->activities[attempt.activity].about;
  if (about && attempt.item == kNewElement) event.item = std::to_string(next_element(state, *about));
}

}  // namespace

std::string acting_role(const Net& net, const Attempt& attempt) {
  return acting_role(*net.model, roles_of_item(net.model->activities[attempt.activity], attempt.item), attempt.held);
}

NetEvent event_about(const Net& net, const CaseState& state, EventType type, const Attempt& attempt) {
  NetEvent event;
  make_about(net, state, attempt, type, event);
  return event;
}

std::vector<NetEvent> opening(const Net& net, const CaseState& state, const Attempt& attempt) {
  if (!net.model->activities[attempt.activity].items || find_under_way(state, attempt.activity)) return {};
  NetEvent event = event_of(EventType::opened, attempt.activity);
  event.actor = attempt.actor;
  event.input = open_input(net, state, attempt.activity);
  event.items = items_of(net, state, attempt.activity);
  return {std::move(event)};
}

std::vector<NetEvent> doing(const Net& net, const CaseState& state, const Attempt& attempt, Writes writes, std::string answer,
                            std::string role) {
  const bool is_item = net.model->activities[attempt.activity].items.has_value();
  std::vector<NetEvent> events = opening(net, state, attempt);
  NetEvent& event = events.emplace_back();
  make_about(net, state, attempt, is_item ? EventType::item_done : EventType::done, event);
  event.role = std::move(role);
  event.writes = std::move(writes);
  if (is_item) {
    event.answer = std::move(answer);
    return events;
  }
  event.result = attempt.result.value_or(0);
  const WorkItem* work = find_work(state, attempt.activity, attempt.item);
  if (!work || !work->begun) event.input = open_input(net, state, attempt.activity);
  add_withdrawals(net, state, events);
  return events;
}

}  // namespace itsmflow
