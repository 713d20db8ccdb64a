#include "verify/confirmers.hpp"
#include "verify/findings.hpp"
#include "verify/staffing.hpp"
#include "verify/together.hpp"

#include <itsmflow/verify.hpp>

#include "base/span.hpp"
#include "base/text_distance.hpp"
#include "semantics/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <typeinfo>

namespace itsmflow {
namespace {

using Rules = std::vector<const Rule*>;

class PeopleCheck {
 public:
  PeopleCheck(std::shared_ptr<const Model> model, const Directory& people)
      : shared_(std::move(model)), model_(*shared_), people_(people) {
    for (const Rule& rule : model_.rules) {
      if (rule.is_about_course()) continue;
      if (!names_results(rule))
        plain_.push_back(&rule);
      else if (!names_results_of_several(rule))
        of_results_.push_back(&rule);
    }
  }

  Diagnostics run() {
    find_nobody();
    if (found_.empty())
      find_impossible("there {} only {} for these", "give a role to one more person, or loosen one of the rules: {}");
    if (found_.empty() && !gave_up_) find_needed();
    if (gave_up_) say_undecided();
    return std::move(found_);
  }

  /// … where there are as many people as one may wish for, each with all roles.
  Diagnostics run_with_everybody() {
    find_impossible("whoever is there: one person must do two of these, and must not", "take one of the rules out, {}");
    return std::move(found_);
  }

 private:
  static bool names_results(const Rule& rule) {
    return std::any_of(rule.subjects.begin(), rule.subjects.end(), [](const RuleSubject& one) { return one.result.has_value(); });
  }
  /// Whoever does an item doesn't know yet how the whole ends: what such a rule asks of him depends on what comes first.
  bool names_results_of_several(const Rule& rule) const {
    return std::any_of(rule.subjects.begin(), rule.subjects.end(),
                       [this](const RuleSubject& one) { return one.result && model_.activities[one.activity].items.has_value(); });
  }

  /// Of rules without results it isn't asked whether one case does all that they name: mostly one does. Of others it must be sure.
  void find_impossible(const std::string& label, const std::string& help) {
    if (!is_possible({})) return;  // whoever is missing is missed without rules: see find_nobody()
    if (!is_possible(plain_)) return say_impossible(conflict_in(plain_), label, help);
    Rules rules = plain_;
    rules.insert(rules.end(), of_results_.begin(), of_results_.end());
    std::sort(rules.begin(), rules.end());  // as they stand in the model
    while (rules.size() > plain_.size() && !is_possible(rules)) {
      const Rules conflict = conflict_in(rules);
      std::vector<Doing> doings = doings_of(conflict);
      std::erase(doings, Doing{RuleSubject::kStart});  // which every case has
      if (are_done_together(shared_, doings)) return say_impossible(conflict, label, help);
      std::erase(rules, *std::find_if(conflict.begin(), conflict.end(), [](const Rule* rule) { return names_results(*rule); }));
    }
  }

  /// As far as it is known; where the search gives up nothing is found against it.
  bool is_possible(const Rules& rules) {
    Staffing staffing(model_, people_, rules);
    const bool is = staffing.is_possible();
    gave_up_ = gave_up_ || staffing.gave_up();
    return is;
  }

  std::string name_of(std::uint32_t activity) const {
    return activity == RuleSubject::kStart ? "start" : fmt::format("'{}'", model_.activities[activity].id);
  }
  /// "'assess.approved'", "'decide' with 3 votes".
  std::string name_of(const Doing& doing) const {
    if (doing.activity == RuleSubject::kStart) return "start";
    const Activity& activity = model_.activities[doing.activity];
    if (doing.result) return fmt::format("'{}.{}'", activity.id, activity.results[*doing.result].id);
    const bool several = activity.items && activity.items->kind == Items::Kind::votes && activity.items->votes.quorum > 1;
    return fmt::format("'{}'{}", activity.id, several ? fmt::format(" with {} votes", activity.items->votes.quorum) : "");
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

  std::string words_of(const std::vector<std::uint32_t>& roles) const {
    std::vector<std::string> words;
    for (const std::uint32_t role : roles) words.push_back(fmt::format("'{}'", model_.roles[role].id));
    return enumerate(words, "or");
  }

  void say_nobody(const Span& span, const std::string& message, const std::vector<std::uint32_t>& roles) {
    say("nobody-may", span, message, fmt::format("nobody has the role {}", words_of(roles)),
        "give the role to somebody, or let another role do it");
  }

  void find_nobody() {
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
      const Activity& activity = model_.activities[a];
      if (activity.performer != Performer::people) continue;
      if (activity.items && activity.items->kind == Items::Kind::votes)
        find_too_few_votes(activity);
      else if (activity.items && activity.items->kind == Items::Kind::parts)
        find_too_few_parts(activity);
      else if (people_with(model_, people_, activity.roles).empty())
        say_nobody(activity.span, fmt::format("nobody can do {}", name_of(a)), activity.roles);
    }
    const std::vector<std::uint32_t>& starters = model_.start.roles;
    if (starters.empty() ? people_.people().empty() : people_with(model_, people_, starters).empty())
      say_nobody(model_.start.span, "nobody can start a case", starters);
  }

  void find_too_few_votes(const Activity& activity) {
    const Votes& votes = activity.items->votes;
    std::vector<std::uint32_t> roles = roles_of_item(activity, {});
    const std::vector<std::string> voters = people_with(model_, people_, roles);
    if (voters.empty()) return say_nobody(activity.span, fmt::format("nobody can vote on '{}'", activity.id), roles);
    if (voters.size() >= votes.quorum) return;
    const bool veto = !people_with(model_, people_, votes.veto).empty();
    const std::size_t more = votes.quorum - voters.size();
    say("nobody-may", activity.span,
        fmt::format("'{}' needs {} votes, and only {} may vote", activity.id, votes.quorum,
                    voters.size() == 1 ? "one person" : fmt::format("{} people", voters.size())),
        fmt::format("nobody but {} has the role {}{}", enumerate(voters), words_of(roles),
                    veto ? "; only a veto can decide it" : ""),
        fmt::format("give the role to {}, or lower `quorum`", more == 1 ? "one more person" : fmt::format("{} more people", more)));
  }

  void find_too_few_parts(const Activity& activity) {
    const Items& items = *activity.items;
    const bool all = items.done == Items::Done::all || items.number >= items.parts.size();
    std::vector<std::uint32_t> missing;
    std::size_t can = 0;
    for (const Part& part : items.parts) {
      if (!people_with(model_, people_, part.roles).empty())
        ++can;
      else if (all)
        say_nobody(part.span, fmt::format("nobody can do part '{}' of '{}'", part.id, activity.id), part.roles);
      else
        for (const std::uint32_t role : part.roles)
          if (std::find(missing.begin(), missing.end(), role) == missing.end()) missing.push_back(role);
    }
    if (all || can >= items.number) return;
    say_nobody(activity.span, fmt::format("'{}' needs {} of its parts, and only {} can be done", activity.id, items.number, can),
               missing);
  }

  void say_undecided() {
    say("undecided", head_of(model_), "it isn't decided whether these people can keep the rules about who does what",
        fmt::format("not looked at: more than {} ways to choose persons", Staffing::kMostTries),
        "that needn't be wrong; fewer people in the file, or fewer rules that hang together, are decided")
        .severity = Severity::warning;
  }

  /// As few rules as can't be kept together, found by leaving out one after another.
  Rules conflict_in(const Rules& rules) {
    Rules conflict = rules;
    for (const Rule* rule : rules) {
      Rules fewer = conflict;
      std::erase(fewer, rule);
      if (!is_possible(fewer)) conflict = std::move(fewer);
    }
    return conflict;
  }

  /// Each once.
  static std::vector<Doing> doings_of(const Rules& rules) {
    std::vector<Doing> doings;
    for (const Rule* rule : rules) {
      for (const RuleSubject& subject : rule->subjects) {
        const Doing doing{subject.activity, subject.result};
        if (std::find(doings.begin(), doings.end(), doing) == doings.end()) doings.push_back(doing);
      }
    }
    return doings;
  }

  /// "`four_eyes: [a, b]` or `same_person: [a, b]`".
  static std::string in_code_any(const Rules& rules) {
    std::vector<std::string> words;
    for (const Rule* rule : rules) words.push_back(in_code(rule->span));
    return enumerate(words, "or");
  }

  void say_impossible(const Rules& conflict, const std::string& label, const std::string& help) {
    std::vector<std::string> who;
    std::set<std::string> people;
    const Staffing everything(model_, people_, {});
    for (const Doing& doing : doings_of(conflict)) {
      who.push_back(name_of(doing));
      for (const Duty& duty : everything.duties())
        if (duty.doings.front().activity == doing.activity) people.insert(duty.people.begin(), duty.people.end());
    }
    const std::string there = people.size() == 1 ? "is" : "are";
    const std::string all = enumerate({people.begin(), people.end()});
    Diagnostic& added = say("four-eyes-impossible", conflict.front()->span,
                            fmt::format("no assignment of people lets one case do {}", enumerate(who)),
                            fmt::format(fmt::runtime(label), there, all), fmt::format(fmt::runtime(help), in_code_any(conflict)));
    added.severity = Severity::warning;  // it may be that no case does all of them
    for (std::size_t i = 1; i < conflict.size(); ++i)
      added.related.push_back({conflict[i]->span, conflict[i]->kind == Rule::Kind::four_eyes ? "and this asks for different persons"
                                                                                             : "and this asks for one person"});
  }

  /// Somebody without whom no case can be done.
  void find_needed() {
    std::set<std::string> all;
    const Staffing everything(model_, people_, {});
    for (const Duty& duty : everything.duties()) all.insert(duty.people.begin(), duty.people.end());
    Staffing staffing(model_, people_, plain_);
    if (all.size() < 2 || !staffing.is_possible()) return;
    for (const std::string& person : staffing.used()) {
      std::vector<Directory::Person> others;
      for (const auto& [id, one] : people_.people())
        if (id != person) others.push_back(one);
      if (others.empty()) continue;
      const Directory without(std::move(others));
      if (Staffing(model_, without, plain_).is_possible()) continue;
      Diagnostic& added =
          say("one-person-needed", head_of(model_), fmt::format("a case that needs everything can't be done without {}", person),
              "while this person is away, cases wait", "give one more person the same roles");
      added.severity = Severity::note;
    }
  }

  std::shared_ptr<const Model> shared_;
  const Model& model_;
  const Directory& people_;
  Rules plain_;
  Rules of_results_;  ///< that name them
  bool gave_up_ = false;
  Diagnostics found_;
};

/// As many as can be asked for.
std::size_t persons_of(const Model& model, const RuleSubject& subject) {
  if (subject.activity == RuleSubject::kStart || !model.activities[subject.activity].items) return 1;
  const Items& items = *model.activities[subject.activity].items;
  if (items.kind == Items::Kind::votes) return std::min(items.votes.quorum, Staffing::kMostVotes);
  return std::max<std::size_t>(items.parts.size(), 1);
}
/// Of one decision, whether a rule names it or not.
std::size_t most_voters(const Model& model) {
  std::uint32_t most = 0;
  for (const Activity& activity : model.activities)
    if (activity.items && activity.items->kind == Items::Kind::votes) most = std::max(most, activity.items->votes.quorum);
  return std::min(most, Staffing::kMostVotes);
}

}  // namespace

Diagnostics contradictions_of_people_rules(const std::shared_ptr<const Model>& model) {
  std::size_t persons = 0;
  for (const Rule& rule : model->rules)
    if (!rule.is_about_course())
      for (const RuleSubject& subject : rule.subjects) persons += persons_of(*model, subject);
  if (persons == 0) return {};
  persons += most_voters(*model);
  std::vector<std::string> roles;
  for (const Role& role : model->roles) roles.push_back(role.id);
  std::vector<Directory::Person> people;
  for (std::size_t i = 0; i < persons; ++i) people.push_back({fmt::format("{}", i), roles});
  const Directory everybody(std::move(people));
  return PeopleCheck(model, everybody).run_with_everybody();
}

Diagnostics verify_people(const std::shared_ptr<const Model>& model, const Directory& people) {
  if (people.people().empty() && typeid(people) != typeid(Directory))
    throw UsageError("whether people can do the work is proved with a directory that knows all its people, and not with functions");
  Diagnostics found = PeopleCheck(model, people).run();
  for (Diagnostic& one : findings_of_confirmers(*model, people)) found.push_back(std::move(one));
  sort(found);
  return found;
}

}  // namespace itsmflow
