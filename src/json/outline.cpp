#include "json/json.hpp"

namespace itsmflow {
namespace {

Json to_json(const ModelOutline::Role& role) {
  return {{"role", role.id}, {"title", text_or_null(role.title)}, {"why", text_or_null(role.why)}};
}

Json to_json(const ModelOutline::Object& object) {
  return {{"object", object.id},     {"title", text_or_null(object.title)}, {"why", text_or_null(object.why)},
          {"states", object.states}, {"final", object.final_states},        {"many", object.many}};
}

Json to_json(const ModelOutline::Field& field) {
  Json members = Json::array();
  for (const ModelOutline::Field& member : field.members) members.push_back(to_json(member));
  return {{"field", field.path},          {"title", text_or_null(field.title)}, {"why", text_or_null(field.why)},
          {"type", field.type},           {"choices", field.choices},           {"takes", field.takes},
          {"optional", field.optional},   {"derived", field.derived},           {"sensitive", field.sensitive},
          {"members", std::move(members)}};
}

Json to_json(const ModelOutline::Start& start) {
  return {{"roles", start.roles}, {"required", start.required}, {"asked", start.asked}};
}

Json to_json(const ModelOutline::Result& result) {
  return {{"result", text_or_null(result.id)}, {"title", text_or_null(result.title)}};
}

Json to_json(const ModelOutline::Activity& activity) {
  Json results = Json::array();
  for (const ModelOutline::Result& result : activity.results) results.push_back(to_json(result));
  return {{"activity", activity.id}, {"title", text_or_null(activity.title)},     {"why", text_or_null(activity.why)},
          {"roles", activity.roles}, {"service", text_or_null(activity.service)}, {"results", std::move(results)}};
}

template <class Part>
Json list_of(const std::vector<Part>& parts) {
  Json list = Json::array();
  for (const Part& part : parts) list.push_back(to_json(part));
  return list;
}

}  // namespace

Json to_json(const ModelOutline& outline) {
  return {{"process", outline.process},        {"version", outline.version},      {"title", text_or_null(outline.title)},
          {"why", text_or_null(outline.why)},  {"roles", list_of(outline.roles)}, {"objects", list_of(outline.objects)},
          {"fields", list_of(outline.fields)}, {"start", to_json(outline.start)}, {"activities", list_of(outline.activities)},
          {"motives", outline.motives},        {"outcomes", outline.outcomes}};
}

}  // namespace itsmflow
