#include "story/trail.hpp"

#include <fmt/format.h>

#include <charconv>

#include "story/saying.hpp"

namespace itsmflow::story {
namespace {

std::uint64_t element_number(const std::string& item) {
  std::uint64_t number = 0;
  std::from_chars(item.data(), item.data() + item.size(), number);
  return number;
}

bool has_states(const ObjectType& object) {
  return !object.states.empty();
}

}  // namespace

Trail::Trail(const Model& model, const std::vector<Event>& events, const Names& names)
    : model_(model), names_(names), single_(model.objects.size()) {
  for (const Event& event : events) {
    moves_.emplace_back();
    follow(event);
    after_.push_back(single_);
  }
}

std::vector<StoryObject> Trail::objects() const {
  std::vector<StoryObject> objects;
  for (const auto& [key, states] : history_) {
    const ObjectType& object = model_.objects[key.first];
    objects.push_back({object.id, object.wording.title, key.second == 0 ? "" : std::to_string(key.second), states});
  }
  return objects;
}

void Trail::follow(const Event& event) {
  const bool deviates = event.type == EventType::deviated;
  if (event.type == EventType::started) return begin(event);
  if (deviates && event.kind == DeviationKind::again) return go_back(event);
  if (event.type == EventType::done) before_done_[event.activity] = single_;
  if (event.type == EventType::done || (deviates && event.kind == DeviationKind::skip)) move(event);
}

void Trail::begin(const Event& event) {
  for (std::uint32_t object = 0; object < model_.objects.size(); ++object) {
    const ObjectType& type = model_.objects[object];
    if (!has_states(type) || type.many) continue;
    now_[{object, 0}] = 0;
    StoryState first = entry(event, "the start");
    first.state = type.states.front();
    history_[{object, 0}].push_back(std::move(first));
  }
}

void Trail::move(const Event& event) {
  const auto index = model_.find_activity(event.activity);
  if (!index) return;
  const Activity& activity = model_.activities[*index];
  const auto result = activity.find_result(event.result);
  StoryState how = entry(event, what(event, names_));
  how.passed_over = event.type == EventType::deviated;
  const auto move_all = [&](const std::vector<Move>& moves) {
    for (const Move& one : moves) {
      const bool is_element = model_.objects[one.object].many;
      put(event, {one.object, is_element ? element_number(event.item) : 0}, one.to, how);
    }
  };
  move_all(activity.effects.moves);
  if (result) move_all(activity.results[*result].effects.moves);
}

void Trail::go_back(const Event& event) {
  const auto before = before_done_.find(event.activity);
  if (before == before_done_.end()) return;
  const States then = before->second;
  for (std::uint32_t object = 0; object < then.size(); ++object) {
    const ObjectType& type = model_.objects[object];
    if (!has_states(type) || type.many) continue;
    put(event, {object, 0}, then[object], entry(event, fmt::format("going back to do {} again", what(event, names_))));
  }
}

void Trail::put(const Event& event, Key key, std::uint32_t state, StoryState how) {
  const ObjectType& type = model_.objects[key.first];
  const std::uint32_t from = now_[key];  // an element that is new is in the first
  const auto known = history_.find(key);
  if (from == state && known != history_.end()) return;
  now_[key] = state;
  if (!type.many) single_[key.first] = state;
  how.state = type.states.at(state);
  moves_.back().push_back({type.id, type.wording.title, type.many ? event.item : "", type.states.at(from), how.state});
  history_[key].push_back(std::move(how));
}

StoryState Trail::entry(const Event& event, std::string by) const {
  return {.state = "", .event = event.number, .at = event.at, .by = std::move(by), .passed_over = false};
}

}  // namespace itsmflow::story
