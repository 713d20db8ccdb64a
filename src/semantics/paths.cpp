#include "semantics/paths.hpp"

#include "model/rows.hpp"
#include "semantics/elements.hpp"
#include "semantics/obstacles.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace itsmflow {
namespace {

void add_once(std::vector<std::string>& to, const std::string& word) {
  if (std::find(to.begin(), to.end(), word) == to.end()) to.push_back(word);
}

std::vector<std::uint32_t> states_in(const Net& net, std::uint32_t object, const Bits& places) {
  std::vector<std::uint32_t> states;
  for (std::uint32_t s = 0; s < net.model->objects[object].states.size(); ++s)
    if (places.test(net.state_place(object, s))) states.push_back(s);
  return states;
}

void add_needed(const Net& net, std::uint32_t object, const Bits& places,
                std::map<std::uint32_t, std::vector<std::uint32_t>>& needed) {
  std::vector<std::uint32_t>& known = needed[object];
  for (const std::uint32_t state : states_in(net, object, places))
    if (std::find(known.begin(), known.end(), state) == known.end()) known.push_back(state);
  std::sort(known.begin(), known.end());
}

StateMismatch mismatch_of(const Net& net, const CaseState& state, const Net::Look& look) {
  StateMismatch mismatch{look.object, states_in(net, look.object, look.states), look.of};
  if (look.of != Need::Of::all) return mismatch;
  for (std::uint32_t number = 1; number <= element_count(state, look.object); ++number) {
    const std::uint32_t at = state_of_element(net, state, {look.object, number});
    if (at != 0 && !look.states.test(net.state_place(look.object, at))) mismatch.elements.push_back(number);
  }
  return mismatch;
}

std::vector<StateMismatch> of_result(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  const Net::ResultNode& node = net.activities[activity].results[result];
  std::vector<StateMismatch> found;
  for (const Net::Shift& shift : node.shifts)
    if (!state.marking.meets(shift.from)) found.push_back({shift.object, states_in(net, shift.object, shift.from)});
  for (const Net::Look& look : node.looks)
    if (!look_fits(net, state, look)) found.push_back(mismatch_of(net, state, look));
  return found;
}

/// The edge by which a state was reached first.
struct Step {
  std::uint32_t from = kNone;
  std::uint32_t activity = kNone;
};

/// Shortest ways from one state of an object to all others, by what activities move, one left aside.
std::vector<std::optional<Step>> ways_from(const Net& net, std::uint32_t object, std::uint32_t start, std::uint32_t without) {
  std::vector<std::optional<Step>> reached(net.model->objects[object].states.size());
  std::deque<std::uint32_t> open{start};
  reached[start] = Step{};
  while (!open.empty()) {
    const std::uint32_t at = open.front();
    open.pop_front();
    for (std::uint32_t a = 0; a < net.activities.size(); ++a) {
      if (a == without) continue;
      for (const Net::ResultNode& result : net.activities[a].results) {
        for (const Net::Shift& shift : result.shifts) {
          if (shift.object != object || !shift.from.test(net.state_place(object, at))) continue;
          const std::uint32_t to = shift.to - net.first_state[object];
          if (reached[to]) continue;
          reached[to] = Step{at, a};
          open.push_back(to);
        }
      }
    }
  }
  return reached;
}

std::vector<std::string> shortest_way(const Net& net, const CaseState& state, const StateMismatch& mismatch,
                                      std::uint32_t activity) {
  const auto reached = ways_from(net, mismatch.object, state_of(net, state, mismatch.object), activity);
  std::vector<std::string> best;
  for (std::uint32_t at : mismatch.needed) {
    std::vector<std::string> way;
    for (; reached[at] && reached[at]->activity != kNone; at = reached[at]->from)
      way.insert(way.begin(), net.model->activities[reached[at]->activity].id);
    if (!way.empty() && (best.empty() || way.size() < best.size())) best = std::move(way);
  }
  return best;
}

}  // namespace

std::vector<StateMismatch> mismatches(const Net& net, const CaseState& state, std::uint32_t activity,
                                      std::optional<std::uint32_t> result) {
  if (result) return of_result(net, state, activity, *result);
  if (any_result_fits(net, state, activity)) return {};
  std::map<std::uint32_t, std::vector<std::uint32_t>> needed;
  for (const Net::ResultNode& node : net.activities[activity].results) {
    for (const Net::Shift& shift : node.shifts) add_needed(net, shift.object, shift.from, needed);
    for (const Net::Look& look : node.looks)
      if (look.of == Need::Of::one) add_needed(net, look.object, look.states, needed);
  }
  std::vector<StateMismatch> found;
  for (auto& [object, states] : needed)
    if (std::find(states.begin(), states.end(), state_of(net, state, object)) == states.end())
      found.push_back({object, std::move(states)});
  // Each object fits some result, but no result fits them all.
  return found.empty() ? of_result(net, state, activity, 0) : found;
}

std::vector<std::string> steps_before(const Net& net, const CaseState& state, std::uint32_t activity,
                                      std::optional<std::uint32_t> result) {
  std::vector<std::string> steps;
  for (const StateMismatch& mismatch : mismatches(net, state, activity, result))
    if (mismatch.of == Need::Of::one)
      for (const std::string& step : shortest_way(net, state, mismatch, activity)) add_once(steps, step);
  return steps;
}

std::vector<std::vector<std::string>> ways_to(const Net& net, std::uint32_t activity) {
  std::vector<std::vector<std::string>> ways;
  for (const Row& row : net.model->rows) {
    if (!leads_to(row, activity)) continue;
    std::vector<std::string> way;
    for (const RowSource& source : row.sources) {
      if (!source.activity) continue;
      const Activity& from = net.model->activities[*source.activity];
      const bool one_of_many = source.results.size() == 1 && from.results.size() > 1;
      add_once(way, one_of_many ? from.id + "." + from.results[source.results[0]].id : from.id);
    }
    if (!way.empty() && std::find(ways.begin(), ways.end(), way) == ways.end()) ways.push_back(std::move(way));
  }
  return ways;
}

std::vector<const Guard*> waiting_guards(const Net& net, const CaseState& state, std::uint32_t activity) {
  std::vector<const Guard*> guards;
  for (const Net::Silent& silent : net.silents) {
    const Row& row = net.model->rows[silent.row];
    if (row.decision != Row::Decision::guard || !state.marking.contains(silent.from)) continue;
    if (leads_to(row, activity)) guards.push_back(&row.guard);
  }
  return guards;
}

std::vector<std::string> activities_after(const Net& net, std::uint32_t activity, std::uint32_t result) {
  std::vector<std::string> found;
  for (const Row& row : net.model->rows) {
    if (!comes_from(row, activity, result)) continue;
    for (const std::uint32_t target : row.targets) add_once(found, net.model->activities[target].id);
  }
  return found;
}

std::vector<std::string> activities_moving_to(const Net& net, std::uint32_t object, const std::vector<std::uint32_t>& states) {
  std::vector<std::string> found;
  for (std::uint32_t a = 0; a < net.activities.size(); ++a)
    for (const Net::ResultNode& result : net.activities[a].results)
      for (const Net::Shift& shift : result.shifts) {
        if (shift.object != object) continue;
        const std::uint32_t to = shift.to - net.first_state[object];
        if (std::find(states.begin(), states.end(), to) != states.end()) add_once(found, net.model->activities[a].id);
      }
  return found;
}

}  // namespace itsmflow
