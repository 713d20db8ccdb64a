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

/// Of an activity in the rows: results after which a branch just ends.
std::vector<std::uint32_t> loose_results(const Model& model, std::uint32_t activity) {
  std::vector<std::uint32_t> found;
  const Activity& declared = model.activities[activity];
  for (std::uint32_t r = 0; r < declared.results.size(); ++r) {
    const bool followed =
        std::any_of(model.rows.begin(), model.rows.end(), [&](const Row& row) { return comes_from(row, activity, r); });
    if (!followed && !leaves_nothing(model, declared, declared.results[r])) found.push_back(r);
  }
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

bool is_loose_start(const Model& model, std::uint32_t activity) {
  return std::any_of(model.rows.begin(), model.rows.end(), comes_from_start) &&
         std::any_of(model.rows.begin(), model.rows.end(), [&](const Row& row) { return comes_from(row, activity); }) &&
         std::none_of(model.rows.begin(), model.rows.end(), [&](const Row& row) { return leads_to(row, activity); });
}

std::string only_loose_end(const Model& model, std::uint32_t target) {
  std::string found;
  for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
    const bool in_rows =
        std::any_of(model.rows.begin(), model.rows.end(), [&](const Row& row) { return comes_from(row, a) || leads_to(row, a); });
    const std::vector<std::uint32_t> results = in_rows && a != target ? loose_results(model, a) : std::vector<std::uint32_t>();
    if (results.empty()) continue;
    const Activity& activity = model.activities[a];
    const bool all = results.size() == activity.results.size();
    if (!found.empty() || (!all && results.size() > 1)) return {};
    found = all ? activity.id : activity.id + "." + activity.results[results.front()].id;
  }
  return found;
}

}  // namespace itsmflow
