#include "verify/live_values.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

namespace itsmflow {
namespace {

using List = std::vector<std::uint32_t>;

/// From which places a transition that looks at a memory may be reached.
///
/// Whatever fires has all its places marked: one of them is enough to tell that it may. So of each such transition one place is taken, and of
/// each transition that marks a place taken so one more.
class Readers {
 public:
  explicit Readers(const PetriNet& net) : net_(net), producers_(net.places), is_initial_(net.places) {
    for (std::uint32_t t = 0; t < net.transitions.size(); ++t)
      for (const std::uint32_t place : net.transitions[t].put) producers_[place].push_back(t);
    for (const std::uint32_t place : net.initial) is_initial_[place] = true;
  }

  /// None: something may look at it wherever the net is.
  std::optional<std::vector<std::uint64_t>> of(const PetriNet::Memory& memory) {
    within_.assign(net_.places, false);
    for (const std::uint32_t place : memory.values) within_[place] = true;
    within_[memory.open] = true;
    found_.assign(net_.places, false);
    open_.clear();
    for (const PetriNet::Transition& transition : net_.transitions)
      if (looks_at(memory, transition) && !add_one_of(transition)) return std::nullopt;
    while (!open_.empty()) {
      const std::uint32_t place = open_.back();
      open_.pop_back();
      for (const std::uint32_t t : producers_[place])
        if (!add_one_of(net_.transitions[t])) return std::nullopt;
    }
    std::vector<std::uint64_t> words(Marking::words_for(net_));
    for (std::uint32_t place = 0; place < net_.places; ++place)
      if (found_[place]) words[place / 64] |= std::uint64_t{1} << (place % 64);
    return words;
  }

 private:
  /// What only chooses the value doesn't look at it: if it is dead, nobody asks. A choice takes just the open value; what takes more than that
  /// would be held up by it.
  bool looks_at(const PetriNet::Memory& memory, const PetriNet::Transition& transition) const {
    if (transition.take == List{memory.open}) return false;
    const auto is_within = [this](std::uint32_t place) { return within_[place]; };
    return std::any_of(transition.read.begin(), transition.read.end(), is_within) ||
           std::any_of(transition.take.begin(), transition.take.end(), is_within);
  }

  /// Of what it takes rather than of what it only reads, and rather what is seldom marked.
  bool add_one_of(const PetriNet::Transition& transition) {
    using Rank = std::tuple<bool, bool, std::size_t>;
    std::optional<std::pair<Rank, std::uint32_t>> best;
    for (const bool only_reads : {false, true})
      for (const std::uint32_t place : only_reads ? transition.read : transition.take) {
        if (found_[place]) return true;
        const std::pair<Rank, std::uint32_t> one{{is_initial_[place], only_reads, producers_[place].size()}, place};
        if (!within_[place] && (!best || one < *best)) best = one;
      }
    if (!best) return false;
    found_[best->second] = true;
    open_.push_back(best->second);
    return true;
  }

  const PetriNet& net_;
  std::vector<List> producers_;  ///< by place
  std::vector<bool> is_initial_;
  std::vector<bool> within_;  ///< by place: it is one of the memory's
  std::vector<bool> found_;
  List open_;
};

}  // namespace

LiveValues::LiveValues(const PetriNet& net) {
  Readers readers(net);
  for (const PetriNet::Memory& one : net.memories) {
    auto lead_to_readers = readers.of(one);
    if (!lead_to_readers) continue;
    List places = one.values;
    places.push_back(one.open);
    std::sort(places.begin(), places.end());
    Memory memory;
    memory.lead_to_readers = std::move(*lead_to_readers);
    for (const std::uint32_t place : places) {
      if (memory.places.empty() || memory.places.back().first != place / 64) memory.places.emplace_back(place / 64, 0);
      memory.places.back().second |= std::uint64_t{1} << (place % 64);
    }
    memories_.push_back(std::move(memory));
  }
}

void LiveValues::forget_dead(std::span<std::uint64_t> words) const {
  for (const Memory& memory : memories_) {
    const bool has_value = std::any_of(memory.places.begin(), memory.places.end(),
                                       [&](const auto& some) { return (words[some.first] & some.second) != 0; });
    if (!has_value) continue;
    bool is_live = false;
    for (std::size_t w = 0; w < words.size() && !is_live; ++w) is_live = (words[w] & memory.lead_to_readers[w]) != 0;
    if (is_live) continue;
    for (const auto& [word, bits] : memory.places) words[word] &= ~bits;
  }
}

}  // namespace itsmflow
