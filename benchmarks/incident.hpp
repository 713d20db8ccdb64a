// A process whose cases wait for long: what is measured of files with many open cases.

#pragma once

#include <itsmflow/itsmflow.hpp>

#include <stdexcept>

namespace incident {

namespace flow = itsmflow;

/// Each open case has an offer and a timer.
inline constexpr const char* kModel = R"(
itsmflow: 1
process: incident
version: 1.0.0
case: incident
roles:
  agent: {title: Agent}
  lead: {title: Lead}
objects:
  incident:
    states: [new, closed]
    final: [closed]
    fields: {effort: int}
start: {role: agent}
activities:
  note: {role: agent, needs: {incident: new}, asks: [incident.effort]}
  close: {role: lead, results: {closed: {moves: {incident: new -> closed}}, expired: {after: 300 days, moves: {incident: new -> closed}}}}
)";

inline flow::Library library() {
  static const flow::Library loaded({flow::load_model(kModel).value_or_throw()}, {});
  return loaded;
}

inline const flow::Directory& people() {
  static const flow::Directory directory{{"ann", {"agent"}}, {"lea", {"lead"}}};
  return directory;
}

inline void must(const flow::Step& step) {
  if (!step) throw std::runtime_error(step.obstacles().front().message());
}

}  // namespace incident
