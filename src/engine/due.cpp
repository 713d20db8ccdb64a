// What is due by itself: timers, and calls of services.

#include "base/later.hpp"
#include "base/utf8.hpp"
#include "engine/agenda.hpp"
#include "engine/codec_numbers.hpp"
#include "engine/impl.hpp"
#include "semantics/automatic.hpp"
#include "semantics/confirmation.hpp"
#include "store/micros.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <limits>
#include <new>
#include <set>
#include <stdexcept>

namespace itsmflow {
namespace {

constexpr std::size_t kPage = 100;

std::vector<NetEvent> timers_due(const Model& model, const CaseState& state, Timestamp now) {
  std::vector<NetEvent> events;
  for (std::uint32_t d = 0; d < state.deviations.size(); ++d) {
    const auto due = confirmation_due(model, state.deviations[d]);
    if (!due || *due > now) continue;
    events.push_back(event_of(EventType::confirmation_late, state.deviations[d].activity));
    events.back().deviation = d + 1;
  }
  if (state.status != CaseStatus::open) return events;  // it may have ended since the timers were looked up
  for (const Timer& timer : state.timers) {
    if (timer.is_due || timer.due > now) continue;
    events.push_back(event_of(EventType::timer_due, timer.activity));
    events.back().result = timer.result;
  }
  return events;
}

/// When the first call of a kind is to be made: the oldest that nobody has in hand, or one whose lease ends before. No more is read
/// than there is before that one.
std::optional<Timestamp> next_call(Store::Transaction& transaction, const std::string& kind) {
  for (std::size_t limit = kPage;; limit *= 2) {
    const std::vector<OutboxRow> rows = transaction.outbox(kind, limit);
    std::optional<Timestamp> next;
    for (const OutboxRow& row : rows) {
      const Timestamp when = row.leased_until.value_or(row.at);
      if (!next || when < *next) next = when;
      if (!row.leased_until) return next;
    }
    if (rows.size() < limit) return next;
  }
}

std::string words_of(const std::vector<Obstacle>& obstacles) {
  std::string words;
  for (const Obstacle& obstacle : obstacles) words += (words.empty() ? "" : "; ") + obstacle.message();
  return words;
}

/// The activity waits for its service. `call`: for the answer to this one of the case's calls.
bool may_be_answered(const CaseState& state, std::uint32_t activity, std::optional<std::uint32_t> call) {
  const UnderWay* open = find_under_way(state, activity);
  return state.status == CaseStatus::open && open && waits_for_answer(state, *open) && (!call || open->call == *call);
}

std::string why_no_answer(const CaseState& state, std::uint32_t activity, const std::string& id) {
  const UnderWay* open = find_under_way(state, activity);
  const bool between_tries = open && !open->gave_up && !waits_for_answer(state, *open);
  return fmt::format("'{}' waits for no answer of its service{}", id, between_tries ? "; it failed, and is tried again later" : "");
}

Decision fails(const OpenCase& at, std::uint32_t activity, const std::string& why) {
  const UnderWay& open = *find_under_way(at.state, activity);
  NetEvent event = event_of(EventType::call_failed, activity);
  event.note = is_utf8(why) ? why : "it failed, with words that are no text";
  event.last = open.tries > at.net->model->activities[activity].service.retries;
  return std::vector<NetEvent>{std::move(event)};
}

/// What the reply comes to. `call`: which of the case's calls it answers; none: the one that is open.
Decision decide_answer(const OpenCase& at, std::uint32_t activity, const ServiceReply& reply, std::optional<std::uint32_t> call,
                       const Directory& directory) {
  const Model& model = *at.net->model;
  const Activity& declared = model.activities[activity];
  if (at.state.status != CaseStatus::open) return std::vector<Obstacle>{case_is_closed(at.state)};
  if (!may_be_answered(at.state, activity, call))
    return std::vector<Obstacle>{Obstacle(Obstacle::Kind::not_reached, why_no_answer(at.state, activity, declared.id))};
  if (!reply.failure.empty()) return fails(at, activity, reply.failure);
  try {
    const std::uint32_t result = result_of(declared, reply.result);
    if (declared.results[result].after)
      return fails(at, activity, fmt::format("nobody can answer '{}': it comes by its timer", reply.result));
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
    return fails(at, activity, words_of(found));
  } catch (const Error& error) {  // a result or data that the activity doesn't have
    return fails(at, activity, error.what());
  }
}

/// Writes a step as it is decided, of the case and the activity that are meant.
using WriteStep = std::function<Step(const std::function<Decision(const OpenCase&, std::uint32_t)>& decide)>;

/// What came of a reply: a step, which is refused where nobody waits for it; or why it counts as failing.
struct Settled {
  std::optional<Step> step;
  std::string why;
};

Settled settle(const WriteStep& write, const ServiceReply& reply, std::optional<std::uint32_t> call, const Directory& directory) {
  bool waited = false;
  Step step = write([&](const OpenCase& at, std::uint32_t activity) {
    waited = may_be_answered(at.state, activity, call);
    return decide_answer(at, activity, reply, call, directory);
  });
  if (step || !waited) return {std::move(step), {}};
  return {std::nullopt, words_of(step.obstacles())};  // what would follow can't be
}

}  // namespace

void Engine::on_service(std::string name, ServiceHandler handler) {
  if (!handler) throw UsageError(fmt::format("the service '{}' needs a handler", name));
  impl_->services[std::move(name)] = std::move(handler);
}

Step Engine::answer(CaseId id, std::string_view activity, const ServiceReply& reply, const Command& command) {
  impl_->authorize({.entry = EntryPoint::answer, .case_id = id});
  require_utf8(reply.failure, "the failure");
  const EventType type = reply.failure.empty() ? EventType::done : EventType::call_failed;
  const CommandName name{
      .type = type, .activity = activity, .result = reply.failure.empty() ? std::string_view(reply.result) : std::string_view()};
  const WriteStep write = [&](const auto& decide) {
    return impl_->step_by_itself(id, name, command, {}, {}, [&](const OpenCase& at) -> Decision {
      const std::uint32_t index = activity_of(*at.net->model, activity);
      const Activity& declared = at.net->model->activities[index];
      if (declared.performer != Performer::service) throw UsageError(fmt::format("'{}' is done by no service", activity));
      if (reply.failure.empty()) {
        const std::uint32_t result = result_of(declared, reply.result);
        writes_of(*at.net->model, reply.data, taken_fields(declared, result), "'" + declared.id + "'");
      }
      return decide(at, index);
    });
  };
  Settled settled = settle(write, reply, std::nullopt, impl_->directory);
  if (settled.step) return *std::move(settled.step);
  return write([&](const OpenCase& at, std::uint32_t index) {
    return decide_answer(at, index, {.failure = settled.why}, std::nullopt, impl_->directory);
  });
}

std::optional<OutboxRow> Engine::Impl::lease(const std::string& kind, std::optional<Timestamp> at) const {
  const Timestamp from = at.value_or(now());
  const auto transaction = store.begin(Store::Access::write);
  std::vector<OutboxRow> rows = transaction->lease_outbox(kind, from, later(from, options.lease), 1);
  transaction->commit();
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

void Engine::Impl::remove_from_outbox(const OutboxRow& row) const {
  const auto transaction = store.begin(Store::Access::write);
  transaction->remove_from_outbox(row.id);
  transaction->commit();
}

/// One run over everything that is due. What one case can't do keeps no other waiting: the first error is told at the end.
class Engine::Impl::DueRun {
 public:
  DueRun(Engine::Impl& engine, std::optional<Timestamp> now) : engine_(engine), now_(now) {}

  std::size_t run() {
    std::size_t before = 0;
    do {
      before = done_;
      fire_timers();
      for (const auto& [name, handler] : engine_.services)
        while (const std::optional<OutboxRow> row = engine_.lease(call_kind(name), now_)) call(name, handler, *row);
    } while (done_ != before);
    if (first_error_) std::rethrow_exception(first_error_);
    return done_;
  }

 private:
  Timestamp moment() const { return now_ ? to_the_microsecond(*now_) : engine_.now(); }

  /// Does something about one case; false: it can't, which is told later. What the world fails ends the run at once.
  bool can(const std::function<bool()>& act) {
    try {
      return act();
    } catch (const StoreError&) {
      throw;
    } catch (const Error&) {
      if (!first_error_) first_error_ = std::current_exception();
      return false;
    }
  }

  void fire_timers() {
    for (std::size_t limit = kPage;;) {
      const Timestamp now = moment();
      const std::vector<TimerRow> rows = engine_.store.begin(Store::Access::read)->due_timers(now, limit);
      std::set<CaseId> cases;
      for (const TimerRow& row : rows)
        if (!stuck_.contains(row.case_id)) cases.insert(row.case_id);
      if (cases.empty() && rows.size() < limit) return;
      if (cases.empty()) limit *= 2;
      for (const CaseId id : cases)
        if (!can([&] { return fire_timers_of(id, now); })) stuck_.insert(id);
    }
  }

  bool fire_timers_of(CaseId id, Timestamp now) {
    std::size_t here = 0;
    const Step step = engine_.step_by_itself(id, {.type = EventType::timer_due}, {}, now, {}, [&](const OpenCase& at) -> Decision {
      std::vector<NetEvent> events = timers_due(*at.net->model, at.state, now);
      here = events.size();
      if (events.empty()) return std::vector<Obstacle>{Obstacle(Obstacle::Kind::not_reached, "another process was quicker")};
      return events;
    });
    if (step) done_ += here;
    return static_cast<bool>(step) || here == 0;
  }

  void call(const std::string& name, const ServiceHandler& handler, const OutboxRow& row) {
    ++done_;
    const ServiceCall call = call_of(name, row);
    const std::optional<ServiceReply> reply = ask(handler, call);
    if (!reply || !settle(call, row, *reply)) engine_.remove_from_outbox(row);
  }

  ServiceCall call_of(const std::string& name, const OutboxRow& row) {
    ServiceCall call;
    call.key = row.key;
    call.case_id = row.case_id;
    call.service = name;
    try {
      const auto body = nlohmann::ordered_json::parse(row.body);
      call.activity = body.at("activity").get<std::string>();
      const std::int64_t attempt = read_count(body.at("try"));
      if (attempt > std::numeric_limits<int>::max()) throw std::out_of_range("nothing is tried so often");
      call.attempt = static_cast<int>(attempt);
      number_ = read_count(body.at("call"));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
      throw StoreError(StoreError::Kind::corrupt,
                       fmt::format("row {} of the outbox ({}) can't be read; restore the store from a backup", row.id, row.key));
    }
    call.data = engine_.data_of(row.case_id, call.process);
    return call;
  }

  static std::optional<ServiceReply> ask(const ServiceHandler& handler, const ServiceCall& call) {
    try {
      return handler(call);
    } catch (const std::exception& error) {
      return ServiceReply{.failure = std::string(error.what()).empty() ? "it failed" : error.what()};
    } catch (...) {
      return ServiceReply{.failure = "it failed"};
    }
  }

  /// Writes what the handler said. What would follow and can't be counts as failing too. False: nobody waits for it any more.
  bool settle(const ServiceCall& call, const OutboxRow& row, const ServiceReply& reply) {
    const WriteStep writes = [&](const auto& decide) { return write(call, row, decide); };
    std::string why;
    try {
      const Settled settled = itsmflow::settle(writes, reply, number_, engine_.directory);
      if (settled.step) return static_cast<bool>(*settled.step);
      why = settled.why;
    } catch (const StoreError&) {
      throw;
    } catch (const Error& error) {
      why = error.what();
    }
    can([&] {
      return static_cast<bool>(writes([&](const OpenCase& at, std::uint32_t activity) {
        return decide_answer(at, activity, {.failure = why}, number_, engine_.directory);
      }));
    });
    return true;  // if even that can't be written, the lease ends and the call is made again
  }

  Step write(const ServiceCall& call, const OutboxRow& row, const std::function<Decision(const OpenCase&, std::uint32_t)>& decide) {
    return engine_.step_by_itself(
        row.case_id, {.type = EventType::done}, {}, moment(), {row.key},
        [&](const OpenCase& at) -> Decision { return decide(at, activity_of(*at.net->model, call.activity)); });
  }

  Engine::Impl& engine_;
  std::optional<Timestamp> now_;
  std::size_t done_ = 0;
  std::uint32_t number_ = 0;  ///< which of its case's calls is being made
  std::set<CaseId> stuck_;
  std::exception_ptr first_error_;
};

std::size_t Engine::due(std::optional<Timestamp> now) {
  impl_->authorize({.entry = EntryPoint::due});
  return Impl::DueRun(*impl_, now).run();
}

std::optional<Timestamp> Engine::next_due() const {
  impl_->authorize({.entry = EntryPoint::next_due});
  const auto transaction = impl_->store.begin(Store::Access::read);
  std::optional<Timestamp> next = transaction->next_timer();
  for (const auto& [name, handler] : impl_->services) {
    const std::optional<Timestamp> call = next_call(*transaction, call_kind(name));
    if (call && (!next || *call < *next)) next = call;
  }
  return next;
}

}  // namespace itsmflow
