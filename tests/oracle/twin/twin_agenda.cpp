// Section 6 of the semantics: what happens by itself.

#include "twin.hpp"

#include <algorithm>

namespace itsmflow::oracle {

/// 6.1.
void Twin::settle() {
  while (now_.status == CaseStatus::open && by_itself()) {
  }
}

bool Twin::by_itself() {
  if (blunder_ == Blunder::engine_before_rows && engine_acts()) return true;
  return case_ends() || withdraws() || decides() || engine_acts();
}

/// The work in hand, in the order it was taken in hand.
std::vector<std::string> Twin::in_hand() const {
  std::vector<std::string> found;
  for (const auto& [activity, held] : now_.work) found.push_back(activity);
  std::sort(found.begin(), found.end(),
            [&](const auto& left, const auto& right) { return now_.work.at(left).since < now_.work.at(right).since; });
  return found;
}

/// Work in hand goes; what it took when it was begun returns (4.8, 6.3).
void Twin::drop_work(const std::string& activity) {
  if (blunder_ != Blunder::input_is_lost) now_.tokens.merge(now_.work.at(activity).input);
  now_.work.erase(activity);
  happened(EventType::withdrawn, activity);
}

/// 6.2.
bool Twin::case_ends() {
  const auto is_final = [&](const Object& object) {
    return std::count(object.finals.begin(), object.finals.end(), now_.states.at(object.id)) > 0;
  };
  const Object* about = model_.case_object.empty() ? nullptr : model_.object(model_.case_object);
  if (about && !about->finals.empty()) {
    if (!is_final(*about)) return false;
  } else {
    if (!flow_.has_rows() || !now_.tokens.empty()) return false;
    for (const auto& [activity, held] : now_.work)
      if (!held.input.empty()) return false;
    for (const Object& object : model_.objects)
      if (!object.finals.empty() && !is_final(object) && now_.states.at(object.id) != "none") return false;
  }
  for (const std::string& activity : in_hand()) drop_work(activity);
  now_.status = CaseStatus::over;
  happened(EventType::over);
  return true;
}

/// 6.3.
bool Twin::withdraws() {
  for (const std::string& activity : in_hand()) {
    if (is_reached(activity) && fits_some_result(*model_.activity(activity))) continue;
    drop_work(activity);
    return true;
  }
  return false;
}

/// 6.4.
bool Twin::decides() {
  for (std::size_t row = 0; row < model_.rows.size(); ++row)
    if (decides_row(row) || takes_join(row)) return true;
  return false;
}

/// A guarded row that is the first of its source: of the rows of that source, one is taken.
bool Twin::decides_row(std::size_t row) {
  if (model_.rows[row].kind != Row::Kind::arrow || model_.rows[row].decision == Decision::plain) return false;
  const Source& source = model_.rows[row].from[0];
  const Place place = "after " + to_string(source);
  auto rows = flow_.rows_from(source);
  if (rows.front() != row || !now_.tokens.count(place)) return false;
  if (blunder_ == Blunder::last_guard_first) std::reverse(rows.begin(), rows.end());
  for (const std::size_t each : rows) {
    const Row& option = model_.rows[each];
    if (option.decision == Decision::guard && !holds(option.guard, sight(now_.given, ""))) continue;
    const Places places = flow_.given_by(option.to);
    if (!has_room(places, {place}, "")) return false;
    now_.tokens.erase(place);
    now_.tokens.insert(places.begin(), places.end());
    happened(EventType::routed);
    return true;
  }
  return false;
}

/// 2.9: a join that leads to several activities or to `end`.
bool Twin::takes_join(std::size_t row) {
  const Row& join = model_.rows[row];
  if (join.kind != Row::Kind::arrow || join.from.size() < 2 || (join.to.size() == 1 && join.to[0] != "end")) return false;
  const Places taken = flow_.waiting_for(row);
  const Places places = flow_.given_by(join.to);
  if (!std::includes(now_.tokens.begin(), now_.tokens.end(), taken.begin(), taken.end()) || !has_room(places, taken, ""))
    return false;
  for (const Place& place : taken) now_.tokens.erase(place);
  now_.tokens.insert(places.begin(), places.end());
  happened(EventType::routed);
  return true;
}

/// 6.9.
bool Twin::engine_acts() {
  for (const Activity& activity : model_.activities) {
    if (!activity.by_engine) continue;
    for (const Result& result : activity.results) {
      if (!obstacles({Question::About::perform, "", activity.id, result.id, {}}).empty()) continue;
      finish(activity, result, "", {});
      return true;
    }
  }
  return false;
}

}  // namespace itsmflow::oracle
