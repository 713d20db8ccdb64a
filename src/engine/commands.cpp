// Each command: what it asks of the case, and the event it comes to.

#include "base/text_distance.hpp"
#include "engine/deviate.hpp"
#include "engine/impl.hpp"
#include "semantics/automatic.hpp"
#include "semantics/steps.hpp"

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

Attempt attempt(Attempt::What what, const Target& target, std::string_view actor, const std::vector<std::string>& held) {
  return {.what = what, .activity = target.activity, .result = std::nullopt, .actor = actor, .held = held, .item = target.item};
}

NetEvent event_of(const Situation& now, EventType type, const Target& target, std::string_view actor) {
  return event_about(*now.at.net, now.at.state, type, attempt(Attempt::What::perform, target, actor, now.held));
}

std::string role_of(const Situation& now, const Target& target) {
  return acting_role(*now.at.net, attempt(Attempt::What::perform, target, {}, now.held));
}

Decision refuse(Kind kind, std::string message, std::vector<std::string> remedies = {}) {
  return std::vector<Obstacle>{Obstacle(kind, std::move(message), std::move(remedies))};
}

Decision happens(NetEvent event) {
  std::vector<NetEvent> events;
  events.push_back(std::move(event));
  return events;
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
  if (at.state.status != CaseStatus::open) return Decision(std::vector<Obstacle>{case_is_closed(at.state)});
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
  impl_->authorize({.entry = EntryPoint::start, .actor = actor, .process = process});
  return impl_->start(process, actor, data, command);
}

namespace {

/// The answer of an item; of an activity that is one piece of work its result.
std::string answer_of(const Activity& activity, const Work& work) {
  const std::vector<std::string> answers = answers_of(activity);
  if (std::find(answers.begin(), answers.end(), work.result) != answers.end()) return work.result;
  if (answers.front().empty()) throw UsageError(fmt::format("'{}' takes no answer; leave out '{}'", activity.id, work.result));
  if (work.result.empty())
    throw UsageError(fmt::format("'{}' is answered with {}; name one of them", activity.id, enumerate(answers, "or")));
  throw NotFound(NotFound::Kind::result, work.result,
                 fmt::format("'{}' is answered with {}, not with '{}'", activity.id, enumerate(answers, "or"), work.result));
}

/// Doing an activity, or an item of it, with what comes with it; and what came of it if it is refused.
class Doing {
 public:
  Doing(const Outlook& outlook, std::string_view activity, std::string_view actor, const Work& work, Attempt::What what)
      : outlook_(outlook), name_(activity), actor_(actor), work_(work), what_(what) {}

  Decision decide(const Situation& now) {
    const OpenCase& at = now.at;
    const Model& model = *at.net->model;
    const Target target = target_of(at, name_, work_.command.item, actor_);
    const Activity& activity = model.activities[target.activity];
    std::optional<std::uint32_t> result;
    std::string answer;
    if (activity.items) answer = answer_of(activity, work_);
    // Of what nobody does by hand none of several results has to be named, to be told so.
    else if (activity.performer == Performer::people || !work_.result.empty() || activity.results.size() == 1)
      result = result_of(activity, work_.result);
    if (work_.motive) check_motive(model, *work_.motive);
    refused_.reset();
    why_not_.clear();
    const Writes given = given_to(model, target, result);
    Writes written;
    Attempt doing = attempt(what_, target, actor_, now.held);
    doing.result = result;
    doing.given = &given;
    doing.written = &written;
    WantedStep wanted{doing, answer, obstacles(*at.net, at.state, doing, outlook_.directory)};
    if (wanted.obstacles.empty()) {
      if (work_.motive) writes_of(model, work_.data, taken(activity, target, result), taker(activity, target));
      return itsmflow::doing(*at.net, at.state, doing, std::move(written), std::move(answer), acting_role(*at.net, doing));
    }
    wanted.attempt.written = nullptr;
    if (work_.motive) return decide_deviation(outlook_, at, wanted, *work_.motive, why_not_);
    if (!model.deviations.lines.empty()) refused_ = Refused{at, now.held, target.item, given, doing.activity, result, answer};
    return std::move(wanted.obstacles);
  }

  /// The step that came of it, with what it would take to do it all the same. That is found out when nobody waits for the store any more.
  Step told(Step step) const {
    if (step || (!refused_ && why_not_.empty())) return step;
    std::vector<DeviationOption> options;
    if (refused_) {
      const Attempt attempt{.what = what_,
                            .activity = refused_->activity,
                            .result = refused_->result,
                            .actor = actor_,
                            .held = refused_->held,
                            .given = &refused_->given,
                            .item = refused_->item};
      options = deviation_options(outlook_, refused_->at, {attempt, refused_->answer, step.obstacles()});
    }
    return {step.case_id(), step.revision(), step.obstacles(), std::move(options), why_not_};
  }

 private:
  /// What was refused, and the case as it was.
  struct Refused {
    OpenCase at;
    std::vector<std::string> held;
    std::string item;
    Writes given;
    std::uint32_t activity = 0;
    std::optional<std::uint32_t> result;
    std::string answer;
  };

  static std::vector<FieldRef> taken(const Activity& activity, const Target& target, std::optional<std::uint32_t> result) {
    return activity.items ? taken_by_item(activity, target.item) : taken_fields(activity, result);
  }

  std::string taker(const Activity& activity, const Target& target) const {
    if (activity.items) return fmt::format("'{}' of '{}'", target.item, activity.id);
    return "'" + activity.id + (work_.result.empty() ? "" : "." + work_.result) + "'";
  }

  /// What deviates may bring the data of what it passes over, too.
  Writes given_to(const Model& model, const Target& target, std::optional<std::uint32_t> result) const {
    if (work_.data.empty()) return {};
    const Activity& activity = model.activities[target.activity];
    std::vector<FieldRef> fields = taken(activity, target, result);
    if (work_.motive)
      for (FieldRef& ref : taken_on_the_way(model)) fields.push_back(std::move(ref));
    return writes_of(model, work_.data, fields, taker(activity, target));
  }

  const Outlook& outlook_;
  std::string_view name_;
  std::string_view actor_;
  const Work& work_;
  Attempt::What what_;
  std::optional<Refused> refused_;
  std::string why_not_;
};

}  // namespace

Step Engine::Impl::do_activity(CaseId id, std::string_view activity, std::string_view actor, const Work& work, Attempt::What what) {
  const Outlook outlook{directory, library, now(), options.search_limit};
  Doing doing(outlook, activity, actor, work, what);
  return doing.told(
      step(id, {.type = EventType::done, .activity = activity, .actor = actor, .result = work.result, .item = work.command.item},
           work.command, [&](const Situation& now) { return doing.decide(now); }));
}

Step Engine::perform(CaseId id, std::string_view activity, std::string_view actor, const Work& work) {
  impl_->authorize({EntryPoint::perform, actor, id});
  return impl_->do_activity(id, activity, actor, work, Attempt::What::perform);
}

Step Engine::end(CaseId id, std::string_view activity, std::string_view actor, const Work& work) {
  impl_->authorize({EntryPoint::end, actor, id});
  return impl_->do_activity(id, activity, actor, work, Attempt::What::end);
}

Step Engine::begin(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  impl_->authorize({EntryPoint::begin, actor, id});
  return impl_->step(id, {.type = EventType::begun, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       std::vector<Obstacle> found =
                           obstacles(*at.net, at.state, attempt(Attempt::What::begin, target, actor, now.held), impl_->directory);
                       if (!found.empty()) return found;
                       NetEvent event = event_of(now, EventType::begun, target, actor);
                       const bool whole = !at.net->model->activities[target.activity].items;
                       if (whole) event.input = open_input(*at.net, at.state, target.activity);
                       event.role = role_of(now, target);
                       std::vector<NetEvent> events =
                           opening(*at.net, at.state, attempt(Attempt::What::begin, target, actor, now.held));
                       events.push_back(std::move(event));
                       return events;
                     });
}

Step Engine::claim(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  impl_->authorize({EntryPoint::claim, actor, id});
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
                       NetEvent event = event_of(now, accepts ? EventType::accepted : EventType::claimed, target, actor);
                       event.role = role_of(now, target);
                       return happens(std::move(event));
                     });
}

Step Engine::hand_over(CaseId id, std::string_view activity, std::string_view actor, std::string_view to, std::string_view confirm,
                       const Command& command) {
  impl_->authorize({EntryPoint::hand_over, actor, id});
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
                       NetEvent event = event_of(now, EventType::handed_over, target, actor);
                       event.role = role_of(now, target);
                       event.person = to;
                       event.note = confirm;
                       return happens(std::move(event));
                     });
}

Step Engine::suspend(CaseId id, std::string_view activity, std::string_view actor, std::string_view note, const Command& command) {
  impl_->authorize({EntryPoint::suspend, actor, id});
  require_utf8(note, "the note");
  return impl_->step(id, {.type = EventType::suspended, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       auto held = in_hand(at, target, actor, Progress::begun);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       if (std::get<const WorkItem*>(held)->suspended)
                         return refuse(Kind::taken, fmt::format("'{}' is suspended already", activity));
                       NetEvent event = event_of(now, EventType::suspended, target, actor);
                       event.note = note;
                       return happens(std::move(event));
                     });
}

Step Engine::resume(CaseId id, std::string_view activity, std::string_view actor, const Command& command) {
  impl_->authorize({EntryPoint::resume, actor, id});
  return impl_->step(id, {.type = EventType::resumed, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       auto held = in_hand(at, target, actor, Progress::begun);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       if (!std::get<const WorkItem*>(held)->suspended)
                         return refuse(Kind::not_reached, fmt::format("'{}' is not suspended", activity));
                       return happens(event_of(now, EventType::resumed, target, actor));
                     });
}

Step Engine::withdraw(CaseId id, std::string_view activity, std::string_view actor, std::string_view note, const Command& command) {
  impl_->authorize({EntryPoint::withdraw, actor, id});
  require_utf8(note, "the note");
  return impl_->step(id, {.type = EventType::withdrawn, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Target target = target_of(at, activity, command.item, actor);
                       auto held = in_hand(at, target, actor, Progress::claimed);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       NetEvent event = event_of(now, EventType::withdrawn, target, actor);
                       event.person = actor;
                       event.note = note;
                       return happens(std::move(event));
                     });
}

Step Engine::set(CaseId id, std::string_view activity, std::string_view actor, const Data& data, const Command& command) {
  impl_->authorize({EntryPoint::set, actor, id});
  return impl_->step(id, {.type = EventType::set, .activity = activity, .actor = actor, .item = command.item}, command,
                     [&](const Situation& now) -> Decision {
                       const OpenCase& at = now.at;
                       const Model& model = *at.net->model;
                       const Target target = target_of(at, activity, command.item, actor);
                       auto held = in_hand(at, target, actor, Progress::begun);
                       if (auto* refused = std::get_if<Decision>(&held)) return std::move(*refused);
                       NetEvent event = event_of(now, EventType::set, target, actor);
                       event.role = role_of(now, target);
                       const Activity& declared = model.activities[target.activity];
                       const std::vector<FieldRef> taken =
                           declared.items ? taken_by_item(declared, target.item) : taken_fields(declared, std::nullopt);
                       event.writes = writes_of(model, data, taken, "'" + std::string(activity) + "'");
                       return happens(std::move(event));
                     });
}

Step Engine::cancel(CaseId id, std::string_view actor, std::string_view why, const Command& command) {
  impl_->authorize({EntryPoint::cancel, actor, id});
  require_utf8(why, "the reason");
  return impl_->step(id, {EventType::cancelled, {}, actor}, command, [&](const Situation& now) -> Decision {
    const OpenCase& at = now.at;
    const Model& model = *at.net->model;
    if (at.state.status != CaseStatus::open)
      return refuse(Kind::case_over, at.state.status == CaseStatus::over ? "the case is over" : "the case was cancelled already");
    const std::string role = acting_role(model, model.start.roles, now.held);
    std::vector<Obstacle> found = starter_obstacles(model, role, actor, impl_->directory);
    if (!found.empty()) return found;
    NetEvent event = event_of(EventType::cancelled);
    event.actor = actor;
    event.role = role;
    event.note = why;
    std::vector<NetEvent> events{std::move(event)};
    for (NetEvent& withdrawn : withdraw_all(at.state, "the case was cancelled")) events.push_back(std::move(withdrawn));
    return events;
  });
}

}  // namespace itsmflow
