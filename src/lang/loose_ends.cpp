#include "lang/sections.hpp"

#include <algorithm>
#include <vector>

namespace itsmflow::lang {
namespace {

/// By activity and result: some row comes from it.
std::vector<std::vector<bool>> followed(const Model& model) {
  std::vector<std::vector<bool>> found;
  for (const Activity& activity : model.activities) found.emplace_back(activity.results.size());
  for (const Row& row : model.rows)
    for (const RowSource& source : row.sources)
      if (source.activity)
        for (const std::uint32_t result : source.results) found[*source.activity][result] = true;
  return found;
}

bool is_target(const Model& model, std::uint32_t activity) {
  return std::ranges::any_of(model.rows,
                             [&](const Row& row) { return std::ranges::find(row.targets, activity) != row.targets.end(); });
}

}  // namespace

void find_loose_ends(Context& context) {
  const Model& model = context.model;
  const bool by_object = model.case_object && !model.objects[*model.case_object].final_states.empty();
  if (by_object || context.findings.has_errors()) return;
  const std::vector<std::vector<bool>> rows = followed(model);
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    const Activity& activity = model.activities[a];
    if (activity.cancels.all || !is_target(model, a)) continue;
    const bool none = std::ranges::find(rows[a], true) == rows[a].end();
    for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
      const Result& result = activity.results[r];
      if (rows[a][r] || result.cancels.all) continue;
      const std::string name = none ? activity.id : activity.id + "." + result.id;
      context.findings.warning("loose-end", none ? activity.span : result.span, "nothing follows " + quoted(name))
          .label("the branch just ends here")
          .help("add a row `- " + name + " -> …`, or `- " + name + " -> end` if that is meant");
      if (none) break;
    }
  }
}

}  // namespace itsmflow::lang
