// After which deviations a case can't be over any more, and how it goes on then.

#include "verify/exploration.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace itsmflow {
namespace {

constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();

}  // namespace

/// Nearest places where nothing goes on, among nodes from which a case can't be over.
class Exploration::WaysToStop {
 public:
  WaysToStop(const Exploration& exploration, const std::vector<bool>& hopeful)
      : exploration_(exploration), away_(hopeful.size(), kFar), next_(hopeful.size()) {
    std::vector<std::vector<std::size_t>> before(hopeful.size());
    for (std::size_t e = 0; e < exploration_.edges_.size(); ++e)
      if (!hopeful[exploration_.edges_[e].from]) before[exploration_.edges_[e].to].push_back(e);
    std::vector<std::uint32_t> open;
    for (std::uint32_t i = 0; i < hopeful.size(); ++i) {
      if (hopeful[i] || exploration_.goes_on_[i]) continue;
      away_[i] = 0;
      open.push_back(i);
    }
    for (std::size_t at = 0; at < open.size(); ++at)
      for (const std::size_t e : before[open[at]]) {
        const std::uint32_t from = exploration_.edges_[e].from;
        if (away_[from] != kFar) continue;
        away_[from] = away_[open[at]] + 1;
        next_[from] = e;
        open.push_back(from);
      }
  }

  bool is_any(std::uint32_t node) const { return away_[node] != kFar; }
  std::uint32_t steps(std::uint32_t node) const { return is_any(node) ? away_[node] : 0; }

  /// Adds the way, and gives the node where it ends.
  std::uint32_t follow(std::uint32_t node, std::vector<WayStep>& way) const {
    while (away_[node] > 0) {
      if (const auto steps = exploration_.steps_on_.find(next_[node]); steps != exploration_.steps_on_.end())
        way.insert(way.end(), steps->second.begin(), steps->second.end());
      node = exploration_.edges_[next_[node]].to;
    }
    return node;
  }

 private:
  const Exploration& exploration_;
  std::vector<std::uint32_t> away_;  ///< steps; kFar: there is none
  std::vector<std::size_t> next_;    ///< an edge
};

/// One of each line and activity, with a shortest way. What is a deviation of one kind only goes before what takes others along.
void Exploration::find_strandings(Proof& proof) {
  const std::vector<bool> open = proof.complete ? std::vector<bool>(nodes_.size()) : left_open();
  const std::vector<bool> hopeful = leading_to([&](std::uint32_t i) { return is_over(i) || open[i]; }, Ways::any);
  const WaysToStop ways(*this, hopeful);
  const auto cost = [&](const Deviated& one) {
    const std::size_t on = one.to == kNone ? 0 : ways.steps(one.to);
    return std::tuple(one.steps.back().also.size(), one.steps.back().passed.size(), nodes_[one.from].length + on);
  };
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::vector<std::string>>, const Deviated*> best;
  for (const Deviated& one : deviated_) {
    if (one.to != kNone && hopeful[one.to]) continue;
    if (one.to == kNone && !proof.complete && nodes_[one.from].supposed) continue;
    const WayStep& step = one.steps.back();
    const bool is_overridden = net_.model->deviations.lines[*step.line].what == DeviationKind::missing_data;
    const auto [known, fresh] =
        best.try_emplace({*step.line, deviates_on(step), is_overridden ? step.without : std::vector<std::string>()}, &one);
    if (!fresh && cost(one) < cost(*known->second)) known->second = &one;
  }
  std::vector<const Deviated*> told;
  for (const auto& [what, one] : best) told.push_back(one);
  std::stable_sort(told.begin(), told.end(),
                   [&](const Deviated* left, const Deviated* right) { return cost(*left) < cost(*right); });
  for (const Deviated* one : told) add_stranding(proof, *one, ways);
}

void Exploration::add_stranding(Proof& proof, const Deviated& deviated, const WaysToStop& ways) {
  Trouble trouble;
  if (deviated.from != 0) trouble.way = way_to(deviated.from);
  trouble.way.insert(trouble.way.end(), deviated.steps.begin(), deviated.steps.end());
  if (deviated.to == kNone) {
    trouble.kind = Trouble::Kind::circle;
    trouble.at = standing(deviated.from);
    trouble.activities = deviated.circle;
  } else if (ways.is_any(deviated.to)) {
    trouble.at = standing(ways.follow(deviated.to, trouble.way));
  } else {
    trouble.kind = Trouble::Kind::lost;
    trouble.at = standing(deviated.to);
    trouble.later = standings_after(deviated.to);
  }
  proof.troubles.push_back(std::move(trouble));
}

std::vector<Standing> Exploration::standings_after(std::uint32_t node) {
  std::vector<std::vector<std::uint32_t>> after(nodes_.size());
  for (const Edge& edge : edges_) after[edge.from].push_back(edge.to);
  std::vector<bool> known(nodes_.size());
  known[node] = true;
  std::vector<std::uint32_t> found{node};
  for (std::size_t at = 0; at < found.size() && found.size() <= Trouble::kMostLater; ++at)
    for (const std::uint32_t to : after[found[at]]) {
      if (known[to]) continue;
      known[to] = true;
      found.push_back(to);
    }
  std::vector<Standing> standings;
  for (std::size_t at = 1; at < found.size() && standings.size() < Trouble::kMostLater; ++at)
    standings.push_back(standing(found[at]));
  return standings;
}

}  // namespace itsmflow
