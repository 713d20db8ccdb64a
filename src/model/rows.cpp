#include "model/rows.hpp"

#include "model/ends.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

bool has(const std::vector<std::uint32_t>& list, std::uint32_t one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// It ends the case, or calls all else off.
bool leaves_nothing(const Model& model, const Activity& activity, const Result& result) {
  if (activity.cancels.all || result.cancels.all) return true;
  const auto object = ending_object(model);
  const auto ends = [&](const Effects& effects) {
    return std::any_of(effects.moves.begin(), effects.moves.end(),
                       [&](const Move& move) { return move.object == object && is_final(model.objects[move.object], move.to); });
  };
  return ends(activity.effects) || ends(result.effects);
}

/// Of an activity: results after which a branch just ends. `followed`: its results that a row comes from.
std::vector<std::uint32_t> loose_results(const Model& model, const Activity& activity, const std::vector<bool>& followed) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t r = 0; r < activity.results.size(); ++r)
    if (!followed[r] && !leaves_nothing(model, activity, activity.results[r])) found.push_back(r);
  return found;
}

}  // namespace

bool comes_from_start(const Row& row) {
  return std::any_of(row.sources.begin(), row.sources.end(), [](const RowSource& source) { return !source.activity; });
}

bool comes_from(const Row& row, std::uint32_t activity) {
  return std::any_of(row.sources.begin(), row.sources.end(), [&](const RowSource& source) { return source.activity == activity; });
}

bool comes_from(const Row& row, std::uint32_t activity, std::uint32_t result) {
  return std::any_of(row.sources.begin(), row.sources.end(),
                     [&](const RowSource& source) { return source.activity == activity && has(source.results, result); });
}

bool leads_to(const Row& row, std::uint32_t activity) {
  return has(row.targets, activity);
}

std::vector<const Row*> rows_to(const Model& model, std::uint32_t activity) {
  std::vector<const Row*> rows;
  for (const Row& row : model.rows)
    if (leads_to(row, activity)) rows.push_back(&row);
  return rows;
}

std::vector<bool> targets_of_rows(const Model& model) {
  std::vector<bool> waits(model.activities.size());
  for (const Row& row : model.rows)
    for (const std::uint32_t target : row.targets) waits[target] = true;
  return waits;
}

std::vector<std::vector<bool>> followed_results(const Model& model) {
  std::vector<std::vector<bool>> followed;
  for (const Activity& activity : model.activities) followed.emplace_back(activity.results.size());
  for (const Row& row : model.rows)
    for (const RowSource& source : row.sources)
      if (source.activity)
        for (const std::uint32_t result : source.results) followed[*source.activity][result] = true;
  return followed;
}

std::vector<bool> loose_starts(const Model& model) {
  std::vector<bool> loose(model.activities.size());
  if (std::none_of(model.rows.begin(), model.rows.end(), comes_from_start)) return loose;
  for (const Row& row : model.rows)
    for (const RowSource& source : row.sources)
      if (source.activity) loose[*source.activity] = true;
  for (const Row& row : model.rows)
    for (const std::uint32_t target : row.targets) loose[target] = false;
  return loose;
}

std::string only_loose_end(const Model& model, std::uint32_t target) {
  const std::vector<bool> waits = targets_of_rows(model);
  const std::vector<std::vector<bool>> followed = followed_results(model);
  std::string found;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    const Activity& activity = model.activities[a];
    const bool in_rows = waits[a] || std::find(followed[a].begin(), followed[a].end(), true) != followed[a].end();
    if (!in_rows || a == target) continue;
    const std::vector<std::uint32_t> results = loose_results(model, activity, followed[a]);
    if (results.empty()) continue;
    const bool all = results.size() == activity.results.size();
    if (!found.empty() || (!all && results.size() > 1)) return {};
    found = all ? activity.id : activity.id + "." + activity.results[results.front()].id;
  }
  return found;
}

}  // namespace itsmflow
