#include "verify/exploration.hpp"

#include "model/fields.hpp"
#include "semantics/automatic.hpp"
#include "semantics/choices.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/routing.hpp"
#include "verify/alike.hpp"
#include "verify/left_out.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {

std::size_t running_timers(const CaseState& state) {
  return static_cast<std::size_t>(
      std::count_if(state.timers.begin(), state.timers.end(), [](const Timer& timer) { return !timer.is_due; }));
}

namespace {

constexpr std::size_t kFewestVoters = 2;
constexpr std::size_t kMostStarts = 2'000;  ///< ways to fill in data there
constexpr std::uint32_t kTold = 64;         ///< every so many states
constexpr std::size_t kMostTogether = 6;    ///< timers that run at the same time, of which any may be due first
constexpr std::size_t kTriesForEach = 100;  ///< so many ways to do something are tried for each state that may be looked at

/// Enough people for every vote, and everybody whom an expression names; each has all roles.
Directory people_of(const Net& net) {
  const Model& model = *net.model;
  std::vector<std::string> roles;
  for (const Role& role : model.roles) roles.push_back(role.id);
  std::size_t count = 1;
  for (const Activity& activity : model.activities)
    if (activity.items && activity.items->kind == Items::Kind::votes)
      count = std::max({count, kFewestVoters, static_cast<std::size_t>(activity.items->votes.quorum)});
  std::vector<Directory::Person> people;
  for (std::size_t i = 0; i < count; ++i) people.push_back({i == 0 ? "somebody" : fmt::format("somebody {}", i + 1), roles});
  if (net.reads.actor)
    for (const ObjectType& object : model.objects)
      for (const Field& field : object.fields)
        if (field.type == FieldType::person)
          people.push_back({fmt::format("somebody who may be {}.{}", object.id, field.id), roles});
  if (net.reads.actor)
    for (const Value& constant : net.reads.constants)
      if (constant.if_string() && !constant.if_string()->empty()) people.push_back({*constant.if_string(), roles});
  return Directory(std::move(people));
}

/// Where nobody brings what is required it counts whether somebody has given it before, although no expression reads it.
Net with_what_must_be_given(Net net) {
  const std::vector<bool> given = slots_to_be_given(*net.model);
  for (std::size_t slot = 0; slot < given.size(); ++slot)
    if (given[slot]) net.reads.slots[slot] = true;
  return net;
}

bool begins_anything(const CaseState&, const std::string&, const std::vector<PassedField>&) {
  return true;
}

}  // namespace

Exploration::Exploration(const Net& net, std::size_t most, TellStates tell, Deviating deviating, Times times)
    : net_(with_what_must_be_given(net)),
      most_(most),
      tell_(std::move(tell)),
      deviating_(deviating),
      times_(times),
      people_(people_of(net_)),
      surroundings_{people_, Timestamp{}, begins_anything},
      moves_(net_, surroundings_, nobody_, kTriesForEach * most),
      early_(net_, surroundings_, moves_),
      taken_(net.silents.size()) {
  for (const Activity& activity : net.model->activities) happens_.emplace_back(activity.results.size());
  const Variables variables(net);
  for (const std::string& text : variables.not_cut_down()) say(fmt::format("what `{}` makes of all values there could be", text));
  if (deviating == Deviating::from_order) find_values(variables);
  if (variables.compares_fields() && values_.known.empty()) say("fields that are compared with each other");
  for (std::uint32_t a = 0; a < net.activities.size(); ++a) {
    const Activity& activity = net.model->activities[a];
    bool passes = passes_data(*net.model, event_of(EventType::launched, a));
    for (std::uint32_t r = 0; r < activity.results.size(); ++r)
      passes = passes || passes_data(*net.model, event_of(EventType::done, a, r));
    if (passes) say("whether what is passed to another process lets it begin");
  }
  find_lengths_of_lists();
  find_motives();
  for (std::uint32_t o = 0; o < net.model->objects.size(); ++o) {
    const bool is_asked = net.model->objects[o].many && deviating == Deviating::no;
    enough_.push_back(is_asked ? enough_elements(net, o) : std::nullopt);
  }
  if (!net_.reads.messages_are_known && why_not_.empty()) say("what messages bring");
}

void Exploration::find_lengths_of_lists() {
  alike_.resize(net_.activities.size());
  std::size_t longest = 1;
  for (std::uint32_t a = 0; a < net_.activities.size(); ++a) {
    const std::optional<Items>& items = net_.model->activities[a].items;
    if (!items || items->kind != Items::Kind::for_each) continue;
    const std::optional<std::size_t> enough = enough_items(net_, a);
    if (!enough) say("lists with more than one item");
    alike_[a] = enough.has_value();
    longest = std::max(longest, enough.value_or(1));
  }
  if (longest == 1) return;
  for (const ObjectType& object : net_.model->objects)
    for (const Field& field : object.fields)
      if (field.type == FieldType::list) values_.lengths[field.slot] = longest;  // one list may be copied from another
  moves_.let_lists_have(values_.lengths);
}

/// Where the net would show what all data do, the values it shows are enough, also of fields that are compared with each other. Otherwise
/// each value that was given makes others worth trying.
void Exploration::find_values(const Variables& variables) {
  const Model& model = *net_.model;
  const bool has_items = std::any_of(model.activities.begin(), model.activities.end(),
                                     [](const Activity& activity) { return activity.items.has_value(); });
  const bool has_many =
      std::any_of(model.objects.begin(), model.objects.end(), [](const ObjectType& object) { return object.many; });
  if (has_items || has_many || !why_not_.empty() || !data_left_out(net_, variables).empty()) return;
  for (std::uint32_t v = 0; v < variables.size(); ++v) {
    if (variables[v].kind != Variable::Kind::field) continue;
    std::vector<Value>& values = values_.known[variables[v].slot];
    for (const std::uint32_t value : variables.given_values(v)) values.push_back(variables[v].values[value]);
  }
  moves_.let_fields_be(values_.known);
}

void Exploration::say(const std::string& what) {
  if (std::find(why_not_.begin(), why_not_.end(), what) == why_not_.end()) why_not_.push_back(what);
}

Proof Exploration::proof() {
  start();
  expand_all();
  if (deviating_ != Deviating::no && !contact_) deviate_everywhere();
  if (!contact_ && !full_) find_what_hangs_on_early_messages();
  for (; !open_.empty(); open_.pop())
    if (const std::uint32_t i = std::get<3>(open_.top()); !nodes_[i].is_expanded) in_order_.push_back(i);
  const bool given_up = full_ || moves_.is_weary();
  if (given_up) say(fmt::format("more than {} states, followed step by step", most_));
  if (moves_.has_left_out()) say("more ways to fill in data than are tried");
  if (early_.has_left_out()) say("more messages that come before anybody waits for them than are tried");
  Proof proof;
  proof.complete = why_not_.empty();
  proof.why_not = why_not_;
  proof.states = nodes_.size();
  if (given_up) proof.limit = most_;
  proof.happens = happens_;
  proof.taken = taken_;
  if (deviating_ == Deviating::no)
    find_troubles(proof);
  else
    find_strandings(proof);
  return proof;
}

void Exploration::expand_all() {
  while (!open_.empty() && !full_ && !contact_) {
    const std::uint32_t i = std::get<3>(open_.top());
    open_.pop();
    if (nodes_[i].is_expanded) continue;
    if (tell_ && in_order_.size() % kTold == 0) tell_(nodes_.size());
    nodes_[i].is_expanded = true;
    in_order_.push_back(i);
    expand(i);
    if (times_ == Times::in_any_order && several_ && circle_) break;  // that order is not told: hangs_on_order()
  }
}

void Exploration::start() {
  const CaseState before = empty_state(net_, CaseId{1});
  nodes_.push_back({before, Timestamp{}});
  in_order_.push_back(0);
  goes_on_.push_back(true);
  is_whole_.push_back(false);
  Fillings fillings =
      ways_to_fill(net_, before, net_.model->start.required, net_.model->start.asked, {}, kMostStarts, values_.known);
  if (!fillings.all) say("more ways to fill in data at the start than are tried");
  add_longer_lists(fillings.ways, values_.lengths);
  for (const Writes& given : fillings.ways) {
    NetEvent started = event_of(EventType::started);
    started.writes = given;
    follow_one(0, {{{}, {}, {std::move(started)}, Timestamp{}}});
  }
}

void Exploration::expand(std::uint32_t from) {
  if (from == 0 || nodes_[from].state.status != CaseStatus::open) return;
  const CaseState state = nodes_[from].state;  // the vector may move
  note_time(from);
  is_whole_[from] = true;  // until something isn't followed
  moves_.from(state, nodes_[from].now, [&](CaseMove move) {
    const std::uint32_t order = move.kind == CaseMove::Kind::time ? nodes_[from].orders : 0;
    if (!is_like_another(state, move)) follow(from, {std::move(move), order});
    return !full_;
  });
  let_some_come_first(from);
  let_fail(from);
  if (full_ || moves_.is_weary()) is_whole_[from] = false;
  if (deviating_ == Deviating::no) find_contact(from);  // otherwise it is known that there is none
}

void Exploration::find_contact(std::uint32_t from) {
  if (contact_ || nodes_[from].supposed) return;
  const CaseState state = nodes_[from].state;
  if (const auto row = held_up_row(net_, state)) {
    contact_ = {from, std::nullopt, row->place};
    return;
  }
  for (std::uint32_t a = 0; a < net_.activities.size(); ++a)
    for (std::uint32_t r = 0; r < net_.activities[a].results.size(); ++r) {
      if (is_emergency_exit(net_.model->activities[a], r) || !is_reached(net_, state, a) || !states_fit(net_, state, a, r))
        continue;
      const std::uint32_t input = input_of(net_, state, a);
      if (has_room_after(net_, state, a, r, input)) continue;
      Bits occupied = net_.activities[a].results[r].produce;
      if (input != kNone) occupied -= net_.activities[a].inputs[input];
      CaseState with_room = state;
      with_room.marking -= occupied;
      if (!would_end(with_room, nodes_[from].now, a, r)) continue;
      std::uint32_t place = 0;
      while (place + 1 < net_.places.size() && !(occupied.test(place) && state.marking.test(place))) ++place;
      const Activity& activity = net_.model->activities[a];
      contact_ = {from, WayStep{activity.results[r].after ? WayStep::Kind::time : WayStep::Kind::activity, a, r}, place};
      if (activity.performer == Performer::message) contact_->step = WayStep{WayStep::Kind::message, a, r, activity.message.name};
      return;
    }
}

bool Exploration::would_end(const CaseState& state, Timestamp now, std::uint32_t activity, std::uint32_t result) {
  const auto is_it = [&](const NetEvent& event) {
    return event.type == EventType::done && event.activity == activity && event.result == result;
  };
  const auto ends_it = [&](const std::vector<NetEvent>& events) { return std::any_of(events.begin(), events.end(), is_it); };
  if (ends_it(next_automatic(net_, state))) return true;
  bool found = false;
  moves_.from(state, now, [&](const CaseMove& move) {
    found = ends_it(move.events);
    if (move.kind == CaseMove::Kind::message) {
      CaseState with = state;
      with.messages.push_back(move.events.front().message);
      found = ends_it(next_automatic(net_, with));
    }
    return !found;
  });
  return found;
}

/// A call can fail, and after the last try the service has failed for good.
void Exploration::let_fail(std::uint32_t from) {
  const CaseState state = nodes_[from].state;
  for (const UnderWay& open : state.under_way) {
    const bool is_called = net_.model->activities[open.activity].performer == Performer::service && waits_for_answer(state, open);
    if (!is_called || full_) continue;
    NetEvent failed = event_of(EventType::call_failed, open.activity);
    failed.last = open.tries > net_.model->activities[open.activity].service.retries;
    follow(from, {{{}, {}, {std::move(failed)}, nodes_[from].now}});
  }
}

/// Which of several times comes first depends on when the work before was done.
void Exploration::note_time(std::uint32_t from) {
  const std::size_t running = running_timers(nodes_[from].state);
  if (running < 2) return;
  several_ = true;
  if (times_ == Times::in_any_order && running <= kMostTogether)
    nodes_[from].orders = (1U << running) - 1;
  else
    say("which of several times comes first");
}

/// Each alone, and some at once, as where nobody looked at the case for a while. That all are is a move already: here they have one moment.
void Exploration::let_some_come_first(std::uint32_t from) {
  std::vector<NetEvent> due;
  for (const Timer& timer : nodes_[from].state.timers)
    if (!timer.is_due) due.push_back(event_of(EventType::timer_due, timer.activity, timer.result));
  for (std::uint32_t some = 1; some < nodes_[from].orders && !full_; ++some) {
    CaseMove move{{}, {}, {}, nodes_[from].now, CaseMove::Kind::time};
    for (std::size_t i = 0; i < due.size(); ++i)
      if ((some >> i & 1U) != 0) move.events.push_back(due[i]);
    follow(from, {std::move(move), some});
  }
}

}  // namespace itsmflow
