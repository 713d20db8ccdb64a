#include "model/rule_automaton.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace itsmflow {
namespace {

using Kind = Rule::Kind;

constexpr bool kYes = true;  ///< an accepting state
constexpr bool kNo = false;

constexpr std::string_view kBroken = "broken";

/// States are told by their names; `next` in the order of the letters: none of the rule's, its first place, its second.
struct Line {
  std::string_view name;
  bool accepting;
  std::vector<std::string_view> next;
};

RuleAutomaton table(const std::vector<Line>& lines) {
  RuleAutomaton automaton;
  automaton.letters = static_cast<std::uint32_t>(lines.front().next.size());
  const auto index = [&](std::string_view name) {
    const auto at = std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return line.name == name; });
    return static_cast<std::uint32_t>(at - lines.begin());  // past the last: broken, which is added below
  };
  bool breaks = false;
  for (const Line& line : lines) {
    RuleAutomaton::State& state = automaton.states.emplace_back();
    state.name = line.name;
    state.accepting = line.accepting;
    for (const std::string_view next : line.next) {
      state.next.push_back(index(next));
      breaks = breaks || next == kBroken;
    }
  }
  if (!breaks) return automaton;
  const auto broken = static_cast<std::uint32_t>(lines.size());
  automaton.states.push_back({std::string(kBroken), kNo, std::vector<std::uint32_t>(automaton.letters, broken)});
  return automaton;
}

/// Counts up to `last`, which means "so often or more".
RuleAutomaton counter(std::uint32_t last, std::uint32_t accepted_from, std::uint32_t accepted_to) {
  RuleAutomaton automaton;
  automaton.letters = 2;
  for (std::uint32_t n = 0; n <= last; ++n)
    automaton.states.push_back({std::to_string(n), n >= accepted_from && n <= accepted_to, {n, std::min(n + 1, last)}});
  return automaton;
}

std::uint32_t places_of(const Rule& rule) {
  std::uint32_t places = 0;
  for (const RuleSubject& subject : rule.subjects) places = std::max(places, subject.side + 1);
  return places;
}

RuleAutomaton choice(std::uint32_t places) {
  RuleAutomaton automaton;
  automaton.letters = places + 1;
  automaton.states.push_back({"none", kNo, std::vector<std::uint32_t>(places + 1, 1)});
  automaton.states.front().next[0] = 0;
  automaton.states.push_back({"done", kYes, std::vector<std::uint32_t>(places + 1, 1)});
  return automaton;
}

RuleAutomaton exclusive_choice(std::uint32_t places) {
  RuleAutomaton automaton;
  automaton.letters = places + 1;
  const std::uint32_t broken = places + 1;
  RuleAutomaton::State none{"none", kNo, {0}};
  for (std::uint32_t p = 1; p <= places; ++p) none.next.push_back(p);
  automaton.states.push_back(std::move(none));
  for (std::uint32_t p = 1; p <= places; ++p) {
    RuleAutomaton::State only{"only " + std::to_string(p), kYes, std::vector<std::uint32_t>(places + 1, broken)};
    only.next[0] = p;
    only.next[p] = p;
    automaton.states.push_back(std::move(only));
  }
  automaton.states.push_back({std::string(kBroken), kNo, std::vector<std::uint32_t>(places + 1, broken)});
  return automaton;
}

RuleAutomaton unary(const Rule& rule) {
  switch (rule.kind) {
    case Kind::existence:
      return counter(rule.times, rule.times, rule.times);
    case Kind::absence:
      return counter(rule.times, 0, rule.times - 1);
    case Kind::exactly:
      return counter(rule.times + 1, rule.times, rule.times);
    case Kind::init:
      return table({{"new", kNo, {kBroken, "done"}}, {"done", kYes, {"done", "done"}}});
    default:  // last
      return table({{"other", kNo, {"other", "last"}}, {"last", kYes, {"other", "last"}}});
  }
}

/// Of two activities in any order.
RuleAutomaton unordered(Kind kind) {
  if (kind == Kind::responded_existence)
    return table({{"none", kYes, {"none", "open", "done"}},
                  {"open", kNo, {"open", "open", "done"}},
                  {"done", kYes, {"done", "done", "done"}}});
  if (kind == Kind::coexistence)
    return table({{"none", kYes, {"none", "first", "second"}},
                  {"first", kNo, {"first", "first", "done"}},
                  {"second", kNo, {"second", "done", "second"}},
                  {"done", kYes, {"done", "done", "done"}}});
  return table({{"none", kYes, {"none", "first", "second"}},
                {"first", kYes, {"first", "first", kBroken}},
                {"second", kYes, {"second", kBroken, "second"}}});
}

/// Of two activities one after the other.
RuleAutomaton ordered(Kind kind) {
  switch (kind) {
    case Kind::response:
      return table({{"idle", kYes, {"idle", "open", "idle"}}, {"open", kNo, {"open", "open", "idle"}}});
    case Kind::precedence:
      return table({{"new", kYes, {"new", "done", kBroken}}, {"done", kYes, {"done", "done", "done"}}});
    case Kind::succession:
      return table({{"new", kYes, {"new", "open", kBroken}},
                    {"open", kNo, {"open", "open", "idle"}},
                    {"idle", kYes, {"idle", "open", "idle"}}});
    case Kind::not_succession:
      return table({{"new", kYes, {"new", "after", "new"}}, {"after", kYes, {"after", "after", kBroken}}});
    case Kind::alternate_response:
      return table({{"idle", kYes, {"idle", "open", "idle"}}, {"open", kNo, {"open", kBroken, "idle"}}});
    case Kind::alternate_precedence:
      return table({{"idle", kYes, {"idle", "ready", kBroken}}, {"ready", kYes, {"ready", "ready", "idle"}}});
    default:  // alternate_succession
      return table({{"idle", kYes, {"idle", "open", kBroken}}, {"open", kNo, {"open", kBroken, "idle"}}});
  }
}

/// Of two activities directly one after the other.
RuleAutomaton chained(Kind kind) {
  switch (kind) {
    case Kind::chain_response:
      return table({{"idle", kYes, {"idle", "open", "idle"}}, {"open", kNo, {kBroken, kBroken, "idle"}}});
    case Kind::chain_precedence:
      return table({{"idle", kYes, {"idle", "ready", kBroken}}, {"ready", kYes, {"idle", "ready", "idle"}}});
    case Kind::chain_succession:
      return table({{"idle", kYes, {"idle", "open", kBroken}}, {"open", kNo, {kBroken, kBroken, "idle"}}});
    default:  // not_chain_succession
      return table({{"idle", kYes, {"idle", "after", "idle"}}, {"after", kYes, {"idle", "after", kBroken}}});
  }
}

}  // namespace

RuleAutomaton automaton_of(const Rule& rule) {
  switch (rule.kind) {
    case Kind::four_eyes:
    case Kind::same_person:
      return {};
    case Kind::existence:
    case Kind::absence:
    case Kind::exactly:
    case Kind::init:
    case Kind::last:
      return unary(rule);
    case Kind::choice:
      return choice(places_of(rule));
    case Kind::exclusive_choice:
      return exclusive_choice(places_of(rule));
    case Kind::responded_existence:
    case Kind::coexistence:
    case Kind::not_coexistence:
      return unordered(rule.kind);
    case Kind::chain_response:
    case Kind::chain_precedence:
    case Kind::chain_succession:
    case Kind::not_chain_succession:
      return chained(rule.kind);
    default:
      return ordered(rule.kind);
  }
}

std::uint32_t letter_of(const Rule& rule, std::uint32_t activity, std::uint32_t result) noexcept {
  for (const RuleSubject& subject : rule.subjects)
    if (subject.activity == activity && (!subject.result || *subject.result == result)) return subject.side + 1;
  return 0;
}

bool minds(const Rule& rule, std::uint32_t activity, std::uint32_t result) {
  const RuleAutomaton automaton = automaton_of(rule);
  const std::uint32_t letter = letter_of(rule, activity, result);
  for (std::uint32_t s = 0; s < automaton.states.size(); ++s)
    if (automaton.states[s].next[letter] != s) return true;
  return false;
}

}  // namespace itsmflow
