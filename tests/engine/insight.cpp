#include "insight.hpp"

#include "semantics/elements.hpp"
#include "semantics/items.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/steps.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

Data data_of(const Model& model, const Writes& writes, const std::vector<FieldRef>& taken) {
  Data data;
  for (const auto& [slot, value] : writes)
    for (const FieldRef& ref : taken)
      if (ref.slot == slot) data[model.path(ref)] = value;
  return data;
}

/// The one that the move is about: others come with it, such as the opening of an activity of several items.
const NetEvent& main_event(const CaseMove& move) {
  const auto main = std::find_if(move.events.begin(), move.events.end(), [](const NetEvent& event) {
    return event.type == EventType::done || event.type == EventType::item_done;
  });
  return main == move.events.end() ? move.events.front() : *main;
}

}  // namespace

Insight::Insight(const Library& library, Store& store, const Directory& directory, const Clock& clock, std::size_t limit)
    : library_(library), store_(store), directory_(directory), clock_(clock), limit_(limit) {
  for (const auto& model : library.models()) nets_[model->digest] = compile(model);
}

OpenCase Insight::open(CaseId id) const {
  const auto transaction = store_.begin(Store::Access::read);
  PersonBook people(*transaction);
  OpenCase at;
  at.record = transaction->load(id).value();
  at.net = nets_.at(at.record.model_digest);
  at.state = decode_state(*at.net, at.record, people);
  return at;
}

Digest Insight::head() const {
  return store_.begin(Store::Access::read)->head();
}

Prospect Insight::after(const OpenCase& at, const std::vector<NetEvent>& events, const std::string& actor) const {
  const Outlook outlook = this->outlook();
  const Surroundings surroundings = surroundings_of(outlook, at);
  return look_ahead(*at.net, at.state, events, actor, {surroundings, outlook.limit});
}

std::vector<std::string> Insight::items(const OpenCase& at, std::uint32_t activity) const {
  const Activity& declared = at.net->model->activities[activity];
  if (declared.about) {
    std::vector<std::string> elements = elements_to_offer(at.state, activity, *declared.about);
    if (adds_elements(*at.net, activity)) elements.emplace_back(kNewElement);
    return elements;
  }
  if (!declared.items || declared.items->kind == Items::Kind::votes) return {""};
  std::vector<std::string> items;
  for (const Item& item : items_of(*at.net, at.state, activity)) items.push_back(item.id);
  return items;
}

std::optional<std::vector<NetEvent>> Insight::doing(const OpenCase& at, const std::string& activity, const std::string& actor,
                                                    const Work& work) const {
  const Model& model = *at.net->model;
  const std::uint32_t index = activity_of(model, activity);
  const Activity& declared = model.activities[index];
  const std::string item = item_of(*at.net, at.state, index, work.command.item, actor);
  const std::vector<std::string> held = directory_.roles_of(actor).value();
  const auto result = declared.items ? std::nullopt : std::optional(result_of(declared, work.result));
  const Writes given =
      writes_of(model, work.data, declared.items ? taken_by_item(declared, item) : taken_fields(declared, result), activity);
  Writes written;
  const Attempt attempt{
      .activity = index, .result = result, .actor = actor, .held = held, .given = &given, .item = item, .written = &written};
  if (!obstacles(*at.net, at.state, attempt, directory_).empty()) return std::nullopt;
  return itsmflow::doing(*at.net, at.state, attempt, std::move(written), declared.items ? work.result : std::string(),
                         acting_role(*at.net, attempt));
}

std::vector<NetEvent> Insight::setting(const OpenCase& at, const std::string& activity, const std::string& actor,
                                       const Work& work) const {
  const Model& model = *at.net->model;
  const std::uint32_t index = activity_of(model, activity);
  const std::string item = item_of(*at.net, at.state, index, work.command.item, actor);
  const std::vector<std::string> held = directory_.roles_of(actor).value();
  const Attempt attempt{.activity = index, .result = std::nullopt, .actor = actor, .held = held, .item = item};
  NetEvent event = event_about(*at.net, at.state, EventType::set, attempt);
  event.writes = writes_of(model, work.data, taken_fields(model.activities[index], std::nullopt), activity);
  return {std::move(event)};
}

std::vector<NetEvent> Insight::passing(const OpenCase& at, Timestamp until) const {
  std::vector<NetEvent> events;
  for (const Timer& timer : at.state.timers) {
    if (timer.is_due || timer.due > until) continue;
    NetEvent& event = events.emplace_back();
    event.type = EventType::timer_due;
    event.activity = timer.activity;
    event.result = timer.result;
  }
  return events;
}

std::vector<CaseMove> Insight::from_outside(const OpenCase& at) const {
  const Outlook outlook = this->outlook();
  const Surroundings surroundings = surroundings_of(outlook, at);
  const std::vector<std::string> nobody;
  std::vector<CaseMove> moves;
  Moves(*at.net, surroundings, nobody, limit_).from(at.state, outlook.now, [&](CaseMove move) {
    const PublicMove::Kind kind = PublicMove(at, move).kind();
    if (kind == PublicMove::Kind::answer || kind == PublicMove::Kind::send) moves.push_back(std::move(move));
    return true;
  });
  return moves;
}

PublicMove::PublicMove(const OpenCase& at, const CaseMove& move) : id_(at.record.id), actor_(move.person), at_(move.at) {
  const Model& model = *at.net->model;
  const NetEvent& event = main_event(move);
  if (event.type == EventType::received) {
    kind_ = Kind::send;
    message_ = event.message.name;
    for (const auto& [key, value] : *event.message.values.if_map()) work_.data[*key.if_string()] = value;
    return;
  }
  const Activity& activity = model.activities[event.activity];
  activity_ = activity.id;
  work_.command.item = event.item;
  if (activity.about && element_number(event.item) == next_element(at.state, *activity.about))
    work_.command.item = std::string(kNewElement);
  switch (event.type) {
    case EventType::resumed:
      kind_ = Kind::resume;
      return;
    case EventType::withdrawn:
      kind_ = Kind::withdraw;
      return;
    case EventType::timer_due:
      kind_ = Kind::wait;
      return;
    case EventType::returned:
      kind_ = Kind::other_case;
      return;
    case EventType::item_done:
      work_.result = event.answer;
      work_.data = data_of(model, event.writes, taken_by_item(activity, event.item));
      return;
    default:
      kind_ = activity.performer == Performer::service ? Kind::answer : Kind::perform;
      work_.result = activity.results[event.result].id;
      work_.data = data_of(model, event.writes, taken_fields(activity, event.result));
  }
}

Step PublicMove::take(Engine& engine, ManualClock& clock) const {
  switch (kind_) {
    case Kind::resume:
      return engine.resume(id_, activity_, actor_, work_.command);
    case Kind::withdraw:
      return engine.withdraw(id_, activity_, actor_, "", work_.command);
    case Kind::wait:
      if (at_ > clock.now()) clock.set(at_);
      if (engine.due() == 0) return {id_, 0, {Obstacle(Obstacle::Kind::not_reached, "nothing was due")}};
      return {id_, 0, std::vector<Event>()};
    case Kind::answer:
      return engine.answer(id_, activity_, {.result = work_.result, .data = work_.data});
    case Kind::send:
      return engine.send(id_, message_, work_.data);
    case Kind::other_case:
      return {id_, 0, {Obstacle(Obstacle::Kind::not_reached, "another case has to end first")}};
    default:
      return engine.perform(id_, activity_, actor_, work_);
  }
}

std::string PublicMove::words() const {
  const std::string item = work_.command.item.empty() ? "" : " " + work_.command.item;
  const std::string what = activity_ + item;
  const std::string ending = activity_ + (work_.result.empty() ? "" : "." + work_.result) + item + " " + to_words(work_.data);
  switch (kind_) {
    case Kind::resume:
      return actor_ + " resumes " + what;
    case Kind::withdraw:
      return actor_ + " gives back " + what;
    case Kind::wait:
      return "until " + to_string(at_) + " for " + what;
    case Kind::answer:
      return "a service answers " + ending;
    case Kind::send:
      return "the message " + message_ + " " + to_words(work_.data);
    case Kind::other_case:
      return "the end of the case that " + what + " runs";
    default:
      return actor_ + " does " + ending;
  }
}

std::string to_words(const Data& data) {
  std::string words;
  for (const auto& [path, value] : data) words += (words.empty() ? "" : ", ") + path + ": " + to_string(value);
  return "{" + words + "}";
}

}  // namespace itsmflow
