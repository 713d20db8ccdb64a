// Each command: what it asks of the case, and the event it comes to.

#include "engine/impl.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;

NetEvent event_of(EventType type, std::uint32_t activity, std::string_view actor) {
  NetEvent event;
  event.type = type;
  event.activity = activity;
  event.actor = actor;
  return event;
}

std::string role_of(const Situation& now, std::uint32_t activity) {
  const Model& model = *now.at.net->model;
  return acting_role(model, model.activities[activity].roles, now.held);
}

Decision refuse(Kind kind, std::string message, std::vector<std::string> remedies = {}) {
  return std::vector<Obstacle>{Obstacle(kind, std::move(message), std::move(remedies))};
}

Decision happens(NetEvent event) {
  std::vector<NetEvent> events;
  events.push_back(std::move(event));
  return events;
}

enum class Progress { claimed, begun };

/// The item that an actor has in hand; otherwise why he has not.
std::variant<const WorkItem*, Decision> in_hand(const OpenCase& at, std::uint32_t activity, std::string_view actor,
                                                Progress least) {
  const std::string& name = at.net->model->activities[activity].id;
  if (at.state.status != CaseStatus::open)
    return refuse(Kind::case_over, at.state.status == CaseStatus::over ? "the case is over" : "the case was cancelled");
  const WorkItem* item = find_work(at.state, activity);
  if (item && item->holder != actor)
    return refuse(Kind::taken, fmt::format("{} has '{}' in hand", item->holder, name), {item->holder});
  if (item && !item->giver.empty() && least == Progress::begun)
    return refuse(Kind::taken, fmt::format("{} handed '{}' over to you; claim it first", item->giver, name), {item->holder});
  if (!item || (least == Progress::begun && !item->begun))
    return refuse(Kind::not_reached,
                  fmt::format("you have not {} '{}'", least == Progress::begun ? "begun" : "claimed or begun", name), {name});
  return item;
}

}  // namespace

Step Engine::start(std::string_view process, std::string_view actor, const Data& data, const Command& command) {
  return impl_->start(process, actor, data, command);
}

namespace {

Decision decide_end(const Situation& now, std::string_view activity, std::string_view actor, const Work& work, Attempt::What what,
                    const Directory& directory) {
  const OpenCase& at = now.at;
  const Model& model = *at.net->model;
  const std::uint32_t index = activity_of(model, activity);
  const std::uint32_t result = result_of(model.activities[index], work.result);
  const std::string taker = "'" + model.activities[index].id + (work.result.empty() ? "" : "." + work.result) + "'";
  const Writes given = writes_of(model, work.data, taken_fields(model.activities[index], result), taker);
  NetEvent event = event_of(EventType::done, index, actor);
  event.result = result;
  std::vector<Obstacle> found =
      obstacles(*at.net, at.state, {what, index, result, actor, now.held, &given, &event.writes}, directory);
  if (!found.empty()) return found;
  const WorkItem* item = find_work(at.state, index);
  if (!item || !item->begun) event.input = open_input(*at.net, at.state, index);
  event.role = role_of(now, index);
  return happens(std::move(event));
}

void refuse_motive(const Work& work) {
  if (work.motive) throw UsageError("deviations are not supported yet: a step can't be given a motive");
}

}  // namespace

Step Engine::perform(CaseId id, std::string_view activity, std::string_view actor, const Work& work) {
  refuse_motive(work);
  return impl_->step(id, {EventType::done, activity, actor, work.result}, work.command, [&](const Situation& now) {
    return decide_end(now, activity, actor, work, Attempt::What::perform, impl_->directory);
  });
}

Step Engine::end(CaseId id, std::string_view activity, std::string_view actor, const Work& work) {
  refuse_motive(work);
  return impl_->step(id, {EventType::done, activity, actor, work.result}, work.command, [&](const Situation& now) {
    return decide_end(now, activity, actor, work, Attempt::What::end, impl_->directory);
  });
}

Step Engine::begin(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  return impl_->step(id, {EventType::begun, activity, actor}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const std::uint32_t index = activity_of(*at.net->model, activity);
    std::vector<Obstacle> found =
        obstacles(*at.net, at.state, {Attempt::What::begin, index, std::nullopt, actor, now.held}, impl_->directory);
    if (!found.empty()) return found;
    NetEvent event = event_of(EventType::begun, index, actor);
    event.input = open_input(*at.net, at.state, index);
    event.role = role_of(now, index);
    return happens(std::move(event));
  });
}

Step Engine::claim(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  return impl_->step(id, {EventType::claimed, activity, actor}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const std::uint32_t index = activity_of(*at.net->model, activity);
    std::vector<Obstacle> found =
        obstacles(*at.net, at.state, {Attempt::What::claim, index, std::nullopt, actor, now.held}, impl_->directory);
    if (!found.empty()) return found;
    const WorkItem* item = find_work(at.state, index);
    const bool accepts = item && !item->giver.empty();
    NetEvent event = event_of(accepts ? EventType::accepted : EventType::claimed, index, actor);
    event.role = role_of(now, index);
    return happens(std::move(event));
  });
}

Step Engine::hand_over(CaseId id, std::string_view activity, std::string_view actor, std::string_view to, std::string_view confirm,
                       const Command& command) {
  require_utf8(confirm, "what is to be confirmed");
  if (to == actor) throw UsageError(fmt::format("{} can't hand work over to himself or herself", actor));
  const std::vector<std::string> receiver = impl_->roles_of(to);
  return impl_->step(id, {EventType::handed_over, activity, actor, {}, to}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const std::uint32_t index = activity_of(*at.net->model, activity);
    auto held = in_hand(at, index, actor, Progress::claimed);
    if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
    if (!std::get<const WorkItem*>(held)->giver.empty())
      return refuse(Kind::taken, fmt::format("'{}' was handed over to you; claim it before you hand it on", activity));
    // The receiver stands where the giver stood, so only role and people can be in the way.
    std::vector<Obstacle> found;
    for (Obstacle& obstacle :
         obstacles(*at.net, at.state, {Attempt::What::claim, index, std::nullopt, to, receiver}, impl_->directory))
      if (obstacle.kind() >= Kind::wrong_role && obstacle.kind() <= Kind::same_person) found.push_back(std::move(obstacle));
    if (!found.empty()) return found;
    NetEvent event = event_of(EventType::handed_over, index, actor);
    event.role = role_of(now, index);
    event.person = to;
    event.note = confirm;
    return happens(std::move(event));
  });
}

Step Engine::suspend(CaseId id, std::string_view activity, std::string_view actor, std::string_view note, const Command& command) {
  require_utf8(note, "the note");
  return impl_->step(id, {EventType::suspended, activity, actor}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const std::uint32_t index = activity_of(*at.net->model, activity);
    auto held = in_hand(at, index, actor, Progress::begun);
    if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
    if (std::get<const WorkItem*>(held)->suspended) return refuse(Kind::taken, fmt::format("'{}' is suspended already", activity));
    NetEvent event = event_of(EventType::suspended, index, actor);
    event.note = note;
    return happens(std::move(event));
  });
}

Step Engine::resume(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  return impl_->step(id, {EventType::resumed, activity, actor}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const std::uint32_t index = activity_of(*at.net->model, activity);
    auto held = in_hand(at, index, actor, Progress::begun);
    if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
    if (!std::get<const WorkItem*>(held)->suspended)
      return refuse(Kind::not_reached, fmt::format("'{}' is not suspended", activity));
    return happens(event_of(EventType::resumed, index, actor));
  });
}

Step Engine::withdraw(CaseId id, std::string_view activity, std::string_view actor, std::string_view note, const Command& command) {
  require_utf8(note, "the note");
  return impl_->step(id, {EventType::withdrawn, activity, actor}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const std::uint32_t index = activity_of(*at.net->model, activity);
    auto held = in_hand(at, index, actor, Progress::claimed);
    if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
    NetEvent event = event_of(EventType::withdrawn, index, actor);
    event.person = actor;
    event.note = note;
    return happens(std::move(event));
  });
}

Step Engine::set(CaseId id, std::string_view activity, std::string_view actor, const Data& data, const Command& command) {
  return impl_->step(id, {EventType::set, activity, actor}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const Model& model = *at.net->model;
    const std::uint32_t index = activity_of(model, activity);
    auto held = in_hand(at, index, actor, Progress::begun);
    if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
    NetEvent event = event_of(EventType::set, index, actor);
    event.role = role_of(now, index);
    event.writes = writes_of(model, data, taken_fields(model.activities[index], std::nullopt), "'" + std::string(activity) + "'");
    return happens(std::move(event));
  });
}

Step Engine::cancel(CaseId id, std::string_view actor, std::string_view why, const Command& command) {
  require_utf8(why, "the reason");
  return impl_->step(id, {EventType::cancelled, {}, actor}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const Model& model = *at.net->model;
    if (at.state.status != CaseStatus::open)
      return refuse(Kind::case_over, at.state.status == CaseStatus::over ? "the case is over" : "the case was cancelled already");
    const std::string role = acting_role(model, model.start.roles, now.held);
    std::vector<Obstacle> found = starter_obstacles(model, role, actor, impl_->directory);
    if (!found.empty()) return found;
    std::vector<NetEvent> events;
    events.push_back(event_of(EventType::cancelled, kNone, actor));
    events.back().role = role;
    events.back().note = why;
    for (const WorkItem& item : at.state.work) {
      NetEvent& withdrawn = events.emplace_back(event_of(EventType::withdrawn, item.activity, {}));
      withdrawn.person = item.holder;
      withdrawn.note = "the case was cancelled";
    }
    return events;
  });
}

}  // namespace itsmflow
