#include "semantics/people.hpp"

#include "base/text_distance.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;

void add_once(std::vector<Obstacle>& to, Kind kind, const std::string& message, std::vector<std::string> remedies) {
  const bool known =
      std::any_of(to.begin(), to.end(), [&](const Obstacle& other) { return other.kind() == kind && other.message() == message; });
  if (!known) to.emplace_back(kind, message, std::move(remedies));
}

/// "bo did 'implement' on 2014-03-03T08:00:00Z".
std::string what_was_done(const Model& model, const Performed& part) {
  const std::string which = part.element == 0 ? std::string() : fmt::format(" {}", part.element);
  const char* how = part.passed_over ? "passed over" : "did";
  const std::string what = part.activity == RuleSubject::kStart
                               ? "started the case"
                               : fmt::format("{} '{}{}'", how, model.activities[part.activity].id, which);
  return fmt::format("{} {} on {}", part.person, what, to_string(Timestamp{part.at.seconds, 0}));
}

class PeopleFinder {
 public:
  PeopleFinder(const Net& net, const CaseState& state, const Attempt& attempt, const std::string& name, const Directory* others)
      : net_(net), model_(*net.model), state_(state), attempt_(attempt), name_(name), others_(others) {}

  std::vector<Obstacle> all() {
    for (const Rule& rule : model_.rules)
      for (const RuleSubject& subject : rule.subjects)
        if (concerns(subject)) look_at_rule(rule, subject);
    four_eyes_.insert(four_eyes_.end(), same_person_.begin(), same_person_.end());
    return std::move(four_eyes_);
  }

 private:
  bool concerns(const RuleSubject& subject) const {
    if (subject.activity != attempt_.activity) return false;
    return !subject.result || (attempt_.result && *attempt_.result == *subject.result);
  }

  void look_at_rule(const Rule& rule, const RuleSubject& self) {
    const bool apart = is_about_elements(model_, rule);
    for (const RuleSubject& other : rule.subjects) {
      if (&other == &self || (other.activity == self.activity && other.result == self.result)) continue;
      for (const Performed& part : state_.performed) {
        if (part.activity != other.activity || (apart && part.element != state_.focus.number)) continue;
        if (other.result && part.result != kNone && part.result != *other.result) continue;
        look_at_part(rule, part);
      }
    }
  }

  void look_at_part(const Rule& rule, const Performed& part) {
    if (rule.kind == Rule::Kind::four_eyes && part.person == attempt_.actor)
      add_once(four_eyes_, Kind::four_eyes,
               fmt::format("{}; {} is for somebody else (four eyes)", what_was_done(model_, part), name_),
               others_ ? who_could_in(net_, state_, attempt_, *others_) : std::vector<std::string>());
    if (rule.kind == Rule::Kind::same_person && part.person != attempt_.actor)
      add_once(same_person_, Kind::same_person, fmt::format("{}; {} is for the same person", what_was_done(model_, part), name_),
               {part.person});
  }

  const Net& net_;
  const Model& model_;
  const CaseState& state_;
  const Attempt& attempt_;
  const std::string& name_;
  const Directory* others_;
  std::vector<Obstacle> four_eyes_;
  std::vector<Obstacle> same_person_;
};

}  // namespace

std::vector<Obstacle> people_obstacles(const Net& net, const CaseState& state, const Attempt& attempt, const std::string& name,
                                       const Directory* others) {
  return PeopleFinder(net, state, attempt, name, others).all();
}

std::vector<std::string> who_could_in(const Net& net, const CaseState& state, const Attempt& attempt, const Directory& directory) {
  std::vector<std::string> could;
  for (const std::uint32_t role : roles_of_item(net.model->activities[attempt.activity], attempt.item)) {
    for (std::string& person : directory.holders_of(net.model->roles[role].id)) {
      if (std::find(could.begin(), could.end(), person) != could.end()) continue;
      Attempt other = attempt;  // with his own roles left aside: he has this one
      other.actor = person;
      if (people_obstacles(net, state, other, {}, nullptr).empty()) could.push_back(std::move(person));
    }
  }
  return could;
}

std::vector<std::string> who_could(const Net& net, const CaseState& state, const Attempt& attempt, const Directory& directory) {
  if (!net.model->activities[attempt.activity].about) return who_could_in(net, state, attempt, directory);
  return who_could_in(net, ElementViews(net, state).of(attempt.activity, attempt.item), attempt, directory);
}

bool speaks_of(const Rule& rule, std::uint32_t activity) {
  return std::any_of(rule.subjects.begin(), rule.subjects.end(),
                     [&](const RuleSubject& subject) { return subject.activity == activity; });
}

bool is_in_a_people_rule(const Model& model, std::uint32_t activity) {
  return std::any_of(model.rules.begin(), model.rules.end(),
                     [&](const Rule& rule) { return !rule.is_about_course() && speaks_of(rule, activity); });
}

std::string acting_role(const Model& model, const std::vector<std::uint32_t>& roles, const std::vector<std::string>& held) {
  for (const std::uint32_t role : roles)
    if (std::find(held.begin(), held.end(), model.roles[role].id) != held.end()) return model.roles[role].id;
  return {};
}

Obstacle wrong_role(const Model& model, const std::string& what, const std::vector<std::uint32_t>& roles, std::string_view actor,
                    std::vector<std::string> could) {
  std::vector<std::string> names;
  for (const std::uint32_t role : roles) names.push_back(model.roles[role].id);
  std::string message = fmt::format("{} takes the role {}, which {} does not have", what, enumerate(names, "or"), actor);
  if (!could.empty()) message += fmt::format("; {} could do it", enumerate(could, "or"));
  return {Kind::wrong_role, std::move(message), could.empty() ? std::move(names) : std::move(could)};
}

}  // namespace itsmflow
