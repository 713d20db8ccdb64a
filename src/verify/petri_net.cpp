#include "verify/petri_net.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

std::uint64_t bit(std::uint32_t place) {
  return std::uint64_t{1} << (place % 64);
}

void take(const PetriNet::Transition& transition, std::span<std::uint64_t> words) {
  for (const std::uint32_t place : transition.take) words[place / 64] &= ~bit(place);
  for (const std::uint32_t place : transition.clear) words[place / 64] &= ~bit(place);
}

}  // namespace

bool is_enabled(const PetriNet::Transition& transition, Marking marking) {
  const auto marked = [&](std::uint32_t place) { return marking.test(place); };
  return std::all_of(transition.take.begin(), transition.take.end(), marked) &&
         std::all_of(transition.read.begin(), transition.read.end(), marked);
}

std::vector<std::uint32_t> contacts(const PetriNet::Transition& transition, Marking marking) {
  std::vector<std::uint64_t> words(marking.words().begin(), marking.words().end());
  take(transition, words);
  std::vector<std::uint32_t> found;
  for (const std::uint32_t place : transition.put) {
    if ((words[place / 64] & bit(place)) != 0) found.push_back(place);
    words[place / 64] |= bit(place);
  }
  return found;
}

bool fire(const PetriNet::Transition& transition, std::span<std::uint64_t> words) {
  take(transition, words);
  bool contact = false;
  for (const std::uint32_t place : transition.put) {
    contact = contact || (words[place / 64] & bit(place)) != 0;
    words[place / 64] |= bit(place);
  }
  return contact;
}

}  // namespace itsmflow
