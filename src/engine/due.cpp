// What is due by itself: timers, and calls of services.

#include "base/utf8.hpp"
#include "engine/agenda.hpp"
#include "engine/impl.hpp"
#include "semantics/automatic.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <set>

namespace itsmflow {
namespace {

constexpr std::size_t kPage = 100;

NetEvent event_of(EventType type, std::uint32_t activity) {
  NetEvent event;
  event.type = type;
  event.activity = activity;
  return event;
}

std::vector<NetEvent> timers_due(const CaseState& state, Timestamp now) {
  std::vector<NetEvent> events;
  for (const Timer& timer : state.timers) {
    if (timer.is_due || timer.due > now) continue;
    events.push_back(event_of(EventType::timer_due, timer.activity));
    events.back().result = timer.result;
  }
  return events;
}

Timestamp after(Timestamp at, Duration length) {
  return {at.seconds + length.seconds, at.nanos};
}

Decision fails(const OpenCase& at, std::uint32_t activity, const std::string& why) {
  const UnderWay& open = *find_under_way(at.state, activity);
  NetEvent event = event_of(EventType::call_failed, activity);
  event.note = why;
  event.last = open.tries > at.net->model->activities[activity].service.retries;
  return std::vector<NetEvent>{std::move(event)};
}

/// What the reply comes to. `call`: which of the case's calls it answers; none: the one that is open.
Decision decide_answer(const OpenCase& at, std::uint32_t activity, const ServiceReply& reply, std::optional<std::uint32_t> call,
                       const Directory& directory) {
  const Model& model = *at.net->model;
  const Activity& declared = model.activities[activity];
  const UnderWay* open = find_under_way(at.state, activity);
  const bool waits_again = std::any_of(at.state.timers.begin(), at.state.timers.end(),
                                       [&](const Timer& timer) { return timer.activity == activity && timer.result == kNone; });
  if (at.state.status != CaseStatus::open || !open || open->gave_up || waits_again || (call && open->call != *call))
    return std::vector<Obstacle>{
        Obstacle(Obstacle::Kind::not_reached, fmt::format("'{}' waits for no answer of its service", declared.id))};
  if (!reply.failure.empty()) return fails(at, activity, reply.failure);
  try {
    const std::uint32_t result = result_of(declared, reply.result);
    const std::string taker = "'" + declared.id + (reply.result.empty() ? "" : "." + reply.result) + "'";
    const Writes given = writes_of(model, reply.data, taken_fields(declared, result), taker);
    NetEvent done = event_of(EventType::done, activity);
    done.result = result;
    const std::vector<Obstacle> found = obstacles(*at.net, at.state,
                                                  {.what = Attempt::What::perform,
                                                   .activity = activity,
                                                   .result = result,
                                                   .actor = {},
                                                   .held = {},
                                                   .given = &given,
                                                   .unattended = true,
                                                   .written = &done.writes},
                                                  directory);
    if (found.empty()) return ending(*at.net, at.state, std::move(done));
    std::string why;
    for (const Obstacle& obstacle : found) why += (why.empty() ? "" : "; ") + obstacle.message();
    return fails(at, activity, why);
  } catch (const Error& error) {  // a result or data that the activity doesn't have
    return fails(at, activity, error.what());
  }
}

}  // namespace

void Engine::on_service(std::string name, ServiceHandler handler) {
  if (!handler) throw UsageError(fmt::format("the service '{}' needs a handler", name));
  impl_->services[std::move(name)] = std::move(handler);
}

Step Engine::answer(CaseId id, std::string_view activity, const ServiceReply& reply, const Command& command) {
  require_utf8(reply.failure, "the failure");
  const EventType type = reply.failure.empty() ? EventType::done : EventType::call_failed;
  std::uint32_t index = kNone;
  return impl_->step_by_itself(id, {.type = type, .activity = activity, .result = reply.result}, command, {}, {},
                               [&](const OpenCase& at) -> Decision {
                                 index = activity_of(*at.net->model, activity);
                                 const Activity& declared = at.net->model->activities[index];
                                 if (declared.performer != Performer::service)
                                   throw UsageError(fmt::format("'{}' is done by no service", activity));
                                 if (reply.failure.empty()) {
                                   const std::uint32_t result = result_of(declared, reply.result);
                                   writes_of(*at.net->model, reply.data, taken_fields(declared, result), "'" + declared.id + "'");
                                 }
                                 return decide_answer(at, index, reply, std::nullopt, impl_->directory);
                               });
}

std::size_t Engine::Impl::fire_timers(Timestamp now) {
  std::size_t fired = 0;
  while (true) {
    std::set<CaseId> cases;
    for (const TimerRow& row : store.begin(Store::Access::read)->due_timers(now, kPage)) cases.insert(row.case_id);
    if (cases.empty()) return fired;
    const std::size_t before = fired;
    for (const CaseId id : cases) {
      std::size_t here = 0;
      step_by_itself(id, {.type = EventType::timer_due}, {}, now, {}, [&](const OpenCase& at) -> Decision {
        std::vector<NetEvent> events = timers_due(at.state, now);
        here = events.size();
        if (events.empty()) return std::vector<Obstacle>{Obstacle(Obstacle::Kind::not_reached, "another process was quicker")};
        return events;
      });
      fired += here;
    }
    if (fired == before) return fired;  // others were quicker
  }
}

std::size_t Engine::Impl::call_services(Timestamp now) {
  std::size_t called = 0;
  for (const auto& [name, handler] : services) {
    for (bool more = true; more;) {
      std::vector<OutboxRow> rows;
      {
        const auto transaction = store.begin(Store::Access::write);
        rows = transaction->lease_outbox(call_kind(name), now, after(now, options.lease), 1);
        transaction->commit();
      }
      more = !rows.empty();
      for (const OutboxRow& row : rows) {
        call_service(name, handler, row, now);
        ++called;
      }
    }
  }
  return called;
}

void Engine::Impl::call_service(const std::string& name, const ServiceHandler& handler, const OutboxRow& row, Timestamp now) {
  const auto body = nlohmann::json::parse(row.body, nullptr, false);
  if (!body.is_object())
    throw StoreError(StoreError::Kind::corrupt,
                     fmt::format("row {} of the outbox ({}) can't be read; restore the store from a backup", row.id, row.key));
  ServiceCall call;
  call.key = row.key;
  call.case_id = row.case_id;
  call.service = name;
  call.activity = body.at("activity").get<std::string>();
  call.attempt = body.at("try").get<int>();
  const auto number = body.at("call").get<std::uint32_t>();
  call.data = data_of(row.case_id, call.process);
  std::optional<ServiceReply> reply;
  try {
    reply = handler(call);
  } catch (const std::exception& error) {
    reply = ServiceReply{.failure = std::string(error.what()).empty() ? "it failed" : error.what()};
  } catch (...) {
    reply = ServiceReply{.failure = "it failed"};
  }
  if (reply && !reply->failure.empty() && !is_utf8(reply->failure)) reply->failure = "it failed, with words that are no text";
  const Step step = step_by_itself(row.case_id, {.type = EventType::done}, {}, now, {row.key}, [&](const OpenCase& at) -> Decision {
    if (!reply) return std::vector<Obstacle>{};
    const auto activity = at.net->model->find_activity(call.activity);
    if (!activity) return std::vector<Obstacle>{};
    return decide_answer(at, *activity, *reply, number, directory);
  });
  const bool refused = !reply || !step.obstacles().empty();
  if (!refused) return;
  const auto transaction = store.begin(Store::Access::write);  // it is called, and nobody waits for more
  transaction->remove_from_outbox(row.id);
  transaction->commit();
}

std::size_t Engine::due(std::optional<Timestamp> now) {
  const Timestamp at = now.value_or(impl_->now());
  std::size_t done = 0;
  for (std::size_t more = 1; more > 0; done += more) more = impl_->fire_timers(at) + impl_->call_services(at);
  return done;
}

std::optional<Timestamp> Engine::next_due() const {
  const auto transaction = impl_->store.begin(Store::Access::read);
  std::optional<Timestamp> next = transaction->next_timer();
  for (const auto& [name, handler] : impl_->services) {
    for (const OutboxRow& row : transaction->outbox(call_kind(name), kPage)) {
      const Timestamp when = row.leased_until.value_or(row.at);
      if (!next || when < *next) next = when;
    }
  }
  return next;
}

}  // namespace itsmflow
