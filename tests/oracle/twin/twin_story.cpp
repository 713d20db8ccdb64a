// What is said of deviations and of the case afterwards: confirming (9.15) and outcomes (section 10).

#include "world.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

bool has_one_of(const std::set<std::string>& his, const std::vector<std::string>& roles) {
  return std::any_of(roles.begin(), roles.end(), [&](const std::string& role) { return his.count(role) > 0; });
}

/// 10.2, as far as it hangs on the guard.
bool reads_assumed(const Expr& expr, const std::map<std::string, std::size_t>& assumed) {
  if (expr.op == Expr::Op::state && assumed.count(expr.name)) return true;
  return std::any_of(expr.args.begin(), expr.args.end(), [&](const Expr& each) { return reads_assumed(each, assumed); });
}

}  // namespace

/// A deviation under a line with `confirm`, and any skip.
bool Twin::may_be_confirmed(const Deviated& deviation) const {
  return deviation.kind == DeviationKind::skip || model_.deviations.allow[deviation.line].confirm;
}

bool Twin::may_confirm(const std::string& person, const Deviated& deviation) const {
  const auto& confirm = model_.deviations.allow[deviation.line].confirm;
  const auto& his = model_.people.at(person);
  if (confirm) return has_one_of(his, confirm->by);
  const Activity& activity = *model_.activity(deviation.activity);
  std::vector<std::string> roles = activity.roles;
  if (activity.items)
    for (const Part& part : activity.items->parts) roles.insert(roles.end(), part.roles.begin(), part.roles.end());
  return roles.empty() ? may_start(model_, person) : has_one_of(his, roles);
}

Outcome Twin::say(const std::string& person, std::int64_t number, ConfirmationStatus what) {
  if (number < 1 || number > static_cast<std::int64_t>(now_.deviations.size())) return {.error = true};
  const auto at = static_cast<std::size_t>(number - 1);
  const Deviated& deviation = now_.deviations[at];
  Kinds found;
  if (deviation.said == ConfirmationStatus::confirmed) found.insert(Kind::taken);
  if (!may_be_confirmed(deviation)) return {.obstacles = {Kind::not_reached}};
  if (!may_confirm(person, deviation)) found.insert(Kind::wrong_role);
  if (deviation.person == person && blunder_ != Blunder::own_ones_confirmed) found.insert(Kind::four_eyes);
  const bool confirms = what == ConfirmationStatus::confirmed;
  return step(found, [&] {
    now_.deviations[at].said = what;
    now_.deviations[at].judge = person;
    if (confirms && blunder_ != Blunder::assumed_for_good)
      std::erase_if(now_.assumed, [&](const auto& each) { return each.second == at + 1; });
    happened(confirms ? EventType::confirmed : EventType::disapproved, "", "", std::to_string(number));
  });
}

/// 9.15: `within` has passed, and nobody has said anything.
bool Twin::becomes_late(const Deviated& deviation) const {
  const auto& confirm = model_.deviations.allow[deviation.line].confirm;
  return deviation.said == ConfirmationStatus::awaited && confirm->within > 0 && deviation.at + confirm->within <= world_.clock_;
}

void Twin::note_late_ones() {
  for (std::size_t i = 0; i < now_.deviations.size(); ++i) {
    if (!becomes_late(now_.deviations[i])) continue;
    now_.deviations[i].said = ConfirmationStatus::late;
    happened(EventType::confirmation_late, "", "", std::to_string(i + 1));
  }
}

/// 10.1 and 10.2: what the guards say; no value: they were asked, and none holds.
std::optional<std::string> Twin::found_outcome() const {
  if (now_.status == CaseStatus::cancelled) return "undecided";
  for (const End& end : model_.outcomes.of) {
    if (!end.when) continue;
    if (reads_assumed(*end.when, now_.assumed) && blunder_ != Blunder::first_guard_wins) return "undecided";
    if (holds(end.when, sight(now_.given, ""))) return end.id;
  }
  return std::nullopt;
}

std::string Twin::outcome() const {
  if (now_.status == CaseStatus::open || model_.outcomes.of.empty()) return "";
  if (!now_.given_outcome.empty()) return now_.given_outcome;
  return found_outcome().value_or("undecided");
}

/// 10.3.
bool Twin::may_judge(const std::string& person) const {
  const auto& by = model_.outcomes.by;
  if (by.empty() ? may_start(model_, person) : has_one_of(model_.people.at(person), by)) return true;
  return now_.ended_by == person && now_.given_outcome.empty() && !found_outcome();
}

Outcome Twin::judge(const std::string& person, const std::string& outcome) {
  const auto& of = model_.outcomes.of;
  const bool known =
      outcome == "undecided" || std::any_of(of.begin(), of.end(), [&](const End& each) { return each.id == outcome; });
  if (of.empty() || !known) return {.error = true};
  if (now_.status == CaseStatus::open) return {.obstacles = {Kind::not_reached}};
  return step(may_judge(person) ? Kinds{} : Kinds{Kind::wrong_role}, [&] {
    now_.given_outcome = outcome == "undecided" ? "" : outcome;
    now_.judge = outcome == "undecided" ? "" : person;
    happened(EventType::judged, "", "", outcome);
  });
}

}  // namespace itsmflow::oracle
