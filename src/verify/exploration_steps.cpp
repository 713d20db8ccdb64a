// One step of a case that is followed, and where it leads.

#include "semantics/automatic.hpp"
#include "semantics/items.hpp"
#include "semantics/state_key.hpp"
#include "verify/alike.hpp"
#include "verify/exploration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace itsmflow {
namespace {

/// Those that end last, each once.
std::vector<std::uint32_t> activities_of(const std::vector<NetEvent>& circle) {
  std::vector<std::uint32_t> activities;
  for (std::size_t i = circle.size() / 2; i < circle.size(); ++i)
    if (circle[i].type == EventType::done &&
        std::find(activities.begin(), activities.end(), circle[i].activity) == activities.end())
      activities.push_back(circle[i].activity);
  return activities;
}

std::string key_of_returns(const Net& net, const CaseState& state) {
  std::string key = "!";  // no other key has one here
  for (std::uint32_t a = 0; a < net.activities.size(); ++a)
    for (const Before& before : state.before) {
      if (before.activity != a) continue;
      key += fmt::format(" {}:", a);
      for (std::size_t place = 0; place < net.places.size(); ++place)
        if (before.marking.test(place)) key += fmt::format(" {}", place);
    }
  return key;
}

bool passes_data(const std::vector<StartedProcess>& starts) {
  return std::any_of(starts.begin(), starts.end(), [](const StartedProcess& one) { return !one.with.empty(); });
}

}  // namespace

bool passes_data(const Model& model, const NetEvent& event) {
  if (event.activity == kNone) return false;
  const Activity& activity = model.activities[event.activity];
  if (event.type == EventType::launched) return !activity.process.with.empty();
  return event.type == EventType::done && (passes_data(activity.starts) || passes_data(activity.results[event.result].starts));
}

bool Exploration::is_too_much(std::uint32_t from, const CaseState& next) {
  for (std::uint32_t o = 0; o < next.elements.size(); ++o) {
    if (next.elements[o].size() <= enough_[o].value_or(kMostElements)) continue;
    if (enough_[o]) {
      goes_on_[from] = true;  // with one more, which does what another does
      return true;
    }
    say(more_elements(net_, o));
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

/// Whoever requires what nothing reads can be given it anew.
void Exploration::forget_unread(CaseState& state) const {
  for (std::size_t slot = 0; slot < state.data.size(); ++slot)
    if (!net_.reads.slots[slot]) state.data[slot] = Value();
}

/// Which of those that are alike has which answer, or is in which state, makes no difference, nor which data elements have: nobody
/// reads them, and whoever needs them can give them again.
Exploration::Order Exploration::order_alike(CaseState& state) const {
  Order order(state.elements.size());
  for (std::uint32_t o = 0; o < state.elements.size(); ++o) {
    std::vector<Element>& elements = state.elements[o];
    if (!enough_[o] || elements.empty()) continue;
    for (Element& element : elements) std::fill(element.data.begin(), element.data.end(), Value());
    order[o].resize(elements.size());
    std::iota(order[o].begin(), order[o].end(), 0U);
    std::stable_sort(order[o].begin(), order[o].end(),
                     [&](std::uint32_t left, std::uint32_t right) { return elements[left].state < elements[right].state; });
    std::vector<Element> sorted;
    for (const std::uint32_t at : order[o]) sorted.push_back(std::move(elements[at]));
    elements = std::move(sorted);
  }
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
  return order;
}

void Exploration::follow(std::uint32_t from, Step step) {
  follow_one(from, step);
  // Where it matters what messages bring, more may come than can be tried, and nothing is proved anyhow: see left_open().
  if (full_ || !net_.reads.messages_are_known) return;
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
  const bool deviated = is_deviation || nodes_[from].deviated;
  const Exits exits = is_deviation ? Exits::taken : Exits::closed;  // as the engine looks at what comes after a deviation
  std::vector<NetEvent> happened;
  std::optional<CaseState> next = after(net_, nodes_[from].state, events, surroundings_, at, exits, &happened);
  const auto passes = [&](const NetEvent& event) { return passes_data(*net_.model, event); };
  const bool supposed = nodes_[from].supposed || std::any_of(events.begin(), events.end(), passes) ||
                        std::any_of(happened.begin(), happened.end(), passes);
  if (!next) {
    if (!nodes_[from].deviated) fail(from, std::move(step), happened, supposed);  // after a deviation the engine refuses it
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
  if (deviating_ == Deviating::from_order) forget_unread(*next);
  Order order = order_alike(*next);
  const auto early = static_cast<std::uint32_t>(nodes_[from].early + step.early.size());
  const auto length = static_cast<std::uint32_t>(nodes_[from].length + 1 + step.early.size());
  add({std::move(*next), at, from, std::move(step), deviated, supposed, length, early, 0, false, std::move(order)});
}

/// The engine gives it up, or would go on for ever.
void Exploration::fail(std::uint32_t from, Step step, const std::vector<NetEvent>& happened, bool supposed) {
  if (step.deviation) {
    if (happened.size() < kMostEvents) return;
    Deviated deviated{from, kNone, {}, activities_of(happened)};
    add_steps(deviated.steps, step);
    note(std::move(deviated));
    return;
  }
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

/// Each node is reached by the best of all ways, when it is expanded. Where a deviation leads to what is reached without it nothing is wrong.
void Exploration::add(Node node) {
  const std::uint32_t from = node.parent;
  std::string key = state_key(net_, node.state, node.now);
  if (keeps_returns_ && !node.deviated) {
    known_.try_emplace(key, static_cast<std::uint32_t>(nodes_.size()));  // stands for all that differ in this only
    key += key_of_returns(net_, node.state);
  }
  const auto [known, fresh] = known_.try_emplace(std::move(key), static_cast<std::uint32_t>(nodes_.size()));
  const std::uint32_t to = known->second;
  const bool is_deviation = node.step.deviation.has_value();
  if (is_deviation && !fresh && !nodes_[to].deviated) return;
  if (is_deviation) {
    Deviated deviated{from, to};
    add_steps(deviated.steps, node.step);
    note(std::move(deviated));
  } else {
    if (nodes_[from].deviated) add_steps(steps_on_[edges_.size()], node.step);
    goes_on_[from] = true;
    edges_.push_back({from, to, node.step.order, !node.step.early.empty()});
  }
  const auto place = [&](const Node& one) { return Place{one.supposed, one.length, one.early, to}; };
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

}  // namespace itsmflow
