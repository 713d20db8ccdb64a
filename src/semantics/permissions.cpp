#include "semantics/permissions.hpp"

#include "base/text_distance.hpp"
#include "semantics/confirmation.hpp"
#include "semantics/items.hpp"
#include "semantics/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace itsmflow {
namespace {

bool names(const std::vector<std::uint32_t>& ascending, std::uint32_t one) {
  return std::binary_search(ascending.begin(), ascending.end(), one);
}

std::vector<std::uint32_t> roles_of_line(const Model& model, const Allowance& line, std::uint32_t activity) {
  return line.roles.empty() ? roles_of_all(model.activities[activity]) : line.roles;
}

/// What nobody has noticed yet is late all the same.
std::uint32_t stopped_by(const Model& model, const CaseState& state, Timestamp now) {
  for (std::uint32_t d = 0; d < state.deviations.size(); ++d) {
    const Deviation& deviation = state.deviations[d];
    const std::optional<Confirmation>& confirm = model.deviations.lines[deviation.line].confirm;
    if (!confirm) continue;
    const bool is_disapproved = deviation.verdict == Deviation::Verdict::disapproved;
    const std::optional<Timestamp> due = confirmation_due(model, deviation);
    const bool is_late = deviation.verdict == Deviation::Verdict::none && (deviation.late || (due && *due <= now));
    if ((is_disapproved && confirm->stops_when_disapproved) || (is_late && confirm->stops_when_late)) return d + 1;
  }
  return 0;
}

}  // namespace

Permissions::Permissions(const Model& model, const CaseState& state, const std::vector<std::string>& held, std::uint32_t motive,
                         Timestamp now)
    : model_(&model),
      held_(&held),
      motive_(motive),
      used_(model.deviations.lines.size()),
      before_(static_cast<std::uint32_t>(state.deviations.size())),
      stopped_by_(stopped_by(model, state, now)) {
  for (const Deviation& deviation : state.deviations) {
    ++used_[deviation.line];
    ++total_;
  }
}

std::vector<std::uint32_t> Permissions::roles_under(std::uint32_t line, std::uint32_t activity, std::string_view item) const {
  const Activity& declared = model_->activities[activity];
  if (model_->deviations.lines[line].roles.empty() && declared.items && !item.empty()) return roles_of_item(declared, item);
  return roles_of_line(*model_, model_->deviations.lines[line], activity);
}

std::string Permissions::role_under(std::uint32_t line, std::uint32_t activity, std::string_view item) const {
  return acting_role(*model_, roles_under(line, activity, item), *held_);
}

std::optional<std::uint32_t> Permissions::line_for(DeviationKind kind, std::uint32_t activity, std::string_view item) const {
  const Deviations& declared = model_->deviations;
  if (stopped_by_ > 0 || names(declared.never, activity) || (declared.at_most && total_ >= *declared.at_most)) return std::nullopt;
  for (std::uint32_t l = 0; l < declared.lines.size(); ++l) {
    const Allowance& line = declared.lines[l];
    if (line.what != kind || !names(line.activities, activity) || !names(line.motives, motive_)) continue;
    if (line.at_most && used_[l] >= *line.at_most) continue;
    if (!role_under(l, activity, item).empty()) return l;
  }
  return std::nullopt;
}

bool Permissions::permit(NetEvent& deviated) {
  const std::optional<std::uint32_t> line = line_for(deviated.kind, deviated.activity, deviated.item);
  if (!line) return false;
  ++used_[*line];
  ++total_;
  deviated.motive = motive_;
  deviated.line = *line;
  deviated.role = role_under(*line, deviated.activity, deviated.item);
  return true;
}

std::string Permissions::why_nothing(std::uint32_t activity) const {
  const Deviations& declared = model_->deviations;
  if (stopped_by_ > 0) return fmt::format("the case takes no more deviations until somebody confirms deviation {}", stopped_by_);
  if (names(declared.never, activity))
    return fmt::format("the model permits no deviation on '{}'", model_->activities[activity].id);
  if (declared.at_most && before_ >= *declared.at_most)
    return fmt::format("the case has had as many deviations as the model permits, {}", *declared.at_most);
  if (declared.at_most && total_ >= *declared.at_most)
    return fmt::format("this would be more deviations than the model permits in one case, {}", *declared.at_most);
  return {};
}

std::string Permissions::why_not(DeviationKind kind, std::uint32_t activity) const {
  if (std::string why = why_nothing(activity); !why.empty()) return why;
  if (std::string why = why_not_now(kind, activity); !why.empty()) return why;
  return fmt::format("the model permits no {} on '{}'", to_string(kind), model_->activities[activity].id);
}

std::string Permissions::why_not_now(DeviationKind kind, std::uint32_t activity) const {
  const Deviations& declared = model_->deviations;
  const std::string what = fmt::format("{} on '{}'", to_string(kind), model_->activities[activity].id);
  std::vector<std::string> motives;
  std::vector<std::string> roles;
  bool used_up = false;
  for (std::uint32_t l = 0; l < declared.lines.size(); ++l) {
    const Allowance& line = declared.lines[l];
    if (line.what != kind || !names(line.activities, activity)) continue;
    if (!names(line.motives, motive_)) {
      for (const std::uint32_t motive : line.motives) motives.push_back(declared.motives[motive].id);
    } else if (role_under(l, activity, {}).empty()) {
      for (const std::uint32_t role : roles_under(l, activity, {})) roles.push_back(model_->roles[role].id);
    } else {
      used_up = true;
    }
  }
  if (used_up) return fmt::format("{} was used as often as the model permits in one case", what);
  if (!motives.empty())
    return fmt::format("{} is not permitted for {}, but for {}", what, declared.motives[motive_].id, enumerate(motives, "or"));
  if (!roles.empty()) return fmt::format("{} is permitted only to somebody with the role {}", what, enumerate(roles, "or"));
  return {};
}

std::vector<std::uint32_t> roles_of_lines(const Model& model) {
  std::set<std::uint32_t> roles;
  for (const Allowance& line : model.deviations.lines)
    for (const std::uint32_t activity : line.activities)
      for (const std::uint32_t role : roles_of_line(model, line, activity)) roles.insert(role);
  return {roles.begin(), roles.end()};
}

}  // namespace itsmflow
