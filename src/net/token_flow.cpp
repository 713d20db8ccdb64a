#include "net/token_flow.hpp"

#include <algorithm>

namespace itsmflow {

TokenFlow::TokenFlow(const Model& model, const std::vector<Region>& regions) : model_(model), regions_(regions) {
  first_result_.push_back(1);  // 0 is the start
  for (const Activity& activity : model_.activities)
    first_result_.push_back(first_result_.back() + static_cast<std::uint32_t>(activity.results.size()));
  takers_.resize(first_result_.back());
  for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
    const Row& row = model_.rows[r];
    for (std::uint32_t s = 0; s < row.sources.size(); ++s)
      for (const std::uint32_t ending : endings(row.sources[s])) takers_[ending].emplace_back(r, s);
  }
}

std::vector<std::uint32_t> TokenFlow::endings(const RowSource& source) const {
  if (!source.activity) return {0};
  std::vector<std::uint32_t> found;
  for (const std::uint32_t result : source.results) found.push_back(ending(*source.activity, result));
  return found;
}

bool TokenFlow::is_engines_join(const Row& row) {
  return row.sources.size() > 1 && (row.waits || row.targets.size() != 1 || row.to_end);
}

bool TokenFlow::is_decided(std::uint32_t r) const {
  const Row& row = model_.rows[r];
  return row.sources.size() == 1 && (row.decision != Row::Decision::none || !row.branches.empty() || region_of_fork(r));
}

bool TokenFlow::hands_on_at_once(std::uint32_t r) const {
  return model_.rows[r].sources.size() == 1 && !is_decided(r);
}

const Region* TokenFlow::region_of_fork(std::uint32_t row) const {
  const auto found = std::find_if(regions_.begin(), regions_.end(), [&](const Region& region) { return region.fork == row; });
  return found == regions_.end() ? nullptr : &*found;
}

std::vector<Takers> TokenFlow::tokens_after(std::uint32_t ending) const {
  const Takers& takers = takers_[ending];
  if (takers.empty()) return {};
  if (takers.size() == 1 && hands_on_at_once(takers[0].first)) return tokens_to(takers[0].first);
  return {takers};
}

std::vector<Takers> TokenFlow::tokens_to(std::uint32_t row) const {
  std::vector<Takers> tokens;
  for (const std::uint32_t target : model_.rows[row].targets) tokens.push_back({{kToActivity, target}});
  return tokens;
}

Takers TokenFlow::normal(const Takers& takers) const {
  Takers key;
  for (const auto& [r, source] : takers) {
    if (r != kToActivity && hands_on_at_once(r) && model_.rows[r].targets.size() == 1)
      key.emplace_back(kToActivity, model_.rows[r].targets[0]);
    else
      key.emplace_back(r, source);
  }
  std::sort(key.begin(), key.end());
  key.erase(std::unique(key.begin(), key.end()), key.end());
  return key;
}

std::vector<std::uint32_t> TokenFlow::next_activities(const Takers& takers) const {
  std::vector<std::uint32_t> next;
  for (const auto& [r, source] : takers) {
    if (r == kToActivity)
      next.push_back(source);
    else
      next.insert(next.end(), model_.rows[r].targets.begin(), model_.rows[r].targets.end());
  }
  return next;
}

std::string TokenFlow::name_of(const Takers& takers) const {
  std::string name;
  for (const auto& [r, source] : takers) {
    if (!name.empty()) name += '|';
    name += name_of_taker(r, source);
  }
  return name;
}

std::string TokenFlow::name_of_taker(std::uint32_t r, std::uint32_t source) const {
  if (r == kToActivity) return model_.activities[source].id;
  const Row& row = model_.rows[r];
  const auto& from = row.sources[source].activity;
  std::string name = (from ? model_.activities[*from].id : "start") + "->";
  for (const std::uint32_t target : row.targets) name += (name.back() == '>' ? "" : "&") + model_.activities[target].id;
  if (row.targets.empty()) name += "end";
  return name;
}

}  // namespace itsmflow
