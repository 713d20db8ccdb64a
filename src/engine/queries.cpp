// What is asked of cases without changing them.

#include "engine/impl.hpp"
#include "engine/views.hpp"
#include "model/rule_automaton.hpp"
#include "semantics/activation.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"
#include "semantics/rules.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace itsmflow {
namespace {

/// Somebody who asks what he may do.
struct Asker {
  std::string_view actor;
  const std::vector<std::string>& held;
  const Directory& directory;
};

/// Of an activity about one element `state` is the view of it.
OfferedField offered_field(const Net& net, const CaseState& state, const FieldRef& ref, bool required) {
  OfferedField field;
  field.path = net.model->path(ref);
  field.required = required;
  field.filled = !state.data[ref.slot].is_null();
  field.value = read(net, state, ref.slot);
  return field;
}

void add_fields(const Net& net, const CaseState& state, const std::vector<FieldRef>& refs, bool required,
                std::vector<OfferedField>& fields) {
  for (const FieldRef& ref : refs) {
    OfferedField field = offered_field(net, state, ref, required);
    const bool known =
        std::any_of(fields.begin(), fields.end(), [&](const OfferedField& other) { return other.path == field.path; });
    if (!known) fields.push_back(std::move(field));
  }
}

OfferedResult offered_result(const Net& net, const CaseState& state, const Activity& activity, const Result& result) {
  OfferedResult offered;
  offered.id = result.id;
  add_fields(net, state, activity.effects.required, true, offered.fields);
  add_fields(net, state, result.effects.required, true, offered.fields);
  add_fields(net, state, activity.effects.asked, false, offered.fields);
  add_fields(net, state, result.effects.asked, false, offered.fields);
  return offered;
}

WorkStatus status_of(const WorkItem* item) {
  if (!item) return WorkStatus::offered;
  if (!item->giver.empty()) return WorkStatus::handed_over;
  if (item->suspended) return WorkStatus::suspended;
  return item->begun ? WorkStatus::begun : WorkStatus::claimed;
}

Offer offer_without_results(const OpenCase& at, std::uint32_t index, const WorkItem* work) {
  Offer offer;
  offer.case_id = at.record.id;
  offer.process = at.record.process;
  offer.activity = at.net->model->activities[index].id;
  offer.status = status_of(work);
  if (work) {
    offer.giver = work->giver;
    offer.note = work->giver.empty() ? work->note : work->confirm;
  }
  return offer;
}

/// Work that was handed over is shown with what it can come to, though it must be accepted first.
bool stands_in_the_way(const std::vector<Obstacle>& found, bool mine) {
  return std::any_of(found.begin(), found.end(),
                     [&](const Obstacle& obstacle) { return !mine || obstacle.kind() != Obstacle::Kind::taken; });
}

/// What the actor may do of an activity, or has in hand of it; none: nothing. `item`: of an activity about one element its number,
/// or nothing for a new one.
std::optional<Offer> offer_of(const OpenCase& at, std::uint32_t index, const Asker& asker, const std::string& item = {}) {
  const Activity& activity = at.net->model->activities[index];
  const bool is_new = activity.about && item.empty();
  const WorkItem* work = is_new ? nullptr : find_work(at.state, index, item);
  const bool mine = work && work->holder == asker.actor;
  if (work && !mine) return std::nullopt;
  Offer offer = offer_without_results(at, index, work);
  offer.item = item;
  offer.role = acting_role(*at.net->model, activity.roles, asker.held);
  std::optional<CaseState> view;
  if (activity.about) view = view_of_element(*at.net, at.state, index, item);
  if (view && !is_new) offer.element = value_of_element(*at.net, *view);
  for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
    const Attempt attempt{
        .what = Attempt::What::offer, .activity = index, .result = r, .actor = asker.actor, .held = asker.held, .item = item};
    if (!stands_in_the_way(obstacles(*at.net, at.state, attempt, asker.directory), mine))
      offer.results.push_back(offered_result(*at.net, view ? *view : at.state, activity, activity.results[r]));
  }
  if (offer.results.empty() && !mine) return std::nullopt;
  return offer;
}

std::optional<Offer> offer_of_item(const OpenCase& at, std::uint32_t index, const Item& item, const Asker& asker) {
  const Activity& activity = at.net->model->activities[index];
  const WorkItem* work = find_work(at.state, index, item.id);
  const bool mine = work && work->holder == asker.actor;
  if (work && !mine) return std::nullopt;
  const Attempt attempt{.what = Attempt::What::offer,
                        .activity = index,
                        .result = std::nullopt,
                        .actor = asker.actor,
                        .held = asker.held,
                        .item = item.id};
  const bool possible = !stands_in_the_way(obstacles(*at.net, at.state, attempt, asker.directory), mine);
  if (!possible && !mine) return std::nullopt;
  Offer offer = offer_without_results(at, index, work);
  offer.item = item.id;
  offer.element = item.element;
  offer.role = acting_role(*at.net->model, roles_of_item(activity, item.id), asker.held);
  OfferedResult result;
  add_fields(*at.net, at.state, activity.effects.required, true, result.fields);
  if (const Part* part = part_of(activity, item.id)) add_fields(*at.net, at.state, part->required, true, result.fields);
  add_fields(*at.net, at.state, activity.effects.asked, false, result.fields);
  if (const Part* part = part_of(activity, item.id)) add_fields(*at.net, at.state, part->asked, false, result.fields);
  for (const std::string& answer : possible ? answers_of(activity) : std::vector<std::string>()) {
    result.id = answer;
    offer.results.push_back(result);
  }
  return offer;
}

/// Everything that the actor may do of an activity.
void add_offers(const OpenCase& at, std::uint32_t index, const Asker& asker, std::vector<Offer>& offers) {
  const Activity& activity = at.net->model->activities[index];
  if (activity.performer != Performer::people) return;
  const auto add = [&](std::optional<Offer> offer) {
    if (offer) offers.push_back(std::move(*offer));
  };
  if (activity.about) {
    for (const std::string& item : elements_to_offer(at.state, index, *activity.about)) add(offer_of(at, index, asker, item));
    if (adds_elements(*at.net, index)) add(offer_of(at, index, asker));
    return;
  }
  if (!activity.items) return add(offer_of(at, index, asker));
  std::vector<Item> items = items_of(*at.net, at.state, index);
  if (activity.items->kind == Items::Kind::votes) items = {Item{.id = std::string(asker.actor)}};
  for (const Item& item : items) add(offer_of_item(at, index, item, asker));
}

WorkView& add_work(CaseView& view, const Model& model, std::uint32_t a, const std::string& item, const WorkItem* held) {
  const Activity& activity = model.activities[a];
  WorkView& work = view.work.emplace_back();
  work.activity = activity.id;
  work.item = item;
  work.status = status_of(held);
  for (const std::uint32_t role : roles_of_item(activity, item)) work.roles.push_back(model.roles[role].id);
  if (!held) return work;
  work.holder = held->holder;
  work.giver = held->giver;
  work.note = held->giver.empty() ? held->note : held->confirm;
  return work;
}

/// What can be done of an activity of several items, and what somebody has in hand of it.
void add_work_of_items(CaseView& view, const OpenCase& at, std::uint32_t a) {
  const Model& model = *at.net->model;
  const bool open = is_reached(*at.net, at.state, a) && any_result_fits(*at.net, at.state, a) && !is_complete(*at.net, at.state, a);
  const bool votes = model.activities[a].items->kind == Items::Kind::votes;
  if (votes && open) {
    add_work(view, model, a, {}, nullptr);
    view.votes.push_back(vote_view(at, a));
  }
  for (const WorkItem& work : at.state.work)
    if (work.activity == a && (votes || !open)) add_work(view, model, a, work.item, &work);
  if (votes || !open) return;
  for (const Item& item : items_of(*at.net, at.state, a))
    if (!item.done) add_work(view, model, a, item.id, find_work(at.state, a, item.id));
}

/// What can be done of an activity about one element, for each of them and for a new one, and what somebody has in hand of it.
void add_work_of_elements(CaseView& view, const OpenCase& at, std::uint32_t a) {
  const auto fits = [&](const std::string& item) {
    return any_result_fits(*at.net, view_of_element(*at.net, at.state, a, item), a);
  };
  for (const std::string& item : elements_to_offer(at.state, a, *at.net->model->activities[a].about)) {
    const WorkItem* work = find_work(at.state, a, item);
    if (work || fits(item)) add_work(view, *at.net->model, a, item, work);
  }
  if (adds_elements(*at.net, a) && fits({})) add_work(view, *at.net->model, a, {}, nullptr);
}

/// What waits for something that no person does, and what is done of what is under way.
void add_waits(CaseView& view, const OpenCase& at) {
  const Model& model = *at.net->model;
  for (const UnderWay& open : at.state.under_way) {
    const Activity& activity = model.activities[open.activity];
    for (const Item& item : open.items)
      if (item.done) view.items_done.push_back({activity.id, item.id, item.person, item.answer});
    if (activity.performer == Performer::service)
      view.waits.push_back({.activity = activity.id, .service = activity.service.name, .tries = static_cast<int>(open.tries)});
    if (activity.performer == Performer::process) view.waits.push_back({.activity = activity.id, .other = open.child});
  }
  for (std::uint32_t a = 0; a < model.activities.size(); ++a)
    if (model.activities[a].performer == Performer::message && is_reached(*at.net, at.state, a) &&
        any_result_fits(*at.net, at.state, a))
      view.waits.push_back({.activity = model.activities[a].id, .message = model.activities[a].message.name});
  for (const Timer& timer : at.state.timers) {
    const Activity& activity = model.activities[timer.activity];
    view.timers.push_back({activity.id, timer.result == kNone ? std::string() : activity.results[timer.result].id, timer.due});
  }
  for (const Message& message : at.state.messages) view.messages.push_back(message.name);
}

std::vector<RuleView> rule_views(const OpenCase& at) {
  std::vector<RuleView> views;
  for (RuleStanding& standing : rule_standings(*at.net, at.state)) {
    const Rule& rule = at.net->model->rules[standing.rule];
    views.push_back({std::string(to_string(rule.kind)), rule.wording.title, describe(*at.net->model, rule), standing.status,
                     std::move(standing.satisfied_by)});
  }
  return views;
}

void add_elements(CaseView& view, const OpenCase& at, std::uint32_t object) {
  const ObjectType& type = at.net->model->objects[object];
  for (std::uint32_t number = 1; number < next_element(at.state, object); ++number) {
    const std::uint32_t state = find_element(at.state, object, number)->state;
    if (state == 0) continue;
    ElementView& element = view.elements.emplace_back();
    element.object = type.id;
    element.item = std::to_string(number);
    element.state = type.states[state];
    CaseState shown = at.state;
    focus_on(*at.net, shown, {object, number});
    const StateActivation data(*at.net, shown, {});
    for (const Field& field : type.fields)
      if (const Value& value = data.slot(field.slot); !value.is_null()) element.data[type.id + "." + field.id] = value;
  }
}

CaseView view_of(const OpenCase& at) {
  const Model& model = *at.net->model;
  CaseView view;
  view.parent = at.state.parent;
  view.id = at.record.id;
  view.process = model.process;
  view.version = model.version;
  view.status = at.record.status;
  view.revision = at.record.revision;
  view.started = at.record.started;
  view.changed = at.record.changed;
  const StateActivation data(*at.net, at.state, {});
  for (std::uint32_t o = 0; o < model.objects.size(); ++o) {
    if (model.objects[o].many) {
      add_elements(view, at, o);
      continue;
    }
    const std::uint32_t state = state_of(*at.net, at.state, o);
    view.objects.push_back({model.objects[o].id, state == kNone ? std::string() : model.objects[o].states[state]});
    for (const Field& field : model.objects[o].fields) {
      const Value& value = data.slot(field.slot);
      if (!value.is_null()) view.data[model.objects[o].id + "." + field.id] = value;
    }
  }
  view.rules = rule_views(at);
  view.people_rules = people_rule_views(at);
  if (at.record.status != CaseStatus::open) return view;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    if (model.activities[a].performer != Performer::people) continue;
    if (model.activities[a].items) {
      add_work_of_items(view, at, a);
      continue;
    }
    if (model.activities[a].about) {
      add_work_of_elements(view, at, a);
      continue;
    }
    const WorkItem* work = find_work(at.state, a);
    if (work || (is_reached(*at.net, at.state, a) && any_result_fits(*at.net, at.state, a))) add_work(view, model, a, {}, work);
  }
  add_waits(view, at);
  return view;
}

/// What a field, or the state of an object, holds in a case; null where its process has no such thing.
Value value_at(const OpenCase& at, std::string_view path) {
  const Model& model = *at.net->model;
  if (const auto ref = model.find_field(path)) return StateActivation(*at.net, at.state, {}).slot(ref->slot);
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos || path.substr(dot + 1) != "state") return {};
  const auto object = model.find_object(path.substr(0, dot));
  if (!object) return {};
  const std::uint32_t state = state_of(*at.net, at.state, *object);
  return state == kNone ? Value() : Value(model.objects[*object].states[state]);
}

/// Of an object with `many`: for any element. The value as the field would keep it, so that text from a command line finds numbers too.
bool holds(const OpenCase& at, const CaseFilter& filter) {
  const auto object = at.net->model->find_object(std::string_view(filter.field).substr(0, filter.field.find('.')));
  if (object && at.net->model->objects[*object].many && at.state.focus.object == kNone) {
    for (std::uint32_t number = 1; number < next_element(at.state, *object); ++number) {
      if (find_element(at.state, *object, number)->state == 0) continue;
      OpenCase one = at;
      focus_on(*at.net, one.state, {*object, number});
      if (holds(one, filter)) return true;
    }
    return false;
  }
  const Value found = value_at(at, filter.field);
  const auto ref = at.net->model->find_field(filter.field);
  if (!ref) return found == filter.value;
  const FieldValue wanted = accept_value(at.net->model->field(*ref), filter.value);
  return wanted.value && found == *wanted.value;
}

}  // namespace

std::vector<Offer> Engine::offers_for(std::string_view actor, const OfferFilter& filter) const {
  const std::vector<std::string> held = impl_->roles_of(actor);
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  OfferQuery query;
  query.roles = held;
  query.holder = people.find(actor);
  query.after = filter.after;
  std::vector<Offer> offers;
  while (offers.size() < filter.limit) {
    query.limit = std::min<std::size_t>(filter.limit - offers.size(), 1000);
    const std::vector<OfferRow> rows = transaction->offers(query);
    if (rows.empty()) break;
    for (auto row = rows.begin(); row != rows.end();) {
      const CaseId id = row->case_id;
      const OpenCase at = impl_->open(*transaction, people, id);
      std::string last;
      for (; row != rows.end() && row->case_id == id; ++row) {
        if (row->activity == last) continue;
        last = row->activity;
        const auto index = at.net->model->find_activity(row->activity);
        if (!index) continue;
        add_offers(at, *index, {actor, held, impl_->directory}, offers);
      }
      query.after = id;
    }
  }
  return offers;
}

std::vector<Offer> Engine::offers_for(std::string_view actor, CaseId id) const {
  const std::vector<std::string> held = impl_->roles_of(actor);
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  const OpenCase at = impl_->open(*transaction, people, id);
  std::vector<Offer> offers;
  if (at.record.status != CaseStatus::open) return offers;
  for (std::uint32_t a = 0; a < at.net->activities.size(); ++a) add_offers(at, a, {actor, held, impl_->directory}, offers);
  return offers;
}

namespace {

Explanation explain_item(const OpenCase& at, std::uint32_t index, const std::string& item, const Asker& asker, const Work& work) {
  const Activity& activity = at.net->model->activities[index];
  const Writes given =
      writes_of(*at.net->model, work.data, taken_by_item(activity, item), "'" + item + "' of '" + activity.id + "'");
  const Attempt attempt{.what = Attempt::What::perform,
                        .activity = index,
                        .result = std::nullopt,
                        .actor = asker.actor,
                        .held = asker.held,
                        .given = &given,
                        .item = item};
  Explanation explanation;
  explanation.activity = activity.id;
  explanation.item = item;
  explanation.result = work.result;
  explanation.obstacles = obstacles(*at.net, at.state, attempt, asker.directory);
  explanation.could = who_could(*at.net, at.state, attempt, asker.directory);
  return explanation;
}

/// Not those that come by their timers, unless there are no others.
std::vector<std::uint32_t> results_to_choose(const Activity& activity) {
  std::vector<std::uint32_t> chosen;
  std::vector<std::uint32_t> all;
  for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
    all.push_back(r);
    if (!activity.results[r].after) chosen.push_back(r);
  }
  return chosen.empty() ? all : chosen;
}

}  // namespace

Explanation Engine::explain(CaseId id, std::string_view activity, std::string_view actor, const Work& work) const {
  const std::vector<std::string> held = impl_->roles_of(actor);
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  const OpenCase at = impl_->open(*transaction, people, id);
  const Model& model = *at.net->model;
  const std::uint32_t index = activity_of(model, activity);
  const Activity& declared = model.activities[index];
  const std::string item = item_of(*at.net, at.state, index, work.command.item, actor);
  if (declared.items) return explain_item(at, index, item, {actor, held, impl_->directory}, work);
  const std::vector<std::uint32_t> results =
      work.result.empty() ? results_to_choose(declared) : std::vector{result_of(declared, work.result)};

  Explanation best;
  const auto given_result = results.size() == 1 ? std::optional(results[0]) : std::nullopt;
  const Writes given = writes_of(model, work.data, taken_fields(declared, given_result), "'" + declared.id + "'");
  for (const std::uint32_t result : results) {
    const Attempt attempt{.what = Attempt::What::perform,
                          .activity = index,
                          .result = result,
                          .actor = actor,
                          .held = held,
                          .given = &given,
                          .item = item};
    std::vector<Obstacle> found = obstacles(*at.net, at.state, attempt, impl_->directory);
    if (result != results.front() && found.size() >= best.obstacles.size()) continue;
    best.result = declared.results[result].id;
    best.obstacles = std::move(found);
    best.could = who_could(*at.net, at.state, attempt, impl_->directory);
  }
  best.activity = declared.id;
  best.item = item;
  return best;
}

CaseView Engine::show(CaseId id) const {
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  return view_of(impl_->open(*transaction, people, id));
}

std::vector<CaseView> Engine::cases(const CaseFilter& filter) const {
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  CaseQuery query;
  query.process = filter.process;
  query.status = filter.status;
  query.after = filter.after;
  query.limit = std::min<std::size_t>(filter.limit, 1000);
  std::vector<CaseView> views;
  while (views.size() < filter.limit) {
    std::vector<CaseRecord> records = transaction->cases(query);
    if (records.empty()) break;
    query.after = records.back().id;
    for (CaseRecord& record : records) {
      const OpenCase at = impl_->open(*transaction, people, std::move(record));
      if (filter.field.empty() || holds(at, filter)) views.push_back(view_of(at));
      if (views.size() == filter.limit) break;
    }
  }
  return views;
}

Data Engine::Impl::data_of(CaseId id, std::string& process) const {
  const auto transaction = store.begin(Store::Access::read);
  PersonBook people(*transaction);
  CaseView view = view_of(open(*transaction, people, id));
  process = view.process;
  return std::move(view.data);
}

std::shared_ptr<const Model> Engine::model_of(CaseId id) const {
  const auto transaction = impl_->store.begin(Store::Access::read);
  const std::optional<CaseRecord> record = transaction->load(id);
  if (!record) throw NotFound(NotFound::Kind::case_, to_string(id), fmt::format("there is no case {}", id.value));
  return impl_->net_of(*transaction, record->model_digest)->model;
}

std::vector<Event> Engine::events(CaseId id, std::int64_t from_number, std::size_t limit) const {
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  const std::optional<CaseRecord> record = transaction->load(id);
  if (!record) throw NotFound(NotFound::Kind::case_, to_string(id), fmt::format("there is no case {}", id.value));
  const auto net = impl_->net_of(*transaction, record->model_digest);
  std::vector<Event> told;
  for (const EventRecord& event : transaction->events(id, from_number, limit))
    told.push_back(describe(*net, decode_event(*net, event, people), event));
  return told;
}

namespace {

Notification read_notification(const OutboxRow& row, PersonBook& people) {
  try {
    const auto body = nlohmann::json::parse(row.body);
    Notification notification;
    notification.key = row.key;
    notification.case_id = row.case_id;
    notification.kind = body.at("event").get<std::string>();
    notification.to = people.name(body.at("to").get<PersonKey>());
    notification.activity = body.at("activity").get<std::string>();
    if (const auto item = body.find("item"); item != body.end())
      notification.item = item->is_number() ? people.name(item->get<PersonKey>()) : item->get<std::string>();
    notification.note = body.at("note").get<std::string>();
    notification.at = row.at;
    return notification;
  } catch (const nlohmann::json::exception&) {
    throw StoreError(StoreError::Kind::corrupt,
                     fmt::format("row {} of the outbox ({}) can't be read; restore the store from a backup", row.id, row.key));
  }
}

}  // namespace

std::size_t Engine::deliver(const std::function<void(const Notification&)>& deliver, std::size_t limit) {
  for (std::size_t delivered = 0; delivered < limit; ++delivered) {
    const std::optional<OutboxRow> row = impl_->lease("notify", std::nullopt);
    if (!row) return delivered;
    try {
      Notification notification;
      {
        const auto transaction = impl_->store.begin(Store::Access::read);
        PersonBook people(*transaction);
        notification = read_notification(*row, people);
      }
      deliver(notification);
    } catch (...) {
      const auto transaction = impl_->store.begin(Store::Access::write);
      transaction->release_outbox(row->id, row->leased_until.value());
      transaction->commit();
      throw;
    }
    impl_->remove_from_outbox(*row);
  }
  return limit;
}

}  // namespace itsmflow
