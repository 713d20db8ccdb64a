#include "lang/permissions.hpp"

#include <algorithm>

namespace itsmflow::lang {
namespace {

/// The activity and all its results.
bool any_effects(const Activity& activity, bool (*has)(const Effects&)) {
  return has(activity.effects) || std::ranges::any_of(activity.results, [&](const Result& result) { return has(result.effects); });
}

/// What a new case of another process requires stands in the way too, and is not looked at here.
bool starts_cases(const Activity& activity) {
  return !activity.starts.empty() ||
         std::ranges::any_of(activity.results, [](const Result& result) { return !result.starts.empty(); });
}

bool has_guard(const Effects& effects) {
  return effects.when.has_value();
}

/// What is computed may lack something, too.
bool asks_for_data(const Effects& effects) {
  return !effects.required.empty() || !effects.derived.empty() || !effects.sets.empty();
}

bool parts_require(const Activity& activity) {
  return activity.items &&
         std::ranges::any_of(activity.items->parts, [](const itsmflow::Part& part) { return !part.required.empty(); });
}

bool is_in_rule_about_people(const Model& model, std::uint32_t activity) {
  return std::ranges::any_of(model.rules, [&](const Rule& rule) {
    return !rule.is_about_course() && std::ranges::find(rule.subjects, activity, &RuleSubject::activity) != rule.subjects.end();
  });
}

}  // namespace

std::string why_never_needed(const Model& model, std::uint32_t activity, DeviationKind what, const std::vector<std::uint32_t>& by) {
  const Activity& declared = model.activities[activity];
  switch (what) {
    case DeviationKind::override_guard:
      return any_effects(declared, has_guard) || starts_cases(declared) ? "" : "it has no guard";
    case DeviationKind::missing_data:
      return any_effects(declared, asks_for_data) || parts_require(declared) || starts_cases(declared) ? "" : "it requires no data";
    case DeviationKind::out_of_role: {
      const auto has_it = [&](std::uint32_t role) { return std::ranges::find(declared.roles, role) != declared.roles.end(); };
      const bool all = !by.empty() && !declared.items && std::ranges::all_of(by, has_it);
      return all ? "whoever is named by 'by' has a role of it" : "";
    }
    case DeviationKind::override_people:
      return is_in_rule_about_people(model, activity) ? "" : "no 'four_eyes' or 'same_person' names it";
    case DeviationKind::override_rule:
      return std::ranges::any_of(model.rules, &Rule::is_about_course) ? "" : "there is no rule about the course of a case";
    default:
      return {};
  }
}

std::string why_never_deviated(const Model& model, std::uint32_t activity) {
  const std::string why = why_never(model, activity, DeviationKind::skip);
  return why.empty() || why_never(model, activity, DeviationKind::missing_data).empty() ? std::string() : why;
}

}  // namespace itsmflow::lang
