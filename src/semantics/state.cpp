#include "semantics/state.hpp"

#include <algorithm>

namespace itsmflow {

NetEvent event_of(EventType type, std::uint32_t activity, std::uint32_t result) {
  NetEvent event;
  event.type = type;
  event.activity = activity;
  event.result = result;
  return event;
}

CaseState empty_state(const Net& net, CaseId id) {
  CaseState state;
  state.id = id;
  state.marking = net.initial;
  state.data.resize(net.model->slot_count);
  state.rules = net.rules.initial();
  const std::vector<ObjectType>& objects = net.model->objects;
  if (std::any_of(objects.begin(), objects.end(), [](const ObjectType& object) { return object.many; }))
    state.elements.resize(objects.size());
  return state;
}

const WorkItem* find_work(const CaseState& state, std::uint32_t activity, std::string_view item) noexcept {
  for (const WorkItem& work : state.work)
    if (work.activity == activity && work.item == item) return &work;
  return nullptr;
}

const UnderWay* find_under_way(const CaseState& state, std::uint32_t activity) noexcept {
  for (const UnderWay& open : state.under_way)
    if (open.activity == activity) return &open;
  return nullptr;
}

bool waits_for_answer(const CaseState& state, const UnderWay& service) noexcept {
  return !service.gave_up && std::none_of(state.timers.begin(), state.timers.end(), [&](const Timer& timer) {
    return timer.activity == service.activity && timer.result == kNone;
  });
}

bool is_begun(const CaseState& state, std::uint32_t activity) noexcept {
  const WorkItem* work = find_work(state, activity);
  return (work && work->begun) || find_under_way(state, activity);
}

const Value& read(const Net& net, const CaseState& state, std::uint32_t slot) {
  const Value& given = state.data[slot];
  return given.is_null() ? net.defaults[slot] : given;
}

std::uint32_t state_of(const Net& net, const CaseState& state, std::uint32_t object) {
  const std::size_t count = net.model->objects[object].states.size();
  for (std::uint32_t s = 0; s < count; ++s)
    if (state.marking.test(net.state_place(object, s))) return s;
  return kNone;
}

}  // namespace itsmflow
