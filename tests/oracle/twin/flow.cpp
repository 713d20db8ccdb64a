#include "flow.hpp"

#include <algorithm>

namespace itsmflow::oracle {

Flow::Flow(const Model& model) : model_(model) {
  for (std::size_t i = 0; i < model.rows.size(); ++i) {
    const Row& row = model.rows[i];
    for (const Source& source : row.from) rows_[source].push_back(i);
    for (const std::string& target : row.to)
      if (target != "end") targets_.insert(target);
    for (const Branch& branch : row.branches) targets_.insert(branch.target);
  }
  for (std::size_t i = 0; i < model.rows.size(); ++i)
    if (model.rows[i].kind == Row::Kind::join) find_region(i);
}

/// 2.13: what rows lead to from a target of a fork without passing the join.
std::set<std::string> Flow::branch(const std::string& target, std::size_t join) const {
  std::set<std::string> found{target};
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < model_.rows.size(); ++i) {
      const Row& row = model_.rows[i];
      const bool leads = i != join && std::any_of(row.from.begin(), row.from.end(),
                                                  [&](const Source& from) { return found.count(from.activity) > 0; });
      if (!leads) continue;
      for (const std::string& each : row.to) more = (each != "end" && found.insert(each).second) || more;
      for (const Branch& each : row.branches) more = found.insert(each.target).second || more;
    }
  }
  return found;
}

/// The fork each of whose branches holds another source of the join.
void Flow::find_region(std::size_t join) {
  const auto& ends = model_.rows[join].from;
  for (std::size_t i = 0; i < model_.rows.size(); ++i) {
    const Row& row = model_.rows[i];
    if (row.kind == Row::Kind::join || (row.kind == Row::Kind::arrow && (row.decision != Decision::plain || row.from.size() > 1)))
      continue;
    std::vector<std::string> targets = row.to;
    for (const Branch& each : row.branches) targets.push_back(each.target);
    if (targets.size() != ends.size()) continue;
    Region region{.fork = i, .join = join};
    for (const std::string& target : targets) {
      region.branches[target] = branch(target, join);
      for (const Source& end : ends)
        if (region.branches[target].count(end.activity)) region.ends[target] = end;
    }
    std::set<Source> different;
    for (const auto& [target, end] : region.ends) different.insert(end);
    if (different.size() == ends.size()) regions_.push_back(region);
  }
}

const Region* Flow::region_of(std::size_t row) const {
  for (const Region& region : regions_)
    if (region.fork == row || region.join == row) return &region;
  return nullptr;
}

std::optional<Source> Flow::source_of(const std::string& activity, const std::string& result) const {
  if (!result.empty() && rows_.count({activity, result})) return Source{activity, result};
  if (rows_.count({activity, ""})) return Source{activity, ""};
  return std::nullopt;
}

const std::vector<std::size_t>& Flow::rows_from(const Source& source) const {
  return rows_.at(source);
}

/// Its token waits for a choice, a join or a decision; otherwise it goes straight on.
bool Flow::waits(const Source& source) const {
  const auto& rows = rows_.at(source);
  if (rows.size() > 1) return true;
  const Row& row = model_.rows[rows[0]];
  if (region_of(rows[0])) return true;  // 2.14
  return row.kind != Row::Kind::arrow || row.decision != Decision::plain || row.from.size() > 1;
}

/// Where the token of a source waits: by itself, or, of a choice, with all choices between the same activities (2.6).
Place Flow::place_of(const Source& source) const {
  const auto& rows = rows_.at(source);
  std::set<std::string> targets;
  for (const std::size_t row : rows) {
    const Row& each = model_.rows[row];
    const bool simple =
        each.kind == Row::Kind::arrow && each.decision == Decision::plain && each.from.size() == 1 && each.to.size() == 1;
    if (!simple) return "after " + to_string(source);
    targets.insert(each.to[0]);
  }
  if (rows.size() < 2) return "after " + to_string(source);
  Place place = "one of";
  for (const std::string& target : targets) place += " " + target;
  return place;
}

Places Flow::gives(const Source& source) const {
  if (waits(source)) return {place_of(source)};
  return given_by(model_.rows[rows_.at(source)[0]].to);
}

Places Flow::given_by(const std::vector<std::string>& targets) const {
  Places places;
  for (const std::string& target : targets)
    if (target != "end") places.insert("to " + target);
  return places;
}

Places Flow::waiting_for(std::size_t row) const {
  Places places;
  for (const Source& source : model_.rows[row].from)
    if (waits(source)) places.insert(place_of(source));
  return places;
}

/// In the order of the rows.
std::vector<Places> Flow::inputs(const std::string& activity) const {
  std::vector<Places> found;
  for (std::size_t i = 0; i < model_.rows.size(); ++i) {
    const Row& row = model_.rows[i];
    const bool leads =
        std::count(row.to.begin(), row.to.end(), activity) > 0 ||
        std::any_of(row.branches.begin(), row.branches.end(), [&](const Branch& each) { return each.target == activity; });
    if (!leads) continue;
    const bool taken_by_it = row.kind == Row::Kind::arrow && row.decision == Decision::plain && row.to.size() == 1;
    Places places = taken_by_it ? waiting_for(i) : Places{};
    if (places.empty()) places = {"to " + activity};
    if (std::count(found.begin(), found.end(), places) == 0) found.push_back(places);
  }
  return found;
}

std::set<std::string> Flow::awaited(const Place& place) const {
  if (place.rfind("to ", 0) == 0) return {place.substr(3)};
  std::set<std::string> found;
  for (const auto& [source, rows] : rows_) {
    if (place != place_of(source)) continue;
    for (const std::size_t row : rows) {
      for (const std::string& target : model_.rows[row].to)
        if (target != "end") found.insert(target);
      for (const Branch& branch : model_.rows[row].branches) found.insert(branch.target);
    }
  }
  return found;
}

}  // namespace itsmflow::oracle
