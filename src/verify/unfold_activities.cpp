#include "semantics/simulation.hpp"
#include "verify/fillings.hpp"
#include "verify/lists.hpp"
#include "verify/unfolding.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow {
namespace {

using List = Unfolding::List;
using Order = Unfolding::Order;

/// Tokens that an activity takes, and places that are marked where those that it would take rather aren't all there.
struct Input {
  List take;
  List others;
};

std::vector<Input> inputs_of(const Unfolding& unfolding, const Net::ActivityNode& node) {
  std::vector<Input> found;
  if (node.free) found.emplace_back();
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    const List take = node.inputs[i].members();
    std::vector<List> ways{{}};
    for (std::size_t j = 0; j < i; ++j) {
      std::vector<List> longer;
      for (const std::uint32_t missing : node.inputs[j].members())
        if (!has(take, missing))
          for (const List& way : ways) {
            longer.push_back(way);
            add_once(longer.back(), unfolding.empty().at(missing));
          }
      ways = std::move(longer);
    }
    for (List& way : ways) found.push_back({take, std::move(way)});
  }
  return found;
}

class ActivityUnfolder {
 public:
  ActivityUnfolder(Unfolding& unfolding, std::uint32_t activity)
      : unfolding_(unfolding),
        activity_(unfolding.model().activities[activity]),
        node_(unfolding.net().activities[activity]),
        inputs_(inputs_of(unfolding, node_)) {}

  void add(const Ending& ending) {
    const EndingFillings fillings = fillings_of(unfolding_.net(), unfolding_.variables(), ending);
    if (!fillings.left_out.empty()) return unfolding_.leave_out(fillings.left_out);
    for (const Filling& filling : fillings.all) add(ending, filling);
  }

 private:
  void add(const Ending& ending, const Filling& filling) {
    UnfoldedStep step{.kind = UnfoldedStep::Kind::activity, .activity = ending.activity, .result = ending.result};
    step.given = filling.given;
    step.line = ending.line;
    step.without = ending.without;
    Unfolding::Transition transition;
    (ending.ends_case ? transition.take : transition.read).push_back(unfolding_.running());
    if (ending.ends_case) transition.put.push_back(unfolding_.over());
    if (ending.line) transition.take.push_back(unfolding_.may_deviate());
    for (const auto& [v, change] : filling.changes) take_in(transition, v, change);
    if (activity_.performer == Performer::engine && !activity_.results[ending.result].after)
      transition.urgency = Unfolding::urgency(Order::engine, ending.activity * 256 + ending.result);
    add_tokens(transition, step, filling.optional);
  }

  void take_in(Unfolding::Transition& transition, std::uint32_t v, const Filling::Change& change) const {
    if (change.from && change.to) {
      transition.take.push_back(place_of(v, *change.from));
      transition.put.push_back(place_of(v, *change.to));
    } else if (change.from) {
      transition.read.push_back(place_of(v, *change.from));
    } else {
      unfolding_.write(transition, v, place_of(v, *change.to));
    }
  }

  std::uint32_t place_of(std::uint32_t v, std::uint32_t value) const {
    return value == Filling::kOpen ? unfolding_.open_value(v) : unfolding_.place_of(v, value);
  }

  void add_tokens(const Unfolding::Transition& transition, const UnfoldedStep& step, const List& optional) {
    const Net::ResultNode& result = node_.results[step.result];
    for (const auto& [input, others] : inputs_) {
      Unfolding::Transition with = transition;
      with.take.insert(with.take.end(), input.begin(), input.end());
      with.read.insert(with.read.end(), others.begin(), others.end());
      for (const std::uint32_t p : result.clears.members())
        if (!has(with.take, p)) add_once(with.clear, p);
      for (const std::uint32_t p : result.produce.members()) with.put.push_back(p);
      unfolding_.add_with_optional(with, step, optional);
    }
  }

  Unfolding& unfolding_;
  const Activity& activity_;
  const Net::ActivityNode& node_;
  std::vector<Input> inputs_;
};

}  // namespace

void add_activity(Unfolding& unfolding, std::uint32_t activity, Deviating deviating) {
  const Model& model = unfolding.model();
  ActivityUnfolder unfolder(unfolding, activity);
  for (std::uint32_t r = 0; r < model.activities[activity].results.size(); ++r) {
    if (is_emergency_exit(model.activities[activity], r)) continue;
    const auto ending = ending_of(unfolding.net(), unfolding.variables(), activity, r);
    if (!ending) continue;
    if (deviating == Deviating::overriding)
      for (const Ending& one : deviations_of(model, unfolding.variables(), *ending)) unfolder.add(one);
    unfolder.add(*ending);
  }
}

}  // namespace itsmflow
