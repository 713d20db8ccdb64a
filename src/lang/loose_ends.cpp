#include "lang/sections.hpp"
#include "model/ends.hpp"
#include "model/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace itsmflow::lang {
namespace {

bool says_when(const Activity& activity) {
  const auto says = [](const Effects& effects) { return !effects.moves.empty() || !effects.needs.empty() || effects.when; };
  return says(activity.effects) || std::ranges::any_of(activity.results, [&](const Result& one) { return says(one.effects); });
}

/// It can be done whenever its states allow. Where no row begins at the start, that goes for all that begins a branch.
void find_loose_starts(Context& context) {
  const Model& model = context.model;
  const std::vector<bool> loose = loose_starts(model);
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    if (!loose[a]) continue;
    const Activity& activity = model.activities[a];
    const auto row = std::ranges::find_if(model.rows, [&](const Row& one) { return comes_from(one, a); });
    const std::string before = only_loose_end(model, a);
    context.findings
        .warning("loose-start", activity.span, "no row leads to " + quoted(activity.id) + ", so that it can be done at any time")
        .label(says_when(activity) ? "its states and guards alone decide" : "")
        .related(row->span, "a row leads on from it")
        .help(fmt::format("add a row `- {} -> {}`", before.empty() ? "ACTIVITY" : before, activity.id));
  }
}

}  // namespace

void find_loose_ends(Context& context) {
  const Model& model = context.model;
  const std::vector<bool> waits = targets_of_rows(model);
  if (!context.findings.has_errors()) find_loose_starts(context);
  if (ending_object(model) || context.findings.has_errors()) return;
  const std::vector<std::vector<bool>> rows = followed_results(model);
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    const Activity& activity = model.activities[a];
    if (activity.cancels.all || !waits[a]) continue;
    const bool none = std::ranges::find(rows[a], true) == rows[a].end();
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      const Result& result = activity.results[r];
      if (rows[a][r] || result.cancels.all) continue;
      std::string name = activity.id;
      if (!none) name += "." + result.id;
      context.findings.warning("loose-end", none ? activity.span : result.span, "nothing follows " + quoted(name))
          .label("the branch just ends here")
          .help(fmt::format("add a row `- {} -> …`, or `- {} -> end` if that is meant", name, name));
      if (none) break;
    }
  }
}

}  // namespace itsmflow::lang
