#pragma once

#include "verify/petri_net.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace itsmflow {

/// A net whose transitions have labels, none of which an onlooker doesn't see, and whose cases may be over.
struct LabelledNet {
  PetriNet net;
  std::vector<std::optional<std::string>> labels;  ///< by transition
  std::function<bool(Marking)> is_over;
};

/// All that an onlooker can tell of a net: which labels can follow which course of labels, and whether the case may be over after it.
class Onlooker {
 public:
  using Words = std::vector<std::uint64_t>;
  using View = std::set<Words>;  ///< the markings that it may be in

  explicit Onlooker(const LabelledNet& net) : net_(net) {}

  View first() const {
    Words words(Marking::words_for(net_.net));
    for (const std::uint32_t p : net_.net.initial) words[p / 64] |= std::uint64_t{1} << (p % 64);
    return closed({words});
  }
  std::map<std::string, View> next(const View& view) const {
    std::map<std::string, View> found;
    for (const Words& words : view)
      for (const std::uint32_t t : possible(words))
        if (net_.labels[t]) found[*net_.labels[t]].insert(after(words, t));
    for (auto& [label, to] : found) to = closed(to);
    return found;
  }
  bool may_be_over(const View& view) const {
    for (const Words& words : view)
      if (net_.is_over(Marking(words))) return true;
    return false;
  }
  /// Neither over, nor can anything more be seen, in one of the markings that it may be in.
  bool may_be_stuck(const View& view) const {
    for (const Words& words : view)
      if (possible(words).empty() && !net_.is_over(Marking(words))) return true;
    return false;
  }

 private:
  std::vector<std::uint32_t> possible(const Words& words) const {
    std::vector<std::uint32_t> found;
    std::uint32_t urgency = PetriNet::kPatient;
    for (std::uint32_t t = 0; t < net_.net.transitions.size(); ++t) {
      const auto& transition = net_.net.transitions[t];
      if (transition.urgency > urgency || !is_enabled(transition, Marking(words))) continue;
      if (transition.urgency < urgency) found.clear();
      urgency = transition.urgency;
      found.push_back(t);
    }
    return found;
  }
  Words after(Words words, std::uint32_t t) const {
    fire(net_.net.transitions[t], words);
    return words;
  }
  View closed(View view) const {
    std::vector<Words> open(view.begin(), view.end());
    while (!open.empty()) {
      const Words words = open.back();
      open.pop_back();
      for (const std::uint32_t t : possible(words))
        if (!net_.labels[t] && view.insert(after(words, t)).second) open.push_back(after(words, t));
    }
    return view;
  }

  const LabelledNet& net_;
};

/// A course of labels after which two nets differ, and in what; empty: an onlooker can't tell them apart. Looks at most at `most` views.
inline std::string difference(const LabelledNet& left, const LabelledNet& right, std::size_t most) {
  const Onlooker one(left);
  const Onlooker other(right);
  struct Pair {
    Onlooker::View left;
    Onlooker::View right;
    std::string course;
  };
  std::vector<Pair> open{{one.first(), other.first(), "start"}};
  std::set<std::pair<Onlooker::View, Onlooker::View>> known{{open[0].left, open[0].right}};
  while (!open.empty()) {
    const Pair at = open.back();
    open.pop_back();
    if (one.may_be_over(at.left) != other.may_be_over(at.right)) return at.course + ": only one may be over";
    if (one.may_be_stuck(at.left) != other.may_be_stuck(at.right)) return at.course + ": only one may be stuck";
    const auto next_left = one.next(at.left);
    const auto next_right = other.next(at.right);
    for (const auto& [label, view] : next_left)
      if (!next_right.contains(label)) return at.course + " " + label + ": only in the first";
    for (const auto& [label, view] : next_right) {
      const auto found = next_left.find(label);
      if (found == next_left.end()) return at.course + " " + label + ": only in the second";
      if (known.size() > most || !known.insert({found->second, view}).second) continue;
      open.push_back({found->second, view, at.course + " " + label});
    }
  }
  return {};
}

}  // namespace itsmflow
