#include "model/rows.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

bool has(const std::vector<std::uint32_t>& list, std::uint32_t one) {
  return std::find(list.begin(), list.end(), one) != list.end();
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

}  // namespace itsmflow
