#include "verify/soundness.hpp"

#include "verify/state_space.hpp"

#include <algorithm>
#include <set>

namespace itsmflow {
namespace {

using List = std::vector<std::uint32_t>;
using Kind = SoundnessFault::Kind;

// What a search may cost, whatever the size of the net: words that are kept (half a gigabyte), and transitions that are looked at.
constexpr std::size_t kMostWords = std::size_t{1} << 26U;
constexpr std::size_t kMostLooks = 1'000'000'000;

/// The net in which a final marking can be given up for one token, `done`. Then only `done` alone is a good end; what goes on beside it, or
/// comes to a second one, is left over.
class Judge {
 public:
  Judge(const PetriNet& net, const std::vector<List>& finals, std::size_t most, std::size_t thorough)
      : net_(net), most_(most), thorough_(thorough), stops_from_(static_cast<std::uint32_t>(net.transitions.size())) {
    done_ = static_cast<std::uint32_t>(net_.places++);
    most_ = std::min({most_, kMostWords / Marking::words_for(net_), kMostLooks / (net.transitions.size() + finals.size())});
    for (const List& final_places : finals) {
      final_places_.insert(final_places.begin(), final_places.end());
      PetriNet::Transition stop;
      stop.take = final_places;
      stop.put = {done_};
      net_.transitions.push_back(std::move(stop));
    }
  }

  Soundness run() {
    const StateSpace all(net_, StateSpace::Look::all, std::min(most_, thorough_));
    if (all.is_complete() || all.contact()) {
      result_.markings = all.size();
      for (std::uint32_t state = 0; state < all.size(); ++state)
        if (all.marking(state).test(done_)) look_for_leftover(all, state);
      look_at(all);
      if (all.is_complete()) add_dead([&](std::uint32_t t) { return all.was_fired(t); });
      return std::move(result_);
    }
    judge_large();
    return std::move(result_);
  }

 private:
  bool is_stop(std::uint32_t transition) const { return transition >= stops_from_; }

  List marked(Marking marking) const {
    List places;
    for (std::uint32_t p = 0; p < done_; ++p)
      if (marking.test(p)) places.push_back(p);
    return places;
  }
  bool is_good(Marking marking) const { return marking.test(done_) && marked(marking).empty(); }

  bool is_left_by(std::uint32_t stop, Marking marking) const {
    return is_enabled(net_.transitions[stop], marking) && marked(marking).size() > net_.transitions[stop].take.size();
  }

  /// What a transition without outputs takes can vanish beside a final marking, so that no end shows that it was left over: such nets are
  /// looked at as a whole or not at all.
  bool can_vanish() const {
    return std::any_of(net_.transitions.begin(), net_.transitions.end(), [](const auto& t) { return t.put.empty(); });
  }

  void judge_large() {
    if (can_vanish()) {
      result_.decided = false;
      result_.markings = std::min(most_, thorough_);
      return;
    }
    const StateSpace space(net_, StateSpace::Look::stubborn, most_);
    result_.markings = space.size();
    result_.decided = space.is_complete() || space.contact();
    look_at(space);
    if (space.is_complete()) find_dead(space);
  }

  void look_at(const StateSpace& space) {
    if (space.contact()) add_contact(space);
    for (const std::uint32_t end : space.ends()) look_at_end(space, end);
    if (!space.is_complete()) return;
    for (const std::uint32_t state : space.hopeless([](Marking) { return true; })) {
      if (space.marking(state).test(done_)) {
        look_for_leftover(space, state);
      } else {
        add({Kind::livelock, space.way_to(state), marked(space.marking(state)), 0});
        break;
      }
    }
  }

  void add_contact(const StateSpace& space) {
    const auto [from, transition] = *space.contact();
    List way = space.way_to(from);
    // That something was left beside a final marking says more than where the second token comes to.
    for (std::uint32_t t = stops_from_; t < net_.transitions.size(); ++t) {
      if (!space.marking(from).test(done_) && !is_left_by(t, space.marking(from))) continue;
      way.push_back(t);
      return add_leftover(way);
    }
    const std::uint32_t place = contacts(net_.transitions[transition], space.marking(from)).front();
    std::vector<std::uint64_t> words(space.marking(from).words().begin(), space.marking(from).words().end());
    fire(net_.transitions[transition], words);
    way.push_back(transition);
    add({Kind::multi_merge, std::move(way), marked(Marking(words)), place});
  }

  /// Of deadlocks those that say something new: in which a token stands that stood in none before; and the first with tokens in places of
  /// final markings alone.
  void look_at_end(const StateSpace& space, std::uint32_t end) {
    const Marking marking = space.marking(end);
    if (is_good(marking)) return;
    if (marking.test(done_)) {
      look_for_leftover(space, end);
      return;
    }
    List places = marked(marking);
    const bool only_final = std::all_of(places.begin(), places.end(), [&](std::uint32_t p) { return final_places_.contains(p); });
    bool is_new = only_final && !stuck_at_end_;
    stuck_at_end_ = stuck_at_end_ || only_final;
    for (const std::uint32_t p : places) is_new = stuck_in_.insert(p).second || is_new;
    if (is_new) add({Kind::deadlock, space.way_to(end), std::move(places), 0});
  }

  void look_for_leftover(const StateSpace& space, std::uint32_t state) {
    if (!is_good(space.marking(state))) add_leftover(space.way_to(state));
  }

  /// The way ends where the final marking was first reached.
  void add_leftover(const List& way) {
    const auto stop = std::find_if(way.begin(), way.end(), [&](std::uint32_t t) { return is_stop(t); });
    const std::uint32_t final_marking = *stop - stops_from_;
    if (!left_over_.insert(final_marking).second) return;
    SoundnessFault fault{Kind::leftover, List(way.begin(), stop), {}, final_marking};
    std::vector<std::uint64_t> words(Marking::words_for(net_));
    PetriNet::Transition initially;
    initially.put = net_.initial;
    fire(initially, words);
    for (const std::uint32_t t : fault.way) fire(net_.transitions[t], words);
    fault.marked = marked(Marking(words));
    add(std::move(fault));
  }

  template <class IsAlive>
  void add_dead(const IsAlive& is_alive) {
    for (std::uint32_t t = 0; t < stops_from_; ++t)
      if (!is_alive(t)) add({Kind::dead, {}, {}, t});
  }

  /// A reduced search need not fire all that can fire. For what it didn't fire the net is given a place that is marked already, into which
  /// that transition alone puts: there is a contact if and only if it can fire, and contacts are kept by the reduction.
  void find_dead(const StateSpace& space) {
    std::size_t left = most_;
    std::vector<bool> alive(stops_from_);
    for (std::uint32_t t = 0; t < stops_from_; ++t) alive[t] = space.was_fired(t);
    for (std::uint32_t t = 0; t < stops_from_; ++t) {
      if (alive[t]) continue;
      if (left == 0) {
        result_.decided = false;
        return;
      }
      PetriNet witnessed = net_;
      const auto witness = static_cast<std::uint32_t>(witnessed.places++);
      witnessed.initial.push_back(witness);
      witnessed.transitions[t].put.push_back(witness);
      const StateSpace search(witnessed, StateSpace::Look::stubborn, left);
      left -= std::min(left, search.size() + net_.transitions.size() / 64);  // making a net costs too
      for (std::uint32_t other = 0; other < stops_from_; ++other) alive[other] = alive[other] || search.was_fired(other);
      if (search.is_complete())
        add({Kind::dead, {}, {}, t});
      else if (!search.contact())
        result_.decided = false;
    }
  }

  void add(SoundnessFault fault) { result_.faults.push_back(std::move(fault)); }

  PetriNet net_;
  std::size_t most_;
  std::size_t thorough_;
  std::uint32_t stops_from_;  ///< the first transition that gives a final marking up
  std::uint32_t done_ = 0;
  std::set<std::uint32_t> final_places_;
  std::set<std::uint32_t> stuck_in_;
  bool stuck_at_end_ = false;
  std::set<std::uint32_t> left_over_;
  Soundness result_;
};

}  // namespace

Soundness judge_soundness(const PetriNet& net, const std::vector<std::vector<std::uint32_t>>& finals, std::size_t most,
                          std::size_t thorough) {
  return Judge(net, finals, most, thorough).run();
}

}  // namespace itsmflow
