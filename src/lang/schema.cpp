#include "lang/keys.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"
#include "lang/types.hpp"

#include <itsmflow/language.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace itsmflow {
namespace lang {
namespace {

using Json = nlohmann::ordered_json;

/// What stands in a file: a whole model, or what differs from another. Of a difference nothing is required, entries may be removed,
/// lists may be edited and every mapping may say why.
enum class Mode { whole, change };

std::string definition(std::string_view construct, Mode mode) {
  std::string name(construct);
  std::ranges::replace(name, ' ', '-');
  return mode == Mode::whole ? name : name + "-change";
}

Json reference(const std::string& name) {
  return {{"$ref", "#/definitions/" + name}};
}

Json any_of(std::vector<Json> forms) {
  return forms.size() == 1 ? forms.front() : Json{{"anyOf", forms}};
}

/// One value that is read from its text.
Json scalar() {
  return {{"type", {"string", "number", "boolean"}}};
}

Json text() {
  return {{"type", "string"}};
}

IdKind kind_of(Ids ids) {
  switch (ids) {
    case Ids::role:
      return kRoleId;
    case Ids::object:
      return kObjectId;
    case Ids::field:
      return kFieldId;
    case Ids::table:
      return kTableId;
    case Ids::activity:
      return kActivityId;
    case Ids::process:
      return kProcessId;
    case Ids::shared:
      return kSharedId;
    case Ids::state:
      return kStateId;
    case Ids::value:
      return kValueId;
    case Ids::motive:
      return kMotiveId;
    case Ids::outcome:
      return kOutcomeId;
    default:
      return kResultId;
  }
}

/// What a new id looks like.
Json id_definition(const IdKind& kind) {
  const std::string joiner = kind.kebab ? "-" : "_";
  Json form{{"type", "string"}, {"pattern", "^[a-z](?:[a-z0-9" + joiner + "]*[a-z0-9])?$"}};
  const auto taken = taken_words(kind);
  if (!taken.empty()) form["not"] = {{"enum", taken}};
  return form;
}

/// "a shared file" → "id-of-a-shared-file".
std::string id_name(const IdKind& kind) {
  std::string name = "id-of-" + std::string(kind.name);
  std::ranges::replace(name, ' ', '-');
  return name;
}

/// Of terms there is nothing to say.
Json id_form(Ids ids) {
  return ids == Ids::none || ids == Ids::term ? Json::object() : reference(id_name(kind_of(ids)));
}

std::string type_pattern() {
  std::string words;
  for (const TypeWord& type : field_types()) words += std::string(type.word) + '|';
  return "^(?:list of )*(?:" + words + "ref [a-z](?:[a-z0-9-]*[a-z0-9])?)$";
}

/// Semantic Versioning 2.0.0, as the loader reads it.
constexpr std::string_view kVersionPattern =
    "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?"
    "$";

const Construct* construct_called(std::string_view name) {
  for (const Construct* one : constructs()) {
    if (!name.empty() && one->name == name) return one;
  }
  return nullptr;
}

Json list_of(Json item) {
  return {{"type", "array"}, {"items", std::move(item)}};
}

/// `{add: […], remove: […]}` in place of a list.
Json list_edit(const Json& item) {
  const Json items = any_of({list_of(item), item});
  const Json removed = any_of({list_of(Json::object()), Json{{"type", {"string", "object"}}}});
  return {{"type", "object"},
          {"properties", {{"add", items}, {"remove", removed}, {"because", text()}}},
          {"anyOf", {Json{{"required", {"add"}}}, Json{{"required", {"remove"}}}}},
          {"additionalProperties", false}};
}

Json form_of_shape(Shape shape) {
  switch (shape) {
    case Shape::text:
      return text();
    case Shape::version:
      return {{"type", "string"}, {"pattern", kVersionPattern}};
    case Shape::words:
      return {{"anyOf", {scalar(), list_of(scalar())}}};
    case Shape::number:
      return {{"type", {"integer", "string"}}};
    case Shape::flag:
      return {{"enum", {true, false, "true", "false"}}};
    case Shape::any:
      return {{"not", {{"type", "null"}}}};
    default:
      return scalar();
  }
}

/// Nothing in its place is one of it, too: it needs no key, or the other model has them.
bool may_be_nothing(const Construct& construct, Mode mode) {
  if (construct.ids == Ids::none) return false;
  return mode == Mode::change ||
         std::ranges::none_of(construct.keys, [](const Key& key) { return key.presence == Presence::required; });
}

Json short_form(const Key& key) {
  if (key.name == "type") return {{"type", "string"}, {"pattern", type_pattern()}};
  return key.shape == Shape::guard ? scalar() : text();
}

/// A construct in the place where it stands: whole, or in a short form.
Json form_of_construct(const Construct& construct, Mode mode) {
  std::vector<Json> forms{reference(definition(construct.name, mode))};
  if (!construct.short_key.empty()) forms.push_back(short_form(*construct.find(construct.short_key)));
  if (construct.or_text) forms.push_back(text());
  const auto values = std::ranges::find(construct.keys, Ids::value, &Key::ids);
  if (values != construct.keys.end()) forms.push_back(list_of(id_form(Ids::value)));
  if (values != construct.keys.end() && mode == Mode::change) forms.push_back(list_edit(id_form(Ids::value)));
  if (may_be_nothing(construct, mode)) forms.push_back({{"type", "null"}});
  return any_of(std::move(forms));
}

/// A mapping from ids to constructs.
Json mapping_of(const Construct& construct, Mode mode) {
  const Json each = form_of_construct(construct, mode);
  Json form{{"type", "object"}, {"additionalProperties", each}};
  const Json names = id_form(construct.ids);
  if (!names.empty()) form["propertyNames"] = names;
  if (mode == Mode::change) {
    form["properties"] = {{"because", any_of({text(), each})}, {"remove", any_of({list_of(text()), text(), each})}};
  }
  return form;
}

Json mapping_form(const Key& key, Mode mode) {
  if (const Construct* of = construct_called(key.of)) {
    return of->ids == Ids::none ? reference(definition(of->name, mode)) : mapping_of(*of, mode);
  }
  Json form{{"type", "object"}, {"additionalProperties", form_of_shape(key.each)}};
  if (mode == Mode::change) {
    form["properties"] = {{"because", text()}, {"remove", any_of({list_of(text()), text()})}};
  }
  return form;
}

Json list_form(const Key& key, Mode mode, bool or_one) {
  const Construct* of = construct_called(key.of);
  const Json names = id_form(key.ids);
  // What is changed in a list of constructs is written as whole constructs, which may say why.
  const Json item = of != nullptr ? form_of_construct(*of, mode) : names.empty() ? form_of_shape(key.each) : names;
  std::vector<Json> forms{list_of(item)};
  if (or_one) forms.push_back(item);
  if (mode == Mode::change) forms.push_back(list_edit(item));
  return any_of(std::move(forms));
}

/// A list of ids, each alone or with what it is behind it.
Json named_form(const Key& key, Mode mode) {
  const Construct& of = *construct_called(key.of);
  const Json name = id_form(of.ids);
  Json entry{{"type", "object"},
             {"minProperties", 1},
             {"maxProperties", mode == Mode::whole ? 1 : 2},
             {"propertyNames", name},
             {"additionalProperties", form_of_construct(of, mode)}};
  if (mode == Mode::change) entry["properties"] = {{"because", any_of({text(), form_of_construct(of, mode)})}};
  const Json item = any_of({name, std::move(entry)});
  std::vector<Json> forms{list_of(item)};
  if (mode == Mode::change) forms.push_back(list_edit(item));
  return any_of(std::move(forms));
}

Json list_or_mapping_form(const Key& key, Mode mode) {
  const Construct& of = *construct_called(key.of);
  return any_of({named_form(*of.find(of.short_key), mode), reference(definition(of.name, mode))});
}

Json any_form(const Key& key, Mode mode) {
  const Construct* of = construct_called(key.of);
  if (of == nullptr) return form_of_shape(Shape::any);
  const Json one = form_of_construct(*of, mode);
  return any_of({one, list_of(one)});
}

Json practice_form(const Construct& construct) {
  return {{"enum", practice_words(&construct == &kRole ? NoPractice::allowed : NoPractice::refused)}};
}

Json form_of(const Construct& construct, const Key& key, Mode mode) {
  if (key.name == "practice") return practice_form(construct);
  if (key.name == "itsmflow") return {{"enum", {1, "1"}}};
  if (key.name == construct.short_key && key.name == "type") return {{"type", "string"}, {"pattern", type_pattern()}};
  switch (key.shape) {
    case Shape::mapping:
      return mapping_form(key, mode);
    case Shape::list:
      return list_form(key, mode, false);
    case Shape::words:
      return list_form(key, mode, true);
    case Shape::named:
      return named_form(key, mode);
    case Shape::list_or_mapping:
      return list_or_mapping_form(key, mode);
    case Shape::any:
      return any_form(key, mode);
    default:
      return key.ids == Ids::none ? form_of_shape(key.shape) : id_form(key.ids);
  }
}

bool is_section_of_shared_files(const Key& key) {
  return key.shape == Shape::mapping && kShared.find(key.name) != nullptr;
}

/// `sections`: how the sections that shared files have too are written.
Json form_of_keys(const Construct& construct, Mode mode, Mode sections) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Key& key : construct.keys) {
    if (key.support == Support::planned) continue;
    const bool header = &construct == &kModel && kShared.find(key.name) == nullptr && key.presence == Presence::required &&
                        key.shape != Shape::mapping;
    const Mode key_mode = is_section_of_shared_files(key) && &construct == &kModel ? sections : mode;
    Json form = form_of(construct, key, key_mode);
    // Nothing beside a `$ref` is looked at.
    if (form.contains("$ref")) form = {{"allOf", {form}}};
    form["description"] = std::string(key.meaning);
    properties[std::string(key.name)] = std::move(form);
    const bool own = header || (&construct == &kModel && key.name == "itsmflow");
    if (key.presence == Presence::required && (mode == Mode::whole || own)) required.push_back(std::string(key.name));
  }
  if (mode == Mode::change) {
    properties.emplace("because", Json{{"type", "string"}, {"description", "why it differs"}});
    properties.emplace("remove", Json{{"anyOf", {list_of(text()), text()}}, {"description", "what it has no longer"}});
  }
  Json form{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (may_be_nothing(construct, mode)) form["type"] = {"object", "null"};
  if (!required.empty()) form["required"] = std::move(required);
  return form;
}

Json schema() {
  Json definitions = Json::object();
  for (const Ids ids : {Ids::role, Ids::object, Ids::field, Ids::table, Ids::activity, Ids::result, Ids::process, Ids::shared,
                        Ids::state, Ids::value, Ids::motive, Ids::outcome}) {
    definitions[id_name(kind_of(ids))] = id_definition(kind_of(ids));
  }
  for (const Construct* construct : constructs()) {
    definitions[definition(construct->name, Mode::whole)] = form_of_keys(*construct, Mode::whole, Mode::whole);
    definitions[definition(construct->name, Mode::change)] = form_of_keys(*construct, Mode::change, Mode::change);
  }
  // `omit` and the reasons belong to models that adapt another; what a model uses it may change too.
  Json& whole = definitions[definition(kModel.name, Mode::whole)]["properties"];
  for (const char* key : {"adapts", "omit", "because"}) whole.erase(key);
  Json user = form_of_keys(kModel, Mode::whole, Mode::change);
  for (const char* key : {"adapts", "omit", "because"}) user["properties"].erase(key);
  definitions["model-with-uses"] = std::move(user);
  const auto has = [](const char* key) { return Json{{"required", {key}}}; };
  const Json plain{
      {"if", has("uses")}, {"then", reference("model-with-uses")}, {"else", reference(definition(kModel.name, Mode::whole))}};
  const Json model{{"if", has("adapts")}, {"then", reference(definition(kModel.name, Mode::change))}, {"else", plain}};
  return {{"$schema", "http://json-schema.org/draft-07/schema#"},
          {"title", "itsmflow model"},
          {"description", "A process model of itsmflow, or a file that several of them share."},
          {"type", "object"},
          {"if", {{"required", {"shared"}}, {"not", has("process")}}},
          {"then", reference(definition(kShared.name, Mode::whole))},
          {"else", model},
          {"definitions", std::move(definitions)}};
}

}  // namespace
}  // namespace lang

std::string json_schema() {
  return lang::schema().dump(2) + '\n';
}

}  // namespace itsmflow
