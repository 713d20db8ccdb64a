// Each command: what it asks of the case, and the event it comes to.

#include "base/text_distance.hpp"
#include "engine/impl.hpp"
#include "semantics/automatic.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;

/// What a command is about: an activity, or an item of it.
struct Target {
  std::uint32_t activity = 0;
  std::string item{};
};

Target target_of(const OpenCase& at, std::string_view activity, std::string_view item, std::string_view actor) {
  const std::uint32_t index = activity_of(*at.net->model, activity);
  return {index, item_of(*at.net, at.state, index, item, actor)};
}

/// The target of an event: a new element has a number in it.
Target numbered(const OpenCase& at, Target target) {
  const auto about = at.net->model->activities[target.activity].about;
  if (about && target.item == kNewElement) target.item = std::to_string(next_element(at.state, *about));
  return target;
}

NetEvent event_of(EventType type, const Target& target, std::string_view actor) {
  NetEvent event;
  event.type = type;
  event.activity = target.activity;
  event.item = target.item;
  event.actor = actor;
  return event;
}

std::string role_of(const Situation& now, const Target& target) {
  const Model& model = *now.at.net->model;
  return acting_role(model, roles_of_item(model.activities[target.activity], target.item), now.held);
}

/// The opening of an activity of several items, where it isn't under way.
std::vector<NetEvent> opening(const OpenCase& at, const Target& target, std::string_view actor) {
  if (!at.net->model->activities[target.activity].items || find_under_way(at.state, target.activity)) return {};
  NetEvent event = event_of(EventType::opened, {target.activity}, actor);
  event.input = open_input(*at.net, at.state, target.activity);
  event.items = items_of(*at.net, at.state, target.activity);
  return {std::move(event)};
}

Decision refuse(Kind kind, std::string message, std::vector<std::string> remedies = {}) {
  return std::vector<Obstacle>{Obstacle(kind, std::move(message), std::move(remedies))};
}

Decision happens(NetEvent event) {
  std::vector<NetEvent> events;
  events.push_back(std::move(event));
  return events;
}

Attempt attempt(Attempt::What what, const Target& target, std::string_view actor, const std::vector<std::string>& held) {
  return {.what = what, .activity = target.activity, .result = std::nullopt, .actor = actor, .held = held, .item = target.item};
}

/// Whoever takes work over stands where the giver stood, so only role and people can be in the way.
std::vector<Obstacle> obstacles_to_take_over(const OpenCase& at, const Attempt& claim, const Directory& directory) {
  std::vector<Obstacle> found;
  for (Obstacle& obstacle : obstacles(*at.net, at.state, claim, directory))
    if (obstacle.kind() >= Kind::wrong_role && obstacle.kind() <= Kind::same_person) found.push_back(std::move(obstacle));
  return found;
}

enum class Progress { claimed, begun };

/// The item that an actor has in hand; otherwise why he has not.
std::variant<const WorkItem*, Decision> in_hand(const OpenCase& at, const Target& target, std::string_view actor, Progress least) {
  const std::string name = target.item.empty() ? at.net->model->activities[target.activity].id
                                               : at.net->model->activities[target.activity].id + " " + target.item;
  if (at.state.status != CaseStatus::open)
    return refuse(Kind::case_over, at.state.status == CaseStatus::over ? "the case is over" : "the case was cancelled");
  const WorkItem* item = find_work(at.state, target.activity, target.item);
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

Decision decide_item(const Situation& now, const Target& target, std::string_view actor, const Work& work, Attempt::What what,
                     const Directory& directory) {
  const OpenCase& at = now.at;
  const Activity& activity = at.net->model->activities[target.activity];
  const std::vector<std::string> answers = answers_of(activity);
  if (std::find(answers.begin(), answers.end(), work.result) == answers.end()) {
    if (answers.front().empty()) throw UsageError(fmt::format("'{}' takes no answer; leave out '{}'", activity.id, work.result));
    if (work.result.empty())
      throw UsageError(fmt::format("'{}' is answered with {}; name one of them", activity.id, enumerate(answers, "or")));
    throw NotFound(NotFound::Kind::result, work.result,
                   fmt::format("'{}' is answered with {}, not with '{}'", activity.id, enumerate(answers, "or"), work.result));
  }
  const std::string taker = fmt::format("'{}' of '{}'", target.item, activity.id);
  const Writes given = writes_of(*at.net->model, work.data, taken_by_item(activity, target.item), taker);
  NetEvent event = event_of(EventType::item_done, target, actor);
  event.answer = work.result;
  event.writes = given;
  std::vector<Obstacle> found = obstacles(*at.net, at.state,
                                          {.what = what,
                                           .activity = target.activity,
                                           .result = std::nullopt,
                                           .actor = actor,
                                           .held = now.held,
                                           .given = &given,
                                           .item = target.item},
                                          directory);
  if (!found.empty()) return found;
  event.role = role_of(now, target);
  std::vector<NetEvent> events = opening(at, target, actor);
  events.push_back(std::move(event));
  return events;
}

Decision decide_end(const Situation& now, std::string_view activity, std::string_view actor, const Work& work, Attempt::What what,
                    const Directory& directory) {
  const OpenCase& at = now.at;
  const Model& model = *at.net->model;
  const Target target = target_of(at, activity, work.command.item, actor);
  const std::uint32_t index = target.activity;
  if (model.activities[index].items) return decide_item(now, target, actor, work, what, directory);
  const std::uint32_t result = result_of(model.activities[index], work.result);
  const std::string taker = "'" + model.activities[index].id + (work.result.empty() ? "" : "." + work.result) + "'";
  const Writes given = writes_of(model, work.data, taken_fields(model.activities[index], result), taker);
  NetEvent event = event_of(EventType::done, numbered(at, target), actor);
  event.result = result;
  std::vector<Obstacle> found = obstacles(*at.net, at.state,
                                          {.what = what,
                                           .activity = index,
                                           .result = result,
                                           .actor = actor,
                                           .held = now.held,
                                           .given = &given,
                                           .item = target.item,
                                           .written = &event.writes},
                                          directory);
  if (!found.empty()) return found;
  const WorkItem* item = find_work(at.state, index, target.item);
  if (!item || !item->begun) event.input = open_input(*at.net, at.state, index);
  event.role = role_of(now, target);
  return ending(*at.net, at.state, std::move(event));
}

void refuse_motive(const Work& work) {
  if (work.motive) throw UsageError("deviations are not supported yet: a step can't be given a motive");
}

}  // namespace

Step Engine::perform(CaseId id, std::string_view activity, std::string_view actor, const Work& work) {
  refuse_motive(work);
  return impl_->step(
      id, {.type = EventType::done, .activity = activity, .actor = actor, .result = work.result, .item = work.command.item},
      work.command,
      [&](const Situation& now) { return decide_end(now, activity, actor, work, Attempt::What::perform, impl_->directory); });
}

Step Engine::end(CaseId id, std::string_view activity, std::string_view actor, const Work& work) {
  refuse_motive(work);
  return impl_->step(
      id, {.type = EventType::done, .activity = activity, .actor = actor, .result = work.result, .item = work.command.item},
      work.command,
      [&](const Situation& now) { return decide_end(now, activity, actor, work, Attempt::What::end, impl_->directory); });
}

Step Engine::begin(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  return impl_->step(id, {.type = EventType::begun, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       std::vector<Obstacle> found =
                           obstacles(*at.net, at.state, attempt(Attempt::What::begin, target, actor, now.held), impl_->directory);
                       if (!found.empty()) return found;
                       NetEvent event = event_of(EventType::begun, numbered(at, target), actor);
                       const bool whole = !at.net->model->activities[target.activity].items;
                       if (whole) event.input = open_input(*at.net, at.state, target.activity);
                       event.role = role_of(now, target);
                       std::vector<NetEvent> events = opening(at, target, actor);
                       events.push_back(std::move(event));
                       return events;
                     });
}

Step Engine::claim(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  return impl_->step(id, {.type = EventType::claimed, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       const Attempt claim = attempt(Attempt::What::claim, target, actor, now.held);
                       const WorkItem* item = find_work(at.state, target.activity, target.item);
                       const bool accepts = at.state.status == CaseStatus::open && item && !item->giver.empty() &&
                                            (item->holder == actor || item->giver == actor);
                       std::vector<Obstacle> found = accepts ? obstacles_to_take_over(at, claim, impl_->directory)
                                                             : obstacles(*at.net, at.state, claim, impl_->directory);
                       if (!found.empty()) return found;
                       NetEvent event = event_of(accepts ? EventType::accepted : EventType::claimed, numbered(at, target), actor);
                       event.role = role_of(now, target);
                       return happens(std::move(event));
                     });
}

Step Engine::hand_over(CaseId id, std::string_view activity, std::string_view actor, std::string_view to, std::string_view confirm,
                       const Command& command) {
  require_utf8(confirm, "what is to be confirmed");
  if (to == actor) throw UsageError(fmt::format("{} can't hand work over to himself or herself", actor));
  const std::vector<std::string> receiver = impl_->roles_of(to);
  return impl_->step(id, {.type = EventType::handed_over, .activity = activity, .actor = actor, .person = to, .item = command.item},
                     command, [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       const std::optional<Items>& items = at.net->model->activities[target.activity].items;
                       if (items && items->kind == Items::Kind::votes)
                         throw UsageError(fmt::format("a vote in '{}' can't be handed over", activity));
                       auto held = in_hand(at, target, actor, Progress::claimed);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       if (!std::get<const WorkItem*>(held)->giver.empty())
                         return refuse(Kind::taken,
                                       fmt::format("'{}' was handed over to you; claim it before you hand it on", activity));
                       std::vector<Obstacle> found =
                           obstacles_to_take_over(at, attempt(Attempt::What::claim, target, to, receiver), impl_->directory);
                       if (!found.empty()) return found;
                       NetEvent event = event_of(EventType::handed_over, target, actor);
                       event.role = role_of(now, target);
                       event.person = to;
                       event.note = confirm;
                       return happens(std::move(event));
                     });
}

Step Engine::suspend(CaseId id, std::string_view activity, std::string_view actor, std::string_view note, const Command& command) {
  require_utf8(note, "the note");
  return impl_->step(id, {.type = EventType::suspended, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       auto held = in_hand(at, target, actor, Progress::begun);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       if (std::get<const WorkItem*>(held)->suspended)
                         return refuse(Kind::taken, fmt::format("'{}' is suspended already", activity));
                       NetEvent event = event_of(EventType::suspended, target, actor);
                       event.note = note;
                       return happens(std::move(event));
                     });
}

Step Engine::resume(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  return impl_->step(id, {.type = EventType::resumed, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       auto held = in_hand(at, target, actor, Progress::begun);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       if (!std::get<const WorkItem*>(held)->suspended)
                         return refuse(Kind::not_reached, fmt::format("'{}' is not suspended", activity));
                       return happens(event_of(EventType::resumed, target, actor));
                     });
}

Step Engine::withdraw(CaseId id, std::string_view activity, std::string_view actor, std::string_view note, const Command& command) {
  require_utf8(note, "the note");
  return impl_->step(id, {.type = EventType::withdrawn, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       auto held = in_hand(at, target, actor, Progress::claimed);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       NetEvent event = event_of(EventType::withdrawn, target, actor);
                       event.person = actor;
                       event.note = note;
                       return happens(std::move(event));
                     });
}

Step Engine::set(CaseId id, std::string_view activity, std::string_view actor, const Data& data, const Command& command) {
  return impl_->step(id, {.type = EventType::set, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Model& model = *at.net->model;
                       const Target target = target_of(at, activity, command.item, actor);
                       auto held = in_hand(at, target, actor, Progress::begun);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       NetEvent event = event_of(EventType::set, target, actor);
                       event.role = role_of(now, target);
                       const Activity& declared = model.activities[target.activity];
                       const std::vector<FieldRef> taken =
                           declared.items ? taken_by_item(declared, target.item) : taken_fields(declared, std::nullopt);
                       event.writes = writes_of(model, data, taken, "'" + std::string(activity) + "'");
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
    NetEvent event = event_of(EventType::cancelled, {kNone}, actor);
    event.role = role;
    event.note = why;
    std::vector<NetEvent> events{std::move(event)};
    for (NetEvent& withdrawn : withdraw_all(at.state, "the case was cancelled")) events.push_back(std::move(withdrawn));
    return events;
  });
}

}  // namespace itsmflow
