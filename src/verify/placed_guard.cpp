#include "verify/placed_guard.hpp"

#include "base/text_distance.hpp"

#include <fmt/format.h>

namespace itsmflow {
namespace {

using Of = PlacedGuard::Of;

void add_of_activity(const Activity& activity, std::uint32_t a, std::vector<PlacedGuard>& found) {
  const auto add = [&](Of of, const std::optional<Guard>& guard, std::uint32_t index, std::string owner) {
    if (guard) found.push_back({of, &*guard, a, index, std::move(owner)});
  };
  add(Of::activity, activity.effects.when, 0, fmt::format("'{}'", activity.id));
  for (std::uint32_t r = 0; r < activity.results.size(); ++r)
    add(Of::result, activity.results[r].effects.when, r, fmt::format("'{}.{}'", activity.id, activity.results[r].id));
  if (!activity.items) return;
  for (std::uint32_t p = 0; p < activity.items->parts.size(); ++p)
    add(Of::part, activity.items->parts[p].when, p, fmt::format("part '{}' of '{}'", activity.items->parts[p].id, activity.id));
}

}  // namespace

std::string words_of_row(const Model& model, const Row& row) {
  std::vector<std::string> names;
  for (const std::uint32_t target : row.targets) names.push_back(fmt::format("'{}'", model.activities[target].id));
  if (row.to_end) names.emplace_back("'end'");
  return "the row to " + enumerate(names);
}

std::vector<PlacedGuard> guards_of(const Model& model) {
  std::vector<PlacedGuard> found;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) add_of_activity(model.activities[a], a, found);
  for (std::uint32_t r = 0; r < model.rows.size(); ++r) {
    const Row& row = model.rows[r];
    if (row.decision == Row::Decision::guard) found.push_back({Of::row, &row.guard, 0, r, words_of_row(model, row)});
    for (const Branch& branch : row.branches) {
      if (branch.choice != Branch::Choice::guard) continue;
      const std::string to = branch.activity ? model.activities[*branch.activity].id : std::string("end");
      found.push_back({Of::branch, &branch.guard, 0, r, fmt::format("the branch to '{}'", to)});
    }
  }
  const std::vector<Outcome>& outcomes = model.outcomes.outcomes;
  for (std::uint32_t o = 0; o < outcomes.size(); ++o)
    if (outcomes[o].when) found.push_back({Of::outcome, &*outcomes[o].when, 0, o, fmt::format("outcome '{}'", outcomes[o].id)});
  return found;
}

}  // namespace itsmflow
