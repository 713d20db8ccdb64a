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
  return row.kind != Row::Kind::arrow || row.decision != Decision::plain || row.from.size() > 1;
}

Places Flow::gives(const Source& source) const {
  if (waits(source)) return {"after " + to_string(source)};
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
    if (waits(source)) places.insert("after " + to_string(source));
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
    if (place != "after " + to_string(source)) continue;
    for (const std::size_t row : rows) {
      for (const std::string& target : model_.rows[row].to)
        if (target != "end") found.insert(target);
      for (const Branch& branch : model_.rows[row].branches) found.insert(branch.target);
    }
  }
  return found;
}

}  // namespace itsmflow::oracle
