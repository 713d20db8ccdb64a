#include "story/left_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "story/saying.hpp"

namespace itsmflow::story {
namespace {

std::vector<FieldRef> required_of(const Model& model, const Event& event) {
  const auto index = model.find_activity(event.activity);
  if (!index) return {};
  const Activity& activity = model.activities[*index];
  std::vector<FieldRef> all = activity.effects.required;
  const auto add = [&](const std::vector<FieldRef>& more) { all.insert(all.end(), more.begin(), more.end()); };
  if (const auto result = activity.find_result(event.result)) add(activity.results[*result].effects.required);
  if (!activity.items) return all;
  for (const Part& part : activity.items->parts) {
    if (part.id == event.item) add(part.required);
  }
  return all;
}

/// Whether an event filled a field, or emptied it; of an object with `many`, that of one element. None where it wrote nothing.
std::optional<bool> filled_by(const Event& event, const Telling& telling, const FieldRef& ref, const std::string& item) {
  if (telling.model.objects[ref.object].many && event.item != item) return std::nullopt;
  const std::string path = telling.model.path(ref);
  if (std::find(event.withheld.begin(), event.withheld.end(), path) != event.withheld.end()) return true;
  const auto found = event.data.find(path);
  return found == event.data.end() ? std::nullopt : std::optional(!found->second.is_null());
}

/// It wasn't there when a deviation was made, and nobody has given it in that step or later.
bool is_left_out(const Telling& telling, std::size_t deviation, const FieldRef& ref) {
  const auto& events = telling.events;
  bool filled = !telling.model.field(ref).initial.is_null();
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i == deviation && filled) return false;
    const std::optional<bool> wrote = filled_by(events[i], telling, ref, events[deviation].item);
    if (!wrote) continue;
    filled = *wrote;
    if (i >= deviation && filled) return false;
  }
  return true;
}

std::vector<std::string> fields_of(const Telling& telling, std::size_t deviation) {
  std::vector<std::string> fields;
  for (const FieldRef& ref : required_of(telling.model, telling.events[deviation])) {
    if (!is_left_out(telling, deviation, ref)) continue;
    const std::string path = telling.model.path(ref);
    const std::string& title = telling.model.field(ref).wording.title;
    fields.push_back(title.empty() ? path : fmt::format("{} ({})", title, path));
  }
  return fields;
}

/// The deviation that passes the activity over comes right after the one that leaves out its data (docs/semantics.md, 9.14).
bool passes_over(const std::vector<Event>& events, std::size_t deviation) {
  if (deviation + 1 == events.size()) return false;
  const Event& next = events[deviation + 1];
  return next.type == EventType::deviated && next.kind == DeviationKind::skip && next.step == events[deviation].step &&
         next.activity == events[deviation].activity;
}

void add(std::vector<LeftOut>& list, LeftOut fresh) {
  const auto known = std::find_if(list.begin(), list.end(), [&](const LeftOut& one) {
    return one.activity == fresh.activity && one.passed_over == fresh.passed_over;
  });
  if (known == list.end()) {
    list.push_back(std::move(fresh));
    return;
  }
  for (std::string& field : fresh.fields) {
    const bool is_named = std::find(known->fields.begin(), known->fields.end(), field) != known->fields.end();
    if (!is_named) known->fields.push_back(std::move(field));
  }
  known->events.insert(known->events.end(), fresh.events.begin(), fresh.events.end());
}

}  // namespace

std::vector<LeftOut> left_out(const Telling& telling) {
  std::vector<LeftOut> list;
  for (std::size_t i = 0; i < telling.events.size(); ++i) {
    const Event& event = telling.events[i];
    if (event.type != EventType::deviated || event.kind != DeviationKind::missing_data) continue;
    std::vector<std::string> fields = fields_of(telling, i);
    if (fields.empty()) continue;
    add(list, {what(event, telling.names), passes_over(telling.events, i), std::move(fields), {event.number}});
  }
  return list;
}

}  // namespace itsmflow::story
