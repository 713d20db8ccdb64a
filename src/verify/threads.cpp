#include "verify/threads.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace itsmflow {
namespace {

/// So many places and transitions are looked at in all; of large nets without threads some places are left out.
constexpr std::size_t kMostWork = 20'000'000;

bool has(const std::vector<std::uint32_t>& list, std::uint32_t one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

}  // namespace

Threads::Threads(const PetriNet& net)
    : net_(net),
      producers_(net.places),
      takers_(net.places),
      is_initial_(net.places),
      is_safe_(net.places),
      threads_(net.places),
      work_left_(kMostWork),
      within_(net.places),
      takes_(net.transitions.size()),
      puts_(net.transitions.size()) {
  for (std::uint32_t t = 0; t < net.transitions.size(); ++t) {
    for (const std::uint32_t place : net.transitions[t].put) producers_[place].push_back(t);
    for (const std::uint32_t place : net.transitions[t].take) takers_[place].push_back(t);
  }
  for (const std::uint32_t place : net.initial) is_initial_[place] = true;
  for (const PetriNet::Memory& memory : net.memories) {
    List places = memory.values;
    places.push_back(memory.open);
    keep(places);
  }
  for (std::uint32_t place = 0; place < net.places; ++place) {
    const auto renews = [&](std::uint32_t t) {
      return has(net.transitions[t].take, place) || has(net.transitions[t].clear, place);
    };
    if (std::all_of(producers_[place].begin(), producers_[place].end(), renews)) is_safe_[place] = true;
  }
  // The later a place, the more lie before it.
  for (auto place = static_cast<std::uint32_t>(net.places); place > 0; --place)
    if (!is_safe_[place - 1]) find(place - 1);
  for (const auto& [place, opposite] : net.opposites) add_thread({place, opposite});
  for (const PetriNet::Transition& transition : net.transitions) {
    std::vector<Need>& needs = needs_.emplace_back();
    for (const List* places : {&transition.take, &transition.read})
      for (const std::uint32_t place : *places)
        for (const std::uint32_t thread : threads_[place]) needs.emplace_back(thread, place);
    std::sort(needs.begin(), needs.end());
  }
}

bool Threads::are_apart(std::uint32_t left, std::uint32_t right) const {
  const bool left_is_smaller = needs_[left].size() < needs_[right].size();
  const std::vector<Need>& smaller = needs_[left_is_smaller ? left : right];
  const std::vector<Need>& larger = needs_[left_is_smaller ? right : left];
  for (const auto& [thread, place] : smaller)
    for (auto at = std::lower_bound(larger.begin(), larger.end(), Need{thread, 0}); at != larger.end() && at->first == thread; ++at)
      if (at->second != place) return true;
  return false;
}

void Threads::find(std::uint32_t place) {
  for (const Prefer prefer : {Prefer::few_producers, Prefer::many_producers, Prefer::as_written}) {
    if (work_left_ == 0) return;
    const bool found = grow(place, prefer);
    if (found) keep(places_);
    for (const std::uint32_t one : places_) within_[one] = false;
    for (const std::uint32_t t : touched_) takes_[t] = puts_[t] = 0;
    places_.clear();
    touched_.clear();
    unbalanced_.clear();
    if (found) return;
  }
}

/// Against the arrows: whatever puts into the set has to take from it too.
bool Threads::grow(std::uint32_t place, Prefer prefer) {
  include(place);
  while (!unbalanced_.empty()) {
    if (work_left_ == 0) return false;
    const std::uint32_t t = unbalanced_.back();
    unbalanced_.pop_back();
    while (puts_[t] > takes_[t])
      if (!mend(t, prefer)) return false;
  }
  return std::count_if(places_.begin(), places_.end(), [this](std::uint32_t one) { return is_initial_[one]; }) <= 1;
}

void Threads::include(std::uint32_t place) {
  within_[place] = true;
  places_.push_back(place);
  for (const std::uint32_t t : takers_[place]) {
    touched_.push_back(t);
    ++takes_[t];
  }
  for (const std::uint32_t t : producers_[place]) {
    touched_.push_back(t);
    unbalanced_.push_back(t);
    ++puts_[t];
  }
  work_left_ -= std::min(work_left_, 1 + takers_[place].size() + producers_[place].size());
}

bool Threads::mend(std::uint32_t transition, Prefer prefer) {
  using Rank = std::pair<bool, std::size_t>;
  std::optional<std::pair<Rank, std::uint32_t>> best;
  for (const std::uint32_t place : net_.transitions[transition].take) {
    if (within_[place]) continue;
    const std::size_t producers = producers_[place].size();
    Rank rank{is_initial_[place], 0};
    if (prefer == Prefer::few_producers) rank.second = producers;
    if (prefer == Prefer::many_producers) rank.second = net_.transitions.size() - producers;
    if (!best || rank < best->first) best = {rank, place};
  }
  if (!best) return false;
  include(best->second);
  return true;
}

void Threads::keep(const List& places) {
  for (const std::uint32_t place : places) is_safe_[place] = true;
  add_thread(places);
}

void Threads::add_thread(const List& places) {
  for (const std::uint32_t place : places) threads_[place].push_back(count_);
  ++count_;
}

}  // namespace itsmflow
