#include "semantics/confirmation.hpp"

#include "base/later.hpp"
#include "semantics/activation.hpp"
#include "semantics/deviations.hpp"
#include "semantics/items.hpp"
#include "semantics/people.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;

bool has_role(const Model& model, const std::vector<std::uint32_t>& roles, const std::vector<std::string>& held) {
  return roles.empty() || !acting_role(model, roles, held).empty();
}

std::vector<std::string> holders_of(const Model& model, const std::vector<std::uint32_t>& roles, std::string_view without,
                                    const Directory* directory) {
  std::vector<std::string> holders;
  if (!directory) return holders;
  for (const std::uint32_t role : roles)
    for (std::string& person : directory->holders_of(model.roles[role].id))
      if (person != without && std::find(holders.begin(), holders.end(), person) == holders.end())
        holders.push_back(std::move(person));
  return holders;
}

/// The objects that are assumed and whose states a guard reads, itself or through a derived field.
std::vector<std::uint32_t> assumed_for(const Net& net, const CaseState& state, const Expression& guard) {
  const Model& model = *net.model;
  std::vector<std::uint32_t> found;
  for (std::uint32_t o = 0; o < model.objects.size(); ++o) {
    const std::uint32_t wanted = state_slot(model, o);
    const auto& slots = guard.slots();
    const bool reads = std::any_of(slots.begin(), slots.end(), [&](std::uint32_t slot) {
      const DerivedField* derived = model.find_derived(slot);
      return slot == wanted || (derived && std::binary_search(derived->inputs.begin(), derived->inputs.end(), wanted));
    });
    if (reads && is_assumed(state, o)) found.push_back(o);
  }
  return found;
}

/// What the model makes of a case that is over.
struct Judgement {
  std::string_view outcome = kUndecided;
  enum class Because { guard, no_guard, assumed } because = Because::no_guard;
  std::vector<std::uint32_t> assumed{};  ///< the objects because of which it is undecided
};

Judgement judgement_of(const Net& net, const CaseState& state) {
  for (const Outcome& outcome : net.model->outcomes.outcomes) {
    if (!outcome.when) continue;
    std::vector<std::uint32_t> assumed = assumed_for(net, state, outcome.when->expression);
    if (!assumed.empty()) return {kUndecided, Judgement::Because::assumed, std::move(assumed)};
    if (outcome.when->expression.holds(StateActivation(net, state, {}))) return {outcome.id, Judgement::Because::guard};
  }
  return {};
}

}  // namespace

std::optional<Timestamp> confirmation_due(const Model& model, const Deviation& deviation) {
  const std::optional<Confirmation>& confirm = model.deviations.lines[deviation.line].confirm;
  if (!confirm || !confirm->within || deviation.late || deviation.verdict != Deviation::Verdict::none) return std::nullopt;
  return later(deviation.at, *confirm->within);
}

std::optional<std::vector<std::uint32_t>> confirming_roles(const Model& model, const Deviation& deviation) {
  const Allowance& line = model.deviations.lines[deviation.line];
  if (line.confirm) return line.confirm->roles;
  if (deviation.kind != DeviationKind::skip) return std::nullopt;
  std::vector<std::uint32_t> roles = roles_of_all(model.activities[deviation.activity]);
  return roles.empty() ? model.start.roles : roles;
}

const std::vector<std::uint32_t>& judging_roles(const Model& model) {
  return model.outcomes.roles.empty() ? model.start.roles : model.outcomes.roles;
}

std::vector<Obstacle> confirming_obstacles(const Net& net, const CaseState& state, std::uint32_t number, const Judging& judging,
                                           const Directory* directory) {
  const Model& model = *net.model;
  const Deviation& deviation = state.deviations[number - 1];
  const auto roles = confirming_roles(model, deviation);
  if (!roles) return {{Kind::not_reached, fmt::format("deviation {} needs no confirmation", number)}};
  std::vector<Obstacle> found;
  if (deviation.verdict == Deviation::Verdict::confirmed)
    found.emplace_back(Kind::taken, fmt::format("{} has confirmed deviation {}", deviation.judge, number),
                       std::vector{deviation.judge});
  std::vector<std::string> others = holders_of(model, *roles, deviation.person, directory);
  const std::string what = fmt::format("to confirm or disapprove deviation {}", number);
  if (!has_role(model, *roles, judging.held)) found.push_back(wrong_role(model, what, *roles, judging.actor, others));
  if (judging.actor == deviation.person)
    found.emplace_back(
        Kind::four_eyes,
        fmt::format("{} answers for deviation {}; to say what is to be thought of it is for somebody else (four eyes)",
                    deviation.person, number),
        std::move(others));
  return found;
}

std::vector<Obstacle> judging_obstacles(const Net& net, const CaseState& state, const Judging& judging,
                                        const Directory* directory) {
  const Model& model = *net.model;
  if (state.status == CaseStatus::open) return {{Kind::not_reached, "the case is still open; it has an outcome when it has ended"}};
  if (has_role(model, judging_roles(model), judging.held)) return {};
  const bool ended_it = state.outcome.empty() && judging.actor == state.ended_by;
  if (ended_it && judgement_of(net, state).because == Judgement::Because::no_guard) return {};
  return {wrong_role(model, "to give the outcome", judging_roles(model), judging.actor,
                     holders_of(model, judging_roles(model), {}, directory))};
}

std::vector<std::uint32_t> awaited_verdicts(const Net& net, const CaseState& state) {
  const bool is_undecided = state.status == CaseStatus::over && outcome_of(net, state) == kUndecided && state.outcome.empty();
  const Judgement judgement = is_undecided ? judgement_of(net, state) : Judgement{};
  std::vector<std::uint32_t> found;
  bool rests_on_one = false;
  for (std::uint32_t number = 1; number <= state.deviations.size(); ++number) {
    const Deviation& deviation = state.deviations[number - 1];
    if (deviation.verdict != Deviation::Verdict::none) continue;
    const bool decides = std::any_of(judgement.assumed.begin(), judgement.assumed.end(),
                                     [&](std::uint32_t object) { return state.assumed[object] == number; });
    rests_on_one = rests_on_one || decides;
    if (decides || net.model->deviations.lines[deviation.line].confirm) found.push_back(number);
  }
  if (is_undecided && !rests_on_one) found.push_back(0);
  return found;
}

std::string outcome_of(const Net& net, const CaseState& state) {
  const Model& model = *net.model;
  if (state.status == CaseStatus::open || model.outcomes.outcomes.empty()) return {};
  if (!state.outcome.empty()) return state.outcome;
  if (state.status == CaseStatus::cancelled) return std::string(kUndecided);
  return std::string(judgement_of(net, state).outcome);
}

}  // namespace itsmflow
