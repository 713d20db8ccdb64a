#include "course.hpp"

#include <algorithm>
#include <functional>

namespace itsmflow::oracle {

namespace {

bool names(const std::vector<Source>& place, const Source& ending) {
  return std::any_of(place.begin(), place.end(), [&](const Source& each) {
    return each.activity == ending.activity && (each.result.empty() || each.result == ending.result);
  });
}

/// A course as a rule sees it: which endings are of its first place, which of its second …
using Seen = std::vector<std::vector<bool>>;

bool response(const Seen& s, std::size_t n) {  // after each first a second, sooner or later
  for (std::size_t i = 0; i < n; ++i)
    if (s[0][i] && std::find(s[1].begin() + static_cast<std::ptrdiff_t>(i) + 1, s[1].end(), true) == s[1].end()) return false;
  return true;
}

bool precedence(const Seen& s, std::size_t n) {  // before each second a first
  for (std::size_t i = 0; i < n; ++i)
    if (s[1][i] && std::find(s[0].begin(), s[0].begin() + static_cast<std::ptrdiff_t>(i), true) ==
                       s[0].begin() + static_cast<std::ptrdiff_t>(i))
      return false;
  return true;
}

bool alternate_response(const Seen& s, std::size_t n) {  // after each first a second, and no other first between
  for (std::size_t i = 0; i < n; ++i) {
    if (!s[0][i]) continue;
    std::size_t j = i + 1;
    while (j < n && !s[1][j] && !s[0][j]) ++j;
    if (j == n || !s[1][j]) return false;
  }
  return true;
}

bool alternate_precedence(const Seen& s, std::size_t n) {  // before each second a first, and no other second between
  for (std::size_t j = 0; j < n; ++j) {
    if (!s[1][j]) continue;
    std::size_t i = j;
    while (i > 0 && !s[0][i - 1] && !s[1][i - 1]) --i;
    if (i == 0 || !s[0][i - 1]) return false;
  }
  return true;
}

bool chain_response(const Seen& s, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    if (s[0][i] && (i + 1 == n || !s[1][i + 1])) return false;
  return true;
}

bool chain_precedence(const Seen& s, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    if (s[1][i] && (i == 0 || !s[0][i - 1])) return false;
  return true;
}

bool never_after(const Seen& s, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    if (s[0][i] && std::find(s[1].begin() + static_cast<std::ptrdiff_t>(i) + 1, s[1].end(), true) != s[1].end()) return false;
  return true;
}

bool never_next(const Seen& s, std::size_t n) {
  for (std::size_t i = 0; i + 1 < n; ++i)
    if (s[0][i] && s[1][i + 1]) return false;
  return true;
}

/// What docs/language.md says of each template, of a whole course.
bool as_template(const Rule& rule, const Seen& s, std::size_t n) {
  const std::string& t = rule.course;
  const auto count = [&](std::size_t place) { return static_cast<int>(std::count(s[place].begin(), s[place].end(), true)); };
  int places = 0;  // that occur at all
  for (std::size_t i = 0; i < s.size(); ++i) places += count(i) > 0 ? 1 : 0;
  if (t == "existence") return count(0) >= rule.times;
  if (t == "absence") return count(0) < rule.times;
  if (t == "exactly") return count(0) == rule.times;
  if (t == "init") return n > 0 && s[0].front();
  if (t == "last") return n > 0 && s[0].back();
  if (t == "choice") return places > 0;
  if (t == "exclusive_choice") return places == 1;
  if (t == "responded_existence") return count(0) == 0 || count(1) > 0;
  if (t == "coexistence") return (count(0) > 0) == (count(1) > 0);
  if (t == "not_coexistence") return count(0) == 0 || count(1) == 0;
  if (t == "response") return response(s, n);
  if (t == "precedence") return precedence(s, n);
  if (t == "succession") return response(s, n) && precedence(s, n);
  if (t == "not_succession") return never_after(s, n);
  if (t == "alternate_response") return alternate_response(s, n);
  if (t == "alternate_precedence") return alternate_precedence(s, n);
  if (t == "alternate_succession") return alternate_response(s, n) && alternate_precedence(s, n);
  if (t == "chain_response") return chain_response(s, n);
  if (t == "chain_precedence") return chain_precedence(s, n);
  if (t == "chain_succession") return chain_response(s, n) && chain_precedence(s, n);
  return never_next(s, n);
}

}  // namespace

Course::Course(const Model& model) : model_(model) {
  for (std::size_t i = 0; i < model.rules.size(); ++i)
    if (!model.rules[i].course.empty()) rules_.push_back(i);
  std::set<std::vector<bool>> known;
  for (const Activity& activity : model.activities) {
    if (activity.by_engine()) continue;
    for (const Result& result : activity.results) {
      const Source ending{activity.id, result.id};
      std::vector<bool> named;
      for (const std::size_t rule : rules_)
        for (const auto& place : model.rules[rule].places) named.push_back(names(place, ending));
      if (known.insert(named).second) alphabet_.push_back(ending);
    }
  }
  for (const std::size_t rule : rules_)
    for (const auto& place : model.rules[rule].places) {
      std::vector<bool>& named = named_[rule].emplace_back();
      for (const Source& ending : alphabet_) named.push_back(names(place, ending));
    }
}

Course::Letters Course::letters_of(const Endings& endings) const {
  Letters letters;
  for (const Source& ending : endings)
    for (std::size_t i = 0; i < alphabet_.size(); ++i) {
      const bool same = std::all_of(rules_.begin(), rules_.end(), [&](std::size_t rule) {
        const auto& places = model_.rules[rule].places;
        return std::all_of(places.begin(), places.end(),
                           [&](const auto& place) { return names(place, ending) == names(place, alphabet_[i]); });
      });
      if (!same) continue;
      letters.push_back(static_cast<int>(i));
      break;
    }
  return letters;
}

bool Course::satisfied(std::size_t rule, const Letters& course) const {
  Seen seen;
  for (const std::vector<bool>& named : named_.at(rule)) {
    seen.emplace_back();
    for (const int letter : course) seen.back().push_back(named[static_cast<std::size_t>(letter)]);
  }
  return as_template(model_.rules[rule], seen, course.size());
}

/// Continuations of up to two endings tell apart whatever these rules tell apart: each distinguishes a handful of pasts.
Course::Signature Course::signature(const Letters& course) const {
  const int letters = static_cast<int>(alphabet_.size());
  Signature found;
  for (const std::size_t rule : rules_) {
    found.push_back(satisfied(rule, course));
    for (int first = 0; first < letters; ++first) {
      Letters longer = course;
      longer.push_back(first);
      found.push_back(satisfied(rule, longer));
      longer.push_back(0);
      for (longer.back() = 0; longer.back() < letters; ++longer.back()) found.push_back(satisfied(rule, longer));
    }
  }
  return found;
}

std::size_t Course::class_of(const Letters& course) const {
  const auto [known, added] = class_by_signature_.emplace(signature(course), classes_.size());
  if (added) classes_.push_back(course);
  return known->second;
}

std::size_t Course::class_after(std::size_t before, int letter) const {
  const auto known = class_after_.find({before, letter});
  if (known != class_after_.end()) return known->second;
  Letters longer = classes_[before];
  longer.push_back(letter);
  return class_after_[{before, letter}] = class_of(longer);
}

std::size_t Course::class_of(const Endings& endings) const {
  std::size_t at = classes_.empty() ? class_of(Letters{}) : 0;
  for (const int letter : letters_of(endings)) at = class_after(at, letter);
  return at;
}

template <class Found>
bool Course::any_continuation(std::size_t from, Found found) const {
  std::set<std::size_t> known{from};
  std::vector<std::size_t> open{from};
  while (!open.empty()) {
    const std::size_t next = open.back();
    open.pop_back();
    if (found(Letters(classes_[next]))) return true;
    for (std::size_t letter = 0; letter < alphabet_.size(); ++letter)
      if (const std::size_t after = class_after(next, static_cast<int>(letter)); known.insert(after).second) open.push_back(after);
  }
  return false;
}

std::vector<std::size_t> Course::without(const Off& off) const {
  std::vector<std::size_t> left;
  for (const std::size_t rule : rules_)
    if (!off.count(rule)) left.push_back(rule);
  return left;
}

Course::Off Course::unsatisfied(const Endings& endings, const Off& off) const {
  Off found;
  if (rules_.empty()) return found;
  const Letters& course = classes_[class_of(endings)];
  for (const std::size_t rule : without(off))
    if (!satisfied(rule, course)) found.insert(rule);
  return found;
}

bool Course::kept_together(const std::vector<std::size_t>& rules, std::size_t from) const {
  if (const auto known = kept_.find({rules, from}); known != kept_.end()) return known->second;
  const bool kept = any_continuation(from, [&](const Letters& each) {
    return std::all_of(rules.begin(), rules.end(), [&](std::size_t rule) { return satisfied(rule, each); });
  });
  return kept_[{rules, from}] = kept;
}

bool Course::can_be_kept(const Endings& endings, const Off& off) const {
  const std::vector<std::size_t> rules = without(off);
  return rules.empty() || kept_together(rules, class_of(endings));
}

Course::Off Course::blamed(const Endings& endings, const Off& off) const {
  const std::size_t here = class_of(endings);
  std::vector<std::size_t> rules = without(off);
  Off broken;
  for (const std::size_t rule : rules)
    if (!kept_together({rule}, here)) broken.insert(rule);
  if (!broken.empty()) return broken;
  for (std::size_t i = rules.size(); i-- > 0;) {
    std::vector<std::size_t> fewer = rules;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (!kept_together(fewer, here)) rules = std::move(fewer);
  }
  return {rules.begin(), rules.end()};
}

std::vector<std::string> Course::standing(const Endings& endings, const Off& off, bool over) const {
  std::vector<std::string> found;
  if (rules_.empty()) return found;
  const std::size_t here = class_of(endings);
  for (const std::size_t rule : without(off)) {
    const bool now = satisfied(rule, classes_[here]);
    if (over) {
      found.emplace_back(now ? "satisfied" : "violated");
      continue;
    }
    std::string& known = standing_[{rule, here}];
    if (known.empty()) {
      const bool may_change = any_continuation(here, [&](const Letters& each) { return satisfied(rule, each) != now; });
      known = now ? (may_change ? "satisfied_for_now" : "satisfied") : (may_change ? "pending" : "violated");
    }
    found.push_back(known);
  }
  return found;
}

}  // namespace itsmflow::oracle
