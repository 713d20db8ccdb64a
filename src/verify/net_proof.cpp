#include "verify/net_proof.hpp"

#include "model/fields.hpp"
#include "verify/lists.hpp"
#include "verify/state_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>

namespace itsmflow {
namespace {

using List = std::vector<std::uint32_t>;

/// Where a case stands after deviations that different lines permit is told apart.
PetriNet by_line(const UnfoldedNet& unfolded) {
  PetriNet net = unfolded.net;
  std::map<std::uint32_t, std::uint32_t> places;
  for (std::uint32_t t = 0; t < unfolded.steps.size(); ++t) {
    if (!unfolded.steps[t].line) continue;
    const auto [place, fresh] = places.try_emplace(*unfolded.steps[t].line, static_cast<std::uint32_t>(net.places));
    if (fresh) ++net.places;
    net.transitions[t].put.push_back(place->second);
  }
  return net;
}

class Prover {
 public:
  Prover(const Net& net, const UnfoldedNet& unfolded, std::size_t most, const TellStates& tell)
      : net_(net), unfolded_(unfolded), most_(most), space_(by_line(unfolded), StateSpace::Look::stubborn, most, tell) {}

  Proof run() {
    proof_.states = space_.size();
    proof_.complete = true;
    if (space_.contact()) {
      add_contact();
      return std::move(proof_);
    }
    add_circle();
    add_hopeless();
    if (proof_.troubles.empty()) add_leftover();
    if (!space_.is_complete())
      note_limit();
    else if (proof_.troubles.empty())
      find_what_happens();
    return std::move(proof_);
  }

 private:
  void note_limit() {
    proof_.complete = false;
    proof_.limit = most_;
    proof_.why_not = {fmt::format("more than {} states", most_)};
  }

  bool is_over(Marking marking) const { return marking.test(unfolded_.over); }

  /// On a way what people do and what time brings counts, and not what follows by itself.
  void count_steps() {
    if (steps_count_) return;
    steps_count_ = true;
    std::vector<bool> counts;
    for (std::uint32_t t = 0; t < unfolded_.steps.size(); ++t)
      counts.push_back(unfolded_.net.transitions[t].urgency == PetriNet::kPatient &&
                       unfolded_.steps[t].kind != UnfoldedStep::Kind::choice);
    space_.count_only(counts);
  }

  void sort_by_steps(std::vector<std::uint32_t>& states) {
    if (!states.empty()) count_steps();
    std::stable_sort(states.begin(), states.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return space_.distance(left) < space_.distance(right); });
  }

  void add_circle() {
    circle_ = space_.circle();
    if (!circle_) return;
    count_steps();
    circle_ = space_.circle();
    add(Trouble::Kind::circle, circle_->from);
    std::vector<std::uint32_t>& activities = proof_.troubles.back().activities;
    for (const std::uint32_t t : circle_->transitions) {
      const UnfoldedStep& step = unfolded_.steps[t];
      if (step.kind == UnfoldedStep::Kind::activity && !has(activities, step.activity)) activities.push_back(step.activity);
    }
  }

  void add_hopeless() {
    std::vector<std::uint32_t> hopeless = space_.hopeless([this](Marking marking) { return is_over(marking); });
    sort_by_steps(hopeless);
    std::vector<bool> ends(space_.size());
    for (const std::uint32_t end : space_.ends()) ends[end] = true;
    bool any_end = false;
    for (const std::uint32_t state : hopeless) {
      if (!ends[state]) continue;
      any_end = true;
      add(Trouble::Kind::stuck, state);
    }
    // From some of them no end at all can be reached.
    std::vector<std::uint32_t> lost = space_.hopeless([](Marking) { return true; });
    sort_by_steps(lost);
    if (!lost.empty() && !circle_)
      add_lost(lost);
    else if (!hopeless.empty() && !any_end && !circle_)
      add_lost(hopeless);
  }

  /// `states`: nearest first.
  void add_lost(const std::vector<std::uint32_t>& states) {
    std::map<std::optional<std::uint32_t>, std::size_t> first;  // by line that permits to get there
    const bool deviates =
        std::any_of(unfolded_.steps.begin(), unfolded_.steps.end(), [](const UnfoldedStep& step) { return step.line.has_value(); });
    for (const std::uint32_t state : states) {
      const auto [trouble, fresh] = first.try_emplace(deviates ? line_to(state) : std::nullopt, proof_.troubles.size());
      if (fresh) add(Trouble::Kind::lost, state);
      std::vector<Standing>& later = proof_.troubles[trouble->second].later;
      if (later.size() < Trouble::kMostLater) later.push_back(standing(state));
    }
  }

  std::optional<std::uint32_t> line_to(std::uint32_t state) const {
    for (const std::uint32_t t : space_.way_to(state))
      if (unfolded_.steps[t].line) return unfolded_.steps[t].line;
    return std::nullopt;
  }

  /// 6.2: what is left when the case's object has come to its end.
  void add_leftover() {
    std::vector<std::uint32_t> ends = space_.ends();
    std::erase_if(ends, [&](std::uint32_t end) { return !is_over(space_.marking(end)) || work_left(end).empty(); });
    sort_by_steps(ends);
    for (const std::uint32_t end : ends) {
      for (const std::uint32_t p : work_left(end)) {
        const bool known =
            std::any_of(proof_.troubles.begin(), proof_.troubles.end(), [&](const Trouble& trouble) { return trouble.place == p; });
        if (known) continue;
        add(Trouble::Kind::leftover, end);
        proof_.troubles.back().place = p;
      }
    }
  }

  std::vector<std::uint32_t> work_left(std::uint32_t end) const { return work_places(net_, on_model(space_.marking(end))); }

  void add_contact() {
    count_steps();
    const StateSpace::Contact contact = *space_.contact();
    add(Trouble::Kind::twice, contact.from);
    List way = space_.way_to(contact.from);
    way.push_back(contact.transition);
    proof_.troubles.back().way = steps_of(way);
    const List places = contacts(unfolded_.net.transitions[contact.transition], space_.marking(contact.from));
    if (!places.empty()) proof_.troubles.back().place = places.back();
  }

  void add(Trouble::Kind kind, std::uint32_t state) {
    proof_.troubles.push_back({kind, standing(state), steps_of(space_.way_to(state))});
  }

  Bits on_model(Marking marking) const {
    Bits places(net_.places.size());
    for (std::uint32_t p = 0; p < net_.places.size(); ++p)
      if (marking.test(p)) places.set(p);
    return places;
  }

  /// With the values that the search has left out because nothing looks at them any more (see LiveValues).
  Standing standing(std::uint32_t state) const {
    std::vector<std::uint64_t> words(Marking::words_for(unfolded_.net));
    for (const std::uint32_t place : unfolded_.net.initial) words[place / 64] |= std::uint64_t{1} << (place % 64);
    for (const std::uint32_t t : space_.way_to(state)) fire(unfolded_.net.transitions[t], words);
    const Marking marking(words);
    Standing at{on_model(marking)};
    for (const PetriNet::Memory& memory : unfolded_.net.memories)
      if (marking.test(memory.open) && !space_.marking(state).test(memory.open)) choose_any(memory, words, at);
    const Variables& variables = *unfolded_.variables;
    for (std::uint32_t v = 0; v < variables.size(); ++v) {
      if (variables[v].kind != Variable::Kind::field) continue;
      for (std::uint32_t value = 1; value < variables[v].values.size(); ++value)
        if (marking.test(unfolded_.first_value[v] + value)) at.data.emplace_back(path_of(v), variables[v].values[value]);
    }
    return at;
  }

  /// There was no need on the way to say which value it is.
  void choose_any(const PetriNet::Memory& memory, std::span<std::uint64_t> words, Standing& at) const {
    for (std::uint32_t t = 0; t < unfolded_.net.transitions.size(); ++t) {
      const PetriNet::Transition& choice = unfolded_.net.transitions[t];
      if (choice.take != List{memory.open} || !is_enabled(choice, Marking(words))) continue;
      fire(choice, words);
      for (const auto& [v, value] : unfolded_.steps[t].given) at.whatever.push_back(path_of(v));
      return;
    }
  }

  std::string path_of(std::uint32_t v) const {
    const ObjectType& object = net_.model->objects[(*unfolded_.variables)[v].object];
    return object.id + "." + object.fields[(*unfolded_.variables)[v].field].id;
  }

  /// What people see of a way. A value stands at the step that brought it, and not where it came to matter.
  std::vector<WayStep> steps_of(const std::vector<std::uint32_t>& way) const {
    std::vector<WayStep> steps;
    std::vector<std::size_t> step_of(way.size());
    for (std::size_t i = 0; i < way.size(); ++i) {
      const UnfoldedStep& step = unfolded_.steps[way[i]];
      std::size_t bringer = steps.size();
      if (step.kind == UnfoldedStep::Kind::choice) {
        const std::uint32_t open = unfolded_.net.transitions[way[i]].take.front();
        std::size_t at = i;
        while (at > 0 && !has(unfolded_.net.transitions[way[at - 1]].put, open)) --at;
        bringer = at > 0 ? step_of[at - 1] : 0;
      } else if (step.kind == UnfoldedStep::Kind::start) {
        steps.push_back({.kind = WayStep::Kind::start});
      } else if (step.kind == UnfoldedStep::Kind::activity) {
        const bool by_time = net_.model->activities[step.activity].results[step.result].after.has_value();
        steps.push_back(
            {.kind = by_time ? WayStep::Kind::time : WayStep::Kind::activity, .activity = step.activity, .result = step.result});
        steps.back().line = step.line;
        for (const std::uint32_t slot : step.without) steps.back().without.push_back(path_of_slot(*net_.model, slot));
      }
      step_of[i] = steps.empty() ? 0 : std::min(bringer, steps.size() - 1);
      for (const auto& [v, value] : step.given)
        if (!steps.empty()) steps[step_of[i]].given.emplace_back(path_of(v), (*unfolded_.variables)[v].values[value]);
    }
    return steps;
  }

  // -- what happens at all --

  void note(const UnfoldedStep& step) {
    if (step.kind == UnfoldedStep::Kind::activity) proof_.happens[step.activity][step.result] = true;
    if (step.kind == UnfoldedStep::Kind::route) proof_.taken[step.silent] = true;
  }

  bool is_noted(const UnfoldedStep& step) const {
    if (step.kind == UnfoldedStep::Kind::activity) return proof_.happens[step.activity][step.result];
    return step.kind != UnfoldedStep::Kind::route || proof_.taken[step.silent];
  }

  /// The search that was enough for the ends may not have done everything that can be done. Only of a net without troubles: of others nobody
  /// asks.
  void find_what_happens() {
    for (const Activity& activity : net_.model->activities) proof_.happens.emplace_back(activity.results.size());
    proof_.taken.resize(net_.silents.size());
    for (std::uint32_t t = 0; t < unfolded_.steps.size(); ++t)
      if (space_.was_fired(t)) note(unfolded_.steps[t]);
    std::set<std::tuple<UnfoldedStep::Kind, std::uint32_t, std::uint32_t, std::uint32_t>> looked_for;
    for (const UnfoldedStep& step : unfolded_.steps)
      if (!is_noted(step) && looked_for.emplace(step.kind, step.activity, step.result, step.silent).second) look_for(step);
  }

  /// With everything stopping as soon as the step is taken: then there is an end in which it was taken, if it can be. The searches find all
  /// ends.
  void look_for(const UnfoldedStep& wanted) {
    const auto is_wanted = [&](const UnfoldedStep& step) {
      return step.kind == wanted.kind && step.activity == wanted.activity && step.result == wanted.result &&
             step.silent == wanted.silent;
    };
    PetriNet net = unfolded_.net;
    const auto goes_on = static_cast<std::uint32_t>(net.places++);
    const auto was_taken = static_cast<std::uint32_t>(net.places++);
    net.initial.push_back(goes_on);
    for (std::uint32_t t = 0; t < net.transitions.size(); ++t) {
      const bool wants = is_wanted(unfolded_.steps[t]);
      (wants ? net.transitions[t].take : net.transitions[t].read).push_back(goes_on);
      if (wants) net.transitions[t].put.push_back(was_taken);
    }
    const StateSpace space(net, StateSpace::Look::stubborn, most_);
    if (!space.is_complete()) {  // there is no contact: the first search, which came to an end from everywhere, found none
      note_limit();
      return note(wanted);
    }
    for (std::uint32_t t = 0; t < unfolded_.steps.size(); ++t)
      if (space.was_fired(t)) note(unfolded_.steps[t]);
  }

  const Net& net_;
  const UnfoldedNet& unfolded_;
  std::size_t most_;
  StateSpace space_;
  bool steps_count_ = false;
  std::optional<StateSpace::Circle> circle_;
  Proof proof_;
};

}  // namespace

Proof prove(const Net& net, const UnfoldedNet& unfolded, std::size_t most, const TellStates& tell) {
  return Prover(net, unfolded, most, tell).run();
}

}  // namespace itsmflow
