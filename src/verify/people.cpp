#include "verify/confirmers.hpp"
#include "verify/findings.hpp"

#include <itsmflow/verify.hpp>

#include "base/text_distance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace itsmflow {
namespace {

constexpr std::size_t kMostTries = 1'000'000;  ///< assignments of persons

using Activities = std::vector<std::uint32_t>;  ///< RuleSubject::kStart: who starts the case

/// What one person does under some rules, and who could.
struct Duty {
  Activities activities;
  std::vector<std::string> people;
};

/// Who could do what, if some of the rules about people are kept.
class Assignment {
 public:
  Assignment(const Model& model, const Directory& people, const std::vector<const Rule*>& rules) : model_(model), people_(people) {
    for (std::uint32_t a = 0; a < model.activities.size(); ++a)
      if (model.activities[a].performer == Performer::people && !model.activities[a].items) add(a);
    add(RuleSubject::kStart);
    for (const Rule* rule : rules)
      if (rule->kind == Rule::Kind::same_person) merge(*rule);
    for (const Rule* rule : rules)
      if (rule->kind == Rule::Kind::four_eyes) part(*rule);
  }

  /// By part a person, so that no two that must differ are one; none: there is no such assignment.
  bool is_possible() {
    chosen_.assign(parts_.size(), nullptr);
    tries_ = 0;
    return choose(0);
  }
  bool gave_up() const { return tries_ > kMostTries; }
  const std::vector<Duty>& parts() const { return parts_; }

 private:
  void add(std::uint32_t activity) {
    Duty part;
    part.activities = {activity};
    const std::vector<std::uint32_t>& roles =
        activity == RuleSubject::kStart ? model_.start.roles : model_.activities[activity].roles;
    std::set<std::string> found;
    if (activity == RuleSubject::kStart && roles.empty())  // anybody
      for (const auto& [id, person] : people_.people()) found.insert(id);
    for (const std::uint32_t role : roles)
      for (std::string& person : people_.holders_of(model_.roles[role].id)) found.insert(std::move(person));
    part.people.assign(found.begin(), found.end());
    part_of_[activity] = parts_.size();
    parts_.push_back(std::move(part));
  }

  Activities activities_of(const Rule& rule) const {
    Activities found;
    for (const RuleSubject& subject : rule.subjects)
      if (part_of_.count(subject.activity) > 0) found.push_back(subject.activity);
    return found;
  }

  void merge(const Rule& rule) {
    const Activities activities = activities_of(rule);
    for (std::size_t i = 1; i < activities.size(); ++i) {
      const std::size_t to = part_of_[activities[0]];
      const std::size_t from = part_of_[activities[i]];
      if (to == from) continue;
      std::vector<std::string> both;
      std::set_intersection(parts_[to].people.begin(), parts_[to].people.end(), parts_[from].people.begin(),
                            parts_[from].people.end(), std::back_inserter(both));
      parts_[to].people = std::move(both);
      for (const std::uint32_t activity : parts_[from].activities) {
        parts_[to].activities.push_back(activity);
        part_of_[activity] = to;
      }
      parts_[from] = Duty();
    }
  }

  void part(const Rule& rule) {
    const Activities activities = activities_of(rule);
    for (std::size_t i = 0; i < activities.size(); ++i)
      for (std::size_t j = i + 1; j < activities.size(); ++j)
        if (activities[i] != activities[j]) differ_.emplace(part_of_[activities[i]], part_of_[activities[j]]);
  }

  bool choose(std::size_t at) {
    while (at < parts_.size() && parts_[at].activities.empty()) ++at;
    if (at == parts_.size()) return true;
    if (differ_.count({at, at}) > 0) return false;
    for (const std::string& person : parts_[at].people) {
      if (++tries_ > kMostTries) return true;
      const bool clashes = std::any_of(differ_.begin(), differ_.end(), [&](const auto& pair) {
        const std::size_t other = pair.first == at ? pair.second : pair.second == at ? pair.first : at;
        return other < at && chosen_[other] && *chosen_[other] == person;
      });
      if (clashes) continue;
      chosen_[at] = &person;
      if (choose(at + 1)) return true;
      chosen_[at] = nullptr;
    }
    return false;
  }

  const Model& model_;
  const Directory& people_;
  std::vector<Duty> parts_;
  std::map<std::uint32_t, std::size_t> part_of_;
  std::set<std::pair<std::size_t, std::size_t>> differ_;
  std::vector<const std::string*> chosen_;
  std::size_t tries_ = 0;
};

class PeopleCheck {
 public:
  PeopleCheck(const Model& model, const Directory& people) : model_(model), people_(people) {
    for (const Rule& rule : model.rules)
      // Whether two results come about in one case isn't asked here.
      if (!rule.is_about_course() && std::none_of(rule.subjects.begin(), rule.subjects.end(),
                                                  [](const RuleSubject& subject) { return subject.result.has_value(); }))
        rules_.push_back(&rule);
  }

  Diagnostics run() {
    find_nobody();
    if (found_.empty() && !is_possible(rules_))
      say_impossible("there {} only {} for these", "give a role to one more person, or loosen one of the rules");
    if (found_.empty() && !gave_up_) find_needed();
    if (gave_up_) say_undecided();
    return std::move(found_);
  }

  /// … where there are as many people as one may wish for, each with all roles.
  Diagnostics run_with_everybody() {
    if (!is_possible(rules_))
      say_impossible("whoever is there: one person must do two of these, and must not", "take one of these rules out");
    return std::move(found_);
  }

 private:
  /// As far as it is known; where the search gives up nothing is found against it.
  bool is_possible(const std::vector<const Rule*>& rules) {
    Assignment assignment(model_, people_, rules);
    const bool is = assignment.is_possible();
    gave_up_ = gave_up_ || assignment.gave_up();
    return is;
  }

  std::string name_of(std::uint32_t activity) const {
    return activity == RuleSubject::kStart ? "start" : fmt::format("'{}'", model_.activities[activity].id);
  }
  Span span_of(std::uint32_t activity) const {
    return activity == RuleSubject::kStart ? model_.start.span : model_.activities[activity].span;
  }

  Diagnostic& say(std::string rule, const Span& span, std::string message, std::string label, std::string help) {
    Diagnostic& added = found_.emplace_back();
    added.rule = std::move(rule);
    added.message = std::move(message);
    added.span = span;
    added.label = std::move(label);
    added.help = std::move(help);
    return added;
  }

  std::string roles_of(std::uint32_t activity) const {
    std::vector<std::string> roles;
    for (const std::uint32_t role : activity == RuleSubject::kStart ? model_.start.roles : model_.activities[activity].roles)
      roles.push_back(fmt::format("'{}'", model_.roles[role].id));
    return enumerate(roles, "or");
  }

  void find_nobody() {
    const Assignment everything(model_, people_, {});
    for (const Duty& part : everything.parts())
      if (part.people.empty())
        say("nobody-may", span_of(part.activities.front()),
            part.activities.front() == RuleSubject::kStart ? "nobody can start a case"
                                                           : fmt::format("nobody can do {}", name_of(part.activities.front())),
            fmt::format("nobody has the role {}", roles_of(part.activities.front())),
            "give the role to somebody, or let another role do it");
  }

  void say_undecided() {
    say("undecided", head_of(model_), "it isn't decided whether these people can keep the rules about who does what",
        fmt::format("not looked at: more than {} ways to choose persons", kMostTries),
        "that needn't be wrong; fewer people in the file, or fewer rules that hang together, are decided")
        .severity = Severity::warning;
  }

  /// As few rules as can't be kept together, found by leaving out one after another.
  void say_impossible(const std::string& label, const std::string& help) {
    std::vector<const Rule*> conflict = rules_;
    for (const Rule* rule : rules_) {
      std::vector<const Rule*> fewer = conflict;
      std::erase(fewer, rule);
      if (!is_possible(fewer)) conflict = std::move(fewer);
    }
    std::vector<std::uint32_t> activities;
    for (const Rule* rule : conflict)
      for (const RuleSubject& subject : rule->subjects)
        if (std::find(activities.begin(), activities.end(), subject.activity) == activities.end())
          activities.push_back(subject.activity);
    std::vector<std::string> who;
    std::set<std::string> people;
    const Assignment everything(model_, people_, {});
    for (const std::uint32_t activity : activities) {
      who.push_back(name_of(activity));
      for (const Duty& part : everything.parts())
        if (part.activities.front() == activity) people.insert(part.people.begin(), part.people.end());
    }
    const std::string there = people.size() == 1 ? "is" : "are";
    const std::string all = enumerate({people.begin(), people.end()});
    Diagnostic& added = say("four-eyes-impossible", conflict.front()->span,
                            fmt::format("no assignment of people lets one case do {}", enumerate(who)),
                            fmt::format(fmt::runtime(label), there, all), help);
    added.severity = Severity::warning;  // it may be that no case does all of them
    for (std::size_t i = 1; i < conflict.size(); ++i)
      added.related.push_back({conflict[i]->span, conflict[i]->kind == Rule::Kind::four_eyes ? "and this asks for different persons"
                                                                                             : "and this asks for one person"});
  }

  /// Somebody without whom no case can be done.
  void find_needed() {
    std::set<std::string> all;
    const Assignment everything(model_, people_, {});
    for (const Duty& part : everything.parts()) all.insert(part.people.begin(), part.people.end());
    if (all.size() < 2) return;
    for (const std::string& person : all) {
      std::vector<Directory::Person> others;
      for (const auto& [id, one] : people_.people())
        if (id != person) others.push_back(one);
      if (others.empty()) continue;
      const Directory without(std::move(others));
      if (Assignment(model_, without, rules_).is_possible()) continue;
      Diagnostic& added =
          say("one-person-needed", head_of(model_), fmt::format("a case that needs everything can't be done without {}", person),
              "while this person is away, cases wait", "give one more person the same roles");
      added.severity = Severity::note;
    }
  }

  const Model& model_;
  const Directory& people_;
  std::vector<const Rule*> rules_;
  bool gave_up_ = false;
  Diagnostics found_;
};

}  // namespace

Diagnostics contradictions_of_people_rules(const std::shared_ptr<const Model>& model) {
  std::size_t named = 0;
  for (const Rule& rule : model->rules)
    if (!rule.is_about_course()) named += rule.subjects.size();
  if (named == 0) return {};
  std::vector<std::string> roles;
  for (const Role& role : model->roles) roles.push_back(role.id);
  std::vector<Directory::Person> people;
  for (std::size_t i = 0; i < named; ++i) people.push_back({fmt::format("{}", i), roles});
  const Directory everybody(std::move(people));
  return PeopleCheck(*model, everybody).run_with_everybody();
}

Diagnostics verify_people(const std::shared_ptr<const Model>& model, const Directory& people) {
  Diagnostics found = PeopleCheck(*model, people).run();
  for (Diagnostic& one : findings_of_confirmers(*model, people)) found.push_back(std::move(one));
  sort(found);
  return found;
}

}  // namespace itsmflow
