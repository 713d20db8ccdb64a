#include "semantics/rules.hpp"

#include "base/text_distance.hpp"
#include "semantics/obstacles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;

RuleSet::States after(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  RuleSet::States states = state.rules;
  net.rules.advance(states, activity, result);
  return states;
}

bool leaves_alive(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  return net.rules.is_alive(after(net, state, activity, result));
}

std::string name_of(const Model& model, std::uint32_t activity, std::optional<std::uint32_t> result) {
  const Activity& declared = model.activities[activity];
  const std::string of = result ? declared.results[*result].id : std::string();
  return '\'' + declared.id + (of.empty() ? "" : "." + of) + '\'';
}

std::vector<std::string> ids_of(const Model& model, const std::vector<std::uint32_t>& activities) {
  std::vector<std::string> ids;
  for (const std::uint32_t activity : activities) ids.push_back(model.activities[activity].id);
  return ids;
}

/// "response, after 'implement' comes 'check'"; with the words of the model where it has some.
std::string words_of(const Model& model, const Rule& rule) {
  const std::string title = rule.wording.title.empty() ? "" : fmt::format(" \"{}\"", rule.wording.title);
  return fmt::format("{}{}: {}", to_string(rule.kind), title, describe(model, rule));
}

/// The last thing that was done of what a rule names; null: nothing, or nobody did it.
const Performed* last_of(const CaseState& state, const Rule& rule) {
  const Performed* last = nullptr;
  for (const Performed& part : state.performed) {
    if (part.result == kNone || letter_of(rule, part.activity, part.result) == 0) continue;
    if (!last || part.at >= last->at) last = &part;
  }
  return last;
}

/// "; bo did 'implement' on 2014-03-03T08:00:00Z".
std::string what_was_done(const Model& model, const CaseState& state, const Rule& rule) {
  const Performed* last = last_of(state, rule);
  if (!last) return {};
  const bool by_result = std::any_of(rule.subjects.begin(), rule.subjects.end(), [&](const RuleSubject& subject) {
    return subject.activity == last->activity && subject.result;
  });
  return fmt::format("; {} did {} on {}", last->person,
                     name_of(model, last->activity, by_result ? std::optional(last->result) : std::nullopt),
                     to_string(Timestamp{last->at.seconds, 0}));
}

std::vector<Obstacle> dead_end(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result,
                               const std::string& name) {
  const Model& model = *net.model;
  const RuleSet::States then = after(net, state, activity, result);
  const std::vector<std::uint32_t> blamed = net.rules.blamed(then);
  const std::vector<std::string> remedies =
      ids_of(model, net.rules.first_needed(state.rules, activity, result, RuleSet::Goal::alive));
  std::vector<Obstacle> found;
  std::vector<std::string> together;
  for (const std::uint32_t course : blamed) {
    const Rule& rule = model.rules[net.rules.rule(course)];
    if (net.rules.status(then, course) == RuleStatus::violated)
      found.emplace_back(
          Kind::rule, fmt::format("{} would break {}{}", name, words_of(model, rule), what_was_done(model, state, rule)), remedies);
    else
      together.push_back(words_of(model, rule) + what_was_done(model, state, rule));
  }
  if (!together.empty())
    found.emplace_back(Kind::rule, fmt::format("after {} these rules could not all be kept: {}", name, enumerate(together)),
                       remedies);
  return found;
}

std::vector<Obstacle> unsatisfied_at_end(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result,
                                         const std::string& name) {
  const Model& model = *net.model;
  const RuleSet::States then = after(net, state, activity, result);
  const std::vector<std::string> remedies =
      ids_of(model, net.rules.first_needed(state.rules, activity, result, RuleSet::Goal::accepting));
  std::vector<Obstacle> found;
  for (std::size_t course = 0; course < net.rules.size(); ++course) {
    if (net.rules.is_accepting(then, course)) continue;
    const Rule& rule = model.rules[net.rules.rule(course)];
    found.emplace_back(
        Kind::rule,
        fmt::format("{} would end the case without {}{}", name, words_of(model, rule), what_was_done(model, state, rule)),
        remedies);
  }
  return found;
}

}  // namespace

bool rules_allow(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  if (net.rules.empty()) return true;
  const RuleSet::States then = after(net, state, activity, result);
  if (!net.rules.is_alive(then)) return false;
  return !ends_case(net, state, activity, result) || net.rules.all_accept(then);
}

bool rules_allow_some(const Net& net, const CaseState& state, std::uint32_t activity) {
  if (net.rules.empty()) return true;
  for (std::uint32_t r = 0; r < net.activities[activity].results.size(); ++r)
    if (leaves_alive(net, state, activity, r)) return true;
  return false;
}

bool rules_accept(const Net& net, const CaseState& state) {
  return net.rules.all_accept(state.rules);
}

std::vector<Obstacle> rule_obstacles(const Net& net, const CaseState& state, std::uint32_t activity,
                                     std::optional<std::uint32_t> result) {
  if (net.rules.empty()) return {};
  const std::string name = name_of(*net.model, activity, result);
  if (!result) return rules_allow_some(net, state, activity) ? std::vector<Obstacle>() : dead_end(net, state, activity, 0, name);
  if (!leaves_alive(net, state, activity, *result)) return dead_end(net, state, activity, *result, name);
  if (!ends_case(net, state, activity, *result)) return {};
  return unsatisfied_at_end(net, state, activity, *result, name);
}

std::vector<std::uint32_t> rules_in_the_way(const Net& net, const CaseState& state, std::uint32_t activity,
                                            std::optional<std::uint32_t> result) {
  if (net.rules.empty()) return {};
  if (!result && rules_allow_some(net, state, activity)) return {};
  const RuleSet::States then = after(net, state, activity, result.value_or(0));
  if (!net.rules.is_alive(then)) return net.rules.blamed(then);
  std::vector<std::uint32_t> courses;
  for (std::uint32_t course = 0; course < net.rules.size() && ends_case(net, state, activity, result.value_or(0)); ++course)
    if (!net.rules.is_accepting(then, course)) courses.push_back(course);
  return courses;
}

std::vector<RuleStanding> rule_standings(const Net& net, const CaseState& state) {
  std::vector<RuleStanding> standings;
  for (std::size_t course = 0; course < net.rules.size(); ++course) {
    RuleStanding& standing = standings.emplace_back();
    standing.rule = net.rules.rule(course);
    standing.status = net.rules.status(state.rules, course);
    standing.is_off = state.rules[course] == RuleSet::kOff;
    if (state.status == CaseStatus::over)
      standing.status = net.rules.is_accepting(state.rules, course) ? RuleStatus::satisfied : RuleStatus::violated;
    if (state.status == CaseStatus::open && standing.status == RuleStatus::pending)
      standing.satisfied_by = ids_of(*net.model, net.rules.satisfying(state.rules, course));
  }
  return standings;
}

}  // namespace itsmflow
