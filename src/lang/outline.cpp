#include <itsmflow/outline.hpp>

#include "lang/types.hpp"
#include "model/items.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {
namespace {

template <class Part>
std::vector<std::string> ids_at(const std::vector<Part>& parts, const std::vector<std::uint32_t>& indices) {
  std::vector<std::string> ids;
  for (const std::uint32_t index : indices) ids.push_back(parts[index].id);
  return ids;
}

std::vector<std::string> paths_of(const Model& model, const std::vector<FieldRef>& refs) {
  std::vector<std::string> paths;
  for (const FieldRef& ref : refs) paths.push_back(model.path(ref));
  return paths;
}

/// `within_sensitive`: it is a member of what is sensitive, at any depth.
ModelOutline::Field outline_of(const Field& field, std::string path, bool within_sensitive = false) {
  ModelOutline::Field told{.path = std::move(path),
                           .title = field.wording.title,
                           .why = field.wording.why,
                           .type = lang::written_type(field),
                           .choices = {},
                           .takes = describe_type(field),
                           .initial = field.initial,
                           .optional = field.optional,
                           .derived = field.is_derived(),
                           .sensitive = field.sensitive || within_sensitive,
                           .members = {}};
  const Field* innermost = &field;
  while (innermost->type == FieldType::list) innermost = innermost->element.get();
  told.choices = innermost->choices;
  for (const Field& member : innermost->fields) {
    ModelOutline::Field& inner = told.members.emplace_back(outline_of(member, member.id, told.sensitive));
    inner.optional = member.optional || !member.initial.is_null();
  }
  return told;
}

ModelOutline::Object outline_of(const ObjectType& object) {
  ModelOutline::Object told{.id = object.id,
                            .title = object.wording.title,
                            .why = object.wording.why,
                            .states = object.states,
                            .final_states = {},
                            .many = object.many};
  for (const std::uint32_t state : object.final_states) told.final_states.push_back(object.states[state]);
  return told;
}

ModelOutline::Activity outline_of(const Model& model, const Activity& activity) {
  const bool is_vote = activity.items && activity.items->kind == Items::Kind::votes;
  ModelOutline::Activity told{.id = activity.id,
                              .title = activity.wording.title,
                              .why = activity.wording.why,
                              .roles = ids_at(model.roles, is_vote ? activity.items->votes.voters : activity.roles),
                              .service = activity.service.name,
                              .results = {},
                              .parts = {},
                              .answers = answer_ids(activity)};
  for (const Result& result : activity.results) told.results.push_back({.id = result.id, .title = result.wording.title});
  if (!activity.items) return told;
  for (const Part& part : activity.items->parts)
    told.parts.push_back({.id = part.id, .title = part.wording.title, .roles = ids_at(model.roles, part.roles)});
  return told;
}

}  // namespace

ModelOutline outline(const Model& model) {
  ModelOutline told{.process = model.process,
                    .version = model.version,
                    .title = model.wording.title,
                    .why = model.wording.why,
                    .roles = {},
                    .objects = {},
                    .fields = {},
                    .start = {.roles = ids_at(model.roles, model.start.roles),
                              .required = paths_of(model, model.start.required),
                              .asked = paths_of(model, model.start.asked)},
                    .activities = {},
                    .motives = {},
                    .outcomes = {}};
  for (const Role& role : model.roles) told.roles.push_back({.id = role.id, .title = role.wording.title, .why = role.wording.why});
  for (const ObjectType& object : model.objects) {
    told.objects.push_back(outline_of(object));
    for (const Field& field : object.fields) told.fields.push_back(outline_of(field, object.id + "." + field.id));
  }
  for (const Activity& activity : model.activities) told.activities.push_back(outline_of(model, activity));
  for (const DeclaredMotive& motive : model.deviations.motives)
    told.motives.push_back(
        {.id = motive.id, .title = motive.wording.title, .why = motive.wording.why, .motive_class = motive.motive_class});
  for (const Outcome& outcome : model.outcomes.outcomes)
    told.outcomes.push_back(
        {.id = outcome.id, .title = outcome.wording.title, .why = outcome.wording.why, .counts_as = outcome.counts_as});
  return told;
}

}  // namespace itsmflow
