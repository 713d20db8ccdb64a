#include "engine/views.hpp"

#include "model/rule_automaton.hpp"
#include "model/sensitive.hpp"
#include "semantics/activation.hpp"
#include "semantics/confirmation.hpp"
#include "semantics/deviations.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/rules.hpp"
#include "semantics/untaken.hpp"

#include <algorithm>
#include <string>

namespace itsmflow {
namespace {

bool speaks_of(const Rule& rule, const Performed& part) {
  return std::any_of(rule.subjects.begin(), rule.subjects.end(), [&](const RuleSubject& subject) {
    return subject.activity == part.activity && (!subject.result || part.result == kNone || part.result == *subject.result);
  });
}

/// Each person once for each activity, whatever he did of it.
void add_part(std::vector<PartView>& parts, PartView added) {
  const auto known = std::find_if(parts.begin(), parts.end(), [&](const PartView& part) {
    return part.activity == added.activity && part.item == added.item && part.person == added.person;
  });
  if (known == parts.end()) return parts.push_back(std::move(added));
  known->ended = known->ended || added.ended;
  known->at = std::max(known->at, added.at);
  known->passed_over = known->passed_over && added.passed_over;
}

std::vector<PeopleRuleView> people_rule_views(const OpenCase& at) {
  const Model& model = *at.net->model;
  std::vector<PeopleRuleView> views;
  for (const Rule& rule : model.rules) {
    if (rule.is_about_course()) continue;
    PeopleRuleView& view = views.emplace_back();
    view.rule = to_string(rule.kind);
    view.title = rule.wording.title;
    view.says = describe(model, rule);
    for (const Performed& part : at.state.performed) {
      if (!speaks_of(rule, part)) continue;
      const bool start = part.activity == RuleSubject::kStart;
      add_part(view.parts, {start ? "start" : model.activities[part.activity].id,
                            part.element == 0 ? std::string() : std::to_string(part.element), part.person,
                            part.result != kNone && !part.passed_over, part.at, part.passed_over});
    }
  }
  return views;
}

VoteView vote_view(const OpenCase& at, std::uint32_t activity) {
  const Activity& declared = at.net->model->activities[activity];
  const Votes& votes = declared.items->votes;
  VoteView view;
  view.activity = declared.id;
  view.quorum = votes.quorum;
  view.has_veto = !votes.veto.empty();
  view.in_favour = declared.results[votes.in_favour].id;
  view.against = declared.results[votes.against].id;
  for (const Item& vote : items_of(*at.net, at.state, activity)) {
    ++view.cast;
    ++(vote.answer == view.against ? view.votes_against : view.votes_for);
  }
  return view;
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
  ElementViews views(*at.net, at.state);
  std::vector<std::string> items = elements_to_offer(at.state, a, *at.net->model->activities[a].about);
  if (adds_elements(*at.net, a)) items.emplace_back(kNewElement);
  for (const std::string& item : items) {
    const WorkItem* work = find_work(at.state, a, item);
    if (work || any_result_fits(*at.net, views.of(a, item), a)) add_work(view, *at.net->model, a, item, work);
  }
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
}

void add_messages(CaseView& view, const OpenCase& at, Sensitive sensitive) {
  const Model& model = *at.net->model;
  for (const Message& message : at.state.messages) {
    MessageView& kept = view.messages.emplace_back();
    kept.name = message.name;
    kept.withheld = sensitive == Sensitive::withheld && is_sensitive_message(model, message.name);
    if (const auto* values = message.values.if_map(); values && !kept.withheld)
      for (const auto& [key, value] : *values) kept.values[*key.if_string()] = value;
    for (Untaken& untaken : why_untaken(*at.net, at.state, message))
      kept.untaken.push_back({model.activities[untaken.activity].id, std::move(untaken.why)});
  }
}

std::vector<RuleView> rule_views(const OpenCase& at) {
  std::vector<RuleView> views;
  for (RuleStanding& standing : rule_standings(*at.net, at.state)) {
    const Rule& rule = at.net->model->rules[standing.rule];
    views.push_back({std::string(to_string(rule.kind)), rule.wording.title, describe(*at.net->model, rule), standing.status,
                     standing.is_off, std::move(standing.satisfied_by)});
  }
  return views;
}

/// Into what is told, or else under what is withheld.
template <class View>
void add_field(View& view, std::string path, const Field& field, const Value& value, Sensitive sensitive) {
  if (value.is_null()) return;
  if (field.sensitive && sensitive == Sensitive::withheld)
    view.withheld.push_back(std::move(path));
  else
    view.data[std::move(path)] = value;
}

/// Also those that somebody has just begun to add.
void add_elements(CaseView& view, const OpenCase& at, std::uint32_t object, Sensitive sensitive) {
  const Model& model = *at.net->model;
  const ObjectType& type = model.objects[object];
  ElementViews views(*at.net, at.state);
  for (std::uint32_t number = 1; number < next_element(at.state, object); ++number) {
    const std::string item = std::to_string(number);
    const bool in_hand = std::any_of(at.state.work.begin(), at.state.work.end(), [&](const WorkItem& work) {
      return work.item == item && model.activities[work.activity].about == object;
    });
    const std::uint32_t state = find_element(at.state, object, number)->state;
    if (state == 0 && !in_hand) continue;
    ElementView& element = view.elements.emplace_back();
    element.object = type.id;
    element.item = item;
    element.state = type.states[state];
    const StateActivation data(*at.net, views.of(Focus{object, number}), {});
    for (const Field& field : type.fields) add_field(element, type.id + "." + field.id, field, data.slot(field.slot), sensitive);
  }
}

ConfirmationStatus confirmation_of(const Model& model, const Deviation& deviation) {
  if (deviation.verdict == Deviation::Verdict::confirmed) return ConfirmationStatus::confirmed;
  if (deviation.verdict == Deviation::Verdict::disapproved) return ConfirmationStatus::disapproved;
  if (deviation.late) return ConfirmationStatus::late;
  return model.deviations.lines[deviation.line].confirm ? ConfirmationStatus::awaited : ConfirmationStatus::none;
}

void add_deviations(CaseView& view, const OpenCase& at) {
  const Model& model = *at.net->model;
  for (const Deviation& deviation : at.state.deviations) {
    const Activity& activity = model.activities[deviation.activity];
    const DeclaredMotive& motive = model.deviations.motives[deviation.motive];
    DeviationView& told = view.deviations.emplace_back();
    told.number = static_cast<std::int64_t>(view.deviations.size());
    told.kind = deviation.kind;
    told.activity = activity.id;
    if (deviation.result != kNone) told.result = activity.results[deviation.result].id;
    told.item = deviation.item;
    told.motive = motive.id;
    told.motive_class = motive.motive_class;
    told.person = deviation.person;
    told.role = deviation.role;
    told.at = deviation.at;
    told.confirmation = confirmation_of(model, deviation);
    for (const std::uint32_t role : confirming_roles(model, deviation).value_or(std::vector<std::uint32_t>()))
      told.confirm_by.push_back(model.roles[role].id);
    told.due = confirmation_due(model, deviation);
    told.judge = deviation.judge;
  }
  for (std::uint32_t o = 0; o < model.objects.size(); ++o)
    if (is_assumed(at.state, o)) view.assumed.push_back(model.objects[o].id + ".state");
  view.outcome = outcome_of(*at.net, at.state);
  view.judge = at.state.judge;
  for (const Outcome& outcome : model.outcomes.outcomes)
    if (outcome.id == view.outcome) view.counts_as = outcome.counts_as;
}

}  // namespace

WorkStatus status_of(const WorkItem* item) {
  if (!item) return WorkStatus::offered;
  if (!item->giver.empty()) return WorkStatus::handed_over;
  if (item->suspended) return WorkStatus::suspended;
  return item->begun ? WorkStatus::begun : WorkStatus::claimed;
}

CaseView view_of(const OpenCase& at, Sensitive sensitive) {
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
      add_elements(view, at, o, sensitive);
      continue;
    }
    const std::uint32_t state = state_of(*at.net, at.state, o);
    view.objects.push_back({model.objects[o].id, state == kNone ? std::string() : model.objects[o].states[state]});
    for (const Field& field : model.objects[o].fields)
      add_field(view, model.objects[o].id + "." + field.id, field, data.slot(field.slot), sensitive);
  }
  view.rules = rule_views(at);
  view.people_rules = people_rule_views(at);
  add_deviations(view, at);
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
  add_messages(view, at, sensitive);
  return view;
}

void add_reasons(Store::Transaction& transaction, PersonBook& people, const OpenCase& at, std::vector<DeviationView>& deviations) {
  constexpr std::size_t kPage = 1000;
  std::size_t told = 0;
  for (std::int64_t from = 1; told < deviations.size(); from += static_cast<std::int64_t>(kPage)) {
    const std::vector<EventRecord> page = transaction.events(at.record.id, from, kPage);
    for (const EventRecord& record : page) {
      if (record.type != to_string(EventType::deviated) || told == deviations.size()) continue;
      deviations[told++].because = decode_event(*at.net, record, people).note;
    }
    if (page.size() < kPage) return;
  }
}

}  // namespace itsmflow
