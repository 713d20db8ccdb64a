#include "verify/reasons.hpp"

#include "base/span.hpp"
#include "base/text_distance.hpp"
#include "verify/naming.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {

Course::Course(const std::vector<WayStep>& way) {
  if (!way.empty() && way.back().kind == WayStep::Kind::failure) failed = way.back().activity;
  for (const WayStep& step : way)
    if (step.kind == WayStep::Kind::activity || step.kind == WayStep::Kind::time) endings.emplace_back(step.activity, step.result);
}

void add_once(std::vector<Reason>& reasons, std::optional<Reason> reason) {
  if (reason && std::none_of(reasons.begin(), reasons.end(), [&](const Reason& one) { return one.words == reason->words; }))
    reasons.push_back(std::move(*reason));
}

std::string put_together(Cause& cause, const std::vector<Reason>& reasons, std::size_t most) {
  std::vector<std::string> words;
  for (const Reason& reason : reasons) {
    if (words.size() == most) break;
    words.push_back(reason.words);
    cause.fault += reason.fault.empty() ? reason.words : reason.fault;
    for (const Diagnostic::Related& related : reason.related)
      if (std::none_of(cause.related.begin(), cause.related.end(), [&](const auto& one) { return same(one.span, related.span); }))
        cause.related.push_back(related);
    const bool is_first = words.size() == 1;
    cause.help = is_first || cause.help == reason.help ? reason.help : std::string();
  }
  if (!reasons.empty() && std::all_of(reasons.begin(), reasons.end(), [](const Reason& one) { return one.by_rule; })) {
    std::vector<std::string> rules;
    for (const Diagnostic::Related& rule : cause.related) rules.push_back(in_code(rule.span));
    cause.help = rules.size() > 1 ? fmt::format("take one of the rules out, {}", enumerate(rules, "or"))
                                  : "let what the rule asks for be possible here, or take it out";
  }
  return fmt::format("{}", fmt::join(words, "; "));
}

std::optional<Reason> Reasons::why_not(std::uint32_t a, std::uint32_t r) const {
  const Activity& activity = model_.activities[a];
  const Result& result = activity.results[r];
  const std::string name = name_of(model_, a, r);
  const Net::ResultNode& node = net_.activities[a].results[r];
  for (const Net::Shift& shift : node.shifts) {
    if (fits(shift.object, shift.from)) continue;
    const ObjectType& object = model_.objects[shift.object];
    const std::string& target = object.states[shift.to - net_.state_place(shift.object, 0)];
    return wrong_state(name, shift.object, shift.from,
                       fmt::format("moves: {{{}: {} -> {}}}", object.id, widened(shift.object, shift.from), target));
  }
  for (const Net::Look& look : node.looks) {
    if (look.of != Need::Of::one || fits(look.object, look.states)) continue;
    return wrong_state(name, look.object, look.states,
                       fmt::format("needs: {{{}: {}}}", model_.objects[look.object].id, widened(look.object, look.states)));
  }
  const std::string only = fmt::format("'{}' can be done only when ", name);
  for (const Effects* effects : {&activity.effects, &result.effects}) {
    if (effects->when && words_.holds(effects->when->expression) != true) return closed_guard(only, *effects->when);
    for (const FieldRef& ref : effects->required) {
      const bool brings = activity.performer == Performer::people || activity.performer == Performer::service;
      if (words_.is_given(ref) || (brings && !result.after)) continue;
      const std::string path = model_.path(ref);
      return Reason{fmt::format("{}{} is given, but nobody has given it", only, path),
                    fmt::format("let an activity before it give {} (`requires: [{}]`)", path, path)};
    }
  }
  return std::nullopt;
}

/// `instead`: how it would be written to be done then, too.
Reason Reasons::wrong_state(const std::string& name, std::uint32_t object, const Bits& states, const std::string& instead) const {
  return {fmt::format("'{}' can be done only when {} is {}, but it is '{}'", name, model_.objects[object].id,
                      enumerate(quoted(names_of(object, states)), "or"), words_.state_of(object)),
          fmt::format("let '{}' be done then as well (`{}`), {}", name, instead, or_elsewhere())};
}

Reason Reasons::closed_guard(const std::string& only, const Guard& guard) const {
  const std::string values = words_.values_of({&guard.expression});
  Reason reason{fmt::format("{}`{}`{}", only, guard.expression.text(), values.empty() ? "" : ", but " + values)};
  reason.fault = only + std::string(guard.expression.text());
  const std::vector<std::string> never = words_.never_written(guard.expression);
  if (never.empty()) {
    reason.related.push_back({guard.span, "this doesn't hold then"});
    return reason;
  }
  reason.words += fmt::format(", and nothing ever sets {}", never.size() == 1 ? "it" : enumerate(never));
  reason.related.push_back({guard.span, "this never holds"});
  const std::string sets = words_.setting_of(guard.expression);
  const std::string who =
      course_.endings.empty() ? "an activity before it" : fmt::format("'{}'", model_.activities[course_.endings.back().first].id);
  reason.help = fmt::format("let {} set {}{}, or take the guard out", who, enumerate(never),
                            sets.empty() ? "" : fmt::format(" (`sets: {{{}}}`)", sets));
  return reason;
}

std::vector<Reason> Reasons::kept(std::uint32_t a) const {
  std::vector<Reason> reasons;
  for (const Moves::Kept& one : at_.kept) {
    if (one.activity != a) continue;
    Reason reason{one.why};
    reason.fault = model_.activities[a].id;
    for (const std::uint32_t rule : one.rules) reason.related.push_back({model_.rules[rule].span, "this rule is in the way"});
    reason.by_rule = !one.rules.empty();
    add_once(reasons, std::move(reason));
  }
  return reasons;
}

/// What else could be done about what waits in vain: "or let 'deploy.failed' lead to another activity".
std::string Reasons::or_elsewhere() const {
  if (course_.failed) return fmt::format("or change what '{}' asks for when it fails", model_.activities[*course_.failed].id);
  if (course_.endings.empty()) return "or lead another way on from the start";
  const auto [activity, result] = course_.endings.back();
  return fmt::format("or let '{}' lead to another activity", name_of(model_, activity, result));
}

std::vector<std::string> Reasons::names_of(std::uint32_t object, const Bits& states) const {
  const ObjectType& declared = model_.objects[object];
  std::vector<std::string> names;
  for (std::uint32_t s = 0; s < declared.states.size(); ++s)
    if (states.test(net_.state_place(object, s))) names.push_back(declared.states[s]);
  return names;
}

std::string Reasons::widened(std::uint32_t object, const Bits& states) const {
  std::vector<std::string> names = names_of(object, states);
  names.push_back(words_.state_of(object));
  return fmt::format("{}", fmt::join(names, " | "));
}

}  // namespace itsmflow
