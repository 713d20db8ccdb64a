#include "semantics/skips.hpp"

#include "base/text_distance.hpp"
#include "model/fields.hpp"
#include "semantics/automatic.hpp"
#include "semantics/items.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace itsmflow {
namespace {

/// What of the data that a step brings an activity takes that is passed over.
Writes take_from(Writes& left, const Activity& activity, std::uint32_t result) {
  if (left.empty()) return {};
  const std::vector<FieldRef> fields = taken_fields(activity, result);
  const auto first_taken =
      std::stable_partition(left.begin(), left.end(), [&](const auto& one) { return !has_slot(fields, one.first); });
  Writes taken(std::make_move_iterator(first_taken), std::make_move_iterator(left.end()));
  left.erase(first_taken, left.end());
  return taken;
}

class WayProblem {
 public:
  using Node = Way;
  using Edge = Passed;

  WayProblem(const Net& net, const Attempt& target, const std::vector<NamedPassing>& named,
             const std::vector<std::string>& overrode, const Surroundings& surroundings, Decider decider)
      : net_(net),
        model_(*net.model),
        target_(target),
        named_(named),
        overrode_(overrode),
        surroundings_(surroundings),
        now_(surroundings.now),
        decider_(decider) {}

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
  static bool is_weary() { return false; }

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

  /// One activity more is passed over; none: it can't be.
  std::optional<Way> pass(const Way& from, const Passed& passed) const {
    const Activity& activity = model_.activities[passed.activity];
    Permissions permissions = from.permissions;
    // What was answered so far counts, although the work on it is withdrawn first.
    const Value items = activity.items ? items_value(net_, from.state, passed.activity) : Value();
    const GuardContext context{.items = activity.items ? &items : nullptr};
    CaseState state = from.state;
    std::vector<NetEvent> withdrawn = withdraw_from(state, passed.activity);
    for (NetEvent& event : withdrawn) {
      event.at = now_;
      apply(net_, state, event);
    }
    if (!is_reached(net_, state, passed.activity) || !states_fit(net_, state, passed.activity, passed.result)) return std::nullopt;
    const std::uint32_t input = open_input(net_, state, passed.activity);
    if (!has_room_after(net_, state, passed.activity, passed.result, input)) return std::nullopt;
    if (!holds(activity.effects.when, from, state, context) ||
        !holds(activity.results[passed.result].effects.when, from, state, context))
      return std::nullopt;

    Writes left = from.left;
    Writes writes = take_from(left, activity, passed.result);
    Missing missing;
    if (!find_missing(from, state, passed, writes, context, missing)) return std::nullopt;
    Way way{from.passed, from.events, std::move(state), std::move(left), std::move(permissions), from.needs};
    way.passed.push_back(passed);
    way.events.insert(way.events.end(), std::make_move_iterator(withdrawn.begin()), std::make_move_iterator(withdrawn.end()));
    if (!missing.words.empty() && !deviate(way, DeviationKind::missing_data, passed, kNone, {}, std::move(missing.words))) {
      if (decider_ == Decider::performer) return std::nullopt;
      way.needs.insert(way.needs.end(), missing.fields.begin(), missing.fields.end());
    }
    if (!deviate(way, DeviationKind::skip, passed, input, std::move(writes), overrode_)) return std::nullopt;
    std::optional<std::vector<NetEvent>> routed = route(net_, way.state, surroundings_);
    if (!routed) return std::nullopt;
    way.events.insert(way.events.end(), std::make_move_iterator(routed->begin()), std::make_move_iterator(routed->end()));
    return way;
  }

 private:
  bool is_chosen(std::uint32_t activity, std::uint32_t result) const {
    if (model_.activities[activity].results.size() == 1 || decider_ == Decider::anybody) return true;
    return std::any_of(named_.begin(), named_.end(),
                       [&](const NamedPassing& one) { return one.activity == activity && one.result == result; });
  }

  /// Over what the step brings as far as nothing on the way has taken it.
  bool holds(const std::optional<Guard>& guard, const Way& from, const CaseState& state, GuardContext context) const {
    return !guard || guard->expression.holds(StateActivation(net_, state, target_.actor, &from.left, context));
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

  struct Missing {
    std::vector<std::string> words;   ///< sentences
    std::vector<std::string> fields;  ///< their paths
  };

  /// What is not given of what is required, or needed to compute something; false: something can't be computed at all. `writes`: what
  /// is brought for it, and then also what is computed.
  bool find_missing(const Way& from, const CaseState& state, const Passed& passed, Writes& writes, GuardContext context,
                    Missing& missing) const {
    for (const FieldRef& ref : missing_fields(net_, state, passed.activity, passed.result, &from.left)) {
      const StateActivation data(net_, state, target_.actor, &from.left);
      const ExprTrouble* trouble = model_.field(ref).is_derived() ? data.trouble(ref.slot) : nullptr;
      if (trouble && trouble->kind == ExprTrouble::Kind::error) return false;
      missing.fields.push_back(model_.path(ref));
    }
    if (!missing.fields.empty())
      missing.words.push_back(fmt::format("'{}' requires {}", name_of(model_, passed), enumerate(missing.fields)));
    for (const Obstacle& problem : compute_sets(net_, state, passed.activity, passed.result, target_.actor, writes, context)) {
      if (problem.kind() != Obstacle::Kind::missing_data) return false;
      missing.words.push_back(problem.message());
      missing.fields.insert(missing.fields.end(), problem.remedies().begin(), problem.remedies().end());
    }
    return true;
  }

  bool deviate(Way& way, DeviationKind kind, const Passed& passed, std::uint32_t input, Writes writes,
               std::vector<std::string> overrode) const {
    NetEvent event = event_of(EventType::deviated, passed.activity, passed.result);
    event.kind = kind;
    event.actor = target_.actor;
    if (!way.permissions.permit(event)) return false;
    event.overrode = std::move(overrode);
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
  const Surroundings& surroundings_;
  Timestamp now_;
  Decider decider_;
};

}  // namespace

std::optional<Way> pass_over(const Net& net, const Way& from, const Passed& passed, const Attempt& target,
                             const Surroundings& surroundings) {
  const std::vector<NamedPassing> named;
  const std::vector<std::string> overrode;
  return WayProblem(net, target, named, overrode, surroundings, Decider::performer).pass(from, passed);
}

bool order_allows(const Net& net, const CaseState& state, const Attempt& attempt) {
  if (state.status != CaseStatus::open || !attempt.result || !is_reached(net, state, attempt.activity)) return false;
  if (!states_fit(net, state, attempt.activity, *attempt.result)) return false;
  return has_room_after(net, state, attempt.activity, *attempt.result, input_of(net, state, attempt.activity));
}

std::string name_of(const Model& model, const Passed& passed) {
  const Activity& activity = model.activities[passed.activity];
  const std::string& result = activity.results[passed.result].id;
  return result.empty() ? activity.id : activity.id + "." + result;
}

WayFound find_way(const Net& net, const CaseState& state, const Attempt& target, const std::vector<NamedPassing>& named,
                  const Permissions& permissions, const std::vector<std::string>& overrode, const Surroundings& surroundings,
                  std::size_t limit, Decider decider) {
  WayProblem problem(net, target, named, overrode, surroundings, decider);
  Search<WayProblem> search(problem, limit);
  WayFound result;
  result.found = search.run({{}, {}, state, target.given ? *target.given : Writes{}, permissions});
  if (result.found != SearchResult::yes) return result;
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
