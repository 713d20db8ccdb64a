#include "semantics/simulation.hpp"

#include "semantics/automatic.hpp"

#include <utility>

namespace itsmflow {
namespace {

/// Stands for the number of a case that would begin.
constexpr std::int64_t kSomeCase = INT64_MAX;

/// Cases that would be started beside this one, and what is written of them. False: one can't begin.
bool start_cases(const Net& net, CaseState& state, const std::vector<StartedProcess>& starts, const Surroundings& surroundings) {
  for (const StartedProcess& started : starts) {
    if (!surroundings.can_begin(state, started.process, started.with)) return false;
    NetEvent linked = event_of(EventType::linked);
    linked.child = CaseId{kSomeCase};
    if (started.into) linked.writes.emplace_back(started.into->slot, Value(kSomeCase));
    apply(net, state, linked);
  }
  return true;
}

}  // namespace

bool happen(const Net& net, CaseState& state, NetEvent event, const Surroundings& surroundings, Timestamp at, Exits exits) {
  event.at = at;
  const Activity* activity = event.activity == kNone ? nullptr : &net.model->activities[event.activity];
  const bool ends = activity && event.type == EventType::done;
  if (ends && exits == Exits::closed && is_emergency_exit(*activity, event.result)) return false;
  if (activity && event.type == EventType::launched) {
    if (!surroundings.can_begin(state, activity->process.process, activity->process.with)) return false;
    event.child = CaseId{kSomeCase};
  }
  apply(net, state, event);
  if (!ends) return true;
  return start_cases(net, state, activity->starts, surroundings) &&
         start_cases(net, state, activity->results[event.result].starts, surroundings);
}

bool is_emergency_exit(const Activity& activity, std::uint32_t result) {
  return activity.cancels.all || activity.results[result].cancels.all;
}

std::optional<CaseState> after(const Net& net, CaseState state, const std::vector<NetEvent>& events,
                               const Surroundings& surroundings, Timestamp at, Exits exits, std::vector<NetEvent>* happened) {
  for (const NetEvent& event : events)
    if (!happen(net, state, event, surroundings, at, exits)) return std::nullopt;
  std::size_t count = 0;
  for (std::vector<NetEvent> next = next_automatic(net, state); !next.empty(); next = next_automatic(net, state)) {
    for (NetEvent& event : next) {
      if (++count > kMostEvents) return std::nullopt;
      if (happened) happened->push_back(event);
      if (!happen(net, state, std::move(event), surroundings, at, exits)) return std::nullopt;
    }
  }
  return state;
}

std::optional<std::vector<NetEvent>> route(const Net& net, CaseState& state, const Surroundings& surroundings) {
  std::vector<NetEvent> happened;
  for (std::vector<NetEvent> next = next_routing(net, state); !next.empty(); next = next_routing(net, state)) {
    for (NetEvent& event : next) {
      if (happened.size() > kMostEvents || !happen(net, state, event, surroundings, surroundings.now, Exits::taken))
        return std::nullopt;
      event.at = surroundings.now;
      happened.push_back(std::move(event));
    }
  }
  return happened;
}

}  // namespace itsmflow
