// Inclusive forks, and the regions that they and their joins make (2.12 to 2.15, 6.4).

#include "twin.hpp"

#include <algorithm>

namespace itsmflow::oracle {

/// 2.12; and 2.14: the plain fork of a region is decided in the same way.
bool Twin::decides_fork(std::size_t row) {
  const Row& fork = model_.rows[row];
  const Region* region = flow_.region_of(row);
  const bool plain = fork.kind == Row::Kind::arrow && region != nullptr;
  if (fork.kind != Row::Kind::fork && !plain) return false;
  const Place place = "after " + to_string(fork.from[0]);
  if (!now_.tokens.count(place) || (region && now_.runs.count(region->join))) return false;

  std::vector<std::string> chosen = fork.to;
  for (const Branch& branch : fork.branches)
    if (branch.decision == Decision::always || (branch.decision == Decision::guard && holds(branch.guard, sight(now_.given, ""))))
      chosen.push_back(branch.target);
  for (const Branch& branch : fork.branches)
    if (branch.decision == Decision::otherwise && chosen.empty()) chosen.push_back(branch.target);
  const Places places = flow_.given_by(chosen);
  if (chosen.empty() || !has_room(places, {place}, "")) return false;

  now_.tokens.erase(place);
  now_.tokens.insert(places.begin(), places.end());
  if (region) now_.runs[region->join] = {.begun = {chosen.begin(), chosen.end()}};
  happened(EventType::routed);
  return true;
}

/// What a branch hands to the join: noted once, and absorbed where the join was taken before (2.15).
void Twin::end_branches() {
  for (const Region& region : flow_.regions()) {
    const auto found = now_.runs.find(region.join);
    if (found == now_.runs.end()) continue;
    Run& run = found->second;
    for (const std::string& branch : run.begun) {
      const Place place = "after " + to_string(region.ends.at(branch));
      if (!now_.tokens.count(place)) continue;
      run.ended.insert(branch);
      if (run.taken) now_.tokens.erase(place);
    }
    if (run.taken && run.ended == run.begun) now_.runs.erase(found);
  }
}

/// 2.15.
bool Twin::takes_region_join(std::size_t row) {
  const Row& join = model_.rows[row];
  const auto found = now_.runs.find(row);
  if (join.kind != Row::Kind::join || found == now_.runs.end() || found->second.taken) return false;
  Run& run = found->second;
  const std::size_t wanted = join.wait == 0 ? run.begun.size() : std::min(static_cast<std::size_t>(join.wait), run.begun.size());
  const Places places = flow_.given_by(join.to);
  if (run.ended.size() < wanted || !has_room(places, {}, "")) return false;

  const Region& region = *flow_.region_of(row);
  for (const std::string& branch : run.ended) now_.tokens.erase("after " + to_string(region.ends.at(branch)));
  now_.tokens.insert(places.begin(), places.end());
  run.taken = true;
  if (run.ended == run.begun) now_.runs.erase(found);
  happened(EventType::routed);
  return true;
}

/// 2.15: a branch that lost its last token counts as not begun.
void Twin::forget_cancelled_branches() {
  for (const Region& region : flow_.regions()) {
    const auto found = now_.runs.find(region.join);
    if (found == now_.runs.end()) continue;
    Run& run = found->second;
    std::erase_if(run.begun, [&](const std::string& branch) {
      const auto& activities = region.branches.at(branch);
      const bool waits = std::any_of(now_.tokens.begin(), now_.tokens.end(), [&](const Place& place) {
        const auto awaited = flow_.awaited(place);
        const bool ended = place == "after " + to_string(region.ends.at(branch));
        return ended ||
               std::any_of(awaited.begin(), awaited.end(), [&](const std::string& each) { return activities.count(each) > 0; });
      });
      const bool works = std::any_of(now_.work.begin(), now_.work.end(), [&](const auto& work) {
        return activities.count(work.first) > 0 && !work.second.input.empty();
      });
      const bool open = std::any_of(now_.under_way.begin(), now_.under_way.end(), [&](const auto& each) {
        return activities.count(each.first) > 0 && !each.second.input.empty();
      });
      const bool absorbed = run.taken && run.ended.count(branch);
      return !waits && !works && !open && !absorbed;
    });
    std::erase_if(run.ended, [&](const std::string& branch) { return run.begun.count(branch) == 0; });
    if (run.begun.empty() || (run.taken && run.ended == run.begun)) now_.runs.erase(found);
  }
}

}  // namespace itsmflow::oracle
