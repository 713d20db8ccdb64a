#include "verify/state_space.hpp"

#include "verify/live_values.hpp"
#include "verify/stubborn.hpp"

#include <algorithm>
#include <optional>
#include <queue>
#include <utility>

namespace itsmflow {
namespace {

constexpr std::uint32_t kTold = 256;  ///< every so many markings

/// By place the transitions that are looked at where it is marked: each under the place for which fewest others wait; last those that wait
/// for none.
std::vector<std::vector<std::uint32_t>> by_rarest_place(const PetriNet& net) {
  std::vector<std::uint32_t> waiting(net.places);
  for (const PetriNet::Transition& transition : net.transitions)
    for (const auto* places : {&transition.take, &transition.read})
      for (const std::uint32_t place : *places) ++waiting[place];
  std::vector<std::vector<std::uint32_t>> found(net.places + 1);
  for (std::uint32_t t = 0; t < net.transitions.size(); ++t) {
    std::size_t rarest = net.places;
    for (const auto* places : {&net.transitions[t].take, &net.transitions[t].read})
      for (const std::uint32_t place : *places)
        if (rarest == net.places || waiting[place] < waiting[rarest]) rarest = place;
    found[rarest].push_back(t);
  }
  return found;
}

}  // namespace

StateSpace::StateSpace(const PetriNet& net, Look look, std::size_t most, const std::function<void(std::size_t)>& tell,
                       const std::function<bool(Marking)>& enough)
    : width_(Marking::words_for(net)), known_(16, Hash{this}, Same{this}), fired_(net.transitions.size()) {
  std::optional<StubbornSets> stubborn;
  std::optional<LiveValues> live;
  if (look == Look::stubborn) {
    stubborn.emplace(net);
    live.emplace(net);
  }
  const auto settle_last = [&](Parent parent) {
    if (live) live->forget_dead(std::span(words_).last(width_));
    return settle(parent);
  };
  const std::vector<std::vector<std::uint32_t>> waiting = by_rarest_place(net);
  words_.resize(width_);
  for (const std::uint32_t place : net.initial) words_[place / 64] |= std::uint64_t{1} << (place % 64);
  settle_last({});
  std::vector<std::uint32_t> enabled;
  for (std::uint32_t state = 0; state < size(); ++state) {
    if (tell && state % kTold == 0) tell(size());
    std::uint32_t urgency = PetriNet::kPatient;
    enabled.clear();
    const auto look_at = [&](std::uint32_t t) {
      const PetriNet::Transition& transition = net.transitions[t];
      if (transition.urgency > urgency || !is_enabled(transition, marking(state))) return;
      if (transition.urgency < urgency) enabled.clear();
      urgency = transition.urgency;
      enabled.push_back(t);
    };
    for (const std::uint32_t t : waiting.back()) look_at(t);
    for (std::size_t w = 0; w < width_; ++w)
      for (std::uint64_t word = marking(state).words()[w]; word != 0; word &= word - 1)
        for (const std::uint32_t t : waiting[w * 64 + static_cast<std::size_t>(__builtin_ctzll(word))]) look_at(t);
    std::sort(enabled.begin(), enabled.end());
    if (enabled.empty()) ends_.push_back(state);
    if (enabled.empty() && enough && enough(marking(state))) return;
    is_hurried_.push_back(urgency != PetriNet::kPatient);
    if (stubborn && urgency == PetriNet::kPatient) enabled = stubborn->of(marking(state), enabled);
    for (const std::uint32_t t : enabled) {
      if (size() > most) return;
      words_.resize(words_.size() + width_);
      std::copy_n(words_.begin() + static_cast<std::ptrdiff_t>(state * width_), width_,
                  words_.end() - static_cast<std::ptrdiff_t>(width_));
      fired_[t] = true;
      if (fire(net.transitions[t], std::span(words_).last(width_))) {
        contact_ = {state, t};
        return;
      }
      edges_.push_back({state, settle_last({state, t}), t});
    }
    ++looked_at_;
  }
  complete_ = true;
}

Marking StateSpace::marking(std::uint32_t state) const {
  return Marking(std::span(words_).subspan(state * width_, width_));
}

std::size_t StateSpace::Hash::operator()(std::uint32_t state) const {
  std::uint64_t hash = 0x9e3779b97f4a7c15ULL;
  for (const std::uint64_t word :
       space->marking(state).words()) {  // the finisher of SplitMix64 (Steele, Lea, Flood, 2014), word by word
    hash = (hash ^ word) * 0xbf58476d1ce4e5b9ULL;
    hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebULL;
    hash ^= hash >> 31U;
  }
  return hash;
}

bool StateSpace::Same::operator()(std::uint32_t left, std::uint32_t right) const {
  return std::ranges::equal(space->marking(left).words(), space->marking(right).words());
}

std::uint32_t StateSpace::settle(Parent parent) {
  const auto state = static_cast<std::uint32_t>(size());
  const auto [known, added] = known_.insert(state);
  if (added)
    parents_.push_back(parent);
  else
    words_.resize(words_.size() - width_);
  return *known;
}

std::vector<std::uint32_t> StateSpace::hopeless(const std::function<bool(Marking)>& good) const {
  std::vector<std::uint32_t> first(size() + 1);  // edges by where they lead, counted and then in place
  for (const Edge& edge : edges_) ++first[edge.to + 1];
  for (std::size_t s = 0; s < size(); ++s) first[s + 1] += first[s];
  std::vector<std::uint32_t> from(edges_.size());
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (const Edge& edge : edges_) from[next[edge.to]++] = edge.from;

  std::vector<bool> hopeful(size());
  std::vector<std::uint32_t> open;
  for (const std::uint32_t end : ends_)
    if (good(marking(end))) open.push_back(end);
  for (std::uint32_t state = looked_at_; state < size(); ++state) open.push_back(state);
  for (const std::uint32_t state : open) hopeful[state] = true;
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    for (std::uint32_t e = first[state]; e < first[state + 1]; ++e) {
      if (hopeful[from[e]]) continue;
      hopeful[from[e]] = true;
      open.push_back(from[e]);
    }
  }
  std::vector<std::uint32_t> found;
  for (std::uint32_t state = 0; state < size(); ++state)
    if (!hopeful[state]) found.push_back(state);
  return found;
}

std::optional<StateSpace::Circle> StateSpace::circle() const {
  // Hurried markings are taken away as long as one of them leads to no other; a circle stays, and what leads there.
  std::vector<std::vector<const Edge*>> next(size());
  std::vector<std::vector<std::uint32_t>> before(size());
  const auto is_hurried = [&](std::uint32_t state) { return state < is_hurried_.size() && is_hurried_[state]; };
  for (const Edge& edge : edges_) {
    if (!is_hurried(edge.from) || !is_hurried(edge.to)) continue;
    next[edge.from].push_back(&edge);
    before[edge.to].push_back(edge.from);
  }
  std::vector<std::size_t> left;
  std::vector<std::uint32_t> open;
  for (std::uint32_t state = 0; state < size(); ++state) {
    left.push_back(next[state].size());
    if (left[state] == 0) open.push_back(state);
  }
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    for (const std::uint32_t from : before[state])
      if (--left[from] == 0) open.push_back(from);
  }
  std::uint32_t state = kNone;
  for (std::uint32_t s = 0; s < size(); ++s)
    if (left[s] > 0 && (state == kNone || distance(s) < distance(state))) state = s;
  if (state == kNone) return std::nullopt;
  std::vector<const Edge*> way;
  std::vector<bool> is_on_way(size());
  while (!is_on_way[state]) {
    is_on_way[state] = true;
    way.push_back(*std::find_if(next[state].begin(), next[state].end(), [&](const Edge* edge) { return left[edge->to] > 0; }));
    state = way.back()->to;
  }
  way.erase(way.begin(), std::find_if(way.begin(), way.end(), [&](const Edge* edge) { return edge->from == state; }));
  const auto is_nearer = [&](const Edge* one, const Edge* other) {
    return std::pair(distance(one->from), one->from) < std::pair(distance(other->from), other->from);
  };
  std::rotate(way.begin(), std::min_element(way.begin(), way.end(), is_nearer), way.end());
  Circle found{way.front()->from, {}};
  for (const Edge* edge : way) found.transitions.push_back(edge->transition);
  return found;
}

void StateSpace::count_only(const std::vector<bool>& counts) {
  using Length = std::pair<std::uint32_t, std::uint32_t>;  // transitions that count, and all of them
  constexpr Length kFar{kNone, kNone};
  std::vector<Length> lengths(size(), kFar);
  std::vector<std::size_t> first(size() + 1, edges_.size());
  for (std::size_t e = edges_.size(); e > 0; --e) first[edges_[e - 1].from] = e - 1;
  using Reached = std::pair<Length, std::uint32_t>;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open;
  lengths[0] = {0, 0};
  open.emplace(lengths[0], 0);
  while (!open.empty()) {
    const auto [length, state] = open.top();
    open.pop();
    if (length != lengths[state]) continue;
    for (std::size_t e = first[state]; e < edges_.size() && edges_[e].from == state; ++e) {
      const Edge& edge = edges_[e];
      const Length longer{length.first + (counts[edge.transition] ? 1 : 0), length.second + 1};
      if (longer >= lengths[edge.to]) continue;
      lengths[edge.to] = longer;
      parents_[edge.to] = {state, edge.transition};
      open.emplace(longer, edge.to);
    }
  }
  distances_.clear();
  for (const Length& length : lengths) distances_.push_back(length.first);
}

std::vector<std::uint32_t> StateSpace::way_to(std::uint32_t state) const {
  std::vector<std::uint32_t> way;
  for (; parents_[state].state != kNone; state = parents_[state].state) way.push_back(parents_[state].transition);
  return {way.rbegin(), way.rend()};
}

}  // namespace itsmflow
