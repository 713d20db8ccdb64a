#pragma once

#include "model/rule_set.hpp"

#include <itsmflow/model.hpp>

#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// A course of a case: which activities have ended, by number.
using Trace = std::vector<std::uint32_t>;

/// A model of nothing but activities (a, b, c, …) and rules.
inline Model model_of(std::uint32_t activities, std::vector<Rule> rules) {
  Model model;
  for (std::uint32_t a = 0; a < activities; ++a) {
    Activity activity;
    activity.id = std::string(1, static_cast<char>('a' + a));
    activity.results.resize(1);
    model.activities.push_back(std::move(activity));
  }
  model.rules = std::move(rules);
  return model;
}

/// Each place of the rule is one activity.
inline Rule rule_of(Rule::Kind kind, const std::vector<std::uint32_t>& places, std::uint32_t times = 1) {
  Rule rule;
  rule.kind = kind;
  rule.times = times;
  for (std::uint32_t p = 0; p < places.size(); ++p) {
    RuleSubject subject;
    subject.activity = places[p];
    subject.side = p;
    rule.subjects.push_back(std::move(subject));
  }
  return rule;
}

inline RuleSet::States after(const RuleSet& rules, const Trace& trace) {
  RuleSet::States states = rules.initial();
  for (const std::uint32_t activity : trace) rules.advance(states, activity, 0);
  return states;
}

inline std::string text_of(const Trace& trace) {
  std::string text;
  for (const std::uint32_t activity : trace) text += static_cast<char>('a' + activity);
  return text.empty() ? "(nothing)" : text;
}

// What each template means, said directly of a whole course: nothing here knows automata.

inline std::size_t count(const Trace& t, std::uint32_t what) {
  std::size_t found = 0;
  for (const std::uint32_t at : t) found += at == what ? 1 : 0;
  return found;
}
inline bool has(const Trace& t, std::uint32_t what) {
  return count(t, what) > 0;
}
/// At some place from `begin` and before `end`.
inline bool has_within(const Trace& t, std::uint32_t what, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end && i < t.size(); ++i)
    if (t[i] == what) return true;
  return false;
}

inline bool responds(const Trace& t, std::uint32_t a, std::uint32_t b) {
  for (std::size_t i = 0; i < t.size(); ++i)
    if (t[i] == a && !has_within(t, b, i + 1, t.size())) return false;
  return true;
}
inline bool precedes(const Trace& t, std::uint32_t a, std::uint32_t b) {
  for (std::size_t i = 0; i < t.size(); ++i)
    if (t[i] == b && !has_within(t, a, 0, i)) return false;
  return true;
}
/// Between an a and the next a, or the end, stands a b.
inline bool alternately_responds(const Trace& t, std::uint32_t a, std::uint32_t b) {
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i] != a) continue;
    std::size_t next = i + 1;
    while (next < t.size() && t[next] != a) ++next;
    if (!has_within(t, b, i + 1, next)) return false;
  }
  return true;
}
/// Between a b and the b before it, or the beginning, stands an a.
inline bool alternately_precedes(const Trace& t, std::uint32_t a, std::uint32_t b) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i] != b) continue;
    if (!has_within(t, a, from, i)) return false;
    from = i + 1;
  }
  return true;
}
inline bool responds_at_once(const Trace& t, std::uint32_t a, std::uint32_t b) {
  for (std::size_t i = 0; i < t.size(); ++i)
    if (t[i] == a && (i + 1 == t.size() || t[i + 1] != b)) return false;
  return true;
}
inline bool precedes_at_once(const Trace& t, std::uint32_t a, std::uint32_t b) {
  for (std::size_t i = 0; i < t.size(); ++i)
    if (t[i] == b && (i == 0 || t[i - 1] != a)) return false;
  return true;
}
inline std::size_t different(const Trace& t, const Rule& rule) {
  std::size_t found = 0;
  for (const RuleSubject& subject : rule.subjects) found += has(t, subject.activity) ? 1 : 0;
  return found;
}

/// Whether a whole course satisfies a rule.
inline bool satisfies(const Trace& t, const Rule& rule) {
  using Kind = Rule::Kind;
  const std::uint32_t a = rule.subjects.front().activity;
  const std::uint32_t b = rule.subjects.back().activity;
  switch (rule.kind) {
    case Kind::existence:
      return count(t, a) >= rule.times;
    case Kind::absence:
      return count(t, a) < rule.times;
    case Kind::exactly:
      return count(t, a) == rule.times;
    case Kind::init:
      return !t.empty() && t.front() == a;
    case Kind::last:
      return !t.empty() && t.back() == a;
    case Kind::choice:
      return different(t, rule) >= 1;
    case Kind::exclusive_choice:
      return different(t, rule) == 1;
    case Kind::responded_existence:
      return !has(t, a) || has(t, b);
    case Kind::coexistence:
      return has(t, a) == has(t, b);
    case Kind::not_coexistence:
      return !(has(t, a) && has(t, b));
    case Kind::response:
      return responds(t, a, b);
    case Kind::precedence:
      return precedes(t, a, b);
    case Kind::succession:
      return responds(t, a, b) && precedes(t, a, b);
    case Kind::not_succession:
      for (std::size_t i = 0; i < t.size(); ++i)
        if (t[i] == a && has_within(t, b, i + 1, t.size())) return false;
      return true;
    case Kind::alternate_response:
      return alternately_responds(t, a, b);
    case Kind::alternate_precedence:
      return alternately_precedes(t, a, b);
    case Kind::alternate_succession:
      return alternately_responds(t, a, b) && alternately_precedes(t, a, b);
    case Kind::chain_response:
      return responds_at_once(t, a, b);
    case Kind::chain_precedence:
      return precedes_at_once(t, a, b);
    case Kind::chain_succession:
      return responds_at_once(t, a, b) && precedes_at_once(t, a, b);
    case Kind::not_chain_succession:
      for (std::size_t i = 0; i + 1 < t.size(); ++i)
        if (t[i] == a && t[i + 1] == b) return false;
      return true;
    default:
      return false;
  }
}

}  // namespace itsmflow
