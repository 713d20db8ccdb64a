// What a program needs of a model to show it to people and to ask them for data.

#include "outline.hpp"
#include "module.hpp"
#include "record.hpp"

#include <itsmflow/outline.hpp>

#include <memory>
#include <string>
#include <vector>

namespace itsmflow::python {
namespace {

/// By what names them, in the order of the model.
template <class Part>
py::dict by(std::string Part::*name, const std::vector<Part>& parts) {
  py::dict all;
  for (const Part& part : parts) all[py::str(part.*name)] = part;
  return all;
}

}  // namespace

void add_outline(py::module_& module) {
  using Outline = ModelOutline;
  Record<Outline::Role>(module, "Role", "What people may be in a process.")
      .has("id", &Outline::Role::id)
      .has("title", &Outline::Role::title)
      .has("why", &Outline::Role::why)
      .done();
  Record<Outline::Object>(module, "ObjectType", "What a process is about.")
      .has("id", &Outline::Object::id)
      .has("title", &Outline::Object::title)
      .has("why", &Outline::Object::why)
      .has("states", &Outline::Object::states, "The first is the one it starts in; empty: it has data only.")
      .has("final_states", &Outline::Object::final_states)
      .has("many", &Outline::Object::many, "A case has several of it.")
      .done();
  Record<Outline::Field>(module, "Field", "A piece of data, and what it takes.")
      .has("path", &Outline::Field::path, "\"rfc.accounts\"; of a member of a record its id.")
      .has("title", &Outline::Field::title)
      .has("why", &Outline::Field::why)
      .has("type", &Outline::Field::type, "As models write it: \"int\", \"list of enum\", \"ref problem\".")
      .has("choices", &Outline::Field::choices, "Of an enumeration, or of a list of one.")
      .has("takes", &Outline::Field::takes, "For people: \"a whole number from 1\".")
      .has("initial", &Outline::Field::initial, "What it holds at first; None: it isn't filled.")
      .has("optional", &Outline::Field::optional, "A member of a record: may be left out.")
      .has("derived", &Outline::Field::derived, "It is computed and can't be given.")
      .has("sensitive", &Outline::Field::sensitive, "What it holds stays out of what people read.")
      .has("members", &Outline::Field::members, "Of a record, or of the records of a list.")
      .done();
  Record<Outline::Result>(module, "Result", "What an activity can end with.")
      .has("id", &Outline::Result::id, "Empty: the only one, without a name.")
      .has("title", &Outline::Result::title)
      .done();
  Record<Outline::Part>(module, "Part", "One of several pieces of work of which an activity consists.")
      .has("id", &Outline::Part::id)
      .has("title", &Outline::Part::title)
      .has("roles", &Outline::Part::roles, "Any of them may do it.")
      .done();
  Record<Outline::Activity>(module, "Activity", "What is done in a process.")
      .has("id", &Outline::Activity::id)
      .has("title", &Outline::Activity::title)
      .has("why", &Outline::Activity::why)
      .has("roles", &Outline::Activity::roles, "Any of them may do it, or votes; empty: no person does, or each part has its own.")
      .has("service", &Outline::Activity::service, "The name of the handler that does it; empty: none does.")
      .has("results", &Outline::Activity::results)
      .has("parts", &Outline::Activity::parts, "Empty: it doesn't consist of parts.")
      .has("answers", &Outline::Activity::answers,
           "What one person may answer, where several do it; then an offer has these as results.")
      .done();
  Record<Outline::Start>(module, "Start", "How a case begins.")
      .has("roles", &Outline::Start::roles, "Any of them may start a case; empty: anybody.")
      .has("required", &Outline::Start::required, "Paths of fields that must be given.")
      .has("asked", &Outline::Start::asked, "Paths of fields that may be given.")
      .done();
  Record<Outline::Motive>(module, "DeclaredMotive", "A reason that people may give for a deviation.")
      .has("id", &Outline::Motive::id)
      .has("title", &Outline::Motive::title)
      .has("why", &Outline::Motive::why)
      .has("motive_class", &Outline::Motive::motive_class)
      .done();
  Record<Outline::Outcome>(module, "Outcome", "What a case can come to.")
      .has("id", &Outline::Outcome::id)
      .has("title", &Outline::Outcome::title)
      .has("why", &Outline::Outcome::why)
      .has("counts_as", &Outline::Outcome::counts_as)
      .done();
}

void add_outline_of(py::class_<Model, std::shared_ptr<Model>>& model) {
  const auto gives = [&model](const char* name, auto get, const char* about) {
    model.def_property_readonly(
        name, [get](const Model& of) { return get(outline(of)); }, about);
  };
  using Outline = ModelOutline;
  gives(
      "title", [](const Outline& told) { return told.title; }, "Empty where the model has none; `why` too.");
  gives(
      "why", [](const Outline& told) { return told.why; }, "What it is for.");
  gives(
      "roles", [](const Outline& told) { return by(&Outline::Role::id, told.roles); }, "By id.");
  gives(
      "objects", [](const Outline& told) { return by(&Outline::Object::id, told.objects); }, "By id.");
  gives(
      "fields", [](const Outline& told) { return by(&Outline::Field::path, told.fields); }, "Of all objects, by path.");
  gives(
      "start", [](const Outline& told) { return told.start; }, "How a case begins.");
  gives(
      "activities", [](const Outline& told) { return by(&Outline::Activity::id, told.activities); }, "By id.");
  gives(
      "motives", [](const Outline& told) { return by(&Outline::Motive::id, told.motives); }, "By id.");
  gives(
      "outcomes", [](const Outline& told) { return by(&Outline::Outcome::id, told.outcomes); }, "By id.");
}

}  // namespace itsmflow::python
