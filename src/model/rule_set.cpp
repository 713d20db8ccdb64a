#include "model/rule_set.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <numeric>
#include <utility>

namespace itsmflow {
namespace {

using Members = std::vector<std::uint32_t>;

/// What no rule names does something to it.
bool minds_others(const RuleAutomaton& automaton) {
  for (std::uint32_t s = 0; s < automaton.states.size(); ++s)
    if (automaton.states[s].next[0] != s) return true;
  return false;
}

/// Sets of courses that are merged step by step.
class Partition {
 public:
  explicit Partition(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }

  void unite(std::uint32_t left, std::uint32_t right) { parent_[top(left)] = top(right); }

  std::vector<Members> sets() {
    std::vector<Members> by_top(parent_.size());
    for (std::uint32_t c = 0; c < parent_.size(); ++c) by_top[top(c)].push_back(c);
    by_top.erase(std::remove_if(by_top.begin(), by_top.end(), [](const Members& set) { return set.empty(); }), by_top.end());
    std::sort(by_top.begin(), by_top.end());
    return by_top;
  }

 private:
  std::uint32_t top(std::uint32_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  std::vector<std::uint32_t> parent_;
};

/// Courses that share an ending, and all that mind foreign ones.
std::vector<Members> connected(const Courses& courses) {
  Partition partition(courses.courses.size());
  for (const Courses::Ending& ending : courses.endings) {
    std::optional<std::uint32_t> first;
    for (std::uint32_t c = 0; c < ending.letters.size(); ++c) {
      if (ending.letters[c] == 0) continue;
      if (first) partition.unite(*first, c);
      first = c;
    }
  }
  std::optional<std::uint32_t> minding;
  for (std::uint32_t c = 0; c < courses.courses.size(); ++c) {
    if (!minds_others(courses.courses[c].automaton)) continue;
    if (minding) partition.unite(*minding, c);
    minding = c;
  }
  return partition.sets();
}

bool is_named(const Courses::Ending& ending) {
  return std::any_of(ending.letters.begin(), ending.letters.end(), [](std::uint32_t letter) { return letter != 0; });
}

/// Wherever the group is alive, it can come by itself to where any number of endings that it doesn't name may follow, after which
/// it can come by itself to accept. Its foreign letter is its own only if some ending is named by no rule at all.
bool takes_in_others(const Courses& courses, const RuleProduct& group) {
  if (!group.foreign()) return true;
  const std::uint32_t foreign = *group.foreign();
  std::vector<bool> own(group.letters(), true);
  own[foreign] = !std::all_of(courses.endings.begin(), courses.endings.end(), is_named);
  std::vector<bool> accepting(group.size());
  for (std::uint32_t s = 0; s < group.size(); ++s) accepting[s] = group.is_accepting(s);
  std::vector<bool> patient = group.leading_to(std::move(accepting), own);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t s = 0; s < group.size(); ++s) {
      if (!patient[s] || patient[group.next(s, foreign)]) continue;
      patient[s] = false;
      changed = true;
    }
  }
  patient = group.leading_to(std::move(patient), own);
  for (std::uint32_t s = 0; s < group.size(); ++s)
    if (group.is_alive(s) && !patient[s]) return false;
  return true;
}

/// The activities of the letters on all shortest ways from a state to a goal, over states that are alive; in the model's order.
std::vector<std::uint32_t> on_shortest_ways(const Courses& courses, const RuleProduct& product, std::uint32_t from,
                                            const std::function<bool(std::uint32_t)>& is_goal) {
  if (is_goal(from)) return {};
  constexpr std::uint32_t kFar = UINT32_MAX;
  std::vector<std::uint32_t> distance(product.size(), kFar);
  distance[from] = 0;
  std::vector<std::uint32_t> order{from};
  std::uint32_t goal_at = kFar;
  for (std::size_t i = 0; i < order.size() && distance[order[i]] < goal_at; ++i) {
    for (std::uint32_t l = 0; l < product.letters(); ++l) {
      const std::uint32_t to = product.next(order[i], l);
      if (distance[to] != kFar || !product.is_alive(to)) continue;
      distance[to] = distance[order[i]] + 1;
      order.push_back(to);
      if (is_goal(to)) goal_at = distance[to];
    }
  }
  if (goal_at == kFar) return {};
  std::vector<bool> leads(product.size(), false);
  std::vector<std::uint32_t> activities;
  for (std::size_t i = order.size(); i-- > 0;) {
    const std::uint32_t at = order[i];
    if (distance[at] == goal_at) leads[at] = is_goal(at);
    if (distance[at] >= goal_at) continue;
    for (std::uint32_t l = 0; l < product.letters(); ++l) {
      const std::uint32_t to = product.next(at, l);
      if (distance[to] != distance[at] + 1 || !leads[to]) continue;
      leads[at] = true;
      if (l == product.foreign()) continue;  // anything else: too many to be named
      for (const std::uint32_t ending : product.endings(l)) activities.push_back(courses.endings[ending].activity);
    }
  }
  std::sort(activities.begin(), activities.end());
  activities.erase(std::unique(activities.begin(), activities.end()), activities.end());
  return activities;
}

}  // namespace

/// Sets of rules by which courses are off. Locked only to look and to add: what is made takes long, and others needn't wait for it.
class RuleSet::InForceByOff {
 public:
  using Off = std::vector<bool>;  ///< by course

  std::shared_ptr<const RuleSet> find(const Off& off) const {
    const std::lock_guard lock(mutex_);
    const auto known = sets_.find(off);
    return known == sets_.end() ? nullptr : known->second;
  }

  /// Gives the one that is known, where another was quicker.
  std::shared_ptr<const RuleSet> add(Off off, const std::shared_ptr<const RuleSet>& rules) {
    const std::lock_guard lock(mutex_);
    return sets_.try_emplace(std::move(off), rules).first->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<Off, std::shared_ptr<const RuleSet>> sets_;
};

RuleSet::RuleSet(Courses courses, std::size_t limit)
    : courses_(std::move(courses)), in_force_(std::make_shared<InForceByOff>()), limit_(limit) {
  if (empty()) return;
  make_groups(limit);
  if (too_many_.empty()) judge_each();
}

namespace {

bool any_is_off(const RuleSet::States& states) {
  return std::find(states.begin(), states.end(), RuleSet::kOff) != states.end();
}

Courses without(const Courses& courses, const std::vector<bool>& off) {
  Courses left;
  for (std::uint32_t c = 0; c < off.size(); ++c)
    if (!off[c]) left.courses.push_back(courses.courses[c]);
  for (const Courses::Ending& ending : courses.endings) {
    Courses::Ending& kept = left.endings.emplace_back(Courses::Ending{ending.activity, ending.result, {}});
    for (std::uint32_t c = 0; c < off.size(); ++c)
      if (!off[c]) kept.letters.push_back(ending.letters[c]);
  }
  return left;
}

}  // namespace

RuleSet::InForce RuleSet::in_force(const States& states) const {
  InForce found;
  InForceByOff::Off off;
  for (std::uint32_t c = 0; c < size(); ++c) {
    off.push_back(states[c] == kOff);
    if (off.back()) continue;
    found.states.push_back(states[c]);
    found.courses.push_back(c);
  }
  found.rules = in_force_->find(off);
  if (found.rules) return found;
  const std::shared_ptr<const RuleSet> made(new RuleSet(without(courses_, off), limit_));
  found.rules = in_force_->add(std::move(off), made);
  return found;
}

void RuleSet::make_groups(std::size_t limit) {
  const auto make = [&](const std::vector<Members>& sets) {
    groups_.clear();
    for (const Members& members : sets) {
      groups_.emplace_back(courses_, members, initial(), limit);
      if (!groups_.back().is_too_large()) continue;
      for (const std::uint32_t course : members) too_many_.push_back(rule(course));
      return;
    }
  };
  make(connected(courses_));
  if (groups_.size() < 2 || !too_many_.empty()) return;
  for (const RuleProduct& group : groups_) {
    const bool minds = std::any_of(group.members().begin(), group.members().end(),
                                   [&](std::uint32_t course) { return minds_others(automaton(course)); });
    if (!minds || takes_in_others(courses_, group)) continue;
    Members all(size());
    std::iota(all.begin(), all.end(), 0U);
    make({all});
    return;
  }
}

void RuleSet::judge_each() {
  for (std::uint32_t c = 0; c < size(); ++c) {
    const RuleProduct alone(courses_, {c}, initial());
    std::vector<bool> not_accepting(alone.size());
    for (std::uint32_t s = 0; s < alone.size(); ++s) not_accepting[s] = !alone.is_accepting(s);
    const std::vector<bool> may_fail = alone.leading_to(std::move(not_accepting), std::vector<bool>(alone.letters(), true));
    std::vector<RuleStatus>& statuses = statuses_.emplace_back(automaton(c).states.size(), RuleStatus::violated);
    States at = initial();
    for (std::uint32_t s = 0; s < statuses.size(); ++s) {
      at[c] = s;
      const std::optional<std::uint32_t> found = alone.find(at);
      if (!found || !alone.is_alive(*found)) continue;
      if (!may_fail[*found])
        statuses[s] = RuleStatus::satisfied;
      else
        statuses[s] = alone.is_accepting(*found) ? RuleStatus::satisfied_for_now : RuleStatus::pending;
    }
  }
}

std::optional<std::uint32_t> RuleSet::ending(std::uint32_t activity, std::uint32_t result) const {
  const auto at = std::lower_bound(
      courses_.endings.begin(), courses_.endings.end(), std::pair(activity, result),
      [](const Courses::Ending& ending, const auto& wanted) { return std::pair(ending.activity, ending.result) < wanted; });
  if (at == courses_.endings.end() || at->activity != activity || at->result != result) return std::nullopt;
  return static_cast<std::uint32_t>(at - courses_.endings.begin());
}

void RuleSet::advance(States& states, std::uint32_t activity, std::uint32_t result) const {
  const std::optional<std::uint32_t> at = ending(activity, result);
  if (!at) return;
  for (std::uint32_t c = 0; c < size(); ++c)
    if (states[c] != kOff) states[c] = automaton(c).states[states[c]].next[courses_.endings[*at].letters[c]];
}

bool RuleSet::all_accept(const States& states) const {
  for (std::size_t c = 0; c < size(); ++c)
    if (!is_accepting(states, c)) return false;
  return true;
}

bool RuleSet::is_alive(const States& states) const {
  if (any_is_off(states)) {
    const InForce left = in_force(states);
    return left.rules->too_many().empty() && left.rules->is_alive(left.states);
  }
  return std::all_of(groups_.begin(), groups_.end(), [&](const RuleProduct& group) {
    const std::optional<std::uint32_t> at = group.find(states);
    return at && group.is_alive(*at);
  });
}

std::vector<std::uint32_t> RuleSet::blamed(const States& states) const {
  if (any_is_off(states)) {
    const InForce left = in_force(states);
    if (!left.rules->too_many().empty()) return left.courses;
    Members blamed = left.rules->blamed(left.states);
    for (std::uint32_t& course : blamed) course = left.courses[course];
    return blamed;
  }
  Members found;
  for (std::uint32_t c = 0; c < size(); ++c)
    if (status(states, c) == RuleStatus::violated) found.push_back(c);
  if (!found.empty()) return found;
  for (const RuleProduct& group : groups_) {
    const std::optional<std::uint32_t> at = group.find(states);
    if (at && group.is_alive(*at)) continue;
    found = group.members();
    break;
  }
  for (std::size_t left_out = found.size(); left_out-- > 0;) {
    Members fewer = found;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(left_out));
    if (!fewer.empty() && !RuleProduct(courses_, fewer, states).is_alive(0)) found = std::move(fewer);
  }
  return found;
}

std::vector<std::uint32_t> RuleSet::contradiction() const {
  if (empty() || is_alive(initial())) return {};
  std::vector<std::uint32_t> rules;
  for (const std::uint32_t course : blamed(initial())) rules.push_back(rule(course));
  return rules;
}

std::vector<std::uint32_t> RuleSet::first_needed(const States& states, std::uint32_t activity, std::uint32_t result,
                                                 Goal goal) const {
  if (any_is_off(states)) {
    const InForce left = in_force(states);
    return left.rules->too_many().empty() ? left.rules->first_needed(left.states, activity, result, goal)
                                          : std::vector<std::uint32_t>();
  }
  const std::optional<std::uint32_t> what = ending(activity, result);
  std::vector<std::uint32_t> needed;
  for (const RuleProduct& group : groups_) {
    const std::optional<std::uint32_t> at = group.find(states);
    if (!at) continue;
    const auto is_goal = [&](std::uint32_t state) {
      const std::uint32_t after = what ? group.next(state, group.letter(*what)) : state;
      return goal == Goal::alive ? group.is_alive(after) : group.is_accepting(after);
    };
    const std::vector<std::uint32_t> on_the_way = on_shortest_ways(courses_, group, *at, is_goal);
    needed.insert(needed.end(), on_the_way.begin(), on_the_way.end());
  }
  std::sort(needed.begin(), needed.end());
  needed.erase(std::unique(needed.begin(), needed.end()), needed.end());
  return needed;
}

std::vector<std::uint32_t> RuleSet::satisfying(const States& states, std::size_t course) const {
  const RuleProduct alone(courses_, {static_cast<std::uint32_t>(course)}, states);
  return on_shortest_ways(courses_, alone, 0, [&](std::uint32_t state) { return alone.is_accepting(state); });
}

}  // namespace itsmflow
