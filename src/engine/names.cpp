// From what a caller writes to what the net knows.

#include "base/text_distance.hpp"
#include "base/utf8.hpp"
#include "engine/impl.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

template <class Things>
std::vector<std::string> ids_of(const Things& things) {
  std::vector<std::string> ids;
  for (const auto& thing : things) ids.push_back(thing.id);
  return ids;
}

/// All texts in a value.
void require_utf8(const Value& value, std::string_view what) {
  if (const auto* text = value.if_string()) itsmflow::require_utf8(*text, what);
  if (const auto* items = value.if_list())
    for (const Value& item : *items) require_utf8(item, what);
  if (const auto* entries = value.if_map()) {
    for (const auto& [key, member] : *entries) {
      require_utf8(key, what);
      require_utf8(member, what);
    }
  }
}

}  // namespace

std::uint32_t activity_of(const Model& model, std::string_view name) {
  if (const auto found = model.find_activity(name)) return *found;
  throw NotFound(
      NotFound::Kind::activity, std::string(name),
      fmt::format("process '{}' has no activity '{}'; {}", model.process, name, instead_of(name, ids_of(model.activities))));
}

std::uint32_t result_of(const Activity& activity, std::string_view name) {
  if (const auto found = activity.find_result(name)) return *found;
  std::vector<std::string> results;
  std::vector<std::string> timed;  // which nobody can choose
  for (const Result& result : activity.results) {
    results.push_back(result.id);
    if (!result.after) continue;
    timed.push_back(fmt::format("{} after {}", result.id, in_words(*result.after)));
    results.pop_back();
  }
  if (name.empty() && results.empty())
    throw UsageError(fmt::format("'{}' ends by itself: {}; nobody can do it", activity.id, enumerate(timed, "or")));
  if (name.empty())
    throw UsageError(fmt::format("'{}' ends with {}; name {}{}", activity.id, enumerate(results, "or"),
                                 results.size() == 1 ? "it" : "one of them",
                                 timed.empty() ? "" : fmt::format(" (by itself it ends with {})", enumerate(timed, "or"))));
  if (results.empty()) results = ids_of(activity.results);
  const bool unnamed = results.size() == 1 && results[0].empty();
  throw NotFound(NotFound::Kind::result, std::string(name),
                 unnamed ? fmt::format("'{}' has no named results; leave out '{}'", activity.id, name)
                         : fmt::format("'{}' has no result '{}'; {}", activity.id, name, instead_of(name, results)));
}

namespace {

/// The elements that a person has in hand of an activity; if none, those that he handed over and may take back.
std::vector<std::string> elements_in_hand(const CaseState& state, std::uint32_t activity, std::string_view actor) {
  std::vector<std::string> held;
  std::vector<std::string> given;
  for (const WorkItem& work : state.work) {
    if (work.activity != activity) continue;
    if (work.holder == actor) held.push_back(work.item);
    if (work.giver == actor) given.push_back(work.item);
  }
  return held.empty() ? given : held;
}

/// docs/semantics.md, 3.15.
std::string element_of(const Net& net, const CaseState& state, std::uint32_t index, std::string_view name, std::string_view actor) {
  const Activity& activity = net.model->activities[index];
  const std::string& object = net.model->objects[*activity.about].id;
  const bool adds = adds_elements(net, index);
  if (name == kNewElement && !adds) throw UsageError(fmt::format("'{}' adds no {}; name the number of one", activity.id, object));
  if (name == kNewElement || element_number(name) != 0) return std::string(name);
  if (!name.empty())
    throw NotFound(NotFound::Kind::work_item, std::string(name),
                   fmt::format("'{}' is done for one {}; name its number, not '{}'", activity.id, object, name));
  const std::vector<std::string> in_hand = elements_in_hand(state, index, actor);
  if (in_hand.size() == 1) return in_hand.front();
  if (in_hand.empty() && (adds || state.status != CaseStatus::open)) return std::string(kNewElement);
  if (in_hand.empty()) throw UsageError(fmt::format("'{}' is done for one {}; name its number", activity.id, object));
  throw UsageError(fmt::format("you have {} {} in hand; name one of them{}", object, enumerate(in_hand),
                               adds ? fmt::format(", or '{}'", kNewElement) : std::string()));
}

}  // namespace

std::string item_of(const Net& net, const CaseState& state, std::uint32_t index, std::string_view name, std::string_view actor) {
  const Activity& activity = net.model->activities[index];
  if (activity.about) return element_of(net, state, index, name, actor);
  if (!activity.items) {
    if (name.empty()) return {};
    throw NotFound(NotFound::Kind::work_item, std::string(name),
                   fmt::format("'{}' is one piece of work; leave out '{}'", activity.id, name));
  }
  if (activity.items->kind == Items::Kind::votes) {
    if (name.empty() || name == actor) return std::string(actor);
    throw UsageError(fmt::format("{} can't vote for {} in '{}'", actor, name, activity.id));
  }
  const std::vector<std::string> parts = ids_of(activity.items->parts);
  const bool has_parts = activity.items->kind == Items::Kind::parts;
  if (name.empty())
    throw UsageError(has_parts
                         ? fmt::format("'{}' consists of {}; name one of them", activity.id, enumerate(parts))
                         : fmt::format("'{}' is done for each {}; name the number of one", activity.id, activity.items->element));
  if (has_parts && std::find(parts.begin(), parts.end(), name) == parts.end())
    throw NotFound(NotFound::Kind::work_item, std::string(name),
                   fmt::format("'{}' has no part '{}'; {}", activity.id, name, instead_of(name, parts)));
  return std::string(name);
}

std::vector<FieldRef> taken_by_item(const Activity& activity, std::string_view item) {
  std::vector<FieldRef> taken = activity.effects.required;
  taken.insert(taken.end(), activity.effects.asked.begin(), activity.effects.asked.end());
  if (const Part* part = part_of(activity, item)) {
    taken.insert(taken.end(), part->required.begin(), part->required.end());
    taken.insert(taken.end(), part->asked.begin(), part->asked.end());
  }
  return taken;
}

namespace {

/// What is known are the fields that are taken, and not all that there are.
std::string instead_of_field(std::string_view path, const std::string& taker, const std::vector<std::string>& known) {
  const auto meant = closest(path, known);
  if (meant) return fmt::format("did you mean '{}'?", *meant);
  return fmt::format("{} takes {}", taker, known.empty() ? std::string("no data") : enumerate(known));
}

}  // namespace

Writes writes_of(const Model& model, const Data& data, const std::vector<FieldRef>& taken, const std::string& taker) {
  Writes writes;
  for (const auto& [path, value] : data) {
    const auto known = [&] {
      std::vector<std::string> paths;
      for (const FieldRef& field : taken) {
        std::string one = model.path(field);
        if (std::find(paths.begin(), paths.end(), one) == paths.end()) paths.push_back(std::move(one));
      }
      return paths;
    };
    const std::optional<FieldRef> ref = model.find_field(path);
    if (!ref)
      throw NotFound(
          NotFound::Kind::field, path,
          fmt::format("process '{}' has no field '{}'; {}", model.process, path, instead_of_field(path, taker, known())));
    if (model.field(*ref).is_derived()) throw UsageError(fmt::format("{} can't be given: it follows from other fields", path));
    if (!has_slot(taken, ref->slot))
      throw UsageError(fmt::format("{} does not take {}; it takes {}", taker, path,
                                   taken.empty() ? std::string("no data") : enumerate(known())));
    require_utf8(value, path);
    FieldValue accepted = accept_value(model.field(*ref), value);
    if (!accepted.value) throw UsageError(fmt::format("{} {}", path, accepted.problem));
    writes.emplace_back(ref->slot, std::move(*accepted.value));
  }
  return writes;
}

void require_utf8(std::string_view text, std::string_view what) {
  if (!is_utf8(text)) throw UsageError(fmt::format("{} is not valid UTF-8", what));
}

const Model& model_to_start(const Library& library, std::string_view process) {
  for (const auto& model : library.models())
    if (model->process == process) return *model;
  std::vector<std::string> known;
  for (const auto& model : library.models()) known.push_back(model->process);
  throw NotFound(
      NotFound::Kind::process, std::string(process),
      fmt::format("there is no process '{}'; {}", process, known.empty() ? "the library is empty" : instead_of(process, known)));
}

Writes writes_at_start(const Model& model, const Data& data) {
  std::vector<FieldRef> taken = model.start.required;
  taken.insert(taken.end(), model.start.asked.begin(), model.start.asked.end());
  return writes_of(model, data, taken, "the start of '" + model.process + "'");
}

std::vector<Obstacle> start_obstacles(const Model& model, const Writes& given, const std::string& role, std::string_view actor,
                                      const Directory& directory) {
  std::vector<Obstacle> found;
  std::vector<std::string> missing;
  for (const FieldRef& ref : model.start.required) {
    const auto write = std::find_if(given.begin(), given.end(), [&](const auto& one) { return one.first == ref.slot; });
    if (write == given.end() || write->second.is_null()) missing.push_back(model.path(ref));
  }
  if (!missing.empty())
    found.emplace_back(Obstacle::Kind::missing_data,
                       fmt::format("the start of '{}' requires {}", model.process, enumerate(missing)), missing);
  for (Obstacle& obstacle : starter_obstacles(model, role, actor, directory)) found.push_back(std::move(obstacle));
  return found;
}

std::vector<Obstacle> starter_obstacles(const Model& model, const std::string& role, std::string_view actor,
                                        const Directory& directory) {
  std::vector<Obstacle> found;
  if (role.empty() && !model.start.roles.empty()) {
    std::vector<std::string> could;
    for (const std::uint32_t index : model.start.roles)
      for (std::string& person : directory.holders_of(model.roles[index].id))
        if (std::find(could.begin(), could.end(), person) == could.end()) could.push_back(std::move(person));
    found.push_back(
        wrong_role(model, "to start or cancel a case of '" + model.process + "'", model.start.roles, actor, std::move(could)));
  }
  return found;
}

}  // namespace itsmflow
