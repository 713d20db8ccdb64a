#include "engine/deviate.hpp"

#include "base/text_distance.hpp"
#include "engine/linked.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace itsmflow {
namespace {

/// Beyond these the directory isn't asked who could deviate.
constexpr std::size_t kMostPeople = 20;

std::vector<std::string> ids_of(const std::vector<DeclaredMotive>& motives) {
  std::vector<std::string> ids;
  for (const DeclaredMotive& motive : motives) ids.push_back(motive.id);
  return ids;
}

std::uint32_t motive_of(const Model& model, const std::string& name) {
  const std::vector<DeclaredMotive>& motives = model.deviations.motives;
  for (std::uint32_t m = 0; m < motives.size(); ++m)
    if (motives[m].id == name) return m;
  if (motives.empty()) throw UsageError(fmt::format("process '{}' permits no deviations, so that no motive helps", model.process));
  const std::vector<std::string> known = ids_of(motives);
  if (name.empty())
    throw UsageError(fmt::format("a deviation needs a motive; process '{}' has {}", model.process, enumerate(known)));
  throw NotFound(NotFound::Kind::motive, name,
                 fmt::format("process '{}' has no motive '{}'; {}", model.process, name, instead_of(name, known)));
}

std::vector<NamedPassing> passing_of(const Model& model, const std::vector<std::string>& names) {
  std::vector<NamedPassing> passing;
  for (const std::string& name : names) {
    const std::size_t dot = name.find('.');
    const std::uint32_t activity = activity_of(model, name.substr(0, dot));
    NamedPassing& named = passing.emplace_back(NamedPassing{activity, std::nullopt});
    if (dot != std::string::npos) named.result = result_of(model.activities[activity], name.substr(dot + 1));
  }
  return passing;
}

std::string because_of(const Motive& motive) {
  require_utf8(motive.because, "the reason");
  return motive.because;
}

bool is_order(DeviationKind kind) {
  return std::find(kAboutOrder.begin(), kAboutOrder.end(), kind) != kAboutOrder.end();
}

void check_rest(const Model& model, const Motive& motive) {
  because_of(motive);
  passing_of(model, motive.skipping);
  if (motive.as && !is_order(*motive.as))
    throw UsageError(fmt::format("a step is meant as skip, extra or again, not as {}", to_string(*motive.as)));
}

/// A step takes the data of what it does, and of what it passes over; anything else is refused in words that say what it takes.
void check_taken(const Model& model, const WantedStep& wanted, const std::vector<Passed>& passed) {
  const Activity& activity = model.activities[wanted.attempt.activity];
  std::vector<FieldRef> taken =
      activity.items ? taken_by_item(activity, wanted.attempt.item) : taken_fields(activity, wanted.attempt.result);
  for (const Passed& one : passed)
    for (const FieldRef& ref : taken_fields(model.activities[one.activity], one.result)) taken.push_back(ref);
  std::vector<std::string> known;
  for (const FieldRef& ref : taken) known.push_back(model.path(ref));
  for (const auto& [slot, value] : *wanted.attempt.given) {
    if (has_slot(taken, slot)) continue;
    throw UsageError(fmt::format("'{}' does not take {}; it takes {}", activity.id, path_of_slot(model, slot),
                                 known.empty() ? std::string("no data") : enumerate(known)));
  }
}

std::vector<std::optional<DeviationKind>> readings(const std::vector<Obstacle>& obstacles) {
  if (std::none_of(obstacles.begin(), obstacles.end(), is_about_order)) return {std::nullopt};
  return {kAboutOrder.begin(), kAboutOrder.end()};
}

bool can_all_be_overridden(const std::vector<Obstacle>& obstacles) {
  return std::all_of(obstacles.begin(), obstacles.end(), [](const Obstacle& obstacle) { return obstacle.can_be_overridden(); });
}

/// The ways to deviate that are to be tried: all, or those that `wish` leaves.
std::vector<DeviatingStep> steps_to_try(const Model& model, const Attempt& attempt, const std::string& answer,
                                        const std::vector<Obstacle>& obstacles, const std::optional<Motive>& wish) {
  std::vector<DeviatingStep> steps;
  if (obstacles.empty() || model.deviations.lines.empty() || !can_all_be_overridden(obstacles)) return steps;
  const std::vector<NamedPassing> passing = wish ? passing_of(model, wish->skipping) : std::vector<NamedPassing>{};
  std::vector<std::optional<DeviationKind>> ways = readings(obstacles);
  if (wish && wish->as) ways = {wish->as};
  if (wish && !wish->as && !passing.empty()) ways = {DeviationKind::skip};
  for (const std::optional<DeviationKind> as : ways)
    for (std::uint32_t m = 0; m < model.deviations.motives.size(); ++m)
      if (!wish || wish->name.empty() || wish->name == model.deviations.motives[m].id)
        steps.push_back({.attempt = attempt, .answer = answer, .motive = m, .as = as, .passing = passing});
  return steps;
}

/// It would be accepted, or if something were named or given first.
bool comes_to_something(const DeviationPlan& plan) {
  return !plan.events.empty() || !plan.choices.empty() || !plan.needs.empty();
}

void add_once(std::vector<std::string>& words, const std::string& word) {
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

/// The objects that an event moves.
std::vector<std::string> moved_by(const Model& model, const NetEvent& event) {
  std::vector<std::string> states;
  if (event.result == kNone) return states;
  const Activity& activity = model.activities[event.activity];
  for (const Effects* effects : {&activity.effects, &activity.results[event.result].effects})
    for (const Move& move : effects->moves) states.push_back(model.objects[move.object].id + ".state");
  return states;
}

DeviationOption option_of(const Model& model, const DeviationPlan& plan, const WantedStep& wanted, const Directory& directory) {
  DeviationOption option;
  option.kinds = plan.kinds;
  option.name_first = plan.choices;
  option.give_first = plan.needs;
  for (const Passed& passed : plan.passed) option.skips.push_back(name_of(model, passed));
  for (const NetEvent& event : plan.events) {
    // What the step itself moves further is where people saw it go.
    if (event.type == EventType::done)
      for (const std::string& state : moved_by(model, event)) std::erase(option.assumes, state);
    if (event.type != EventType::deviated) continue;
    if (const auto& confirm = model.deviations.lines[event.line].confirm)
      for (const std::uint32_t role : confirm->roles) add_once(option.confirm_by, model.roles[role].id);
    if (event.kind == DeviationKind::skip)
      for (const std::string& state : moved_by(model, event)) add_once(option.assumes, state);
  }
  for (const std::string& role : option.confirm_by)
    for (const std::string& person : directory.holders_of(role))
      if (person != wanted.attempt.actor) add_once(option.could_confirm, person);
  return option;
}

bool is_alike(const DeviationOption& left, const DeviationOption& right) {
  return left.kinds == right.kinds && left.skips == right.skips && left.name_first == right.name_first &&
         left.give_first == right.give_first;
}

}  // namespace

Surroundings surroundings_of(const Outlook& outlook, const OpenCase& at) {
  return {outlook.directory, outlook.now,
          [&outlook, &at](const CaseState& state, const std::string& process, const std::vector<PassedField>& with) {
            const std::shared_ptr<const Model> other = outlook.library.find(process);
            try {
              return other && pass(*at.net, state, *other, with).obstacles.empty();
            } catch (const ModelError&) {  // the library has another version of it, without a field
              return false;
            }
          }};
}

void check_motive(const Model& model, const Motive& motive) {
  motive_of(model, motive.name);
  check_rest(model, motive);
}

void check_wish(const Model& model, const Motive& wish) {
  if (!wish.name.empty()) motive_of(model, wish.name);
  check_rest(model, wish);
}

Decision decide_deviation(const Outlook& outlook, const OpenCase& at, const WantedStep& wanted, const Motive& motive,
                          std::string& why_not) {
  const Model& model = *at.net->model;
  const DeviatingStep step{.attempt = wanted.attempt,
                           .answer = wanted.answer,
                           .motive = motive_of(model, motive.name),
                           .as = motive.as,
                           .passing = passing_of(model, motive.skipping)};
  const Surroundings surroundings = surroundings_of(outlook, at);
  const Foresight foresight{surroundings, outlook.limit};
  DeviationPlan plan = plan_deviation(*at.net, at.state, step, wanted.obstacles, foresight);
  if (!plan.misuse.empty()) throw UsageError(plan.misuse);
  if (plan.events.empty()) {
    why_not = std::move(plan.why_not);
    return std::move(plan.obstacles);
  }
  check_taken(model, wanted, plan.passed);
  Prospect prospect = look_ahead(*at.net, at.state, plan.events, wanted.attempt.actor, foresight);
  if (!prospect.obstacles.empty()) {
    std::vector<Obstacle> refused = wanted.obstacles;
    refused.insert(refused.end(), prospect.obstacles.begin(), prospect.obstacles.end());
    return refused;
  }
  const std::string because = because_of(motive);
  for (NetEvent& event : plan.events)
    if (event.type == EventType::deviated) event.note = because;
  return std::move(plan.events);
}

std::vector<DeviationOption> deviation_options(const Outlook& outlook, const OpenCase& at, const WantedStep& wanted,
                                               const std::optional<Motive>& wish, std::string* why_not) {
  const Model& model = *at.net->model;
  std::vector<DeviationOption> options;
  if (wanted.obstacles.empty()) return options;
  std::string why = "the model permits no deviations";
  if (!can_all_be_overridden(wanted.obstacles)) why = "something stands in the way that no motive helps against";
  const Surroundings surroundings = surroundings_of(outlook, at);
  const Foresight foresight{surroundings, outlook.limit};
  for (const DeviatingStep& step : steps_to_try(model, wanted.attempt, wanted.answer, wanted.obstacles, wish)) {
    const DeviationPlan plan = plan_deviation(*at.net, at.state, step, wanted.obstacles, foresight);
    if (!comes_to_something(plan)) {
      why = plan.misuse.empty() ? plan.why_not : plan.misuse;
      continue;
    }
    DeviationOption option = option_of(model, plan, wanted, outlook.directory);
    if (plan.events.empty() && step.as) option.kinds = {*step.as};
    const auto known =
        std::find_if(options.begin(), options.end(), [&](const DeviationOption& one) { return is_alike(one, option); });
    if (known != options.end()) {
      known->motives.push_back(model.deviations.motives[step.motive].id);
      continue;
    }
    option.motives = {model.deviations.motives[step.motive].id};
    if (!plan.events.empty()) {
      Prospect prospect = look_ahead(*at.net, at.state, plan.events, wanted.attempt.actor, foresight);
      option.obstacles = std::move(prospect.obstacles);
      for (const CaseMove& move : prospect.completion) option.completion.push_back(to_string(move));
    }
    options.push_back(std::move(option));
  }
  if (options.empty() && why_not) *why_not = std::move(why);
  return options;
}

std::vector<std::string> others_who_could_deviate(const Outlook& outlook, const OpenCase& at, const WantedStep& wanted,
                                                  const std::optional<Motive>& wish) {
  const Model& model = *at.net->model;
  std::set<std::string> people;
  for (const std::uint32_t role : roles_of_lines(model))
    for (std::string& person : outlook.directory.holders_of(model.roles[role].id))
      if (people.size() < kMostPeople && person != wanted.attempt.actor) people.insert(std::move(person));
  const Surroundings surroundings = surroundings_of(outlook, at);
  const Foresight foresight{surroundings, outlook.limit};
  std::vector<std::string> found;
  for (const std::string& person : people) {
    const auto held = outlook.directory.roles_of(person);
    if (!held) continue;
    const Attempt attempt{.what = wanted.attempt.what,
                          .activity = wanted.attempt.activity,
                          .result = wanted.attempt.result,
                          .actor = person,
                          .held = *held,
                          .given = wanted.attempt.given,
                          .item = wanted.attempt.item};
    const std::vector<Obstacle> obstacles = itsmflow::obstacles(*at.net, at.state, attempt, outlook.directory);
    const std::vector<DeviatingStep> steps = steps_to_try(model, attempt, wanted.answer, obstacles, wish);
    const bool may = std::any_of(steps.begin(), steps.end(), [&](const DeviatingStep& step) {
      return comes_to_something(plan_deviation(*at.net, at.state, step, obstacles, foresight));
    });
    if (may) found.push_back(person);
  }
  return found;
}

}  // namespace itsmflow
