#include "verify/stubborn.hpp"

#include <algorithm>
#include <limits>

namespace itsmflow {

StubbornSets::StubbornSets(const PetriNet& net)
    : net_(net), users_(net.places), removers_(net.places), producers_(net.places), in_set_(net.transitions.size()) {
  for (std::uint32_t t = 0; t < net.transitions.size(); ++t) {
    const PetriNet::Transition& transition = net.transitions[t];
    for (const List* places : {&transition.take, &transition.clear})
      for (const std::uint32_t place : *places) {
        users_[place].push_back(t);
        removers_[place].push_back(t);
      }
    for (const std::uint32_t place : transition.read) users_[place].push_back(t);
    for (const std::uint32_t place : transition.put) producers_[place].push_back(t);
  }
}

std::vector<std::uint32_t> StubbornSets::of(Marking marking, const std::vector<std::uint32_t>& enabled) {
  if (enabled.size() < 2) return enabled;
  List best = enabled;
  for (const std::uint32_t seed : enabled) {
    if (!close(marking, seed, best.size())) continue;
    List found;
    for (const std::uint32_t t : enabled)
      if (in_set_[t] == round_) found.push_back(t);
    best = std::move(found);
    if (best.size() == 1) break;
  }
  return best;
}

bool StubbornSets::close(Marking marking, std::uint32_t seed, std::size_t most) {
  ++round_;
  open_.clear();
  add(seed);
  std::size_t enabled = 0;
  while (!open_.empty()) {
    const PetriNet::Transition& transition = net_.transitions[open_.back()];
    open_.pop_back();
    if (!is_enabled(transition, marking)) {
      add_all(producers_[missing_place(transition, marking)]);
      continue;
    }
    if (++enabled >= most) return false;
    // What takes a token away that this one needs, or needs one that this one takes; and in whichever order two of them would make a
    // contact or none.
    for (const std::uint32_t place : transition.take) {
      add_all(users_[place]);
      add_all(producers_[place]);
    }
    for (const std::uint32_t place : transition.clear) {
      add_all(users_[place]);
      add_all(producers_[place]);
    }
    for (const std::uint32_t place : transition.read) add_all(removers_[place]);
    for (const std::uint32_t place : transition.put) add_all(removers_[place]);
  }
  return true;
}

void StubbornSets::add(std::uint32_t transition) {
  if (in_set_[transition] == round_) return;
  in_set_[transition] = round_;
  open_.push_back(transition);
}

void StubbornSets::add_all(const List& transitions) {
  for (const std::uint32_t transition : transitions) add(transition);
}

std::uint32_t StubbornSets::missing_place(const PetriNet::Transition& transition, Marking marking) const {
  std::uint32_t best = 0;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const List* places : {&transition.take, &transition.read})
    for (const std::uint32_t place : *places) {
      if (marking.test(place)) continue;
      const auto missing = static_cast<std::size_t>(
          std::count_if(producers_[place].begin(), producers_[place].end(), [&](std::uint32_t t) { return in_set_[t] != round_; }));
      if (missing >= fewest) continue;
      fewest = missing;
      best = place;
    }
  return best;
}

}  // namespace itsmflow
