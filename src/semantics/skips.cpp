#include "semantics/skips.hpp"

#include "semantics/automatic.hpp"
#include "semantics/items.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace itsmflow {
namespace {

NetEvent deviation(const Attempt& attempt, DeviationKind kind, const Passed& passed, std::uint32_t line,
                   const Permissions& permissions, std::vector<std::string> overrode) {
  NetEvent event;
  event.type = EventType::deviated;
  event.kind = kind;
  event.activity = passed.activity;
  event.result = passed.result;
  event.motive = permissions.motive();
  event.line = line;
  event.actor = attempt.actor;
  event.role = permissions.role_under(line, passed.activity);
  event.overrode = std::move(overrode);
  return event;
}

/// What of the data that a step brings an activity takes that is passed over.
Writes take_from(Writes& left, const Activity& activity, std::uint32_t result) {
  Writes taken;
  const auto takes = [&](std::uint32_t slot) {
    const auto in = [&](const std::vector<FieldRef>& fields) {
      return std::any_of(fields.begin(), fields.end(), [&](const FieldRef& ref) { return ref.slot == slot; });
    };
    const Effects& ends = activity.results[result].effects;
    return in(activity.effects.required) || in(activity.effects.asked) || in(ends.required) || in(ends.asked);
  };
  for (auto at = left.begin(); at != left.end();) {
    if (!takes(at->first)) {
      ++at;
      continue;
    }
    taken.push_back(std::move(*at));
    at = left.erase(at);
  }
  return taken;
}

class WayProblem {
 public:
  using Node = Way;
  using Edge = Passed;

  WayProblem(const Net& net, const Attempt& target, const std::vector<NamedPassing>& named,
             const std::vector<std::string>& overrode, Timestamp now, Decider decider)
      : net_(net), model_(*net.model), target_(target), named_(named), overrode_(overrode), now_(now), decider_(decider) {}

  /// Ways that passed over different activities are never the same, wherever they lead.
  std::string key(const Way& way) const {
    std::vector<Passed> sorted = way.passed;
    std::sort(sorted.begin(), sorted.end());
    std::string key;
    for (const Passed& passed : sorted) key += fmt::format("{}.{} ", passed.activity, passed.result);
    return key + state_key(net_, way.state, now_);
  }

  bool is_goal(const Way& way) const {
    const bool has_all = std::all_of(named_.begin(), named_.end(), [&](const NamedPassing& wanted) {
      return std::any_of(way.passed.begin(), way.passed.end(), [&](const Passed& passed) {
        return passed.activity == wanted.activity && (!wanted.result || *wanted.result == passed.result);
      });
    });
    return has_all && order_allows(net_, way.state, target_);
  }

  static std::uint32_t estimate(const Way&) { return 0; }

  template <class Emit>
  void expand(const Way& way, const Emit& emit) const {
    for (std::uint32_t a = 0; a < net_.activities.size(); ++a) {
      const bool was_passed =
          std::any_of(way.passed.begin(), way.passed.end(), [&](const Passed& passed) { return passed.activity == a; });
      if (a == target_.activity || was_passed) continue;
      for (std::uint32_t r = 0; r < net_.activities[a].results.size(); ++r) {
        if (!is_chosen(a, r) || !why_never_skipped(model_, a, r).empty()) continue;
        std::optional<Way> next = pass(way, {a, r});
        if (next && !emit(std::move(*next), Passed{a, r}, 1)) return;
      }
    }
  }

 private:
  bool is_chosen(std::uint32_t activity, std::uint32_t result) const {
    if (model_.activities[activity].results.size() == 1 || decider_ == Decider::anybody) return true;
    return std::any_of(named_.begin(), named_.end(),
                       [&](const NamedPassing& one) { return one.activity == activity && one.result == result; });
  }

  bool holds(const std::optional<Guard>& guard, const CaseState& state, GuardContext context) const {
    return !guard || guard->expression.holds(StateActivation(net_, state, target_.actor, target_.given, context));
  }

  /// One activity more is passed over; none: it can't be.
  std::optional<Way> pass(const Way& from, const Passed& passed) const {
    const Activity& activity = model_.activities[passed.activity];
    Permissions permissions = from.permissions;
    CaseState state = from.state;
    std::vector<NetEvent> withdrawn = withdraw_from(state, passed.activity);
    for (NetEvent& event : withdrawn) {
      event.at = now_;
      apply(net_, state, event);
    }
    if (!is_reached(net_, state, passed.activity) || !states_fit(net_, state, passed.activity, passed.result)) return std::nullopt;
    const std::uint32_t input = open_input(net_, state, passed.activity);
    const Bits take = input == kNone ? Bits(net_.places.size()) : net_.activities[passed.activity].inputs[input];
    if (!has_room_after(net_, state, passed.activity, passed.result, take)) return std::nullopt;
    const Value items = activity.items ? items_value(net_, state, passed.activity) : Value();
    const GuardContext context{.items = activity.items ? &items : nullptr};
    if (!holds(activity.effects.when, state, context) || !holds(activity.results[passed.result].effects.when, state, context))
      return std::nullopt;

    Writes left = from.left;
    Writes writes = take_from(left, activity, passed.result);
    std::vector<std::string> missing;
    if (!find_missing(state, passed, writes, context, missing)) return std::nullopt;
    Way way{from.passed, from.events, std::move(state), std::move(left), std::move(permissions)};
    way.passed.push_back(passed);
    way.events.insert(way.events.end(), std::make_move_iterator(withdrawn.begin()), std::make_move_iterator(withdrawn.end()));
    if (!missing.empty() && !deviate(way, DeviationKind::missing_data, passed, kNone, {}, std::move(missing))) return std::nullopt;
    if (!deviate(way, DeviationKind::skip, passed, input, std::move(writes), overrode_)) return std::nullopt;
    std::vector<NetEvent> routed = route(net_, way.state, now_);
    way.events.insert(way.events.end(), std::make_move_iterator(routed.begin()), std::make_move_iterator(routed.end()));
    return way;
  }

  std::vector<NetEvent> withdraw_from(const CaseState& state, std::uint32_t activity) const {
    const std::string why = fmt::format("'{}' is passed over", model_.activities[activity].id);
    std::vector<NetEvent> events;
    for (NetEvent& event : withdraw_all(state, why)) {
      if (event.activity != activity) continue;
      event.lost = false;
      events.push_back(std::move(event));
    }
    return events;
  }

  /// What is not given of what is required, or needed to compute something; false: something can't be computed at all. `writes`: what
  /// is brought for it, and then also what is computed.
  bool find_missing(const CaseState& state, const Passed& passed, Writes& writes, GuardContext context,
                    std::vector<std::string>& missing) const {
    std::vector<std::string> paths;
    for (const FieldRef& ref : missing_fields(net_, state, passed.activity, passed.result, target_.given)) {
      const StateActivation data(net_, state, target_.actor, target_.given);
      const ExprTrouble* trouble = model_.field(ref).is_derived() ? data.trouble(ref.slot) : nullptr;
      if (trouble && trouble->kind == ExprTrouble::Kind::error) return false;
      paths.push_back(model_.path(ref));
    }
    if (!paths.empty()) missing.push_back(fmt::format("{} requires {}", name_of(model_, passed), fmt::join(paths, ", ")));
    for (const Obstacle& problem : compute_sets(net_, state, passed.activity, passed.result, target_.actor, writes, context)) {
      if (problem.kind() != Obstacle::Kind::missing_data) return false;
      missing.push_back(problem.message());
    }
    return true;
  }

  bool deviate(Way& way, DeviationKind kind, const Passed& passed, std::uint32_t input, Writes writes,
               std::vector<std::string> overrode) const {
    const std::optional<std::uint32_t> line = way.permissions.take(kind, passed.activity);
    if (!line) return false;
    NetEvent event = deviation(target_, kind, passed, *line, way.permissions, std::move(overrode));
    event.input = input;
    event.writes = std::move(writes);
    event.at = now_;
    apply(net_, way.state, event);
    way.events.push_back(std::move(event));
    return true;
  }

  const Net& net_;
  const Model& model_;
  const Attempt& target_;
  const std::vector<NamedPassing>& named_;
  const std::vector<std::string>& overrode_;
  Timestamp now_;
  Decider decider_;
};

}  // namespace

bool order_allows(const Net& net, const CaseState& state, const Attempt& attempt) {
  if (state.status != CaseStatus::open || !attempt.result || !is_reached(net, state, attempt.activity)) return false;
  if (!states_fit(net, state, attempt.activity, *attempt.result)) return false;
  const std::uint32_t input = input_of(net, state, attempt.activity);
  const Bits take = input == kNone ? Bits(net.places.size()) : net.activities[attempt.activity].inputs[input];
  return has_room_after(net, state, attempt.activity, *attempt.result, take);
}

std::string name_of(const Model& model, const Passed& passed) {
  const Activity& activity = model.activities[passed.activity];
  const std::string& result = activity.results[passed.result].id;
  return result.empty() ? activity.id : activity.id + "." + result;
}

WayFound find_way(const Net& net, const CaseState& state, const Attempt& target, const std::vector<NamedPassing>& named,
                  const Permissions& permissions, const std::vector<std::string>& overrode, Timestamp now, std::size_t limit,
                  Decider decider) {
  WayProblem problem(net, target, named, overrode, now, decider);
  Search<WayProblem> search(problem, limit);
  WayFound result;
  result.found = search.run({{}, {}, state, target.given ? *target.given : Writes{}, permissions});
  if (result.found != Found::yes) return result;
  std::set<std::string> common;
  std::set<std::string> all;
  bool first = true;
  const auto goals = search.goals();
  for (const Way* way : goals) {
    std::set<std::string> names;
    for (const Passed& passed : way->passed) names.insert(name_of(*net.model, passed));
    std::set<std::string> both;
    std::set_intersection(names.begin(), names.end(), common.begin(), common.end(), std::inserter(both, both.end()));
    common = first ? names : std::move(both);
    all.insert(names.begin(), names.end());
    first = false;
  }
  std::set_difference(all.begin(), all.end(), common.begin(), common.end(), std::back_inserter(result.choices));
  if (result.choices.empty()) result.way = *goals.front();
  return result;
}

}  // namespace itsmflow
