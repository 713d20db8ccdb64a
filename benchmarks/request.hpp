// The process that is measured, and one case of it: five activities with a guard and four eyes. perform.cpp and peers/ play it;
// peers/request.bpmn is the same in BPMN.

#pragma once

#include <itsmflow/itsmflow.hpp>

#include <functional>
#include <stdexcept>

namespace request {

namespace flow = itsmflow;

inline constexpr const char* kModel = R"(
itsmflow: 1
process: request
title: Request with five steps
version: 1.0.0
case: request
roles:
  agent: {title: Agent}
  lead: {title: Lead}
objects:
  request:
    states: [new, assessed, approved, built, tested, closed]
    final: [closed]
    fields:
      cost: int
start: {role: agent}
activities:
  assess: {role: agent, moves: {request: new -> assessed}, requires: [request.cost]}
  approve: {role: lead, moves: {request: assessed -> approved}, when: request.cost < 1000}
  build: {role: agent, moves: {request: approved -> built}}
  test: {role: agent, moves: {request: built -> tested}}
  close: {role: lead, moves: {request: tested -> closed}}
rules:
  - four_eyes: [build, test]
)";

/// How many commands a case takes: the start and five times `perform`.
inline constexpr int kCommands = 6;

inline const flow::Directory& people() {
  static const flow::Directory directory{{"ann", {"agent"}}, {"ben", {"agent"}}, {"lea", {"lead"}}};
  return directory;
}

inline flow::Library library() {
  static const flow::Library loaded({flow::load_model(kModel).value_or_throw()}, {});
  return loaded;
}

inline void must(const flow::Step& step) {
  if (!step) throw std::runtime_error(step.obstacles().front().message());
}

/// What is done before and after each command.
struct Between {
  std::function<void()> before = [] {};
  std::function<void()> after = [] {};
};

/// One case from start to end.
inline flow::CaseId play_case(flow::Engine& engine, const Between& between = {}) {
  const auto command = [&](const auto& step) {
    between.before();
    const flow::Step done = step();
    must(done);
    between.after();
    return done.case_id();
  };
  const flow::CaseId id = command([&] { return engine.start("request", "ann"); });
  command([&] { return engine.perform(id, "assess", "ann", {.data = {{"request.cost", 500}}}); });
  command([&] { return engine.perform(id, "approve", "lea"); });
  command([&] { return engine.perform(id, "build", "ann"); });
  command([&] { return engine.perform(id, "test", "ben"); });
  command([&] { return engine.perform(id, "close", "lea"); });
  return id;
}

}  // namespace request
