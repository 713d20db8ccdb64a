#pragma once

#include "net/net.hpp"
#include "semantics/moves.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state_key.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// Of what there is no end, so much is followed.
struct Bounds {
  std::vector<std::string> messages{};  ///< that may come at any time
  std::size_t kept = 0;                 ///< messages
  std::size_t elements = 0;             ///< of one object
  ListLengths lengths{};                ///< of lists
};

/// What comes of a model by doing everything in every state.
class Everything {
 public:
  Everything(const Net& net, Bounds bounds)
      : net_(net),
        bounds_(std::move(bounds)),
        people_({{"anna", {"somebody"}}}),
        surroundings_{people_, Timestamp{},
                      [](const CaseState&, const std::string&, const std::vector<PassedField>&) { return true; }},
        moves_(net, surroundings_, nobody_, 1'000'000) {
    for (const Activity& activity : net.model->activities) happens.emplace_back(activity.results.size());
    moves_.let_lists_have(bounds_.lengths);
    const CaseState before = empty_state(net, CaseId{1});
    std::vector<Writes> ways = ways_to_fill(net, before, net.model->start.required, net.model->start.asked, {}, 1'000).ways;
    add_longer_lists(ways, bounds_.lengths);
    for (const Writes& given : ways) {
      NetEvent started = event_of(EventType::started);
      started.writes = given;
      step(before, {started}, 0, false);
    }
    for (std::uint32_t i = 0; i < states_.size(); ++i) expand(i);
    std::vector<bool> leads;
    for (const CaseState& state : states_) leads.push_back(state.status == CaseStatus::over);
    for (bool more = true; more;) {
      more = false;
      for (const auto& [from, to] : edges_)
        if (leads[to] && !leads[from]) leads[from] = more = true;
    }
    is_hopeless = std::find(leads.begin(), leads.end(), false) != leads.end();
  }

  std::vector<std::vector<bool>> happens;
  bool is_hopeless = false;
  bool runs_in_circles = false;

 private:
  void expand(std::uint32_t from) {
    const CaseState state = states_[from];
    if (state.status != CaseStatus::open) return;
    moves_.from(state, Timestamp{}, [&](const CaseMove& move) {
      if (move.kind != CaseMove::Kind::message) step(state, move.events, from, true);
      return true;
    });
    for (const std::string& name : bounds_.messages) {
      NetEvent received = event_of(EventType::received);
      received.message = {name, Value(Value::Entries{})};
      step(state, {received}, from, true);
    }
  }

  void step(const CaseState& state, const std::vector<NetEvent>& events, std::uint32_t from, bool is_edge) {
    std::vector<NetEvent> happened;
    auto next = after(net_, state, events, surroundings_, Timestamp{}, Exits::closed, &happened);
    runs_in_circles = runs_in_circles || !next;
    if (!next || next->messages.size() > bounds_.kept) return;
    for (const auto& elements : next->elements)
      if (elements.size() > bounds_.elements) return;
    sort(*next);
    happened.insert(happened.end(), events.begin(), events.end());
    for (const NetEvent& event : happened)
      if (event.type == EventType::done) happens[event.activity][event.result] = true;
    const auto [at, fresh] = known_.try_emplace(state_key(net_, *next, Timestamp{}), static_cast<std::uint32_t>(states_.size()));
    if (is_edge) edges_.insert({from, at->second});
    if (fresh) states_.push_back(std::move(*next));
  }

  /// Which of those that nobody can tell apart is in which state makes no difference.
  static void sort(CaseState& state) {
    for (std::vector<Element>& elements : state.elements)
      std::sort(elements.begin(), elements.end(),
                [](const Element& left, const Element& right) { return left.state < right.state; });
    for (UnderWay& open : state.under_way) {
      std::stable_sort(open.items.begin(), open.items.end(), [](const Item& left, const Item& right) {
        return std::pair(!left.done, left.answer) < std::pair(!right.done, right.answer);
      });
      for (std::size_t i = 0; i < open.items.size(); ++i) open.items[i].id = std::to_string(i + 1);
    }
  }

  const Net& net_;
  Bounds bounds_;
  Directory people_;
  Surroundings surroundings_;
  std::vector<std::string> nobody_;
  Moves moves_;
  std::vector<CaseState> states_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> edges_;
  std::map<std::string, std::uint32_t> known_;
};

}  // namespace itsmflow
