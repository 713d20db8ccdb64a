// How a command becomes a step: one transaction in which it is decided, followed by what happens by itself, and written.

#include "engine/impl.hpp"
#include "semantics/automatic.hpp"

#include "engine/json_writer.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace itsmflow {
namespace {

/// How often a command is decided anew when others were quicker; a store with real locks needs one.
constexpr int kTries = 5;

std::vector<Obstacle> moved_on(std::int64_t revision, std::int64_t expected) {
  return {Obstacle(Obstacle::Kind::conflict,
                   fmt::format("the case has moved on since you looked: it is at revision {}, not {}", revision, expected))};
}

std::string loop_message(const Net& net, const std::vector<NetEvent>& events) {
  std::set<std::string> names;
  for (const NetEvent& event : events)
    if (event.actor.empty() && event.activity != kNone) names.insert(net.model->activities[event.activity].id);
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "'" : ", '") + name + "'";
  return fmt::format(
      "process '{}' runs in a circle by itself: {} events and nobody was asked in between{}; nothing was changed. "
      "Give one of them to a person, or a guard that ends the circle",
      net.model->process, events.size(), list.empty() ? "" : " (" + list + ")");
}

/// Somebody who is to be told of an event.
struct Telling {
  std::size_t event = 0;
  std::string to;
  EventType what = EventType::withdrawn;
  std::string note;
};

/// Who learns of an event what he didn't do himself; asked before the event is applied.
void collect_tellings(const CaseState& state, const NetEvent& event, const std::string& actor, std::size_t index,
                      std::vector<Telling>& tellings) {
  const auto tell = [&](const std::string& to, EventType what, const std::string& note) {
    if (!to.empty() && to != actor) tellings.push_back({index, to, what, note});
  };
  const WorkItem* item = event.activity == kNone ? nullptr : find_work(state, event.activity);
  if (event.type == EventType::handed_over) tell(event.person, EventType::handed_over, event.note);
  if (event.type == EventType::accepted && item) tell(item->holder, EventType::withdrawn, item->giver + " took it back");
  if (event.type != EventType::withdrawn || !item) return;
  tell(item->holder, EventType::withdrawn, event.note);
  tell(item->giver, EventType::withdrawn, event.note);
}

/// A command's events, those that followed, and who is to be told.
struct Course {
  std::vector<NetEvent> events;
  std::vector<Telling> tellings;
};

/// The flat agenda: events and what follows from them, until everything waits for somebody.
Course run(const Net& net, CaseState& state, std::vector<NetEvent> events, Timestamp now, std::size_t limit) {
  Course course;
  const std::string actor = events.front().actor;
  const auto happen = [&](NetEvent event) {
    event.at = now;
    collect_tellings(state, event, actor, course.events.size(), course.tellings);
    apply(net, state, event);
    course.events.push_back(std::move(event));
  };
  for (NetEvent& event : events) happen(std::move(event));
  while (std::optional<NetEvent> next = next_automatic(net, state)) {
    if (course.events.size() >= limit) throw ModelError(loop_message(net, course.events));
    happen(std::move(*next));
  }
  return course;
}

OutboxRow notification(const Net& net, const Telling& telling, const NetEvent& event, const EventRecord& record,
                       PersonBook& people) {
  const PersonKey to = people.key(telling.to);
  OutboxRow row;
  row.case_id = record.case_id;
  row.key = fmt::format("{}-{}-{}", record.case_id.value, record.number, to);
  row.kind = "notify";
  row.at = record.at;
  JsonWriter out(row.body);
  out.begin_object();
  out.text("event", to_string(telling.what));
  out.integer("to", to);
  out.text("activity", net.model->activities[event.activity].id);
  out.text("note", telling.note);
  out.end_object();
  return row;
}

auto key_of(const OfferRow& row) {
  return std::tie(row.activity, row.role);
}

/// Both lists ascend by key.
void diff_offers(const std::vector<OfferRow>& before, const std::vector<OfferRow>& after, StepRecord& step) {
  auto old = before.begin();
  for (const OfferRow& row : after) {
    for (; old != before.end() && key_of(*old) < key_of(row); ++old) step.offers_removed.push_back(*old);
    const bool known = old != before.end() && key_of(*old) == key_of(row);
    if (!known || old->holder != row.holder) step.offers_set.push_back(row);
    if (known) ++old;
  }
  step.offers_removed.insert(step.offers_removed.end(), old, before.end());
}

}  // namespace

std::vector<OfferRow> offer_rows(const Net& net, const CaseState& state, PersonBook& people) {
  std::vector<OfferRow> rows;
  if (state.status != CaseStatus::open) return rows;
  for (std::uint32_t a = 0; a < net.activities.size(); ++a) {
    const Activity& activity = net.model->activities[a];
    if (activity.performer != Performer::people) continue;
    const WorkItem* item = find_work(state, a);
    if (!item && !(is_reached(net, state, a) && any_result_fits(net, state, a))) continue;
    const auto holder = item ? std::optional(people.key(item->holder)) : std::nullopt;
    for (const std::uint32_t role : activity.roles) rows.push_back({state.id, activity.id, net.model->roles[role].id, holder});
  }
  std::sort(rows.begin(), rows.end(), [](const OfferRow& left, const OfferRow& right) { return key_of(left) < key_of(right); });
  return rows;
}

std::optional<Step> Engine::Impl::write(Store::Transaction& transaction, PersonBook& people, OpenCase& at,
                                        std::vector<NetEvent> events, const Command& command) const {
  const Net& net = *at.net;
  StepRecord step;
  step.expected_revision = at.record.revision;
  const bool is_new = at.record.revision == 0;
  const std::vector<OfferRow> before = is_new ? std::vector<OfferRow>() : offer_rows(net, at.state, people);
  const Timestamp time = now();
  const Course course = run(net, at.state, std::move(events), time, options.agenda_limit);

  std::vector<Event> told;
  Digest head = transaction.head();
  for (const NetEvent& event : course.events) {
    EventRecord record;
    record.case_id = at.record.id;
    record.number = ++at.record.revision;
    record.step = step.expected_revision + 1;
    if (step.events.empty()) record.key = command.key;
    encode_event(net, event, people, record);
    record.digest = at.record.head = chain(at.record.head, record);
    head = chain_head(head, record.digest);
    told.push_back(describe(net, event, record));
    step.events.push_back(std::move(record));
  }
  for (const Telling& telling : course.tellings)
    step.outbox.push_back(notification(net, telling, course.events[telling.event], step.events[telling.event], people));
  if (is_new) at.record.started = time;
  at.record.changed = time;
  at.record.status = at.state.status;
  at.record.snapshot = encode_state(net, at.state, people);
  diff_offers(before, offer_rows(net, at.state, people), step);
  step.after = at.record;
  step.head = head;
  if (transaction.write(step) == Store::Written::conflict) return std::nullopt;
  transaction.commit();
  return Step(at.record.id, at.record.revision, std::move(told));
}

Step Engine::Impl::step(CaseId id, const CommandName& name, const Command& command,
                        const std::function<Decision(const Situation&)>& decide) {
  const std::optional<std::vector<std::string>> held = directory.roles_of(name.actor);  // not while others wait for the store
  for (int tried = 0; tried < kTries; ++tried) {
    const std::unique_ptr<Store::Transaction> transaction = store.begin(Store::Access::write);
    PersonBook people(*transaction);
    // Whatever is answered was read in this transaction, and is certain only once it is committed.
    const auto answer = [&](Step step) {
      transaction->commit();
      return step;
    };
    if (std::optional<Step> first = repeated(*transaction, people, name, command, id)) return answer(std::move(*first));
    if (!held) throw_unknown(name.actor);
    OpenCase at = open(*transaction, people, id);
    const std::int64_t revision = at.record.revision;
    const bool stale = command.expected_revision && *command.expected_revision != revision;
    if (stale && at.state.status == CaseStatus::open) return answer({id, revision, moved_on(revision, *command.expected_revision)});
    Decision decision = decide({at, *held});
    if (auto* refused = std::get_if<std::vector<Obstacle>>(&decision)) return answer({id, revision, std::move(*refused)});
    auto done = write(*transaction, people, at, std::get<std::vector<NetEvent>>(std::move(decision)), command);
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
  const EventType type = event.type == EventType::accepted ? EventType::claimed : event.type;  // both are claim()
  const bool starts = name.type == EventType::started;
  const bool same = type == name.type && event.actor == name.actor && (starts || event.case_id == id) &&
                    (starts ? at.net->model->process : event.activity) == name.activity && event.result == name.result &&
                    (type != EventType::handed_over || event.person == name.person);
  if (!same)
    throw UsageError(fmt::format("the key '{}' belongs to another command ({} in case {}); a key is for one command alone",
                                 command.key, to_string(event.type), event.case_id.value));
  const std::int64_t revision = told.back().number;
  return Step(first->case_id, revision, std::move(told));
}

Step Engine::Impl::start(std::string_view process, std::string_view actor, const Data& data, const Command& command) {
  const std::optional<std::vector<std::string>> held = directory.roles_of(actor);
  for (int tried = 0; tried < kTries; ++tried) {
    const std::unique_ptr<Store::Transaction> transaction = store.begin(Store::Access::write);
    PersonBook people(*transaction);
    if (std::optional<Step> first = repeated(*transaction, people, {EventType::started, process, actor}, command, CaseId{})) {
      transaction->commit();
      return std::move(*first);
    }
    if (!held) throw_unknown(actor);
    const Model& model = model_to_start(library, process);
    NetEvent event;
    event.actor = actor;
    event.role = acting_role(model, model.start.roles, *held);
    event.writes = writes_at_start(model, data);
    std::vector<Obstacle> refused = start_obstacles(model, event.writes, event.role, actor, directory);
    if (!refused.empty()) return {CaseId{}, 0, std::move(refused)};
    transaction->put_model({model.process, model.version, model.digest, model.source->name, model.source->text});
    OpenCase at;
    at.net = net_of(*transaction, model.digest);
    at.record.id = transaction->new_case_id();
    at.record.model_digest = model.digest;
    at.record.process = model.process;
    at.state = empty_state(*at.net, at.record.id);
    if (auto done = write(*transaction, people, at, {std::move(event)}, command)) return std::move(*done);
  }
  return {CaseId{}, 0, {Obstacle(Obstacle::Kind::conflict, "others start cases all the time; try again")}};
}

}  // namespace itsmflow
