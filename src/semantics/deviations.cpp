#include "semantics/deviations.hpp"

#include "base/text_distance.hpp"
#include "model/fields.hpp"
#include "semantics/automatic.hpp"
#include "semantics/rules.hpp"
#include "semantics/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;

/// The kind of deviation that overrides an obstacle that isn't about the order of work.
DeviationKind override_of(Kind kind) {
  switch (kind) {
    case Kind::guard_false:
      return DeviationKind::override_guard;
    case Kind::missing_data:
      return DeviationKind::missing_data;
    case Kind::wrong_role:
      return DeviationKind::out_of_role;
    case Kind::four_eyes:
    case Kind::same_person:
      return DeviationKind::override_people;
    default:
      return DeviationKind::override_rule;
  }
}

std::vector<std::string> messages_of(const std::vector<Obstacle>& obstacles, bool (*counts)(const Obstacle&)) {
  std::vector<std::string> messages;
  for (const Obstacle& obstacle : obstacles)
    if (counts(obstacle)) messages.push_back(obstacle.message());
  return messages;
}

/// Builds the events of one step; each obstacle takes a permission.
class Planner {
 public:
  Planner(const Net& net, const CaseState& state, const DeviatingStep& step, const std::vector<Obstacle>& found,
          const Foresight& foresight)
      : net_(net),
        model_(*net.model),
        state_(state),
        step_(step),
        found_(found),
        foresight_(foresight),
        permissions_(model_, state, step.attempt.held, step.motive, foresight.surroundings.now) {}

  DeviationPlan plan() {
    for (const Obstacle& obstacle : found_)
      if (!obstacle.can_be_overridden()) return refused("no motive helps against this: " + obstacle.message());
    const bool order = std::any_of(found_.begin(), found_.end(), is_about_order);
    if (!order && step_.as)
      return misuse("nothing stands in the way that is about the order of work; leave out what it is meant as");
    if (!order && !step_.passing.empty()) return misuse("nothing has to be passed over; leave that out");
    if (!order) return override_and_do(step_.attempt, found_);
    return about_order();
  }

 private:
  DeviationPlan refused(std::string why_not) const { return {.why_not = std::move(why_not), .obstacles = found_}; }
  DeviationPlan refused_kind(DeviationKind kind) const { return refused(permissions_.why_not(kind, step_.attempt.activity)); }
  static DeviationPlan misuse(std::string why, std::vector<std::string> choices = {}) {
    return {.misuse = std::move(why), .choices = std::move(choices)};
  }

  /// Skip, extra or again: the one that is meant, or that alone is permitted and possible.
  DeviationPlan about_order() {
    std::vector<DeviationKind> fitting;
    if (step_.as)
      fitting = {*step_.as};
    else if (!step_.passing.empty())
      fitting = {DeviationKind::skip};
    for (const DeviationKind kind : kAboutOrder)
      if (!step_.as && step_.passing.empty() && is_permitted(kind)) fitting.push_back(kind);
    if (fitting.empty()) {
      const std::string why = why_not_about_order();
      return refused(why.empty() ? "the model permits no deviation from the order of work here" : why);
    }
    if (fitting.size() > 1) {
      std::vector<std::string> words;
      for (const DeviationKind kind : fitting) words.emplace_back(to_string(kind));
      return misuse(fmt::format("it could be meant as {}; say which", enumerate(words, "or")), words);
    }
    if (!step_.passing.empty() && fitting.front() != DeviationKind::skip)
      return misuse(fmt::format("with {} nothing is passed over; leave that out", to_string(fitting.front())));
    switch (fitting.front()) {
      case DeviationKind::skip:
        return skip();
      case DeviationKind::again:
        return again();
      default:
        return extra();
    }
  }

  /// Empty: no line is about what could help here.
  std::string why_not_about_order() const {
    const std::uint32_t own = step_.attempt.activity;
    std::string why = permissions_.why_nothing(own);
    for (const DeviationKind kind : {DeviationKind::extra, DeviationKind::again})
      if (why.empty()) why = permissions_.why_not_now(kind, own);
    // What is skipped is what would have to be done first.
    for (const Obstacle& obstacle : found_)
      for (const std::string& before : obstacle.remedies())
        if (const auto activity = model_.find_activity(before); obstacle.kind() == Kind::not_reached && activity && why.empty())
          why = permissions_.why_not_now(DeviationKind::skip, *activity);
    return why;
  }

  bool is_permitted(DeviationKind kind) const {
    if (kind != DeviationKind::skip) return permissions_.permits(kind, step_.attempt.activity);
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      if (a != step_.attempt.activity && permissions_.permits(kind, a)) return true;
    return false;
  }

  const WayFound& ways() {
    if (!ways_)
      ways_ = find_way(net_, state_, step_.attempt, step_.passing, permissions_, messages_of(found_, is_about_order),
                       foresight_.surroundings, foresight_.limit);
    return *ways_;
  }

  /// Refused; and if a skip would do as soon as the performer says with which results ("transfer.clear"), or gives some data, with that.
  DeviationPlan refused_but_for_words() const {
    DeviationPlan plan = refused(why_no_way());
    const WayFound found = find_way(net_, state_, step_.attempt, step_.passing, permissions_, {}, foresight_.surroundings,
                                    foresight_.limit, Decider::anybody);
    plan.choices = found.choices;
    if (!found.way) return plan;
    plan.needs = found.way->needs;
    DeviatingStep named = step_;
    named.as = DeviationKind::skip;
    named.passing.clear();
    for (const Passed& passed : found.way->passed) {
      named.passing.push_back({passed.activity, passed.result});
      if (model_.activities[passed.activity].results.size() > 1) plan.choices.push_back(name_of(model_, passed));
    }
    if (plan.needs.empty())
      if (const DeviationPlan then = Planner(net_, state_, named, found_, foresight_).plan(); then.events.empty())
        return refused(then.why_not);
    if (!plan.needs.empty())
      if (const std::string why = why_not_even_then(*found.way); !why.empty()) return refused(why);
    if (!plan.choices.empty() && step_.passing.empty())
      plan.why_not = fmt::format("a skip never decides; say with which result: {}", enumerate(plan.choices, "or"));
    else if (!plan.needs.empty())
      plan.why_not = fmt::format("what would be passed over requires {}", enumerate(plan.needs));
    return plan;
  }

  /// Why this person couldn't do the step after this way either, whatever data were given; empty: he could.
  std::string why_not_even_then(const Way& way) const {
    Planner ahead(*this);
    ahead.state_ = way.state;
    ahead.permissions_ = way.permissions;
    for (const Obstacle& obstacle : ahead.obstacles_now(step_.attempt)) {
      const bool is_personal =
          obstacle.kind() == Kind::wrong_role || obstacle.kind() == Kind::four_eyes || obstacle.kind() == Kind::same_person;
      if (!is_personal) continue;
      if (const auto refusing = ahead.override_all({obstacle}))
        return ahead.permissions_.why_not(*refusing, step_.attempt.activity);
    }
    return {};
  }

  /// The first thing named that can't be passed over at all, or isn't permitted to be; otherwise in general.
  std::string why_no_way() const {
    if (ways_ && ways_->found == SearchResult::gave_up) return "no way over what comes first was found within the limit";
    for (const NamedPassing& named : step_.passing) {
      const Activity& activity = model_.activities[named.activity];
      if (!named.result && activity.results.size() > 1) return fmt::format("'{}' has several results; say which", activity.id);
      if (std::string why = why_never_skipped(model_, named.activity, named.result.value_or(0)); !why.empty())
        return fmt::format("'{}' can't be passed over: {}", name_of(model_, {named.activity, named.result.value_or(0)}), why);
      if (!permissions_.permits(DeviationKind::skip, named.activity))
        return permissions_.why_not(DeviationKind::skip, named.activity);
    }
    return "there is no way over what comes first that the model permits";
  }

  const Before* before() const {
    const auto known = std::find_if(state_.before.begin(), state_.before.end(),
                                    [&](const Before& one) { return one.activity == step_.attempt.activity; });
    return known == state_.before.end() ? nullptr : &*known;
  }

  DeviationPlan skip() {
    const WayFound& found = ways();
    if (found.found != SearchResult::yes) return refused_but_for_words();
    if (!found.way)
      return misuse(
          fmt::format("there are several ways to pass over what comes first; name one of {}", enumerate(found.choices, "or")),
          found.choices);
    events_ = found.way->events;
    state_ = found.way->state;
    permissions_ = found.way->permissions;
    passed_ = found.way->passed;
    left_ = found.way->left;
    Attempt rest = step_.attempt;
    rest.given = &left_;
    return override_and_do(rest, obstacles_now(rest));
  }

  DeviationPlan again() {
    if (before() == nullptr) return refused(fmt::format("nobody has done '{}' yet, so that it can't be done again", id()));
    for (NetEvent& event : withdraw_all(state_, fmt::format("'{}' is done again", id()))) happen(std::move(event));
    if (!deviate(DeviationKind::again, messages_of(found_, is_about_order))) return refused_kind(DeviationKind::again);
    return override_and_do(step_.attempt, obstacles_now(step_.attempt));
  }

  DeviationPlan extra() {
    if (const auto stranger = not_taken(); stranger)
      return misuse(fmt::format("'{}' does not take {}", id(), path_of_slot(model_, *stranger)));
    for (const auto& [slot, value] : *step_.attempt.given)
      if (net_.reads.slots_with_outcomes[slot])
        return misuse(
            fmt::format("{} is read by the model, so that extra work can't change it; leave it out", path_of_slot(model_, slot)));
    std::vector<Obstacle> left;
    scope_ = RuleScope::to_keep;  // extra work ends no case
    for (const Obstacle& obstacle : found_)
      if (obstacle.kind() >= Kind::wrong_role && obstacle.kind() != Kind::rule) left.push_back(obstacle);
    if (!rules_in_the_way(net_, state_, step_.attempt.activity, step_.attempt.result, scope_).empty())
      for (Obstacle& obstacle : rule_obstacles(net_, state_, step_.attempt.activity, step_.attempt.result))
        left.push_back(std::move(obstacle));
    if (std::optional<Obstacle> missing = missing_of_extra()) left.push_back(std::move(*missing));
    if (const auto refusing = override_all(left)) return refused_kind(*refusing);
    NetEvent event = event_of(DeviationKind::extra, messages_of(found_, is_about_order));
    event.writes = *step_.attempt.given;
    if (!permissions_.permit(event)) return refused_kind(DeviationKind::extra);
    happen(std::move(event));
    return accepted();
  }

  /// A field that the step brings and its activity doesn't take.
  std::optional<std::uint32_t> not_taken() const {
    const std::vector<FieldRef> taken = taken_fields(model_.activities[step_.attempt.activity], step_.attempt.result.value_or(0));
    for (const auto& [slot, value] : *step_.attempt.given)
      if (!has_slot(taken, slot)) return slot;
    return std::nullopt;
  }

  /// Required fields that no expression reads; what is read can't be brought.
  std::optional<Obstacle> missing_of_extra() const {
    std::vector<std::string> missing;
    for (const FieldRef& ref :
         missing_fields(net_, state_, step_.attempt.activity, step_.attempt.result.value_or(0), step_.attempt.given))
      if (!model_.field(ref).is_derived() && !net_.reads.slots_with_outcomes[ref.slot]) missing.push_back(model_.path(ref));
    if (missing.empty()) return std::nullopt;
    return Obstacle(Kind::missing_data, fmt::format("'{}' requires {}", id(), enumerate(missing)), missing);
  }

  DeviationPlan override_and_do(const Attempt& attempt, const std::vector<Obstacle>& found) {
    for (const Obstacle& obstacle : found)
      if (!obstacle.can_be_overridden() || is_about_order(obstacle))
        return refused("then this is in the way: " + obstacle.message());
    Writes written;
    Attempt writing = attempt;
    writing.written = &written;
    (void)obstacles(net_, state_, writing, foresight_.surroundings.directory);
    std::string role = acting_role(net_, attempt);
    if (const auto refusing = override_all(found)) return refused_kind(*refusing);
    if (role.empty()) role = role_out_of_role_;
    for (NetEvent& event : doing(net_, state_, attempt, std::move(written), step_.answer, std::move(role)))
      events_.push_back(std::move(event));
    return accepted();
  }

  std::vector<Obstacle> obstacles_now(const Attempt& attempt) const {
    return obstacles(net_, state_, attempt, foresight_.surroundings.directory);
  }

  /// One deviation for each kind; rules in the way are switched off until none is. Gives the kind that isn't permitted, if one isn't.
  std::optional<DeviationKind> override_all(const std::vector<Obstacle>& found) {
    std::map<DeviationKind, std::vector<std::string>> by_kind;
    for (const Obstacle& obstacle : found)
      if (obstacle.kind() != Kind::rule) by_kind[override_of(obstacle.kind())].push_back(obstacle.message());
    for (auto& [kind, messages] : by_kind)
      if (!deviate(kind, std::move(messages))) return kind;
    return override_rules(found) ? std::nullopt : std::optional(DeviationKind::override_rule);
  }

  bool override_rules(const std::vector<Obstacle>& found) {
    NetEvent event = event_of(DeviationKind::override_rule, {});
    for (const Obstacle& obstacle : found)
      if (obstacle.kind() == Kind::rule) event.overrode.push_back(obstacle.message());
    if (event.overrode.empty()) return true;
    CaseState without = state_;
    const auto result = model_.activities[step_.attempt.activity].items ? std::nullopt : step_.attempt.result;
    for (std::vector<std::uint32_t> blamed = rules_in_the_way(net_, without, step_.attempt.activity, result, scope_);
         !blamed.empty(); blamed = rules_in_the_way(net_, without, step_.attempt.activity, result, scope_)) {
      for (const Obstacle& obstacle : rule_obstacles(net_, without, step_.attempt.activity, result))
        if (std::find(event.overrode.begin(), event.overrode.end(), obstacle.message()) == event.overrode.end())
          event.overrode.push_back(obstacle.message());
      for (const std::uint32_t course : blamed) {
        without.rules[course] = RuleSet::kOff;
        event.off.push_back(course);
      }
    }
    if (!permissions_.permit(event)) return false;
    happen(std::move(event));
    return true;
  }

  bool deviate(DeviationKind kind, std::vector<std::string> overrode) {
    NetEvent event = event_of(kind, std::move(overrode));
    if (!permissions_.permit(event)) return false;
    if (kind == DeviationKind::out_of_role) role_out_of_role_ = event.role;
    happen(std::move(event));
    return true;
  }

  NetEvent event_of(DeviationKind kind, std::vector<std::string> overrode) const {
    NetEvent event = event_about(net_, state_, EventType::deviated, step_.attempt);
    event.kind = kind;
    if (!model_.activities[step_.attempt.activity].items) event.result = step_.attempt.result.value_or(kNone);
    event.overrode = std::move(overrode);
    return event;
  }

  void happen(NetEvent event) {
    event.at = foresight_.surroundings.now;
    apply(net_, state_, event);
    events_.push_back(std::move(event));
  }

  DeviationPlan accepted() {
    DeviationPlan plan{.events = std::move(events_), .passed = std::move(passed_)};
    for (const NetEvent& event : plan.events)
      if (event.type == EventType::deviated && std::find(plan.kinds.begin(), plan.kinds.end(), event.kind) == plan.kinds.end())
        plan.kinds.push_back(event.kind);
    return plan;
  }

  const std::string& id() const { return model_.activities[step_.attempt.activity].id; }

  const Net& net_;
  const Model& model_;
  CaseState state_;
  const DeviatingStep& step_;
  const std::vector<Obstacle>& found_;
  const Foresight& foresight_;
  Permissions permissions_;
  std::optional<WayFound> ways_;
  std::vector<NetEvent> events_;
  std::vector<Passed> passed_;
  Writes left_;
  std::string role_out_of_role_;
  RuleScope scope_ = RuleScope::to_keep_and_end;
};

/// Who is known to exist whatever the directory tells of roles: those who had to do with the case, and the one who acts.
std::vector<std::string> people_of(const CaseState& state, std::string_view actor) {
  std::set<std::string> people{std::string(actor)};
  for (const Performed& part : state.performed) people.insert(part.person);
  for (const WorkItem& work : state.work) people.insert(work.holder);
  for (const Deviation& deviation : state.deviations) people.insert(deviation.person);
  people.erase("");
  return {people.begin(), people.end()};
}

}  // namespace

bool is_about_order(const Obstacle& obstacle) {
  return obstacle.kind() == Kind::not_reached || obstacle.kind() == Kind::wrong_state;
}

DeviationPlan plan_deviation(const Net& net, const CaseState& state, const DeviatingStep& step, const std::vector<Obstacle>& found,
                             const Foresight& foresight) {
  return Planner(net, state, step, found, foresight).plan();
}

Prospect look_ahead(const Net& net, const CaseState& state, const std::vector<NetEvent>& events, std::string_view actor,
                    const Foresight& foresight) {
  const std::optional<CaseState> then = after(net, state, events, foresight.surroundings, foresight.surroundings.now);
  if (!then) return {{Obstacle(Kind::would_strand, "what would follow this step by itself can't be done, or would never end")}, {}};
  if (then->status == CaseStatus::over) return {};
  Completion completion = find_completion(net, *then, foresight.surroundings, people_of(*then, actor), foresight.limit);
  if (completion.found == SearchResult::yes) return {{}, std::move(completion.moves)};
  std::string message = completion.found == SearchResult::no
                            ? "after this step the case could not be completed any more"
                            : fmt::format(
                                  "no way to complete the case after this step was found among {} possibilities; there may be "
                                  "one, but nobody has shown it",
                                  foresight.limit);
  constexpr std::size_t kMostReasons = 3;
  completion.reasons.resize(std::min(completion.reasons.size(), kMostReasons));
  if (!completion.reasons.empty()) message += ": " + fmt::format("{}", fmt::join(completion.reasons, "; "));
  return {{Obstacle(Kind::would_strand, std::move(message))}, {}};
}

std::vector<FieldRef> taken_on_the_way(const Model& model) {
  std::vector<FieldRef> taken;
  for (const Allowance& line : model.deviations.lines) {
    if (line.what != DeviationKind::skip) continue;
    for (const std::uint32_t a : line.activities)
      for (FieldRef& ref : taken_fields(model.activities[a], std::nullopt)) taken.push_back(std::move(ref));
  }
  return taken;
}

bool is_assumed(const CaseState& state, std::uint32_t object) {
  if (state.assumed.empty() || state.assumed[object] == 0) return false;
  return state.deviations[state.assumed[object] - 1].verdict != Deviation::Verdict::confirmed;
}

}  // namespace itsmflow
