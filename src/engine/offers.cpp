// What somebody may do or has in hand: worklists.

#include "engine/impl.hpp"
#include "engine/views.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

/// Of an activity about one element `state` is the view of it.
OfferedField offered_field(const Net& net, const CaseState& state, const FieldRef& ref, bool required, Sensitive sensitive) {
  OfferedField field;
  field.path = net.model->path(ref);
  field.required = required;
  field.filled = !state.data[ref.slot].is_null();
  field.withheld = sensitive == Sensitive::withheld && net.model->field(ref).sensitive;
  if (!field.withheld) field.value = read(net, state, ref.slot);
  return field;
}

void add_fields(const Net& net, const CaseState& state, const std::vector<FieldRef>& refs, bool required, Sensitive sensitive,
                std::vector<OfferedField>& fields) {
  for (const FieldRef& ref : refs) {
    OfferedField field = offered_field(net, state, ref, required, sensitive);
    const bool known =
        std::any_of(fields.begin(), fields.end(), [&](const OfferedField& other) { return other.path == field.path; });
    if (!known) fields.push_back(std::move(field));
  }
}

OfferedResult offered_result(const Net& net, const CaseState& state, const Activity& activity, const Result& result,
                             Sensitive sensitive) {
  OfferedResult offered;
  offered.id = result.id;
  add_fields(net, state, activity.effects.required, true, sensitive, offered.fields);
  add_fields(net, state, result.effects.required, true, sensitive, offered.fields);
  add_fields(net, state, activity.effects.asked, false, sensitive, offered.fields);
  add_fields(net, state, result.effects.asked, false, sensitive, offered.fields);
  return offered;
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

/// What the work is about: an element of a list, or of an object with `many`, of which what is sensitive is left out.
void set_element(Offer& offer, const OpenCase& at, std::uint32_t index, const Value& element, Sensitive sensitive) {
  const Model& model = *at.net->model;
  const Activity& activity = model.activities[index];
  const bool of_list = activity.items && activity.items->kind == Items::Kind::for_each;
  if (sensitive == Sensitive::shown || element.is_null() || (!of_list && !activity.about)) {
    offer.element = element;
  } else if (of_list) {
    if (model.field(activity.items->list).sensitive)
      offer.withheld.emplace_back("element");
    else
      offer.element = element;
  } else {
    Value::Entries told;
    for (const auto& [key, value] : *element.if_map()) {
      const std::string name = *key.if_string();
      const std::vector<Field>& fields = model.objects[*activity.about].fields;
      if (std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.sensitive && field.id == name; }))
        offer.withheld.push_back(name);
      else
        told.emplace_back(key, value);
    }
    offer.element = Value(std::move(told));
  }
}

/// Work that was handed over is shown with what it can come to, though it must be accepted first.
bool stands_in_the_way(const std::vector<Obstacle>& found, bool mine) {
  return std::any_of(found.begin(), found.end(),
                     [&](const Obstacle& obstacle) { return !mine || obstacle.kind() != Obstacle::Kind::taken; });
}

/// What the actor may do of an activity, or has in hand of it; none: nothing. Of an activity about one element `state` is the view of
/// it, and `item` its number or kNewElement.
std::optional<Offer> offer_of(const OpenCase& at, const CaseState& state, std::uint32_t index, const std::string& item,
                              const Asker& asker, Sensitive sensitive) {
  const Activity& activity = at.net->model->activities[index];
  const WorkItem* work = find_work(state, index, item);
  const bool mine = work && work->holder == asker.actor;
  if (work && !mine) return std::nullopt;
  Offer offer = offer_without_results(at, index, work);
  offer.item = item;
  offer.role = acting_role(*at.net->model, activity.roles, asker.held);
  if (activity.about && item != kNewElement) set_element(offer, at, index, value_of_element(*at.net, state), sensitive);
  for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
    const Attempt attempt{
        .what = Attempt::What::offer, .activity = index, .result = r, .actor = asker.actor, .held = asker.held, .item = item};
    if (!stands_in_the_way(obstacles(*at.net, state, attempt, asker.directory), mine))
      offer.results.push_back(offered_result(*at.net, state, activity, activity.results[r], sensitive));
  }
  if (offer.results.empty() && !mine) return std::nullopt;
  return offer;
}

std::optional<Offer> offer_of_item(const OpenCase& at, std::uint32_t index, const Item& item, const Asker& asker,
                                   Sensitive sensitive) {
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
  set_element(offer, at, index, item.element, sensitive);
  offer.role = acting_role(*at.net->model, roles_of_item(activity, item.id), asker.held);
  OfferedResult result;
  add_fields(*at.net, at.state, activity.effects.required, true, sensitive, result.fields);
  if (const Part* part = part_of(activity, item.id)) add_fields(*at.net, at.state, part->required, true, sensitive, result.fields);
  add_fields(*at.net, at.state, activity.effects.asked, false, sensitive, result.fields);
  if (const Part* part = part_of(activity, item.id)) add_fields(*at.net, at.state, part->asked, false, sensitive, result.fields);
  for (const std::string& answer : possible ? answers_of(activity) : std::vector<std::string>()) {
    result.id = answer;
    offer.results.push_back(result);
  }
  return offer;
}

/// Everything that the actor may do of an activity.
void add_offers(const OpenCase& at, std::uint32_t index, const Asker& asker, Sensitive sensitive, std::vector<Offer>& offers) {
  const Activity& activity = at.net->model->activities[index];
  if (activity.performer != Performer::people) return;
  const auto add = [&](std::optional<Offer> offer) {
    if (offer) offers.push_back(std::move(*offer));
  };
  if (activity.about) {
    ElementViews views(*at.net, at.state);
    std::vector<std::string> items = elements_to_offer(at.state, index, *activity.about);
    if (adds_elements(*at.net, index)) items.emplace_back(kNewElement);
    for (const std::string& item : items) add(offer_of(at, views.of(index, item), index, item, asker, sensitive));
    return;
  }
  if (!activity.items) return add(offer_of(at, at.state, index, {}, asker, sensitive));
  std::vector<Item> items = items_of(*at.net, at.state, index);
  if (activity.items->kind == Items::Kind::votes) items = {Item{.id = std::string(asker.actor)}};
  for (const Item& item : items) add(offer_of_item(at, index, item, asker, sensitive));
}

}  // namespace

std::vector<Offer> Engine::offers_for(std::string_view actor, const OfferFilter& filter) const {
  impl_->authorize({.entry = EntryPoint::offers_for, .actor = actor, .sensitive = filter.sensitive});
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
        add_offers(at, *index, {actor, held, impl_->directory}, filter.sensitive, offers);
      }
      query.after = id;
    }
  }
  return offers;
}

std::vector<Offer> Engine::offers_for(std::string_view actor, CaseId id, Sensitive sensitive) const {
  impl_->authorize({.entry = EntryPoint::offers_for, .actor = actor, .case_id = id, .sensitive = sensitive});
  const std::vector<std::string> held = impl_->roles_of(actor);
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  const OpenCase at = impl_->open(*transaction, people, id);
  std::vector<Offer> offers;
  if (at.record.status != CaseStatus::open) return offers;
  for (std::uint32_t a = 0; a < at.net->activities.size(); ++a)
    add_offers(at, a, {actor, held, impl_->directory}, sensitive, offers);
  return offers;
}

}  // namespace itsmflow
