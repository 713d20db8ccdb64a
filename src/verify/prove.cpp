#include "model/ends.hpp"
#include "semantics/simulation.hpp"
#include "verify/exploration.hpp"
#include "verify/lists.hpp"
#include "verify/net_proof.hpp"

#include <algorithm>
#include <memory>

namespace itsmflow {
namespace {

/// Who may do something is another question than what can be done.
std::shared_ptr<const Net> without_people_rules(const std::shared_ptr<const Net>& net) {
  const auto is_about_people = [](const Rule& rule) { return !rule.is_about_course(); };
  if (std::none_of(net->model->rules.begin(), net->model->rules.end(), is_about_people)) return net;
  auto model = std::make_shared<Model>(*net->model);
  std::erase_if(model->rules, is_about_people);
  return compile(std::move(model));
}

/// An exit that leaves the case open leads on to what isn't looked at.
bool is_left_by_exits(const Net& net) {
  const Model& model = *net.model;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a)
    for (std::uint32_t r = 0; r < model.activities[a].results.size(); ++r)
      if (is_emergency_exit(model.activities[a], r) && !may_end_case(net, a, r)) return true;
  return false;
}

/// What is true whichever of several times comes first is true; of what isn't, what happens by the clock is told.
Proof follow(const Net& net, std::size_t most, const TellStates& tell, Deviating deviating) {
  Exploration any(net, most, tell, deviating, Times::in_any_order);
  Proof proof = any.proof();
  return any.hangs_on_order() ? Exploration(net, most, tell, deviating, Times::by_the_clock).proof() : proof;
}

Proof proof_of(const std::shared_ptr<const Net>& net, const Limits& limits, const TellStates& tell, Deviating deviating) {
  if (deviating != Deviating::from_order) {  // the net doesn't show these
    const UnfoldedNet unfolded = unfold(*net, deviating);
    if (unfolded.left_out.empty()) return prove(*net, unfolded, limits.markings, tell);
  }
  return follow(*without_people_rules(net), std::max<std::size_t>(limits.states, 1), tell, deviating);
}

}  // namespace

std::uint32_t deviates_on(const WayStep& step) {
  return step.passed.empty() ? step.activity : step.passed.back().activity;
}

bool may_end_case(const Net& net, std::uint32_t activity, std::uint32_t result) {
  const Model& model = *net.model;
  const Net::ResultNode& node = net.activities[activity].results[result];
  const auto object = ending_object(model);
  if (!object) return !node.produce.meets(net.tokens);
  return std::any_of(node.shifts.begin(), node.shifts.end(), [&](const Net::Shift& shift) {
    return shift.object == *object && is_final(model.objects[*object], shift.to - net.state_place(*object, 0));
  });
}

std::vector<std::uint32_t> work_places(const Net& net, const Bits& marking) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t a = 0; a < net.activities.size(); ++a) {
    const Activity& activity = net.model->activities[a];
    bool all_exits = true;
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) all_exits = all_exits && is_emergency_exit(activity, r);
    if (activity.performer == Performer::engine || all_exits) continue;
    for (const Bits& input : net.activities[a].inputs) {
      if (!marking.contains(input)) continue;
      for (const std::uint32_t p : input.members())
        if (net.tokens.test(p)) add_once(found, p);
    }
  }
  return found;
}

Proof prove(const std::shared_ptr<const Net>& net, const Limits& limits, const TellStates& tell, Deviating deviating) {
  Proof proof = proof_of(net, limits, tell, deviating);
  if (!is_left_by_exits(*net)) return proof;
  proof.complete = false;
  proof.why_not.emplace_back("what comes after an emergency exit that leaves the case open");
  return proof;
}

}  // namespace itsmflow
