#include "verify/exploration.hpp"

#include "model/fields.hpp"
#include "semantics/automatic.hpp"
#include "semantics/choices.hpp"
#include "semantics/deviations.hpp"
#include "semantics/items.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/routing.hpp"
#include "semantics/state_key.hpp"
#include "verify/alike.hpp"
#include "verify/variables.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {

std::size_t running_timers(const CaseState& state) {
  return static_cast<std::size_t>(
      std::count_if(state.timers.begin(), state.timers.end(), [](const Timer& timer) { return !timer.is_due; }));
}

namespace {

constexpr std::size_t kMostElements = 2;  ///< of each object with `many`
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

/// Those that end last, each once.
std::vector<std::uint32_t> activities_of(const std::vector<NetEvent>& circle) {
  std::vector<std::uint32_t> activities;
  for (std::size_t i = circle.size() / 2; i < circle.size(); ++i)
    if (circle[i].type == EventType::done &&
        std::find(activities.begin(), activities.end(), circle[i].activity) == activities.end())
      activities.push_back(circle[i].activity);
  return activities;
}

bool passes_data(const std::vector<StartedProcess>& starts) {
  return std::any_of(starts.begin(), starts.end(), [](const StartedProcess& one) { return !one.with.empty(); });
}

/// A case of another process begins, and something is passed to it.
bool passes_data(const Model& model, const NetEvent& event) {
  if (event.activity == kNone) return false;
  const Activity& activity = model.activities[event.activity];
  if (event.type == EventType::launched) return !activity.process.with.empty();
  return event.type == EventType::done && (passes_data(activity.starts) || passes_data(activity.results[event.result].starts));
}

bool reads_message(const Model& model, const Activity& activity) {
  const std::uint32_t slot = extra_slot(model, ExtraSlot::message);
  const auto reads = [&](const Expression& expression) {
    return std::find(expression.slots().begin(), expression.slots().end(), slot) != expression.slots().end();
  };
  const auto is_read_in = [&](const Effects& effects) {
    return (effects.when && reads(effects.when->expression)) ||
           std::any_of(effects.sets.begin(), effects.sets.end(), [&](const SetField& set) { return reads(set.value); });
  };
  return (activity.message.about && reads(activity.message.about->expression)) || is_read_in(activity.effects) ||
         std::any_of(activity.results.begin(), activity.results.end(), [&](const Result& one) { return is_read_in(one.effects); });
}

bool begins_anything(const CaseState&, const std::string&, const std::vector<PassedField>&) {
  return true;
}

}  // namespace

Exploration::Exploration(const Net& net, std::size_t most, TellStates tell, Deviating deviating, Times times)
    : net_(net),
      most_(most),
      tell_(std::move(tell)),
      deviating_(deviating),
      times_(times),
      people_(people_of(net)),
      surroundings_{people_, Timestamp{}, begins_anything},
      moves_(net, surroundings_, nobody_, kTriesForEach * most),
      early_(net, surroundings_, moves_),
      taken_(net.silents.size()) {
  for (const Activity& activity : net.model->activities) happens_.emplace_back(activity.results.size());
  const Variables variables(net);
  for (const std::string& text : variables.not_cut_down()) say(fmt::format("what `{}` makes of all values there could be", text));
  if (variables.compares_fields()) say("fields that are compared with each other");
  for (const Activity& activity : net.model->activities) {
    reads_messages_ = reads_messages_ || reads_message(*net.model, activity);
    const bool passes = !activity.process.with.empty() || passes_data(activity.starts) ||
                        std::any_of(activity.results.begin(), activity.results.end(),
                                    [](const Result& result) { return passes_data(result.starts); });
    if (passes) say("whether what is passed to another process lets it begin");
  }
  find_lengths_of_lists();
  for (std::uint32_t o = 0; o < net.model->objects.size(); ++o) {
    const bool is_asked = net.model->objects[o].many && deviating == Deviating::no;
    enough_.push_back(is_asked ? enough_elements(net, o) : std::nullopt);
  }
  if (reads_messages_ && why_not_.empty()) say("what messages bring");
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
      if (field.type == FieldType::list) lengths_[field.slot] = longest;  // one list may be copied from another
  moves_.let_lists_have(lengths_);
}

void Exploration::say(const std::string& what) {
  if (std::find(why_not_.begin(), why_not_.end(), what) == why_not_.end()) why_not_.push_back(what);
}

Proof Exploration::proof() {
  start();
  while (!open_.empty() && !full_ && !contact_) {
    const std::uint32_t i = std::get<2>(open_.top());
    open_.pop();
    if (nodes_[i].is_expanded) continue;
    if (tell_ && in_order_.size() % kTold == 0) tell_(nodes_.size());
    nodes_[i].is_expanded = true;
    in_order_.push_back(i);
    expand(i);
    if (times_ == Times::in_any_order && several_ && circle_) break;  // that order is not told: hangs_on_order()
  }
  if (!contact_ && !full_) find_what_hangs_on_early_messages();
  for (; !open_.empty(); open_.pop())
    if (const std::uint32_t i = std::get<2>(open_.top()); !nodes_[i].is_expanded) in_order_.push_back(i);
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
  find_troubles(proof);
  return proof;
}

void Exploration::start() {
  const CaseState before = empty_state(net_, CaseId{1});
  nodes_.push_back({before, Timestamp{}});
  in_order_.push_back(0);
  goes_on_.push_back(true);
  is_whole_.push_back(false);
  Fillings fillings = ways_to_fill(net_, before, net_.model->start.required, net_.model->start.asked, {}, kMostStarts);
  if (!fillings.all) say("more ways to fill in data at the start than are tried");
  add_longer_lists(fillings.ways, lengths_);
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
  if (nodes_[from].deviated) return;
  find_contact(from);
  if (deviating_ == Deviating::permitted) deviate(from);
}

void Exploration::deviate(std::uint32_t from) {
  const CaseState state = nodes_[from].state;  // the vector may move
  for (std::uint32_t a = 0; a < net_.activities.size() && !full_; ++a) {
    const Activity& activity = net_.model->activities[a];
    if (activity.performer != Performer::people || activity.items || activity.about || !is_reached(net_, state, a)) continue;
    for (std::uint32_t r = 0; r < activity.results.size() && !full_; ++r)
      if (!activity.results[r].after && !is_emergency_exit(activity, r) && states_fit(net_, state, a, r)) deviate_with(from, a, r);
  }
}

void Exploration::deviate_with(std::uint32_t from, std::uint32_t a, std::uint32_t r) {
  const CaseState state = nodes_[from].state;
  const Activity& activity = net_.model->activities[a];
  const Directory::Person& person = people_.people().begin()->second;
  std::vector<FieldRef> fields = taken_fields(activity, r);
  const Surroundings now{people_, nodes_[from].now, begins_anything};
  Fillings fillings = ways_to_fill(net_, state, {}, fields, person.id, kMostStarts);
  if (!fillings.all) say("more ways to fill in data of a deviation than are tried");
  add_longer_lists(fillings.ways, lengths_);
  for (const Writes& given : fillings.ways) {
    const Attempt attempt{
        .what = Attempt::What::perform, .activity = a, .result = r, .actor = person.id, .held = person.roles, .given = &given};
    const std::vector<Obstacle> found = obstacles(net_, state, attempt, people_);
    if (found.empty()) continue;
    for (std::uint32_t motive = 0; motive < net_.model->deviations.motives.size() && !full_; ++motive) {
      const DeviationPlan plan = plan_deviation(net_, state, {.attempt = attempt, .motive = motive}, found, {now, 0});
      const auto made =
          std::find_if(plan.events.begin(), plan.events.end(), [](const NetEvent& one) { return one.type == EventType::deviated; });
      if (made == plan.events.end()) continue;
      WayStep step{WayStep::Kind::activity, a, r};
      step.line = made->line;
      for (const auto& [slot, value] : given)
        if (net_.reads.slots[slot]) step.given.emplace_back(path_of_slot(*net_.model, slot), value);
      if (made->kind == DeviationKind::missing_data)
        for (const FieldRef& ref : missing_fields(net_, state, a, r, &given)) step.without.push_back(net_.model->path(ref));
      follow(from, {{person.id, {}, plan.events, nodes_[from].now}, 0, std::move(step)});
    }
  }
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

bool Exploration::is_too_much(std::uint32_t from, const CaseState& next) {
  for (std::uint32_t o = 0; o < next.elements.size(); ++o) {
    if (next.elements[o].size() <= enough_[o].value_or(kMostElements)) continue;
    if (enough_[o]) {
      goes_on_[from] = true;  // with one more, which does what another does
      return true;
    }
    say(fmt::format("more than {} of '{}'", kMostElements, net_.model->objects[o].id));
    is_whole_[from] = false;
    return true;
  }
  return false;
}

/// Of items that are alike and not done the first is done.
bool Exploration::is_like_another(const CaseState& state, const CaseMove& move) const {
  const NetEvent& last = move.events.back();
  if (last.type != EventType::item_done || !alike_[last.activity]) return false;
  for (const Item& item : items_of(net_, state, last.activity))
    if (!item.done) return item.id != last.item;
  return false;
}

/// Which item has which answer makes no difference where they are alike, nor which data elements have that nobody reads.
void Exploration::order_alike(CaseState& state) const {
  for (std::uint32_t o = 0; o < state.elements.size(); ++o)
    for (Element& element : state.elements[o])
      for (Value& value : element.data)
        if (enough_[o] && !value.is_null()) value = Value(true);
  for (UnderWay& open : state.under_way) {
    if (!alike_[open.activity]) continue;
    std::vector<std::string> answers;
    for (const Item& item : open.items)
      if (item.done) answers.push_back(item.answer);
    std::sort(answers.begin(), answers.end());
    auto next = answers.begin();
    for (Item& item : open.items)
      if (item.done) item.answer = *next++;
  }
}

void Exploration::follow(std::uint32_t from, Step step) {
  follow_one(from, step);
  if (full_) return;
  std::vector<std::vector<Message>> before = early_.before(nodes_[from].state, step.move);
  if (early_.has_left_out()) is_whole_[from] = false;
  for (std::vector<Message>& early : before) {
    step.early = std::move(early);
    if (!full_) follow_one(from, step);
  }
}

void Exploration::follow_one(std::uint32_t from, Step step) {
  std::vector<NetEvent> events;
  CaseState before = nodes_[from].state;
  for (const Message& message : step.early) {
    events.push_back(event_of(EventType::received));
    events.back().message = message;
    before.messages.push_back(message);
  }
  if (!step.early.empty() && !next_automatic(net_, before).empty()) return;  // that is a step before this one
  events.insert(events.end(), step.move.events.begin(), step.move.events.end());
  const Timestamp at = step.move.at;
  const bool is_deviation = step.deviation.has_value();
  const std::optional<std::uint32_t> deviated = is_deviation ? step.deviation->line : nodes_[from].deviated;
  std::vector<NetEvent> happened;
  std::optional<CaseState> next = after(net_, nodes_[from].state, events, surroundings_, at, Exits::closed, &happened);
  const auto passes = [&](const NetEvent& event) { return passes_data(*net_.model, event); };
  const bool supposed = nodes_[from].supposed || std::any_of(events.begin(), events.end(), passes) ||
                        std::any_of(happened.begin(), happened.end(), passes);
  if (!next) {
    if (!deviated) fail(from, std::move(step), happened, supposed);  // after a deviation the engine refuses it
    return;
  }
  if (leaves_messages(from, step, *next)) return;
  if (is_too_much(from, *next)) return;
  for (const auto* some : {&events, &happened})
    for (const NetEvent& event : *some) {
      if (event.type == EventType::done && !deviated) happens_[event.activity][event.result] = true;
      if (event.type == EventType::routed && !deviated) taken_[event.silent] = true;
    }
  if (times_ == Times::in_any_order)
    for (Timer& timer : next->timers)
      if (!timer.is_due) timer.due = at;  // how long it has run isn't known
  order_alike(*next);
  const auto length = static_cast<std::uint32_t>(nodes_[from].length + 1 + step.early.size());
  add({std::move(*next), at, from, std::move(step), deviated, supposed, length}, is_deviation);
}

/// The engine gives it up, or would go on for ever.
void Exploration::fail(std::uint32_t from, Step step, const std::vector<NetEvent>& happened, bool supposed) {
  if (happened.size() >= kMostEvents && !circle_) circle_ = {from, std::move(step), activities_of(happened), supposed};
  const bool exits = !happened.empty() && happened.back().type == EventType::done &&
                     is_emergency_exit(net_.model->activities[happened.back().activity], happened.back().result);
  if (exits) say("what the engine gives up by itself");
  is_whole_[from] = is_whole_[from] && !exits;
}

/// Of a message that nobody takes yet it is looked at later what it does. Of those that came early all should have been taken.
bool Exploration::leaves_messages(std::uint32_t from, const Step& step, const CaseState& next) {
  if (next.messages.empty() || next.status != CaseStatus::open) return false;
  if (step.early.empty()) return true;
  say("messages that come before anybody waits for them");
  is_whole_[from] = false;
  return true;
}

/// Each node is reached by the best of all ways, when it is expanded.
void Exploration::add(Node node, bool is_deviation) {
  const std::uint32_t from = node.parent;
  const std::string key = state_key(net_, node.state, node.now) + (node.deviated ? fmt::format("!{}", *node.deviated) : "");
  const auto [known, fresh] = known_.try_emplace(key, static_cast<std::uint32_t>(nodes_.size()));
  const std::uint32_t to = known->second;
  if (!is_deviation) {
    goes_on_[from] = true;
    edges_.push_back({from, to, node.step.order, !node.step.early.empty()});
  }
  const auto place = [&](const Node& one) { return Place{one.supposed, one.length, to}; };
  if (!fresh && (nodes_[to].is_expanded || place(nodes_[to]) <= place(node))) return;
  open_.push(place(node));
  if (!fresh) {
    nodes_[to] = std::move(node);
    return;
  }
  full_ = nodes_.size() >= most_;
  nodes_.push_back(std::move(node));
  goes_on_.push_back(false);
  is_whole_.push_back(false);
}

Standing Exploration::standing(std::uint32_t node) {
  const CaseState& state = nodes_[node].state;
  Standing standing{state.marking};
  const Model& model = *net_.model;
  for (std::uint32_t slot = 0; slot < state.data.size(); ++slot)
    if (net_.reads.slots[slot] && !state.data[slot].is_null())
      standing.data.emplace_back(path_of_slot(model, slot), state.data[slot]);
  if (!goes_on_[node]) standing.kept = moves_.what_keeps(state);
  return standing;
}

std::vector<WayStep> Exploration::way_to(std::uint32_t node) const {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = node; i != 0; i = nodes_[i].parent) nodes.push_back(i);
  std::vector<WayStep> way;
  for (auto i = nodes.rbegin(); i != nodes.rend(); ++i) add_steps(way, nodes_[*i].step);
  return way;
}

void Exploration::add_steps(std::vector<WayStep>& way, const Step& step) const {
  for (const Message& message : step.early) {
    way.push_back({WayStep::Kind::message});
    way.back().item = message.name;
  }
  way.push_back(step.deviation ? *step.deviation : step_of(step.move));
}

WayStep Exploration::step_of(const CaseMove& move) const {
  WayStep step;
  const Model& model = *net_.model;
  for (const NetEvent& event : move.events) {
    switch (event.type) {
      case EventType::started:
        break;
      case EventType::received:
        step.kind = WayStep::Kind::message;
        step.item = event.message.name;
        continue;
      case EventType::call_failed:
        step.kind = WayStep::Kind::failure;
        break;
      case EventType::timer_due:
        step.kind = event.result == kNone ? WayStep::Kind::retry : WayStep::Kind::time;
        break;
      case EventType::done:
      case EventType::item_done:
      case EventType::returned:
        step.kind = WayStep::Kind::activity;
        break;
      default:
        continue;
    }
    if (event.activity != kNone) step.activity = event.activity;
    step.result = event.result == kNone ? 0 : event.result;
    step.item = event.item;
    for (const auto& [slot, value] : event.writes)
      if (slot < net_.reads.slots.size() && net_.reads.slots[slot]) step.given.emplace_back(path_of_slot(model, slot), value);
  }
  return step;
}

}  // namespace itsmflow
