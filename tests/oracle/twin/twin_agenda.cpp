// Section 6 of the semantics: what happens by itself.

#include "world.hpp"

#include <algorithm>

namespace itsmflow::oracle {

/// 6.1.
void Twin::settle() {
  while (now_.status == CaseStatus::open && by_itself()) {
  }
}

bool Twin::by_itself() {
  if (blunder_ == Blunder::engine_before_rows && engine_acts()) return true;
  return case_ends() || withdraws() || decides() || timer_ends() || completes() || takes_message() || goes_on_outside() ||
         engine_acts() || timers_change();
}

/// The work in hand, in the order it was taken in hand.
std::vector<Piece> Twin::in_hand() const {
  std::vector<std::string> found;
  for (const auto& [activity, held] : now_.work) found.push_back(activity);
  std::sort(found.begin(), found.end(),
            [&](const auto& left, const auto& right) { return now_.work.at(left).since < now_.work.at(right).since; });
  return found;
}

/// What is under way, in the order it was opened.
std::vector<std::string> Twin::opened() const {
  std::vector<std::string> found;
  for (const auto& [activity, open] : now_.under_way) found.push_back(activity);
  std::sort(found.begin(), found.end(),
            [&](const auto& left, const auto& right) { return now_.under_way.at(left).since < now_.under_way.at(right).since; });
  return found;
}

/// Work in hand goes; what it took when it was begun returns (4.8, 6.3).
void Twin::drop_work(const std::string& activity) {
  if (blunder_ != Blunder::input_is_lost) now_.tokens.merge(now_.work.at(activity).input);
  now_.work.erase(activity);
  forget_if_gone(activity);
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
    for (const auto& [activity, open] : now_.under_way)
      if (!open.input.empty()) return false;
    for (const Object& object : model_.objects)
      if (!object.finals.empty() && !object.many && !is_final(object) && now_.states.at(object.id) != "none") return false;
    for (const Element& each : now_.elements) {
      const auto& finals = model_.many()->finals;
      if (!finals.empty() && each.state != "none" && std::count(finals.begin(), finals.end(), each.state) == 0) return false;
    }
    if (!course_.is_satisfied(now_.endings, now_.off)) return false;
  }
  for (const Piece& piece : in_hand()) drop_work(piece);
  for (const std::string& activity : opened()) drop_under_way(activity);
  now_.status = CaseStatus::over;
  now_.ended_by = world_.actor_of(*this);
  now_.timers.clear();
  now_.messages.clear();
  happened(EventType::over);
  world_.ended(*this);
  return true;
}

/// 6.3.
bool Twin::withdraws() {
  for (const Piece& piece : in_hand()) {
    const Activity& activity = *model_.activity(activity_of(piece));
    if (is_reached(activity.id) && fits_some_result(activity, item_of(piece)) && is_still_to_do(activity, item_of(piece))) continue;
    drop_work(piece);
    return true;
  }
  for (const std::string& activity : opened()) {
    if (fits_some_result(*model_.activity(activity))) continue;
    drop_under_way(activity);
    return true;
  }
  return false;
}

/// 6.3: an item that is no more, or done, is nothing to work on; nor is a vote once it is decided.
bool Twin::is_still_to_do(const Activity& activity, const std::string& item) const {
  if (!activity.items) return true;
  if (activity.items->kind == Items::Kind::votes) return !is_complete(activity);
  const auto items = items_now(activity);
  const auto open = now_.under_way.find(activity.id);
  return std::count(items.begin(), items.end(), item) > 0 && (open == now_.under_way.end() || open->second.done.count(item) == 0);
}

/// 6.4.
bool Twin::decides() {
  for (std::size_t row = 0; row < model_.rows.size(); ++row)
    if (decides_row(row) || takes_join(row) || decides_fork(row) || takes_region_join(row)) return true;
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

/// Ends an activity as the engine would (6.9), if that is possible as the case stands; what is in hand of it is withdrawn first.
bool Twin::ends_by_itself(const Activity& activity, const Result& result, const std::optional<Data>& message) {
  if (!obstacles({Question::About::perform, "", activity.id, result.id, {}, message}).empty()) return false;
  for (const Piece& piece : in_hand()) {
    if (activity_of(piece) != activity.id) continue;
    if (!now_.work.at(piece).begun || piece != activity.id) now_.work.erase(piece);  // what was begun keeps its input for the end
    happened(EventType::withdrawn, piece);
  }
  finish(activity.id, result, "", {}, message);
  return true;
}

/// … with the first of its results that is possible; those with `after` come by their timers alone.
bool Twin::ends_somehow(const Activity& activity, const std::optional<Data>& message) {
  return std::any_of(activity.results.begin(), activity.results.end(),
                     [&](const Result& each) { return each.after == 0 && ends_by_itself(activity, each, message); });
}

/// The timers, in the order in which they were started.
std::vector<std::pair<std::string, std::string>> Twin::timers() const {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& [name, timer] : now_.timers) found.push_back(name);
  std::sort(found.begin(), found.end(),
            [&](const auto& left, const auto& right) { return now_.timers.at(left).since < now_.timers.at(right).since; });
  return found;
}

/// 6.5.
bool Twin::timer_ends() {
  for (const auto& [activity, result] : timers()) {
    if (result.empty() || !now_.timers.at({activity, result}).due) continue;
    const Activity& type = *model_.activity(activity);
    if (ends_by_itself(type, *type.result(result))) return true;
  }
  return false;
}

/// 6.10.
bool Twin::timers_change() {
  const auto runs = [&](const Activity& activity, const Result& result) {
    if (blunder_ == Blunder::timers_run_on && now_.timers.count({activity.id, result.id})) return true;
    return result.after > 0 && is_reached(activity.id) && fits(activity, result);
  };
  for (const Activity& activity : model_.activities)
    for (const Result& result : activity.results)
      if (!result.id.empty() && !runs(activity, result) && now_.timers.erase({activity.id, result.id}) > 0) {
        happened(EventType::timer_stopped, activity.id, result.id);
        return true;
      }
  for (const Activity& activity : model_.activities)
    for (const Result& result : activity.results)
      if (runs(activity, result) && !now_.timers.count({activity.id, result.id})) {
        now_.timers[{activity.id, result.id}] = {.at = world_.clock_ + result.after, .since = ++now_.hands};
        happened(EventType::timer_set, activity.id, result.id);
        return true;
      }
  return false;
}

/// 6.9.
bool Twin::engine_acts() {
  for (const Activity& activity : model_.activities) {
    if (activity.by_engine() && ends_somehow(activity)) return true;
  }
  return false;
}

}  // namespace itsmflow::oracle
