#include "semantics/permissions.hpp"

#include "semantics/items.hpp"
#include "semantics/people.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

bool names(const std::vector<std::uint32_t>& ascending, std::uint32_t one) {
  return std::binary_search(ascending.begin(), ascending.end(), one);
}

/// All who do something of it.
std::vector<std::uint32_t> roles_of_all(const Activity& activity) {
  std::vector<std::uint32_t> roles = roles_of_item(activity, {});
  if (activity.items)
    for (const Part& part : activity.items->parts) roles.insert(roles.end(), part.roles.begin(), part.roles.end());
  return roles;
}

const std::vector<std::uint32_t> roles_of_line(const Model& model, const Allowance& line, std::uint32_t activity) {
  return line.roles.empty() ? roles_of_all(model.activities[activity]) : line.roles;
}

}  // namespace

bool is_stopped(const Model& model, const CaseState& state) {
  return std::any_of(state.deviations.begin(), state.deviations.end(), [&](const Deviation& deviation) {
    const std::optional<Confirmation>& confirm = model.deviations.lines[deviation.line].confirm;
    if (!confirm) return false;
    if (deviation.verdict == Deviation::Verdict::disapproved) return confirm->stops_when_disapproved;
    return deviation.verdict == Deviation::Verdict::none && deviation.late && confirm->stops_when_late;
  });
}

Permissions::Permissions(const Model& model, const CaseState& state, const std::vector<std::string>& held, std::uint32_t motive)
    : model_(&model), held_(&held), motive_(motive), used_(model.deviations.lines.size()), stopped_(is_stopped(model, state)) {
  for (const Deviation& deviation : state.deviations) {
    ++used_[deviation.line];
    ++total_;
  }
}

std::vector<std::uint32_t> Permissions::roles_under(std::uint32_t line, std::uint32_t activity) const {
  return roles_of_line(*model_, model_->deviations.lines[line], activity);
}

std::string Permissions::role_under(std::uint32_t line, std::uint32_t activity) const {
  return acting_role(*model_, roles_under(line, activity), *held_);
}

std::optional<std::uint32_t> Permissions::take(DeviationKind kind, std::uint32_t activity) {
  const Deviations& declared = model_->deviations;
  if (stopped_ || names(declared.never, activity) || (declared.at_most && total_ >= *declared.at_most)) return std::nullopt;
  for (std::uint32_t l = 0; l < declared.lines.size(); ++l) {
    const Allowance& line = declared.lines[l];
    if (line.what != kind || !names(line.activities, activity) || !names(line.motives, motive_)) continue;
    if (line.at_most && used_[l] >= *line.at_most) continue;
    if (role_under(l, activity).empty()) continue;
    ++used_[l];
    ++total_;
    return l;
  }
  return std::nullopt;
}

bool may_deviate(const Model& model, const std::vector<std::string>& held, DeviationKind kind, std::uint32_t activity) {
  if (names(model.deviations.never, activity)) return false;
  return std::any_of(model.deviations.lines.begin(), model.deviations.lines.end(), [&](const Allowance& line) {
    return line.what == kind && names(line.activities, activity) &&
           !acting_role(model, roles_of_line(model, line, activity), held).empty();
  });
}

}  // namespace itsmflow
