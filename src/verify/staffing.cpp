#include "verify/staffing.hpp"

#include "semantics/items.hpp"

#include <algorithm>
#include <iterator>

namespace itsmflow {

std::vector<std::string> people_with(const Model& model, const Directory& people, const std::vector<std::uint32_t>& roles) {
  std::set<std::string> found;
  for (const std::uint32_t role : roles)
    for (std::string& person : people.holders_of(model.roles[role].id)) found.insert(std::move(person));
  return {found.begin(), found.end()};
}

Staffing::Staffing(const Model& model, const Directory& people, const std::vector<const Rule*>& rules)
    : model_(model), people_(people) {
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    const Activity& activity = model.activities[a];
    if (activity.performer != Performer::people) continue;
    if (activity.items)
      add_items(a);
    else
      add({a}, activity.roles);
  }
  add({RuleSubject::kStart}, model.start.roles);
  for (const Rule* rule : rules)
    for (const RuleSubject& subject : rule->subjects)
      if (subject.result) add_result(subject);
  for (const Rule* rule : rules)
    if (rule->kind == Rule::Kind::same_person) merge(*rule);
  for (std::size_t d = 0; d < duties_.size(); ++d)
    for (auto other = duties_[d].alike; other; other = duties_[*other].alike) differ_.emplace(merged(*other), merged(d));
  for (const Rule* rule : rules)
    if (rule->kind == Rule::Kind::four_eyes) part(*rule);
}

void Staffing::add(const Doing& doing, const Roles& roles) {
  Duty duty;
  duty.doings = {doing};
  duty.people = people_with(model_, people_, roles);
  if (doing.activity == RuleSubject::kStart && roles.empty())  // anybody
    for (const auto& [id, person] : people_.people()) duty.people.push_back(id);
  merged_into_.push_back(duties_.size());
  duties_.push_back(std::move(duty));
}

void Staffing::add_items(std::uint32_t activity) {
  const Items& items = *model_.activities[activity].items;
  if (items.kind == Items::Kind::votes) return add_votes(activity, items.votes);
  if (items.kind == Items::Kind::for_each) return add({activity}, model_.activities[activity].roles);
  const bool all = items.done == Items::Done::all || items.number >= items.parts.size();
  Roles of_any;
  for (const Part& part : items.parts) {
    if (all && !part.when) add({activity}, part.roles);
    of_any.insert(of_any.end(), part.roles.begin(), part.roles.end());
  }
  if (!all) add({activity}, of_any);
}

void Staffing::add_votes(std::uint32_t activity, const Votes& votes) {
  const bool one_decides = !people_with(model_, people_, votes.veto).empty();
  const std::uint32_t needed = one_decides ? 1 : std::min(votes.quorum, kMostVotes);
  for (std::uint32_t vote = 0; vote < needed; ++vote) {
    add({activity}, roles_of_all(model_.activities[activity]));
    if (vote > 0) duties_.back().alike = duties_.size() - 2;
    duties_.back().more_alike = needed - vote - 1;
  }
}

/// Beside what is done with any result, there may be a case that does it several times.
void Staffing::add_result(const RuleSubject& subject) {
  const Activity& activity = model_.activities[subject.activity];
  const Doing doing{subject.activity, subject.result};
  const bool by_somebody = activity.performer == Performer::people && !activity.items && !activity.results[*subject.result].after;
  const bool known = std::any_of(duties_.begin(), duties_.end(), [&](const Duty& duty) { return duty.doings.front() == doing; });
  if (by_somebody && !known) add(doing, activity.roles);
}

std::size_t Staffing::merged(std::size_t duty) const {
  while (merged_into_[duty] != duty) duty = merged_into_[duty];
  return duty;
}

Staffing::Numbers Staffing::duties_of(const RuleSubject& subject) const {
  Numbers found;
  for (std::size_t d = 0; d < duties_.size(); ++d) {
    const bool is_one = std::any_of(duties_[d].doings.begin(), duties_[d].doings.end(), [&](const Doing& doing) {
      return doing.activity == subject.activity && (!subject.result || doing.result == subject.result);
    });
    if (is_one) found.push_back(d);
  }
  return found;
}

void Staffing::merge(const Rule& rule) {
  std::set<std::size_t> all;
  for (const RuleSubject& subject : rule.subjects)
    for (const std::size_t duty : duties_of(subject)) all.insert(duty);
  if (all.empty()) return;
  Duty& to = duties_[*all.begin()];
  for (auto from = std::next(all.begin()); from != all.end(); ++from) {
    Duty& other = duties_[*from];
    std::vector<std::string> both;
    std::set_intersection(to.people.begin(), to.people.end(), other.people.begin(), other.people.end(), std::back_inserter(both));
    to.people = std::move(both);
    to.doings.insert(to.doings.end(), other.doings.begin(), other.doings.end());
    other.doings.clear();
    merged_into_[*from] = *all.begin();
  }
}

void Staffing::part(const Rule& rule) {
  for (auto one = rule.subjects.begin(); one != rule.subjects.end(); ++one) {
    for (auto other = std::next(one); other != rule.subjects.end(); ++other) {
      if (one->activity == other->activity && one->result == other->result) continue;
      for (const std::size_t left : duties_of(*one))
        for (const std::size_t right : duties_of(*other)) differ_.emplace(left, right);
    }
  }
}

bool Staffing::is_possible() {
  tries_ = 0;
  chosen_.assign(duties_.size(), 0);
  order_.clear();
  for (const Duty& duty : duties_)
    if (!duty.doings.empty() && duty.people.empty()) return false;
  for (const auto& [left, right] : differ_) {
    if (left == right) return false;
    for (const std::size_t duty : {left, right})
      if (std::find(order_.begin(), order_.end(), duty) == order_.end()) order_.push_back(duty);
  }
  std::sort(order_.begin(), order_.end(), [&](std::size_t left, std::size_t right) {
    return std::pair(duties_[left].people.size(), left) < std::pair(duties_[right].people.size(), right);
  });
  return choose(0);
}

std::set<std::string> Staffing::used() const {
  std::set<std::string> found;
  for (std::size_t d = 0; d < duties_.size(); ++d) {
    const std::vector<std::string>& people = duties_[d].people;
    if (chosen_[d] != 0) found.insert(people[chosen_[d] - 1]);
    if (!duties_[d].doings.empty() && people.size() == 1) found.insert(people.front());
  }
  return found;
}

bool Staffing::choose(std::size_t at) {
  if (at == order_.size()) return true;
  const std::size_t chosen = order_[at];
  const Duty& duty = duties_[chosen];
  const std::size_t first = duty.alike ? chosen_[*duty.alike] : 0;
  for (std::size_t i = first; i + duty.more_alike < duty.people.size(); ++i) {
    if (++tries_ > kMostTries) return true;
    const bool clashes = std::any_of(differ_.begin(), differ_.end(), [&](const auto& pair) {
      if (pair.first != chosen && pair.second != chosen) return false;
      const std::size_t other = pair.first == chosen ? pair.second : pair.first;
      return chosen_[other] != 0 && duties_[other].people[chosen_[other] - 1] == duty.people[i];
    });
    if (clashes) continue;
    chosen_[chosen] = i + 1;
    if (choose(at + 1)) return true;
  }
  chosen_[chosen] = 0;
  return false;
}

}  // namespace itsmflow
