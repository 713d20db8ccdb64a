#include "lang/elements.hpp"
#include "lang/performers.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

std::vector<SetField> read_sets(Context& context, const Node& mapping, const Owner& owner) {
  std::vector<SetField> sets;
  for (const Node::Entry& entry : mapping.entries) {
    const auto target = read_field_ref(context, *entry.key, owner, "sets");
    if (!target) continue;
    auto value = read_value_expression(context, *entry.value, *target, owner);
    if (value) sets.push_back({*target, std::move(*value)});
  }
  return sets;
}

/// An activity that says nothing about results can end in one way, which has no name.
void add_unnamed_result(Activity& activity) {
  Result& result = activity.results.emplace_back();
  result.span = activity.span;
}

void read_result(Context& context, const Node& node, Activity& activity, Result& result) {
  const Owner owner{"result " + quoted(activity.id + "." + result.id), result.span};
  if (!is_construct(context, node, owner, result.id, kResult)) return;
  const Mapping keys(context, node, kResult, owner);
  result.wording = read_wording(context, keys);
  result.effects = read_effects(context, keys);
  if (const Node* after = keys.get("after")) result.after = read_length(context, *after, "'after' of " + owner.name);
  read_followers(context, keys, result.cancels, result.starts);
}

/// What an object is moved from says what is needed of it.
void check_needs(Context& context, const Activity& activity, const Result& result) {
  for (const Effects* moving : {&activity.effects, &result.effects}) {
    for (const Move& move : moving->moves) {
      for (const Effects* needing : {&activity.effects, &result.effects}) {
        const auto need = std::ranges::find(needing->needs, move.object, &Need::object);
        if (need == needing->needs.end()) continue;
        context.findings
            .error("bad-move", need->span,
                   "activity " + quoted(activity.id) + " both needs and moves " + quoted(context.model.objects[move.object].id))
            .related(move.span, "moved here")
            .help("take it out of 'needs': it is moved only from the states left of the arrow");
      }
    }
  }
}

/// An object goes one way in one step.
void check_moves(Context& context, const Activity& activity) {
  for (const Result& result : activity.results) check_needs(context, activity, result);
  for (const Result& result : activity.results) {
    for (const Move& move : result.effects.moves) {
      const auto both = std::ranges::find(activity.effects.moves, move.object, &Move::object);
      if (both == activity.effects.moves.end()) continue;
      const std::string object = quoted(context.model.objects[move.object].id);
      context.findings
          .error("bad-move", move.span, "result " + quoted(activity.id + "." + result.id) + " and its activity both move " + object)
          .related(both->span, "also moved here")
          .help("keep one of the two");
    }
  }
}

void read_activity(Context& context, const Node& node, Activity& activity, const Names& results) {
  const Owner owner{"activity " + quoted(activity.id), activity.span};
  const Mapping keys(context, node, kActivity, owner);
  activity.wording = read_wording(context, keys);
  activity.about = find_about(context, node, owner);
  const AboutElement element(context, activity.about);
  read_performer(context, node, keys, activity);
  read_items(context, keys, activity, results);
  {
    const KnownHere known(context, activity, KnownHere::Where::activity);
    activity.effects = read_effects(context, keys);
    read_followers(context, keys, activity.cancels, activity.starts);
  }
  const KnownHere known(context, activity, KnownHere::Where::results);
  if (const Node* section = keys.get("results")) {
    if (section->entries.empty())
      report_empty(context, *section, "'results' of " + owner.name, "write `results: {ONE: {}, OTHER: {}}`, or take it out");
    for (const Node::Entry& entry : section->entries) {
      Result result;
      const Node& key = origin(*entry.key);
      result.id = key.kind == Node::Kind::null ? std::string(written(key)) : key.text;
      result.span = key.span;
      read_result(context, *entry.value, activity, result);
      if (results.find(result.id) == activity.results.size()) activity.results.push_back(std::move(result));
    }
  }
  check_moves(context, activity);
  if (activity.results.empty()) add_unnamed_result(activity);
  check_performer(context, keys, activity);
  check_about(context, keys, activity);
}

/// The names come first, so that everything can speak of activities that stand further down.
Names read_result_names(Context& context, const Node& activity) {
  Names names;
  const Node* section = activity.find("results");
  if (section == nullptr) return names;
  names.complete = section->kind == Node::Kind::mapping && !is_judged(*section);
  if (!names.complete) return names;
  for (const Node::Entry& entry : activity.entries) {
    if (origin(*entry.key).text == "results") names.key = origin(*entry.key).span;
  }
  for (const Node::Entry& entry : section->entries) names.add(read_id(context, *entry.key, kResultId), origin(*entry.key).span);
  return names;
}

}  // namespace

Effects read_effects(Context& context, const Mapping& keys) {
  Effects effects;
  const Owner& owner = keys.owner();
  if (const Node* moves = keys.get("moves")) effects.moves = read_moves(context, *moves, owner);
  if (const Node* needs = keys.get("needs")) effects.needs = read_needs(context, *needs, owner);
  if (const Node* fields = keys.get("requires")) effects.required = read_field_refs(context, *fields, owner, "requires");
  if (const Node* fields = keys.get("asks")) effects.asked = read_field_refs(context, *fields, owner, "asks for");
  effects.derived = take_derived(context, effects.required);
  if (const Node* sets = keys.get("sets")) effects.sets = read_sets(context, *sets, owner);
  if (const Node* when = keys.get("when")) effects.when = read_guard(context, *when, 0, "the guard of " + owner.name);
  return effects;
}

void read_activities(Context& context, const Mapping& model) {
  const Node* section = model.get("activities");
  if (section == nullptr) {
    context.activities.complete = !model.mentions("activities");
    return;
  }
  context.activities.key = origin(*model.key("activities")).span;
  std::vector<const Node*> nodes;
  for (const Node::Entry& entry : section->entries) {
    Activity activity;
    activity.id = read_id(context, *entry.key, kActivityId);
    activity.span = origin(*entry.key).span;
    if (!context.activities.add(activity.id, activity.span)) continue;
    const Node& node = *entry.value;
    const bool readable = is_construct(context, node, {"activity " + quoted(activity.id), activity.span}, activity.id, kActivity);
    nodes.push_back(readable ? &node : nullptr);
    context.result_names.push_back(readable ? read_result_names(context, node) : Names{});
    context.result_names.back().complete = context.result_names.back().complete && readable;
    context.model.activities.push_back(std::move(activity));
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Activity& activity = context.model.activities[i];
    if (nodes[i] != nullptr) read_activity(context, *nodes[i], activity, context.result_names[i]);
    if (activity.results.empty()) add_unnamed_result(activity);
  }
}

}  // namespace itsmflow::lang
