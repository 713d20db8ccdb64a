#include "verify/unfolding.hpp"

#include "model/ends.hpp"
#include "verify/lists.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow {

std::uint32_t Unfolding::urgency(Order order, std::uint32_t number) {
  constexpr std::uint32_t kMost = 1U << 24U;
  return static_cast<std::uint32_t>(order) * kMost + std::min(number, kMost - 1);
}

Unfolding::Unfolding(const Net& net, std::shared_ptr<const Variables> variables, Deviating deviating) : net_(net) {
  unfolded_.variables = std::move(variables);
  unfolded_.net.places = net.places.size();
  add_values();
  unfolded_.running = place();
  unfolded_.over = place();
  add_regions();
  add_empty();
  if (deviating == Deviating::overriding) may_deviate_ = marked_place();
}

std::uint32_t Unfolding::marked_place() {
  unfolded_.net.initial.push_back(place());
  return unfolded_.net.initial.back();
}

void Unfolding::add_values() {
  PetriNet& petri = unfolded_.net;
  open_value_.assign(variables().size(), 0);
  for (std::uint32_t v = 0; v < variables().size(); ++v) {
    const Variable& variable = variables()[v];
    const bool is_state = variable.kind == Variable::Kind::state;
    unfolded_.first_value.push_back(is_state ? net_.state_place(variable.object, 0) : static_cast<std::uint32_t>(petri.places));
    if (is_state) petri.initial.push_back(place_of(v, 0));
    if (!is_field(v)) continue;
    petri.places += variable.values.size();
    open_value_[v] = place();
    petri.initial.push_back(place_of(v, Variables::kNone));
    petri.memories.push_back({{}, open_value(v)});
    for (std::uint32_t value = 0; value < variable.values.size(); ++value)
      petri.memories.back().values.push_back(place_of(v, value));
  }
}

void Unfolding::add_regions() {
  for (std::size_t i = 0; i < net_.regions.size(); ++i) idle_.push_back(marked_place());
}

/// Where no object ends a case, that no token is left does.
void Unfolding::add_empty() {
  for (const std::uint32_t token : ending_object(model()) ? preferred_tokens() : net_.tokens.members()) {
    if (empty_.contains(token)) continue;
    empty_.emplace(token, marked_place());
    unfolded_.net.opposites.emplace_back(token, empty_.at(token));
  }
}

/// Those that an activity takes rather than others.
Unfolding::List Unfolding::preferred_tokens() const {
  List found;
  for (const Net::ActivityNode& node : net_.activities)
    for (std::size_t i = 0; i + 1 < node.inputs.size(); ++i)
      for (const std::uint32_t p : node.inputs[i].members()) add_once(found, p);
  return found;
}

Unfolding::Transition Unfolding::route(const List& take, const List& put, std::uint32_t urgency) const {
  Transition transition;
  transition.take = take;
  transition.read = {running()};
  transition.put = put;
  transition.urgency = urgency;
  return transition;
}

void Unfolding::write(Transition& transition, std::uint32_t v, std::uint32_t to) const {
  for (std::uint32_t value = 0; value < variables()[v].values.size(); ++value) add_once(transition.clear, place_of(v, value));
  add_once(transition.clear, open_value(v));
  add_once(transition.put, to);
}

void Unfolding::add(Transition transition, UnfoldedStep step) {
  constexpr std::size_t kMostTransitions = 100'000;
  if (unfolded_.net.transitions.size() >= kMostTransitions) return leave_out("more ways to fill in data than are tried");
  if (!empty_.empty()) keep_empty(transition);
  unfolded_.net.transitions.push_back(std::move(transition));
  unfolded_.steps.push_back(std::move(step));
}

/// The places that say that others are empty stay right.
void Unfolding::keep_empty(Transition& transition) const {
  const List put = transition.put;
  const auto lose = [&](const List& places) {
    for (const std::uint32_t p : places) {
      const auto empty = empty_.find(p);
      if (empty == empty_.end()) continue;
      add_once(transition.clear, empty->second);
      if (!has(put, p)) add_once(transition.put, empty->second);
    }
  };
  lose(transition.take);
  lose(List(transition.clear));
  for (const std::uint32_t p : put)
    if (const auto empty = empty_.find(p); empty != empty_.end()) add_once(transition.clear, empty->second);
}

void Unfolding::add_with_optional(const Transition& transition, const UnfoldedStep& step, const List& optional) {
  constexpr std::size_t kMostInAllWays = 4;
  if (optional.size() > kMostInAllWays) return leave_out("fields that may be given or not, in all combinations");
  std::vector<List> choices{{}};
  for (const std::uint32_t v : optional)
    for (std::size_t i = choices.size(); i > 0; --i) {
      choices.push_back(choices[i - 1]);
      choices.back().push_back(v);
    }
  for (const List& chosen : choices)
    for (std::uint32_t back = 0; back < 1U << chosen.size(); ++back) {
      Transition with = transition;
      for (std::size_t i = 0; i < chosen.size(); ++i) {
        const bool taken_back = (back >> i & 1U) != 0;
        write(with, chosen[i], taken_back ? place_of(chosen[i], Variables::kNone) : open_value(chosen[i]));
      }
      add(std::move(with), step);
    }
}

void Unfolding::leave_out(const std::string& what) {
  std::vector<std::string>& words = unfolded_.left_out;
  if (std::find(words.begin(), words.end(), what) == words.end()) words.push_back(what);
}

}  // namespace itsmflow
