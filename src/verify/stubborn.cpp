#include "verify/stubborn.hpp"

#include <algorithm>
#include <limits>

namespace itsmflow {

StubbornSets::StubbornSets(const PetriNet& net)
    : net_(net),
      users_(net.places),
      removers_(net.places),
      producers_(net.places),
      urgent_readers_(net.places),
      in_set_(net.transitions.size()) {
  for (std::uint32_t t = 0; t < net.transitions.size(); ++t) {
    const PetriNet::Transition& transition = net.transitions[t];
    for (const List* places : {&transition.take, &transition.clear})
      for (const std::uint32_t place : *places) {
        users_[place].push_back(t);
        removers_[place].push_back(t);
      }
    for (const std::uint32_t place : transition.read) {
      users_[place].push_back(t);
      if (transition.urgency != PetriNet::kPatient) urgent_readers_[place].push_back(t);
    }
    for (const std::uint32_t place : transition.put) producers_[place].push_back(t);
  }
  for (const PetriNet::Transition& transition : net.transitions) is_contested_.push_back(is_contested(transition));
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
    const std::uint32_t t = open_.back();
    open_.pop_back();
    const PetriNet::Transition& transition = net_.transitions[t];
    if (!is_enabled(transition, marking)) {
      add_all(producers_[missing_place(transition, marking)]);
      // What is urgent happens as soon as it can, before anything that isn't gets in its way.
      if (is_contested_[t]) add_all_that_mind(transition);
      continue;
    }
    if (++enabled >= most) return false;
    add_all_that_mind(transition);
  }
  return true;
}

void StubbornSets::add_all_that_mind(const PetriNet::Transition& transition) {
  for (const List* places : {&transition.take, &transition.clear})
    for (const std::uint32_t place : *places) {
      add_all(users_[place]);
      add_all(producers_[place]);  // in one order there is a contact, and in the other there may be none
    }
  for (const std::uint32_t place : transition.read) add_all(removers_[place]);
  for (const std::uint32_t place : transition.put) {
    add_all(removers_[place]);
    add_all(urgent_readers_[place]);
  }
}

/// Something that isn't urgent may take a token that an urgent transition needs.
bool StubbornSets::is_contested(const PetriNet::Transition& transition) const {
  if (transition.urgency == PetriNet::kPatient) return false;
  const auto is_patient = [&](std::uint32_t t) { return net_.transitions[t].urgency == PetriNet::kPatient; };
  const auto any_patient = [&](const List& transitions) { return std::any_of(transitions.begin(), transitions.end(), is_patient); };
  return std::any_of(transition.take.begin(), transition.take.end(), [&](std::uint32_t p) { return any_patient(users_[p]); }) ||
         std::any_of(transition.read.begin(), transition.read.end(), [&](std::uint32_t p) { return any_patient(removers_[p]); });
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
