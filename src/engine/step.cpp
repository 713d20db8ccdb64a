// How a command becomes a step: one transaction in which it is decided, followed by what happens by itself, and written.

#include "engine/agenda.hpp"
#include "engine/impl.hpp"
#include "store/micros.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

/// How often a command is decided anew when others were quicker; a store with real locks needs one.
constexpr int kTries = 5;

std::vector<Obstacle> moved_on(std::int64_t revision, std::int64_t expected) {
  return {Obstacle(Obstacle::Kind::conflict,
                   fmt::format("the case has moved on since you looked: it is at revision {}, not {}", revision, expected))};
}

/// Is said afterwards, also of a case that has ended.
bool is_verdict(EventType type) {
  return type == EventType::confirmed || type == EventType::disapproved || type == EventType::judged;
}

/// An event is the one that a command of this name causes.
bool is_of(const Event& event, const CommandName& name) {
  // What a service answers may count as failing.
  const bool answers = name.actor.empty() && (name.type == EventType::done || name.type == EventType::call_failed);
  if (answers && event.type == EventType::call_failed) return event.actor.empty();
  if (is_verdict(name.type))
    return event.type == name.type && event.actor == name.actor && event.deviation == name.deviation &&
           event.outcome == name.outcome;
  const bool extra = name.type == EventType::done && event.type == EventType::deviated && event.kind == DeviationKind::extra;
  if (extra) return event.actor == name.actor && event.result == name.result;
  const bool item = name.type == EventType::done && event.type == EventType::item_done;
  const EventType type = event.type == EventType::accepted ? EventType::claimed : item ? EventType::done : event.type;
  return type == name.type && event.actor == name.actor && (name.message.empty() || event.message == name.message) &&
         (name.item.empty() || event.item == name.item) && (item ? event.answer : event.result) == name.result &&
         (type != EventType::handed_over || event.person == name.person);
}

}  // namespace

std::optional<Step> Engine::Impl::write(Store::Transaction& transaction, PersonBook& people, std::unique_ptr<OpenCase> at,
                                        std::vector<NetEvent> events, const Command& command, std::optional<Timestamp> at_time,
                                        std::vector<std::string> outbox_done) const {
  const CaseId id = at->record.id;
  const std::int64_t revision = at->record.revision;
  Agenda agenda(*this, transaction, people, at_time ? to_the_microsecond(*at_time) : now());
  agenda.remove_from_outbox(id, std::move(outbox_done));
  if (std::vector<Obstacle> refused = agenda.run(std::move(at), std::move(events)); !refused.empty())
    return Step(id, revision, std::move(refused));
  std::optional<Step> done = agenda.write(command);
  if (!done) return done;
  transaction.commit();
  std::move(agenda).keep_states();
  return done;
}

/// Who asks for the head has the store alone from there on: see Store::Transaction. So is nobody quicker again; and where a command has a key
/// and is refused, which no store looks at, the refusal is of the case as it was when no event had the key.
std::unique_ptr<Store::Transaction> Engine::Impl::begin_step(const Command& command, int tried) const {
  std::unique_ptr<Store::Transaction> transaction = store.begin(Store::Access::write);
  if (tried > 0 || !command.key.empty()) transaction->head();
  return transaction;
}

Step Engine::Impl::refusal(Store::Transaction& transaction, PersonBook&& people, std::unique_ptr<OpenCase> at,
                           std::vector<Obstacle> obstacles) const {
  transaction.commit();  // whatever is answered was read in this transaction, and is certain only then
  Step refused(at->record.id, at->record.revision, std::move(obstacles));
  kept_states.keep(std::move(at), std::move(people));
  return refused;
}

Step Engine::Impl::step(CaseId id, const CommandName& name, const Command& command,
                        const std::function<Decision(const Situation&)>& decide) {
  // Not while others wait for the store.
  const std::optional<std::vector<std::string>> held = held_by(name.actor);
  const std::optional<NotFound> stranger = held ? std::nullopt : std::optional(nobody_called(directory, name.actor));
  for (int tried = 0; tried < kTries; ++tried) {
    const std::unique_ptr<Store::Transaction> transaction = begin_step(command, tried);
    PersonBook people(*transaction);
    if (std::optional<Step> first = repeated(*transaction, people, name, command, id)) {
      transaction->commit();
      return std::move(*first);
    }
    if (stranger) throw *stranger;
    std::unique_ptr<OpenCase> at = take(*transaction, people, id);
    const bool stale = command.expected_revision && *command.expected_revision != at->record.revision;
    if (stale && (at->state.status == CaseStatus::open || is_verdict(name.type))) {
      std::vector<Obstacle> refused = moved_on(at->record.revision, *command.expected_revision);
      return refusal(*transaction, std::move(people), std::move(at), std::move(refused));
    }
    Decision decision = decide({*at, *held});
    if (auto* refused = std::get_if<std::vector<Obstacle>>(&decision))
      return refusal(*transaction, std::move(people), std::move(at), std::move(*refused));
    auto done = write(*transaction, people, std::move(at), std::get<std::vector<NetEvent>>(std::move(decision)), command);
    if (done) return std::move(*done);
  }
  return {id, 0, {Obstacle(Obstacle::Kind::conflict, "others change this case all the time; try again")}};
}

Step Engine::Impl::step_by_itself(CaseId id, const CommandName& name, const Command& command, std::optional<Timestamp> at_time,
                                  const std::vector<std::string>& outbox_done,
                                  const std::function<Decision(const OpenCase&)>& decide) {
  for (int tried = 0; tried < kTries; ++tried) {
    const std::unique_ptr<Store::Transaction> transaction = begin_step(command, tried);
    PersonBook people(*transaction);
    if (std::optional<Step> first = repeated(*transaction, people, name, command, id)) {
      transaction->commit();
      return std::move(*first);
    }
    std::unique_ptr<OpenCase> at = take(*transaction, people, id);
    if (command.expected_revision && *command.expected_revision != at->record.revision && at->state.status == CaseStatus::open) {
      std::vector<Obstacle> refused = moved_on(at->record.revision, *command.expected_revision);
      return refusal(*transaction, std::move(people), std::move(at), std::move(refused));
    }
    Decision decision = decide(*at);
    if (auto* refused = std::get_if<std::vector<Obstacle>>(&decision))
      return refusal(*transaction, std::move(people), std::move(at), std::move(*refused));
    auto done = write(*transaction, people, std::move(at), std::get<std::vector<NetEvent>>(std::move(decision)), command, at_time,
                      outbox_done);
    if (done) return std::move(*done);
  }
  return {id, 0, {Obstacle(Obstacle::Kind::conflict, "others change this case all the time; try again")}};
}

std::vector<Event> Engine::Impl::events_of_step(Store::Transaction& transaction, PersonBook& people, const Net& net,
                                                const EventRecord& first) const {
  constexpr std::size_t kPage = 100;
  std::vector<Event> told;
  for (std::int64_t from = first.number;; from += static_cast<std::int64_t>(kPage)) {
    const std::vector<EventRecord> page = transaction.events(first.case_id, from, kPage);
    for (const EventRecord& record : page) {
      if (record.step != first.step) return told;
      told.push_back(describe(net, decode_event(net, record, people), record));
    }
    if (page.size() < kPage) return told;
  }
}

std::optional<Step> Engine::Impl::repeated(Store::Transaction& transaction, PersonBook& people, const CommandName& name,
                                           const Command& command, CaseId id) const {
  if (command.key.empty()) return std::nullopt;
  require_utf8(command.key, "the key of the command");
  const std::optional<EventRecord> first = transaction.event_by_key(command.key);
  if (!first) return std::nullopt;
  const OpenCase at = open(transaction, people, first->case_id);
  std::vector<Event> told = events_of_step(transaction, people, *at.net, *first);
  const Event& event = told.front();
  const bool starts = name.type == EventType::started;
  const bool same = std::any_of(told.begin(), told.end(), [&](const Event& one) {
    return (starts || one.case_id == id) && is_of(one, name) &&
           (name.activity.empty() ||
            (starts ? std::string_view(at.net->model->process) : std::string_view(one.activity)) == name.activity);
  });
  if (!same)
    throw UsageError(fmt::format("the key '{}' belongs to another command ({} in case {}); a key is for one command alone",
                                 command.key, to_string(event.type), event.case_id.value));
  const std::int64_t revision = told.back().number;
  return Step(first->case_id, revision, std::move(told));
}

std::unique_ptr<OpenCase> Engine::Impl::new_case(Store::Transaction& transaction, const Model& model) const {
  transaction.put_model({model.process, model.version, model.digest, model.source->name, model.source->text});
  auto at = std::make_unique<OpenCase>();
  at->net = net_of(transaction, model.digest);
  at->record.id = transaction.new_case_id();
  at->record.model_digest = model.digest;
  at->record.process = model.process;
  at->state = empty_state(*at->net, at->record.id);
  return at;
}

Step Engine::Impl::start(std::string_view process, std::string_view actor, const Data& data, const Command& command) {
  const std::optional<std::vector<std::string>> held = held_by(actor);
  const std::optional<NotFound> stranger = held ? std::nullopt : std::optional(nobody_called(directory, actor));
  for (int tried = 0; tried < kTries; ++tried) {
    const std::unique_ptr<Store::Transaction> transaction = begin_step(command, tried);
    PersonBook people(*transaction);
    if (std::optional<Step> first = repeated(*transaction, people, {EventType::started, process, actor}, command, CaseId{})) {
      transaction->commit();
      return std::move(*first);
    }
    if (stranger) throw *stranger;
    const Model& model = model_to_start(library, process);
    NetEvent event;
    event.actor = actor;
    event.role = acting_role(model, model.start.roles, *held);
    event.writes = writes_at_start(model, data);
    std::vector<Obstacle> refused = start_obstacles(model, event.writes, event.role, actor, directory);
    if (!refused.empty()) return {CaseId{}, 0, std::move(refused)};
    std::unique_ptr<OpenCase> at = new_case(*transaction, model);
    if (auto done = write(*transaction, people, std::move(at), {std::move(event)}, command))
      return *done ? std::move(*done) : Step{CaseId{}, 0, done->obstacles()};
  }
  return {CaseId{}, 0, {Obstacle(Obstacle::Kind::conflict, "others start cases all the time; try again")}};
}

}  // namespace itsmflow
