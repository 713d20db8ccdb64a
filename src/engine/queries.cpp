// What is asked of cases without changing them.

#include "engine/deviate.hpp"
#include "engine/impl.hpp"
#include "engine/views.hpp"
#include "model/sensitive.hpp"
#include "semantics/activation.hpp"
#include "semantics/elements.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

/// What a field, or the state of an object ("rfc.state"), holds in a case. None: its process has no such thing.
std::optional<Value> value_at(const Net& net, const CaseState& state, std::string_view path) {
  const Model& model = *net.model;
  if (const auto ref = model.find_field(path)) return StateActivation(net, state, {}).slot(ref->slot);
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos || path.substr(dot + 1) != "state") return std::nullopt;
  const auto object = model.find_object(path.substr(0, dot));
  if (!object) return std::nullopt;
  const std::uint32_t now = state_of(net, state, *object);
  return now == kNone ? Value() : Value(model.objects[*object].states[now]);
}

/// The value as the field would keep it, so that text from a command line finds numbers too.
bool holds(const Net& net, const CaseState& state, const CaseFilter& filter) {
  const std::optional<Value> found = value_at(net, state, filter.field);
  const auto ref = net.model->find_field(filter.field);
  if (!ref) return found == filter.value;
  const FieldValue wanted = accept_value(net.model->field(*ref), filter.value);
  return wanted.value && found == *wanted.value;
}

/// Of an object with `many`: for any element.
bool holds_somewhere(const OpenCase& at, const CaseFilter& filter) {
  const Model& model = *at.net->model;
  const auto object = model.find_object(std::string_view(filter.field).substr(0, filter.field.find('.')));
  if (!object || !model.objects[*object].many) return holds(*at.net, at.state, filter);
  ElementViews views(*at.net, at.state);
  for (std::uint32_t number = 1; number < next_element(at.state, *object); ++number)
    if (find_element(at.state, *object, number)->state != 0 && holds(*at.net, views.of(Focus{*object, number}), filter))
      return true;
  return false;
}

void explain_deviations(Explanation& explanation, const Outlook& outlook, const OpenCase& at, const WantedStep& wanted,
                        const std::optional<Motive>& wish) {
  explanation.deviations = deviation_options(outlook, at, wanted, wish, wish ? &explanation.why_no_deviation : nullptr);
  explanation.could_deviate = others_who_could_deviate(outlook, at, wanted, wish);
}

Explanation explain_item(const Outlook& outlook, const OpenCase& at, std::uint32_t index, const std::string& item,
                         const Asker& asker, const Work& work) {
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
  explain_deviations(explanation, outlook, at, {attempt, work.result, explanation.obstacles}, work.motive);
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

/// What a filter asks of deviations and of the outcome.
bool has_judgement(const CaseView& view, const CaseFilter& filter) {
  if (!filter.outcome.empty() && view.outcome != filter.outcome) return false;
  if (filter.complies && *filter.complies != view.deviations.empty()) return false;
  return !filter.confirmation || std::any_of(view.deviations.begin(), view.deviations.end(), [&](const DeviationView& deviation) {
    return deviation.confirmation == *filter.confirmation;
  });
}

}  // namespace

Explanation Engine::explain(CaseId id, std::string_view activity, std::string_view actor, const Work& work) const {
  impl_->authorize({EntryPoint::explain, actor, id});
  const std::vector<std::string> held = impl_->roles_of(actor);
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  const OpenCase at = impl_->open(*transaction, people, id);
  const Model& model = *at.net->model;
  if (work.motive) check_wish(model, *work.motive);
  const std::uint32_t index = activity_of(model, activity);
  const Activity& declared = model.activities[index];
  const std::string item = item_of(*at.net, at.state, index, work.command.item, actor);
  const Outlook outlook{impl_->directory, impl_->library, impl_->now(), impl_->options.search_limit};
  if (declared.items) return explain_item(outlook, at, index, item, {actor, held, impl_->directory}, work);
  const std::vector<std::uint32_t> results =
      work.result.empty() ? results_to_choose(declared) : std::vector{result_of(declared, work.result)};

  Explanation best;
  const auto given_result = results.size() == 1 ? std::optional(results[0]) : std::nullopt;
  std::vector<FieldRef> taken = taken_fields(declared, given_result);
  for (FieldRef& ref : taken_on_the_way(model)) taken.push_back(std::move(ref));
  const Writes given = writes_of(model, work.data, taken, "'" + declared.id + "', with what could be passed over before it,");
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
  const Attempt attempt{.what = Attempt::What::perform,
                        .activity = index,
                        .result = declared.find_result(best.result),
                        .actor = actor,
                        .held = held,
                        .given = &given,
                        .item = item};
  explain_deviations(best, outlook, at, {attempt, {}, best.obstacles}, work.motive);
  return best;
}

CaseView Engine::show(CaseId id, Sensitive sensitive) const {
  impl_->authorize({.entry = EntryPoint::show, .case_id = id, .sensitive = sensitive});
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  const OpenCase at = impl_->open(*transaction, people, id);
  CaseView view = view_of(at, sensitive);
  add_reasons(*transaction, people, at, view.deviations);
  return view;
}

std::vector<CaseView> Engine::cases(const CaseFilter& filter) const {
  impl_->authorize({.entry = EntryPoint::cases, .process = filter.process, .sensitive = filter.sensitive});
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  if (filter.field.empty() && !(filter.value == Value())) throw UsageError("a value to find cases by needs its field");
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
      if (filter.sensitive == Sensitive::withheld && is_sensitive(*at.net->model, filter.field))
        throw UsageError(fmt::format("'{}' is sensitive in process '{}': cases can't be found by what it holds", filter.field,
                                     at.net->model->process));
      if (!filter.field.empty() && !holds_somewhere(at, filter)) continue;
      CaseView view = view_of(at, filter.sensitive);
      if (has_judgement(view, filter)) views.push_back(std::move(view));
      if (views.size() == filter.limit) break;
    }
  }
  return views;
}

Data Engine::Impl::data_of(CaseId id, std::string& process) const {
  const auto transaction = store.begin(Store::Access::read);
  PersonBook people(*transaction);
  const OpenCase at = open(*transaction, people, id);
  process = at.record.process;
  Data data = view_of(at, Sensitive::shown).data;
  const StateActivation activation(*at.net, at.state, {});
  const std::vector<ObjectType>& objects = at.net->model->objects;
  for (std::uint32_t o = 0; o < objects.size(); ++o)
    if (objects[o].many) data[objects[o].id] = activation.slot(elements_slot(*at.net->model, o));
  return data;
}

std::shared_ptr<const Model> Engine::model_of(CaseId id) const {
  impl_->authorize({.entry = EntryPoint::model_of, .case_id = id});
  const auto transaction = impl_->store.begin(Store::Access::read);
  const std::optional<CaseRecord> record = transaction->load(id);
  if (!record) throw NotFound(NotFound::Kind::case_, to_string(id), fmt::format("there is no case {}", id.value));
  return impl_->net_of(*transaction, record->model_digest)->model;
}

std::vector<Event> Engine::events(CaseId id, std::int64_t from_number, std::size_t limit, Sensitive sensitive) const {
  impl_->authorize({.entry = EntryPoint::events, .case_id = id, .sensitive = sensitive});
  const auto transaction = impl_->store.begin(Store::Access::read);
  PersonBook people(*transaction);
  const std::optional<CaseRecord> record = transaction->load(id);
  if (!record) throw NotFound(NotFound::Kind::case_, to_string(id), fmt::format("there is no case {}", id.value));
  const auto net = impl_->net_of(*transaction, record->model_digest);
  std::vector<Event> told;
  for (const EventRecord& event : transaction->events(id, from_number, limit))
    told.push_back(describe(*net, decode_event(*net, event, people), event, sensitive));
  return told;
}

}  // namespace itsmflow
