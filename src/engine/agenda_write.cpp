// What an agenda came to, as the store takes it.

#include "engine/agenda.hpp"
#include "engine/json_writer.hpp"
#include "semantics/confirmation.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

namespace itsmflow {
namespace {

auto key_of(const OfferRow& row) {
  return std::tie(row.activity, row.item, row.role);
}

/// Both lists ascend by key.
void diff_offers(std::vector<OfferRow>&& before, const std::vector<OfferRow>& after, StepRecord& step) {
  auto old = before.begin();
  for (const OfferRow& row : after) {
    for (; old != before.end() && key_of(*old) < key_of(row); ++old) step.offers_removed.push_back(std::move(*old));
    const bool known = old != before.end() && key_of(*old) == key_of(row);
    if (!known || old->holder != row.holder) step.offers_set.push_back(row);
    if (known) ++old;
  }
  if (old == before.begin() && step.offers_removed.empty())
    step.offers_removed = std::move(before);
  else
    step.offers_removed.insert(step.offers_removed.end(), std::make_move_iterator(old), std::make_move_iterator(before.end()));
}

std::string name_of(const Model& model, const Timer& timer) {
  const Activity& activity = model.activities[timer.activity];
  return timer.result == kNone ? activity.id + " again" : activity.id + "." + activity.results[timer.result].id;
}

void diff_timers(const std::vector<TimerRow>& before, const std::vector<TimerRow>& after, StepRecord& step) {
  const auto find = [](const std::vector<TimerRow>& rows, const std::string& name) {
    return std::find_if(rows.begin(), rows.end(), [&](const TimerRow& row) { return row.name == name; });
  };
  for (const TimerRow& row : before)
    if (find(after, row.name) == after.end()) step.timers_removed.push_back(row.name);
  for (const TimerRow& row : after)
    if (const auto known = find(before, row.name); known == before.end() || known->due != row.due) step.timers_set.push_back(row);
}

void add_item_rows(const Net& net, const CaseState& state, std::uint32_t a, PersonBook& people, std::vector<OfferRow>& rows) {
  const Activity& activity = net.model->activities[a];
  if (!(is_reached(net, state, a) && any_result_fits(net, state, a)) || is_complete(net, state, a)) return;
  const auto add = [&](const std::string& item) {
    const WorkItem* work = find_work(state, a, item);
    const auto holder = work ? std::optional(people.key(work->holder)) : std::nullopt;
    for (const std::uint32_t role : roles_of_item(activity, item))
      rows.push_back({state.id, activity.id, net.model->roles[role].id, holder, item});
  };
  if (activity.items->kind == Items::Kind::votes) return add({});
  for (const Item& item : items_of(net, state, a))
    if (!item.done) add(item.id);
}

/// One for each element of which something can be done, and one for a new one.
void add_element_rows(const Net& net, const CaseState& state, std::uint32_t a, ElementViews& views, PersonBook& people,
                      std::vector<OfferRow>& rows) {
  const Activity& activity = net.model->activities[a];
  const auto add = [&](const std::string& item) {
    const WorkItem* work = find_work(state, a, item);
    if (!work && !any_result_fits(net, views.of(a, item), a)) return;
    const auto holder = work ? std::optional(people.key(work->holder)) : std::nullopt;
    for (const std::uint32_t role : activity.roles)
      rows.push_back({state.id, activity.id, net.model->roles[role].id, holder, item});
  };
  for (const std::string& item : elements_to_offer(state, a, *activity.about)) add(item);
  if (adds_elements(net, a)) add(std::string(kNewElement));
}

}  // namespace

std::vector<OfferRow> offer_rows(const Net& net, const CaseState& state, PersonBook& people) {
  std::vector<OfferRow> rows;
  if (state.status != CaseStatus::open) return rows;
  std::optional<ElementViews> views;
  for (std::uint32_t a = 0; a < net.activities.size(); ++a) {
    const Activity& activity = net.model->activities[a];
    if (activity.performer != Performer::people) continue;
    if (activity.items) {
      add_item_rows(net, state, a, people, rows);
      continue;
    }
    if (activity.about) {
      if (!views) views.emplace(net, state);
      add_element_rows(net, state, a, *views, people, rows);
      continue;
    }
    const WorkItem* work = find_work(state, a);
    if (!work && !(is_reached(net, state, a) && any_result_fits(net, state, a))) continue;
    const auto holder = work ? std::optional(people.key(work->holder)) : std::nullopt;
    for (const std::uint32_t role : activity.roles) rows.emplace_back(state.id, activity.id, net.model->roles[role].id, holder);
  }
  std::sort(rows.begin(), rows.end(), [](const OfferRow& left, const OfferRow& right) { return key_of(left) < key_of(right); });
  return rows;
}

std::vector<TimerRow> timer_rows(const Net& net, const CaseState& state) {
  std::vector<TimerRow> rows;
  for (const Timer& timer : state.timers)  // those that are due wait for the case, not for the clock
    if (!timer.is_due && state.status == CaseStatus::open) rows.push_back({state.id, name_of(*net.model, timer), timer.due});
  for (std::size_t d = 0; d < state.deviations.size(); ++d)
    if (const auto due = confirmation_due(*net.model, state.deviations[d]))
      rows.push_back({state.id, fmt::format("confirm {}", d + 1), *due});
  return rows;
}

OutboxRow Agenda::notification(const Touched& touched, const Telling& telling, const EventRecord& record) {
  const NetEvent& event = touched.events[telling.event];
  const PersonKey to = people_.key(telling.to);
  OutboxRow row;
  row.case_id = record.case_id;
  row.key = fmt::format("{}-{}-{}", record.case_id.value, record.number, to);
  row.kind = "notify";
  row.at = record.at;
  JsonWriter out(row.body);
  out.begin_object();
  out.text("event", to_string(telling.what));
  out.integer("to", to);
  out.text("activity", touched.at.net->model->activities[event.activity].id);
  const std::optional<Items>& items = touched.at.net->model->activities[event.activity].items;
  if (items && items->kind == Items::Kind::votes)
    out.integer("item", people_.key(event.item));
  else if (!event.item.empty())
    out.text("item", event.item);
  if (event.deviation > 0) out.integer("deviation", event.deviation);
  if (!telling.by.empty()) out.integer("by", people_.key(telling.by));
  out.text("note", telling.note);
  out.end_object();
  return row;
}

std::optional<std::vector<Event>> Agenda::write(Touched& touched, const std::string& key) {
  OpenCase& at = touched.at;
  const Net& net = *at.net;
  StepRecord step;
  CaseRecord& row = step.after = std::move(at.record);
  step.expected_revision = row.revision;
  std::vector<Event> told;
  told.reserve(touched.events.size());
  step.events.reserve(touched.events.size());
  for (const NetEvent& event : touched.events) {
    EventRecord& record = step.events.emplace_back();
    record.case_id = row.id;
    record.number = ++row.revision;
    record.step = step.expected_revision + 1;
    if (step.events.size() == 1) record.key = key;
    encode_event(net, event, people_, record);
    record.digest = row.head = chain(row.head, record);
    describe(net, event, record, Sensitive::withheld, told.emplace_back());
  }
  for (const Telling& telling : touched.tellings) step.outbox.push_back(notification(touched, telling, step.events[telling.event]));
  for (OutboxRow& call : touched.calls)
    if (std::find(touched.outbox_removed.begin(), touched.outbox_removed.end(), call.key) == touched.outbox_removed.end())
      step.outbox.push_back(std::move(call));
  step.outbox_removed = touched.outbox_removed;
  for (const auto& [id, keys] : outbox_done_)
    if (id == row.id) step.outbox_removed.insert(step.outbox_removed.end(), keys.begin(), keys.end());
  if (step.expected_revision == 0) row.started = now_;
  row.changed = now_;
  row.status = at.state.status;
  encode_state(net, at.state, people_, row.snapshot);
  std::vector<OfferRow> offers = offer_rows(net, at.state, people_);
  diff_offers(std::move(*at.offers), offers, step);
  at.offers = std::move(offers);
  diff_timers(touched.timers_before, timer_rows(net, at.state), step);
  step.head = transaction_.head();  // last: from here on others may have to wait
  for (const EventRecord& record : step.events) step.head = chain_head(step.head, record.digest);
  if (transaction_.write(step) == Store::Written::conflict) return std::nullopt;
  at.record = std::move(step.after);
  return told;
}

void Agenda::keep_states() && noexcept {
  for (Touched& touched : touched_) {
    if (&touched == &touched_.back())
      engine_.kept_states.keep(std::move(touched.taken), std::move(people_));
    else
      engine_.kept_states.keep(std::move(touched.taken), std::as_const(people_));
  }
}

std::optional<Step> Agenda::write(const Command& command) {
  std::optional<std::vector<Event>> first;
  for (Touched& touched : touched_) {
    if (touched.events.empty()) continue;  // looked at, and left as it was
    const bool is_first = &touched == &touched_.front();
    auto told = write(touched, is_first ? command.key : std::string());
    if (!told) return std::nullopt;
    if (is_first) first = std::move(told);
  }
  return Step(touched_.front().at.record.id, touched_.front().at.record.revision, std::move(first).value());
}

}  // namespace itsmflow
