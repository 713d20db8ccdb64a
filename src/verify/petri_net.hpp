#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace itsmflow {

/// A Petri net whose places hold one token or none: what is explored to prove a model. Places and transitions are called by their numbers.
///
/// A transition is enabled when all places that it takes from or reads are marked. When it fires, what it takes and what it clears loses
/// its token, and then what it puts into has one. Putting a token where one is left is a *contact*: the two become one, and the net is not
/// safe. (Reset arcs: Dufourd, Finkel, Schnoebelen, Reset nets between decidability and undecidability, 1998.)
struct PetriNet {
  struct Transition {  // no place is twice in one of its lists
    std::vector<std::uint32_t> take;
    std::vector<std::uint32_t> read;   ///< none that it takes
    std::vector<std::uint32_t> clear;  ///< none that it takes; marked or not
    std::vector<std::uint32_t> put;
    /// Of those that are enabled and urgent only the ones with the lowest number can fire, and nothing that isn't urgent (kPatient).
    std::uint32_t urgency = kPatient;
  };
  static constexpr std::uint32_t kPatient = UINT32_MAX;

  std::size_t places = 0;
  std::vector<Transition> transitions;
  std::vector<std::uint32_t> initial;  ///< the places that are marked at first
  /// Places, one of which is marked at a time, that say which value something has. What puts into one of them clears the others.
  struct Memory {
    std::vector<std::uint32_t> values;
    std::uint32_t open = 0;  ///< it has one that isn't chosen yet: what takes from here alone chooses, and nothing else
  };
  std::vector<Memory> memories;
  /// Pairs of places the second of which is marked just when the first one isn't, also after a contact.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> opposites;
};

/// A set of marked places, in as many words as its net needs.
class Marking {
 public:
  static std::size_t words_for(const PetriNet& net) { return (net.places + 63) / 64; }

  explicit Marking(std::span<const std::uint64_t> words) : words_(words) {}
  bool test(std::uint32_t place) const { return (words_[place / 64] >> (place % 64) & 1U) != 0; }
  bool empty() const {
    for (const std::uint64_t word : words_)
      if (word != 0) return false;
    return true;
  }
  std::span<const std::uint64_t> words() const { return words_; }

 private:
  std::span<const std::uint64_t> words_;
};

bool is_enabled(const PetriNet::Transition& transition, Marking marking);
/// Of an enabled transition: the places in which there is a contact when it fires, in the order in which it puts into them.
std::vector<std::uint32_t> contacts(const PetriNet::Transition& transition, Marking marking);
/// Fires an enabled transition in place; true: there was a contact.
bool fire(const PetriNet::Transition& transition, std::span<std::uint64_t> words);

}  // namespace itsmflow
