#include "verify/stubborn.hpp"

#include <algorithm>
#include <limits>

namespace itsmflow {

namespace {

/// So many pairs of transitions are compared in all; the others are taken for pairs that can be enabled at once.
constexpr std::size_t kMostPairs = 3'000'000;

}  // namespace

StubbornSets::StubbornSets(const PetriNet& net)
    : net_(net),
      threads_(net),
      races_(net.transitions.size()),
      pairs_left_(kMostPairs),
      with_(kRoles * net.places),
      minds_(net.transitions.size()),
      visits_(net.transitions.size() + kRoles * net.places),
      waits_for_(net.transitions.size()) {
  for (std::uint32_t t = 0; t < net.transitions.size(); ++t) add_roles(t);
  find_races();
  for (std::uint32_t t = 0; t < net.transitions.size(); ++t) find_minds(t);
}

std::uint32_t StubbornSets::node(Role role, std::uint32_t place) const {
  return static_cast<std::uint32_t>(net_.transitions.size() + role * net_.places + place);
}

void StubbornSets::add_roles(std::uint32_t t) {
  const PetriNet::Transition& transition = net_.transitions[t];
  const bool is_urgent = transition.urgency != PetriNet::kPatient;
  for (const std::uint32_t place : transition.take) {
    with(kUsers, place).push_back(t);
    with(kRemovers, place).push_back(t);
    if (is_urgent) with(kUrgentUsers, place).push_back(t);
  }
  for (const std::uint32_t place : transition.clear) {
    with(kUsers, place).push_back(t);
    with(kRemovers, place).push_back(t);
    with(kClearers, place).push_back(t);
  }
  for (const std::uint32_t place : transition.read) {
    with(kUsers, place).push_back(t);
    if (is_urgent) with(kUrgentUsers, place).push_back(t);
  }
  for (const std::uint32_t place : transition.put) with(kProducers, place).push_back(t);
}

void StubbornSets::find_races() {
  const auto urgent = [this](const List& all) {
    List found;
    for (const std::uint32_t t : all)
      if (net_.transitions[t].urgency != PetriNet::kPatient) found.push_back(t);
    return found;
  };
  for (std::uint32_t place = 0; place < net_.places; ++place) {
    note_races(urgent(with(kRemovers, place)), with(kUrgentUsers, place));
    const List producers = urgent(with(kProducers, place));
    note_races(producers, urgent(with(kClearers, place)));
    if (!threads_.is_safe(place)) note_races(producers, urgent(with(kRemovers, place)));
  }
  List open;
  for (std::uint32_t t = 0; t < races_.size(); ++t)
    if (races_[t]) open.push_back(t);
  while (!open.empty()) {
    const PetriNet::Transition& transition = net_.transitions[open.back()];
    open.pop_back();
    for (const List* places : {&transition.take, &transition.read})
      for (const std::uint32_t place : *places)
        for (const std::uint32_t before : urgent(with(kProducers, place))) {
          if (races_[before]) continue;
          races_[before] = true;
          open.push_back(before);
        }
  }
}

void StubbornSets::note_races(const List& some, const List& others) {
  for (const std::uint32_t one : some)
    for (const std::uint32_t other : others) {
      if (one == other || (races_[one] && races_[other])) continue;
      if (pairs_left_ > 0 && threads_.are_apart(one, other)) {
        --pairs_left_;
        continue;
      }
      races_[one] = races_[other] = true;
    }
}

void StubbornSets::find_minds(std::uint32_t t) {
  const PetriNet::Transition& transition = net_.transitions[t];
  const auto contact = [&](Role role, std::uint32_t place) {  // in one order there is one, and in the other there may be none
    if (!threads_.is_safe(place)) mind(t, role, place);
  };
  for (const std::uint32_t place : transition.take) {
    mind(t, kUsers, place);
    contact(kProducers, place);
  }
  for (const std::uint32_t place : transition.clear) {
    mind(t, kUsers, place);
    mind(t, kProducers, place);
  }
  for (const std::uint32_t place : transition.read) mind(t, kRemovers, place);
  for (const std::uint32_t place : transition.put) {
    mind(t, kClearers, place);
    contact(kRemovers, place);
    if (!with(kUrgentUsers, place).empty()) minds_[t].push_back(node(kUrgentUsers, place));
  }
  if (!races_[t]) return;
  for (const List* places : {&transition.take, &transition.read})
    for (const std::uint32_t place : *places) minds_[t].push_back(node(kProducers, place));
}

/// Of those that have to do with a place so, the ones that can be enabled together with the transition.
void StubbornSets::mind(std::uint32_t t, Role role, std::uint32_t place) {
  for (const std::uint32_t other : with(role, place)) {
    if (other == t) continue;
    if (pairs_left_ == 0) {
      minds_[t].push_back(node(role, place));
      return;
    }
    --pairs_left_;
    if (!threads_.are_apart(t, other)) minds_[t].push_back(other);
  }
}

std::vector<std::uint32_t> StubbornSets::of(Marking marking, const std::vector<std::uint32_t>& enabled) {
  if (enabled.size() < 2) return enabled;
  for (const std::uint32_t node : visited_) visits_[node] = {};
  visited_.clear();
  open_.clear();
  path_.clear();
  for (const std::uint32_t t : enabled) visits_[t].acts = true;
  best_ = enabled;
  for (const std::uint32_t seed : enabled)
    if (visits_[seed].number == 0 && !visit(seed, marking)) break;
  for (const std::uint32_t t : enabled) visits_[t].acts = false;
  std::sort(best_.begin(), best_.end());
  return best_;
}

/// Everything that the seed leads to; false: there is no smaller set than the best one so far.
bool StubbornSets::visit(std::uint32_t seed, Marking marking) {
  enter(seed, marking);
  while (!path_.empty()) {
    Step& step = path_.back();
    Visit& here = visits_[step.node];
    if (step.at < step.next->size()) {
      const std::uint32_t to = (*step.next)[step.at++];
      const Visit& there = visits_[to];
      if (there.number == 0) {
        enter(to, marking);
        continue;
      }
      if (there.is_open)
        here.low = std::min(here.low, there.number);
      else
        here.leads_on = here.leads_on || there.acts || there.leads_on;
      continue;
    }
    const std::uint32_t done = step.node;
    path_.pop_back();
    if (here.low == here.number && !leave(done)) return false;
    if (path_.empty()) continue;
    Visit& before = visits_[path_.back().node];
    before.low = std::min(before.low, here.low);
    before.leads_on = before.leads_on || here.leads_on || (!here.is_open && here.acts);
  }
  return true;
}

void StubbornSets::enter(std::uint32_t node, Marking marking) {
  visited_.push_back(node);
  open_.push_back(node);
  Visit& visit = visits_[node];
  visit.number = visit.low = static_cast<std::uint32_t>(visited_.size());
  visit.is_open = true;
  path_.push_back({node, nullptr, 0});
  const std::size_t transitions = net_.transitions.size();
  if (node >= transitions)
    path_.back().next = &with_[node - transitions];
  else if (visit.acts)
    path_.back().next = &minds_[node];
  else {
    find_next(node, marking);
    path_.back().next = &waits_for_[node];
  }
}

/// A component is complete. If nothing is enabled in those that it leads to, its enabled transitions are a set of their own.
bool StubbornSets::leave(std::uint32_t root) {
  const auto first = std::find(open_.rbegin(), open_.rend(), root).base() - 1;
  List enabled;
  bool acts = false;
  bool leads_on = false;
  for (auto at = first; at != open_.end(); ++at) {
    acts = acts || visits_[*at].acts;
    leads_on = leads_on || visits_[*at].leads_on;
    if (visits_[*at].acts) enabled.push_back(*at);
  }
  for (auto at = first; at != open_.end(); ++at) {
    visits_[*at].is_open = false;
    visits_[*at].leads_on = acts || leads_on;
  }
  open_.erase(first, open_.end());
  if (!acts || leads_on || enabled.size() >= best_.size()) return true;
  best_ = std::move(enabled);
  return best_.size() > 1;
}

/// A transition that isn't enabled can't be before one of those that fill a place for which it has to wait.
void StubbornSets::find_next(std::uint32_t t, Marking marking) {
  List& next = waits_for_[t];
  next.assign(1, node(kProducers, missing_place(net_.transitions[t], marking)));
  // What is urgent happens as soon as it can, as if it were a part of the step before: it has to be in here as if it were enabled.
  if (net_.transitions[t].urgency != PetriNet::kPatient) next.insert(next.end(), minds_[t].begin(), minds_[t].end());
}

/// The empty place for which a transition has to wait that brings in fewest others.
std::uint32_t StubbornSets::missing_place(const PetriNet::Transition& transition, Marking marking) const {
  std::uint32_t best = 0;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const List* places : {&transition.take, &transition.read})
    for (const std::uint32_t place : *places) {
      if (marking.test(place)) continue;
      const List& producers = with_[kProducers * net_.places + place];
      const auto is_new = [this](std::uint32_t t) { return visits_[t].number == 0; };
      const auto brings = static_cast<std::size_t>(std::count_if(producers.begin(), producers.end(), is_new));
      if (brings >= fewest) continue;
      fewest = brings;
      best = place;
    }
  return best;
}

}  // namespace itsmflow
