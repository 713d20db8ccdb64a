#include "json/json.hpp"

#include <utility>
#include <vector>

namespace itsmflow {
namespace {

using Outline = ModelOutline;

/// What has an id, under this name, and words.
template <class Thing>
Json named(const char* name, const Thing& thing) {
  return {{name, thing.id}, {"title", text_or_null(thing.title)}};
}

template <class Thing>
Json explained(const char* name, const Thing& thing) {
  Json json = named(name, thing);
  json["why"] = text_or_null(thing.why);
  return json;
}

template <class Thing, class Tell>
Json list_of(const std::vector<Thing>& things, const Tell& tell) {
  Json list = Json::array();
  for (const Thing& thing : things) list.push_back(tell(thing));
  return list;
}

Json role(const Outline::Role& role) {
  return explained("role", role);
}

Json object(const Outline::Object& object) {
  Json json = explained("object", object);
  json["states"] = object.states;
  json["final"] = object.final_states;
  json["many"] = object.many;
  return json;
}

Json field(const Outline::Field& told) {
  return {{"field", told.path},
          {"title", text_or_null(told.title)},
          {"why", text_or_null(told.why)},
          {"type", told.type},
          {"choices", told.choices},
          {"takes", told.takes},
          {"initial", to_json(told.initial)},
          {"optional", told.optional},
          {"derived", told.derived},
          {"sensitive", told.sensitive},
          {"members", list_of(told.members, field)}};
}

Json activity(const Outline::Activity& activity) {
  Json json = explained("activity", activity);
  json["roles"] = activity.roles;
  json["service"] = text_or_null(activity.service);
  json["results"] = list_of(activity.results, [](const Outline::Result& result) {
    return Json{{"result", text_or_null(result.id)}, {"title", text_or_null(result.title)}};
  });
  json["parts"] = list_of(activity.parts, [](const Outline::Part& part) {
    Json one = named("part", part);
    one["roles"] = part.roles;
    return one;
  });
  json["answers"] = activity.answers;
  return json;
}

Json motive(const Outline::Motive& motive) {
  Json json = explained("motive", motive);
  json["class"] = to_string(motive.motive_class);
  return json;
}

Json outcome(const Outline::Outcome& outcome) {
  Json json = explained("outcome", outcome);
  json["counts_as"] = to_string(outcome.counts_as);
  return json;
}

}  // namespace

Json to_json(const ModelOutline& outline) {
  return {{"process", outline.process},
          {"version", outline.version},
          {"title", text_or_null(outline.title)},
          {"why", text_or_null(outline.why)},
          {"roles", list_of(outline.roles, role)},
          {"objects", list_of(outline.objects, object)},
          {"fields", list_of(outline.fields, field)},
          {"start", {{"roles", outline.start.roles}, {"required", outline.start.required}, {"asked", outline.start.asked}}},
          {"activities", list_of(outline.activities, activity)},
          {"motives", list_of(outline.motives, motive)},
          {"outcomes", list_of(outline.outcomes, outcome)}};
}

}  // namespace itsmflow
