#include "semantics/moves.hpp"

#include "semantics/automatic.hpp"
#include "semantics/choices.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/people.hpp"
#include "semantics/rules.hpp"
#include "semantics/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace itsmflow {
namespace {

/// Of one activity, result and person so many ways to fill in fields are tried.
constexpr std::size_t kMostFillings = 200;
/// Of people who are alike to the model so many are tried, and so many are asked for their roles.
constexpr std::size_t kMostPeopleAlike = 4;
constexpr std::size_t kMostAsked = 64;

std::string name_of(const Activity& activity, std::string_view result, std::string_view item) {
  std::string name = activity.id;
  if (!result.empty()) name += fmt::format(".{}", result);
  if (!item.empty()) name += fmt::format(" {}", item);
  return name;
}

/// Somebody ends the activity so, and not time; and it completes something.
bool leads_on(const Activity& activity, std::uint32_t result) {
  return !activity.results[result].after && !is_emergency_exit(activity, result);
}

void add_all(std::vector<FieldRef>& to, const std::vector<FieldRef>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

std::string to_string(const CaseMove& move) {
  return move.person.empty() ? move.words : fmt::format("{}: {}", move.person, move.words);
}

/// One piece of work: an activity, or an item of it; `state` is, of one about an element, the view of it.
struct Moves::Work {
  const CaseState& whole;
  const CaseState& state;
  Timestamp now;
  std::uint32_t activity = 0;
  std::string item;
};

bool Moves::emit(CaseMove move) {
  if (wants_more_) wants_more_ = (*emit_)(std::move(move));
  return wants_more_;
}

std::vector<Writes> Moves::fillings(const CaseState& state, const std::vector<FieldRef>& required,
                                    const std::vector<FieldRef>& asked, const std::string& person) {
  Fillings found = ways_to_fill(net_, state, required, asked, person, kMostFillings, known_values_);
  left_out_ = left_out_ || !found.all;
  add_longer_lists(found.ways, lengths_);
  return std::move(found.ways);
}

const std::vector<std::string>* Moves::roles_of(const std::string& person) {
  const auto [at, fresh] = roles_.try_emplace(person);
  if (fresh) at->second = surroundings_.directory.roles_of(person);
  return at->second ? &*at->second : nullptr;
}

const std::vector<std::string>& Moves::holders_of(const std::string& role) {
  const auto [at, fresh] = holders_.try_emplace(role);
  if (!fresh) return at->second;
  for (const std::string& person : known_people_) {
    const std::vector<std::string>* held = roles_of(person);
    if (held && std::find(held->begin(), held->end(), role) != held->end()) at->second.push_back(person);
  }
  for (std::string& person : surroundings_.directory.holders_of(role)) {
    if (at->second.size() >= kMostAsked) break;
    if (std::find(at->second.begin(), at->second.end(), person) == at->second.end() && roles_of(person))
      at->second.push_back(std::move(person));
  }
  return at->second;
}

/// Those who had a part in the case, and of others, who are alike as far as they have the same roles, a few of each kind. Where it makes no
/// difference who does it, one.
std::vector<std::string> Moves::candidates(const CaseState& state, std::uint32_t activity, std::string_view item) {
  const std::optional<Items>& items = net_.model->activities[activity].items;
  const bool votes = items && items->kind == Items::Kind::votes;
  const bool matters = votes || net_.reads.actor || is_in_a_people_rule(*net_.model, activity);
  std::vector<std::string> found;
  std::map<std::vector<std::string>, std::size_t> alike;
  for (const std::uint32_t role : roles_of_item(net_.model->activities[activity], item)) {
    for (const std::string& person : holders_of(net_.model->roles[role].id)) {
      if (std::find(found.begin(), found.end(), person) != found.end()) continue;
      const bool known = std::any_of(state.performed.begin(), state.performed.end(),
                                     [&](const Performed& part) { return part.person == person; }) ||
                         std::find(known_people_.begin(), known_people_.end(), person) != known_people_.end();
      if (!known && !votes && ++alike[*roles_of(person)] > kMostPeopleAlike) continue;
      found.push_back(person);
      if (!matters) return found;
    }
  }
  return found;
}

void Moves::from(const CaseState& state, Timestamp now, const std::function<bool(CaseMove)>& emit) {
  emit_ = &emit;
  wants_more_ = true;
  for (std::uint32_t a = 0; a < net_.activities.size() && wants_more_; ++a)
    if (net_.model->activities[a].performer == Performer::people) do_activity(state, now, a);
  answer_services(state, now);
  end_others(state, now);
  send_messages(state, now);
  let_time_pass(state, now);
}

void Moves::do_activity(const CaseState& state, Timestamp now, std::uint32_t a) {
  const Activity& activity = net_.model->activities[a];
  if (activity.about) {
    ElementViews views(net_, state);
    std::vector<std::string> elements = elements_to_offer(state, a, *activity.about);
    if (adds_elements(net_, a)) elements.emplace_back(kNewElement);
    for (const std::string& element : elements)
      if (wants_more_) do_one({state, views.of(a, element), now, a, element});
    return;
  }
  if (!activity.items) return do_one({state, state, now, a, {}});
  if (activity.items->kind == Items::Kind::votes) {
    for (const std::string& person : candidates(state, a, {}))
      if (wants_more_) do_one({state, state, now, a, person});
    return;
  }
  for (const Item& item : items_of(net_, state, a))
    if (!item.done && wants_more_) do_one({state, state, now, a, item.id});
}

void Moves::do_one(const Work& work) {
  if (const WorkItem* item = find_work(work.whole, work.activity, work.item)) return go_on_with(work, *item);
  if (!is_reached(net_, work.state, work.activity) || !any_result_fits(net_, work.state, work.activity)) return;
  const std::optional<Items>& items = net_.model->activities[work.activity].items;
  if (items && items->kind == Items::Kind::votes) {
    if (const auto* held = roles_of(work.item)) do_by(work, work.item, *held);
    return;
  }
  for (const std::string& person : candidates(work.whole, work.activity, work.item))
    if (wants_more_) do_by(work, person, *roles_of(person));
}

/// Whoever has it in hand ends it, goes on with it, or gives it back.
void Moves::go_on_with(const Work& work, const WorkItem& item) {
  const std::vector<std::string>* held = roles_of(item.holder);
  if (!held) return;
  const std::string name = name_of(net_.model->activities[work.activity], {}, work.item);
  if (item.giver.empty() && !item.suspended) do_by(work, item.holder, *held);
  if (item.suspended) {
    NetEvent resumed = event_of(EventType::resumed, work.activity);
    resumed.item = work.item;
    resumed.actor = item.holder;
    emit({item.holder, fmt::format("resume '{}'", name), {std::move(resumed)}, work.now});
  }
  NetEvent withdrawn = event_of(EventType::withdrawn, work.activity);
  withdrawn.item = work.item;
  withdrawn.actor = item.holder;
  withdrawn.person = item.holder;
  emit({item.holder, fmt::format("give back '{}'", name), {std::move(withdrawn)}, work.now});
}

void Moves::do_by(const Work& work, const std::string& person, const std::vector<std::string>& held) {
  const Activity& activity = net_.model->activities[work.activity];
  const Part* part = part_of(activity, work.item);
  const bool is_item = activity.items.has_value();
  const std::size_t ways = is_item ? 1 : activity.results.size();
  const std::vector<std::string> answers = is_item ? answers_of(activity) : std::vector<std::string>{""};
  for (std::uint32_t r = 0; r < ways && wants_more_; ++r) {
    if (!is_item && (!leads_on(activity, r) || !states_fit(net_, work.state, work.activity, r))) continue;
    std::vector<FieldRef> required = activity.effects.required;
    std::vector<FieldRef> asked = activity.effects.asked;
    add_all(required, is_item ? (part ? part->required : std::vector<FieldRef>()) : activity.results[r].effects.required);
    add_all(asked, is_item ? (part ? part->asked : std::vector<FieldRef>()) : activity.results[r].effects.asked);
    for (const Writes& given : fillings(work.state, required, asked, person)) {
      if (++tries_ > most_tries_) return;
      Writes written;
      const Attempt attempt{.what = Attempt::What::perform,
                            .activity = work.activity,
                            .result = is_item ? std::nullopt : std::optional(r),
                            .actor = person,
                            .held = held,
                            .given = &given,
                            .item = work.item,
                            .quiet = true,
                            .written = &written};
      if (!obstacles(net_, work.state, attempt, surroundings_.directory).empty()) continue;
      for (const std::string& answer : answers) {
        const std::string& result = is_item ? answer : activity.results[r].id;
        const bool own = is_item && activity.items->kind == Items::Kind::votes;
        if (!emit({person, name_of(activity, result, own ? std::string_view() : work.item),
                   doing(net_, work.whole, attempt, written, answer, acting_role(net_, attempt)), work.now}))
          return;
      }
    }
  }
}

/// The timers that are due first.
void Moves::let_time_pass(const CaseState& state, Timestamp now) {
  const Timer* first = nullptr;
  for (const Timer& timer : state.timers)
    if (!timer.is_due && (!first || timer.due < first->due)) first = &timer;
  if (!first) return;
  const Activity& activity = net_.model->activities[first->activity];
  CaseMove move{
      {},
      fmt::format("wait for '{}'", name_of(activity, first->result == kNone ? "" : activity.results[first->result].id, {})),
      {},
      std::max(now, first->due),
      CaseMove::Kind::time};
  for (const Timer& timer : state.timers) {
    if (timer.is_due || timer.due > move.at) continue;
    move.events.push_back(event_of(EventType::timer_due, timer.activity));
    move.events.back().result = timer.result;
  }
  emit(std::move(move));
}

void Moves::answer_services(const CaseState& state, Timestamp now) {
  static const std::vector<std::string> kNobody;
  for (const UnderWay& open : state.under_way) {
    const Activity& activity = net_.model->activities[open.activity];
    if (activity.performer != Performer::service || !waits_for_answer(state, open)) continue;
    for (std::uint32_t r = 0; r < activity.results.size() && wants_more_; ++r) {
      if (!leads_on(activity, r)) continue;
      std::vector<FieldRef> required = activity.effects.required;
      std::vector<FieldRef> asked = activity.effects.asked;
      add_all(required, activity.results[r].effects.required);
      add_all(asked, activity.results[r].effects.asked);
      for (const Writes& given : fillings(state, required, asked, {})) {
        if (++tries_ > most_tries_) return;
        NetEvent done = event_of(EventType::done, open.activity);
        done.result = r;
        const Attempt attempt{.what = Attempt::What::perform,
                              .activity = open.activity,
                              .result = r,
                              .actor = {},
                              .held = kNobody,
                              .given = &given,
                              .unattended = true,
                              .written = &done.writes};
        if (!obstacles(net_, state, attempt, surroundings_.directory).empty()) continue;
        if (!emit({{},
                   fmt::format("the service answers '{}'", name_of(activity, activity.results[r].id, {})),
                   ending(net_, state, std::move(done)),
                   now}))
          return;
      }
    }
  }
}

void Moves::end_others(const CaseState& state, Timestamp now) {
  for (const UnderWay& open : state.under_way) {
    const Activity& activity = net_.model->activities[open.activity];
    if (activity.performer != Performer::process || open.returned != kNone) continue;
    std::vector<FieldRef> returned;
    for (const ReturnedField& field : activity.process.returns) returned.push_back(field.target);
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      if (!leads_on(activity, r)) continue;
      for (Writes& writes : fillings(state, {}, returned, {})) {
        if (std::any_of(writes.begin(), writes.end(), [](const auto& write) { return write.second.is_null(); })) continue;
        NetEvent event = event_of(EventType::returned, open.activity);
        event.result = r;
        event.child = open.child;
        event.writes = std::move(writes);
        if (!emit({{},
                   fmt::format("the other case ends '{}'", name_of(activity, activity.results[r].id, {})),
                   {std::move(event)},
                   now}))
          return;
      }
    }
  }
}

void Moves::send_messages(const CaseState& state, Timestamp now) {
  for (std::uint32_t a = 0; a < net_.activities.size(); ++a) {
    const Activity& activity = net_.model->activities[a];
    if (activity.performer != Performer::message || !is_reached(net_, state, a) || !any_result_fits(net_, state, a)) continue;
    for (Message& message : messages_for(state, a)) {
      NetEvent event = event_of(EventType::received);
      event.message = std::move(message);
      const std::string words = fmt::format("the message '{}' comes", activity.message.name);
      if (!emit({{}, words, {std::move(event)}, now, CaseMove::Kind::message})) return;
    }
  }
}

std::vector<Message> Moves::messages_for(const CaseState& state, std::uint32_t a) {
  std::vector<Value::Entries> all{{}};
  for (const MessageKey& key : net_.reads.message_keys[a]) {
    const MessageValues values = values_for_message(net_, key, state);
    left_out_ = left_out_ || !values.all;
    std::vector<Value::Entries> longer;
    for (const Value::Entries& entries : all)
      for (const Value& value : values.values) {
        left_out_ = left_out_ || longer.size() >= kMostFillings;
        if (longer.size() >= kMostFillings) break;
        longer.push_back(entries);
        if (!value.is_null()) longer.back().emplace_back(key.name, value);
      }
    all = std::move(longer);
  }
  std::vector<Message> messages;
  for (Value::Entries& entries : all) messages.push_back({net_.model->activities[a].message.name, Value(std::move(entries))});
  return messages;
}

std::vector<Moves::Kept> Moves::what_keeps(const CaseState& state) {
  std::vector<Kept> kept;
  // Rules would say who did what, and when: in a case that is only thought of that means nothing.
  CaseState without_doers = state;
  without_doers.performed.clear();
  for (std::uint32_t a = 0; a < net_.activities.size(); ++a) {
    const Activity& activity = net_.model->activities[a];
    if (activity.performer != Performer::people || activity.items || activity.about) continue;
    if (!is_reached(net_, state, a)) continue;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      if (!leads_on(activity, r) || !states_fit(net_, state, a, r)) continue;
      std::vector<std::string> people = candidates(state, a, {});
      if (people.empty()) {
        kept.push_back({a, fmt::format("nobody could do '{}'", activity.id)});
        continue;
      }
      const Attempt attempt{
          .what = Attempt::What::offer, .activity = a, .result = r, .actor = people.front(), .held = *roles_of(people.front())};
      for (const Obstacle& obstacle : obstacles(net_, state, attempt, surroundings_.directory)) {
        if (obstacle.kind() != Obstacle::Kind::rule) {
          kept.push_back({a, obstacle.message()});
          continue;
        }
        std::vector<std::uint32_t> rules;
        for (const std::uint32_t course : rules_in_the_way(net_, state, a, r)) rules.push_back(net_.rules.rule(course));
        for (const Obstacle& named : rule_obstacles(net_, without_doers, a, r)) kept.push_back({a, named.message(), rules});
      }
    }
  }
  return kept;
}

}  // namespace itsmflow
