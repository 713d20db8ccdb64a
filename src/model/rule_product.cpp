#include "model/rule_product.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace itsmflow {

Courses courses_of(const Model& model) {
  Courses found;
  for (std::uint32_t r = 0; r < model.rules.size(); ++r)
    if (model.rules[r].is_about_course()) found.courses.push_back({r, automaton_of(model.rules[r])});
  if (found.courses.empty()) return found;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    if (model.activities[a].performer == Performer::engine) continue;
    for (std::uint32_t r = 0; r < model.activities[a].results.size(); ++r) {
      Courses::Ending& ending = found.endings.emplace_back(Courses::Ending{a, r, {}});
      for (const Courses::Course& course : found.courses) ending.letters.push_back(letter_of(model.rules[course.rule], a, r));
    }
  }
  return found;
}

namespace {

/// The key of whatever is broken; those of states have two bytes for each.
constexpr const char* kBroken = "!";

/// The state that is left by nothing and does not accept; of each automaton there is at most one.
std::uint32_t broken_state(const RuleAutomaton& automaton) {
  const auto count = static_cast<std::uint32_t>(automaton.states.size());
  for (std::uint32_t s = 0; s < count; ++s) {
    const RuleAutomaton::State& state = automaton.states[s];
    const bool stays = std::all_of(state.next.begin(), state.next.end(), [&](std::uint32_t next) { return next == s; });
    if (stays && !state.accepting) return s;
  }
  return count;
}

}  // namespace

RuleProduct::RuleProduct(const Courses& courses, std::vector<std::uint32_t> members, const std::vector<std::uint32_t>& start,
                         std::size_t limit)
    : members_(std::move(members)) {
  collect_letters(courses);
  std::vector<std::uint32_t> first;
  for (const std::uint32_t member : members_) {
    first.push_back(start[member]);
    broken_.push_back(broken_state(courses.courses[member].automaton));
  }
  explore(courses, std::move(first), limit);
  if (!too_large_) alive_ = leading_to(accepting_, std::vector<bool>(letters_.size(), true));
}

void RuleProduct::collect_letters(const Courses& courses) {
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  for (std::uint32_t e = 0; e < courses.endings.size(); ++e) {
    std::vector<std::uint32_t> reads;
    for (const std::uint32_t member : members_) reads.push_back(courses.endings[e].letters[member]);
    const auto [at, fresh] = known.try_emplace(reads, letters());
    if (fresh) {
      if (std::all_of(reads.begin(), reads.end(), [](std::uint32_t read) { return read == 0; })) foreign_ = at->second;
      letters_.push_back({std::move(reads), {}});
    }
    letters_[at->second].endings.push_back(e);
    letter_of_ending_.push_back(at->second);
  }
}

bool RuleProduct::is_broken(const std::vector<std::uint32_t>& at) const {
  for (std::size_t m = 0; m < at.size(); ++m)
    if (at[m] == broken_[m]) return true;
  return false;
}

std::string RuleProduct::key(const std::vector<std::uint32_t>& at) const {
  if (is_broken(at)) return kBroken;
  std::string text;
  text.reserve(2 * at.size());
  for (const std::uint32_t state : at) {
    text += static_cast<char>(state & 0xFFU);
    text += static_cast<char>(state >> 8U & 0xFFU);
  }
  return text;
}

void RuleProduct::explore(const Courses& courses, std::vector<std::uint32_t> start, std::size_t limit) {
  std::vector<std::vector<std::uint32_t>> found;
  const auto number = [&](std::vector<std::uint32_t> at) {
    const auto [place, fresh] = index_.try_emplace(key(at), static_cast<std::uint32_t>(found.size()));
    if (fresh) found.push_back(std::move(at));
    return place->second;
  };
  number(std::move(start));
  for (std::size_t s = 0; s < found.size(); ++s) {
    if (found.size() > limit) {
      too_large_ = true;
      return;
    }
    bool accepting = true;
    for (std::size_t m = 0; m < members_.size(); ++m)
      accepting = accepting && courses.courses[members_[m]].automaton.states[found[s][m]].accepting;
    accepting_.push_back(accepting);
    for (const Letter& letter : letters_) {
      std::vector<std::uint32_t> at = found[s];
      for (std::size_t m = 0; m < members_.size(); ++m)
        at[m] = courses.courses[members_[m]].automaton.states[at[m]].next[letter.reads[m]];
      next_.push_back(number(std::move(at)));
    }
  }
}

std::optional<std::uint32_t> RuleProduct::find(const std::vector<std::uint32_t>& states) const {
  std::vector<std::uint32_t> at;
  at.reserve(members_.size());
  for (const std::uint32_t member : members_) at.push_back(states[member]);
  const auto found = index_.find(key(at));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

std::vector<bool> RuleProduct::leading_to(std::vector<bool> goals, const std::vector<bool>& allowed) const {
  std::vector<std::vector<std::uint32_t>> before(size());
  for (std::uint32_t s = 0; s < size(); ++s)
    for (std::uint32_t l = 0; l < letters(); ++l)
      if (allowed[l]) before[next(s, l)].push_back(s);
  std::vector<std::uint32_t> open;
  for (std::uint32_t s = 0; s < size(); ++s)
    if (goals[s]) open.push_back(s);
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    for (const std::uint32_t s : before[at]) {
      if (goals[s]) continue;
      goals[s] = true;
      open.push_back(s);
    }
  }
  return goals;
}

}  // namespace itsmflow
